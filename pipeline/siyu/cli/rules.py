"""siyu rules: every rule with its severity, in a line."""

from __future__ import annotations

import click

from siyu.cli.options import lang_option
from siyu.report.words import SEVERITY, say
from siyu.rules import RULES


@click.command()
@lang_option
def command(lang: str) -> None:
    """列出全部规则 · List every rule."""
    wide = max(map(len, RULES))
    for rule in RULES.values():
        click.echo(f"{rule.name:{wide}}  {say(SEVERITY[rule.severity], lang)}  {say(rule.what, lang)}")
