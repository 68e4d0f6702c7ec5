"""siyu export: weeks as a workbook to edit; siyu import brings the changes back."""

from __future__ import annotations

from pathlib import Path

import click

from siyu.cli.import_ import monday_of_week, surroundings
from siyu.cli.options import lang_option, project, project_option, wrong
from siyu.cli.saving import workbook
from siyu.diagnostic import Words
from siyu.report.words import say
from siyu.spreadsheet.leave import sheets
from siyu.spreadsheet.names import Project
from siyu.weeks import week_name


@click.command(epilog="要装 siyu[sheets] · Needs siyu[sheets].")
@click.argument("weeks", metavar="[WEEK]...", nargs=-1)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("plan.xlsx"),
    metavar="FILE.xlsx",
    help="写到哪里 · where to write it  [plan.xlsx]",
)
@project_option
@lang_option
@click.pass_context
def command(ctx: click.Context, weeks: tuple[str, ...], out: Path, project_: str, lang: str) -> None:
    """把排期写成可以改的 Excel 表 · Write the plan as a workbook to edit and import again.

    不写 WEEK 就是全部；还没有的周给一张空表，时段都在 · All weeks by default; a week that is not there yet gives an empty form of its slots.
    """
    root = project(project_, lang)
    around = surroundings(root, lang)
    if out.suffix.lower() != ".xlsx":
        wrong(Words("--out 要以 .xlsx 结尾", "--out ends in .xlsx"), lang)
    wanted = sorted({monday_of_week(week, lang) for week in weeks} or {week.week for week in around.weeks.values()})
    if not wanted:
        wrong(
            Words("还没有一周；写上要哪一周，例如 2026-W48", "there is no week yet; name one, for example 2026-W48"),
            lang,
        )
    made = sheets(Project(around.library), [(monday, around.weeks.get(week_name(monday))) for monday in wanted])
    taken = Words(f"{out} 已经在了，里面可能有人改过；换个名字", f"{out} exists and may have been edited; name another")
    workbook(ctx, out, made, taken, lang)
    click.echo(out)
    words = Words("改完运行：siyu import ", "when it is edited: siyu import ")
    click.echo(say(Words(f"{words.zh}{out}", f"{words.en}{out}"), lang), err=True)
