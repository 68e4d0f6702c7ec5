"""siyu search: words in everything that will be pasted."""

from __future__ import annotations

import shutil

import click

from siyu.cli.options import lang_option, project, project_option
from siyu.cli.publication import composed
from siyu.diagnostic import Words, plural
from siyu.facts.channels import CHANNELS, WELCOME
from siyu.report.words import say


@click.command()
@click.argument("text", metavar="TEXT")
@project_option
@lang_option
@click.pass_context
def command(ctx: click.Context, text: str, project_: str, lang: str) -> None:
    """在所有成文里找几个字 · Find words in all composed copy.

    没有找到，退出码 1 · exit 1 where there are none.
    """
    from siyu.look.columns import aligned
    from siyu.look.search import search
    from siyu.when import clock

    publication = composed(project(project_, lang), project_, lang)
    rows = []
    for passage, line in search(publication, text):
        item, channel = passage.item, (CHANNELS | WELCOME).get(passage.channel)
        moment = f"{item.date} {clock(item.start)}" if item else "—"
        where = (channel.zh if lang == "zh" else channel.en) if channel else passage.channel
        place = f"{passage.span.source.path}:{passage.span.source.place(passage.span.start)[0]}"
        rows.append((moment, passage.tier.name if passage.tier else "—", where, place, line))
    for told in aligned(rows, shutil.get_terminal_size((120, 40)).columns, "") if rows else ():
        click.echo(told)
    count = Words(f"{len(rows)} 条里有“{text}”", f"{plural(len(rows), 'text')} with {text!r}")
    click.echo(say(count, lang), err=True)
    ctx.exit(0 if rows else 1)
