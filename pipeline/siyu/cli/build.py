"""siyu build: compile the project and publish it to the output directory."""

from __future__ import annotations

import sys
import time
from datetime import date, datetime
from pathlib import Path

import click

from siyu.build import Choice, Progress, Unknown, compile_project, publish
from siyu.cli.options import format_option, lang_option, project, project_argument, spoken
from siyu.cli.summary import closing, findings, table
from siyu.diagnostic import Words
from siyu.report import FORMATS
from siyu.stages.write import Refused, refuse


@click.command()
@project_argument
@click.option(
    "--week", "weeks", multiple=True, metavar="2026-W48", help="只构建这一周，可重复 · only this week, repeatable"
)
@click.option("--tier", "tiers", multiple=True, metavar="ID", help="只构建这一层，可重复 · only this tier, repeatable")
@click.option("--out", type=click.Path(path_type=Path), help="输出文件夹 · output directory  [PROJECT/output]")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="日历里的修改日期 · date stamped into the calendars",
)
@format_option
@lang_option
@click.pass_context
def command(
    ctx: click.Context,
    project_: str,
    weeks: tuple[str, ...],
    tiers: tuple[str, ...],
    out: Path | None,
    as_of: datetime | None,
    format_: str,
    lang: str,
) -> None:
    """把 brand/ 和 content/ 编译成可粘贴的文字和日历 · Compile the project into text and calendars."""
    began = time.perf_counter()
    root = project(project_)
    target = out or root / "output"
    as_of_date: date | None = as_of.date() if as_of else None
    try:
        refuse(target, root)
        result = compile_project(root, Choice(weeks, tiers, as_of_date), _bar(began))
        click.echo(FORMATS[format_](result.diagnostics, lang), nl=False)
        if result.publication is None:
            click.echo(findings(result.diagnostics, lang), err=True)
            click.echo(
                spoken(
                    Words(
                        "有错误，什么都没有发布；上一次的输出没有动。",
                        "there are errors: nothing was published, the previous output is untouched.",
                    ),
                    lang,
                ),
                err=True,
            )
            ctx.exit(1)
        written = publish(result.publication, target, root)
    except (Refused, Unknown) as refused:
        raise click.UsageError(spoken(refused.words, lang)) from None
    except OSError as error:
        click.echo(
            spoken(
                Words(
                    f"写不进 {target}：{error.strerror}；上一次的输出没有动。",
                    f"cannot write {target}: {error.strerror}; the previous output is untouched.",
                ),
                lang,
            ),
            err=True,
        )
        ctx.exit(3)
    click.echo(table(result.publication), err=True)
    click.echo(findings(result.diagnostics, lang), err=True)
    click.echo(closing(result.publication, written, str(target), time.perf_counter() - began, lang), err=True)


def _bar(began: float) -> Progress | None:
    """A bar on a terminal, once the build has taken more than a second."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if time.perf_counter() - began > 1:
            filled = 24 * done // max(total, 1)
            click.echo(f"\r{'█' * filled}{'░' * (24 - filled)} {done}/{total}", nl=False, err=True)

    return show
