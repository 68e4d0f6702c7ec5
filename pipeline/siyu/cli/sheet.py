"""siyu sheet: a week as a workbook. No part of the build, whose bytes must not depend on what is installed."""

from __future__ import annotations

from pathlib import Path

import click

from siyu.build import Choice, Unknown, compile_project
from siyu.cli.formats import formatted
from siyu.cli.options import lang_option, project, project_argument, wrong
from siyu.cli.saving import workbook
from siyu.cli.summary import findings
from siyu.diagnostic import Words
from siyu.edition import Edition
from siyu.outputs.review import review_rows
from siyu.outputs.sheet import plan_rows
from siyu.report.words import say
from siyu.sheets import Sheet
from siyu.stages.swap import Refused
from siyu.stages.write import refuse


@click.command(epilog="要装 siyu[sheets]，所以不在 build 里 · Needs siyu[sheets], so it is no part of the build.")
@click.argument("week", metavar="WEEK")
@project_argument
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FILE.xlsx", help="写到哪里 · where to write it"
)
@click.option(
    "--review", "review", is_flag=True, help="要填的复盘表，不是排期 · the review sheet to fill in, not the plan"
)
@click.option("--tier", "tiers", multiple=True, metavar="ID", help="只要这一层，可重复 · only this tier, repeatable")
@lang_option
@click.pass_context
def command(
    ctx: click.Context, week: str, project_: str, out: Path, review: bool, tiers: tuple[str, ...], lang: str
) -> None:
    """把一周写成 Excel 表 · Write a week as a workbook for Excel or WPS."""
    root = project(project_, lang)
    if out.suffix.lower() != ".xlsx":
        wrong(Words("--out 要以 .xlsx 结尾", "--out ends in .xlsx"), lang)
    try:
        refuse(out.with_name(f".{out.name}.siyu"), root)  # a place that is no file yet
        result = compile_project(root, Choice((week,), tiers))
    except (Refused, Unknown) as refused:
        wrong(refused.words, lang)
    if (root / "output").resolve() in out.resolve().parents:
        wrong(Words(f"{out} 归 siyu build 管；换一个地方", f"{out} belongs to siyu build; name another place"), lang)
    if result.publication is None:
        click.echo(formatted(result.diagnostics, "full", lang, project_), nl=False)
        click.echo(
            f"{findings(result.diagnostics, lang)} · {say(Words('没有写表', 'no sheet was written'), lang)}", err=True
        )
        ctx.exit(1)
    (edition,) = result.publication.editions
    taken = Words(f"{out} 已经在了，里面可能有人填过；换个名字", f"{out} exists and may be filled in; name another")
    workbook(ctx, out, _review(edition, lang) if review else _plan(edition), taken, lang)
    click.echo(out)


def _plan(edition: Edition) -> list[Sheet]:
    return [Sheet(tier.name, plan_rows(edition, tier)) for tier in edition.library.tiers.values()]


def _review(edition: Edition, lang: str) -> list[Sheet]:
    tiers, told = review_rows(edition)
    names = (Words("分层", "Tiers"), Words("内容", "Posts"))
    return [Sheet(say(names[0], lang), tiers, frozenset({1})), Sheet(say(names[1], lang), told)]
