"""siyu show: the plan in the terminal."""

from __future__ import annotations

import shutil
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from siyu.cli.options import lang_option, project, project_option, wrong
from siyu.cli.publication import composed
from siyu.diagnostic import Words


@click.command()
@click.argument("words", metavar="[WEEK|DATE|TIER|ROLE|PERSON|ITEM|ID]...", nargs=-1)
@click.option("--now", "now", is_flag=True, help="接下来的五件事 · the next five things to do")
@click.option(
    "--at",
    metavar="YYYY-MM-DDTHH:MM",
    type=click.DateTime(["%Y-%m-%dT%H:%M"]),
    help="把这一刻当作现在，按品牌的时区 · this moment, in the brand's zone, instead of the clock",
)
@project_option
@lang_option
def command(words: tuple[str, ...], now: bool, at: datetime | None, project_: str, lang: str) -> None:
    """看一周、一天、一层或一条 · Show a week, a day, a tier, a role, an item or an id.

    \b
      siyu show 2026-W48 core        siyu show 2026-11-25 群主
      siyu show --now owner          siyu show 2026-W48.member-day.wed
      siyu show year-end             siyu show newcomer core
    """
    from siyu.look.agenda import Unclear, agenda, asked, told, upcoming

    publication = composed(project(project_, lang), project_, lang)
    width = shutil.get_terminal_size((100, 40)).columns
    try:
        wanted = asked(words, publication)
    except Unclear as unclear:
        wrong(unclear.words, lang)
    if now or at:
        moment = at or datetime.now(ZoneInfo(publication.library.brand.zone)).replace(tzinfo=None)
        lines = list(told(upcoming(publication, wanted, moment), width, lang))
    else:
        lines = list(agenda(publication, wanted, width, lang))
    if not lines:
        wrong(Words("这里什么也没有安排", "nothing is planned there"), lang)
    click.echo("\n".join(lines).rstrip())
