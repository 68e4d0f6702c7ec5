"""siyu explain: a rule's page, with what it finds and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import click

from siyu.cli.options import lang_option, wrong
from siyu.diagnostic import Words, did_you_mean
from siyu.report.manual import head
from siyu.rules import RULES

_HERE = Path(__file__).resolve().parents[1]
_PAGES = (_HERE / "rules" / "manual", _HERE.parents[1] / "tests" / "rules")  # in a wheel, in the repository


@click.command()
@click.argument("rule", metavar="RULE")
@lang_option
def command(rule: str, lang: str) -> None:
    """说明一条规则 · Say what a rule finds, why, and what to write instead."""
    if rule not in RULES:
        near = did_you_mean(rule, RULES)
        zh, en = (f"：{near[0].zh}", f": {near[0].en}") if near else ("；siyu rules 列出全部", "; siyu rules lists all")
        wrong(Words(f"没有叫 {rule} 的规则{zh}", f"no rule is called {rule}{en}"), lang)
    page = next(folder / f"{rule}.md" for folder in _PAGES if folder.is_dir()).read_text("utf-8")
    click.echo(head(RULES[rule], (lang,)) + page[page.index("\n## ") :], nl=False)
