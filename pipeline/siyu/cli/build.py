"""siyu build: compile the project and publish it to the output directory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from siyu.build import Choice, Unknown, compile_project, publish
from siyu.cli.bar import bar
from siyu.cli.formats import formatted
from siyu.cli.options import format_option, lang_option, project, project_argument, wrong
from siyu.cli.summary import closing, findings, table
from siyu.diagnostic import Words
from siyu.edition import History
from siyu.report.words import say
from siyu.stages.git import NoHistory
from siyu.stages.guard import Shrunk
from siyu.stages.swap import Refused
from siyu.stages.write import refuse


@click.command()
@project_argument
@click.option(
    "--week",
    "weeks",
    multiple=True,
    metavar="2026-W48",
    help="只构建这一周，可重复，配 --out · only this week, repeatable; use --out",
)
@click.option(
    "--tier",
    "tiers",
    multiple=True,
    metavar="ID",
    help="只构建这一层，可重复，配 --out · only this tier, repeatable; use --out",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="输出文件夹，整个由 siyu 管 · output directory, all of it siyu's  [PROJECT/output]",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="当作这一天来生成日历 · the day that the calendars are made for  [the last commit's]",
)
@click.option(
    "--no-history",
    is_flag=True,
    help="不读 git：日历不带修改历史 · without git: the calendars do not say what changed when",
)
@click.option(
    "--allow-shrink", is_flag=True, help="日历变空、少掉一半也发布 · publish calendars that go empty or lose half"
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
    no_history: bool,
    allow_shrink: bool,
    format_: str,
    lang: str,
) -> None:
    """编译出可粘贴的文字和日历 · Write paste-ready text and calendars."""
    began = time.perf_counter()
    root = project(project_, lang)
    target = out or root / "output"
    choice = Choice(weeks, tiers, as_of.date() if as_of else None, history=not no_history)
    with _told(target, lang):
        refuse(target, root)
    try:
        with bar() as progress:
            result = compile_project(root, choice, progress)
    except (Unknown, NoHistory) as refused:
        wrong(refused.words, lang)
    report = formatted(result.diagnostics, format_, lang, project_)
    if result.publication is None:
        click.echo(report, nl=False)
        nothing = Words("什么都没有发布；上一次的输出没有动", "nothing was published; the previous output is untouched")
        click.echo(f"{findings(result.diagnostics, lang)} · {say(nothing, lang)}", err=True)
        ctx.exit(1)
    with _told(target, lang):
        whole = bool(out) or not (weeks or tiers)
        try:
            written = publish(result.publication, target, root, whole, allow_shrink)
        except Shrunk as shrunk:
            click.echo(report, nl=False)
            click.echo(say(shrunk.words, lang), err=True)
            ctx.exit(1)
    click.echo(report, nl=False)  # after publishing: `siyu build | head` publishes, too
    click.echo(table(result.publication, lang), err=True)
    click.echo(findings(result.diagnostics, lang), err=True)
    if not no_history and (words_ := _unsure(result.publication.history)):
        click.echo(say(words_, lang), err=True)
    for words in written.left_out:
        click.echo(say(words, lang), err=True)
    click.echo(closing(written, target, time.perf_counter() - began, lang), err=True)


def _unsure(past: History) -> Words | None:
    """What the calendars do not know of their past."""
    if not past.stamps:
        return Words(
            "这里没有 git 历史：日历说不出哪一条什么时候改过",
            "no git history here: the calendars cannot say what changed when",
        )
    count = len(past.uncommitted)
    return (
        Words(
            f"有 {count} 个文件还没提交：日历先当作最后一次提交时改的",
            f"not committed: {count} files; the calendars say they changed with the last commit",
        )
        if count
        else None
    )


@contextmanager
def _told(target: Path, lang: str) -> Iterator[None]:
    """Say why the output cannot be written: 2 where it was named wrongly, 3 where the disk failed."""
    try:
        yield
    except Refused as refused:
        wrong(refused.words, lang)
    except OSError as error:
        place = error.filename or target
        words = Words(
            f"写不进 {place}：{error.strerror}；上一次的输出没有动",
            f"cannot write {place}: {error.strerror}; the previous output is untouched",
        )
        click.echo(say(words, lang), err=True)
        raise click.exceptions.Exit(3) from None
