"""siyu suggest: what could fill the slots that a week leaves open."""

from __future__ import annotations

import click

from siyu.cli.options import lang_option, project, project_option, wrong
from siyu.cli.publication import composed
from siyu.diagnostic import Words, did_you_mean
from siyu.report.words import say


@click.command()
@click.argument("weeks", metavar="[WEEK]...", nargs=-1)
@project_option
@lang_option
def command(weeks: tuple[str, ...], project_: str, lang: str) -> None:
    """空着的时段可以放什么 · What could fill the unfilled slots.

    \b
      siyu suggest                   siyu suggest 2026-W48
    """
    from siyu.suggest import holes, pairs, told, told_pairs, unwritten

    publication = composed(project(project_, lang), project_, lang)
    known = [edition.plan.week.name for edition in publication.editions]
    for week in weeks:
        if week not in known:
            near = did_you_mean(week, known)
            zh, en = (f"：{near[0].zh}", f": {near[0].en}") if near else ("", "")
            wrong(Words(f"没有 {week} 这一周的计划{zh}", f"there is no plan for week {week}{en}"), lang)
    found = holes(publication, weeks)
    lines = list(told(found, lang)) or [say(Words("没有空着的时段", "no slot is unfilled"), lang), ""]
    lines += unwritten(publication, weeks, lang)
    click.echo("\n".join([*lines, *told_pairs(pairs(publication), lang)]).rstrip())
