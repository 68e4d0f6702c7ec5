"""siyu build: compile the project and publish it to the output directory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from siyu.build import Choice, Result, Unknown, compile_project, publish
from siyu.cli.bar import bar
from siyu.cli.formats import formatted
from siyu.cli.options import format_option, lang_option, project, wrong
from siyu.cli.several import Done, each, named, projects_argument
from siyu.cli.summary import closing, findings, table
from siyu.diagnostic import Words, plural
from siyu.edition import History, Publication
from siyu.report.words import say
from siyu.stages.git import NoHistory
from siyu.stages.guard import Shrunk
from siyu.stages.swap import Refused
from siyu.stages.write import Written, refuse


@click.command()
@projects_argument
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
    projects: tuple[str, ...],
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
    choice = Choice(weeks, tiers, as_of.date() if as_of else None, history=not no_history)
    names = named(projects, lang)
    if len(names) != 1:
        if out:
            wrong(Words("几个项目不能写进同一个 --out", "several projects cannot share one --out"), lang)
        ctx.exit(each(names, partial(_summed, choice=choice, allow_shrink=allow_shrink, lang=lang), format_, lang))
    (name,) = names
    began = time.perf_counter()
    target = out or project(name, lang) / "output"
    result, written, shrunk = _built(name, target, choice, bool(out), allow_shrink, lang)
    click.echo(
        formatted(result.diagnostics, format_, lang, name), nl=False
    )  # after publishing: `siyu build | head` publishes, too
    if result.publication is None:
        click.echo(f"{findings(result.diagnostics, lang)} · {say(_NOTHING, lang)}", err=True)
        ctx.exit(1)
    if written is None:
        click.echo(say(shrunk, lang), err=True)
        ctx.exit(1)
    click.echo(table(result.publication, lang), err=True)
    click.echo(findings(result.diagnostics, lang), err=True)
    for line in _asides(result.publication, written, choice, lang):
        click.echo(line, err=True)
    click.echo(closing(written, target, time.perf_counter() - began, lang), err=True)


_NOTHING = Words("什么都没有发布；上一次的输出没有动", "nothing was published; the previous output is untouched")


def _built(
    name: str, target: Path, choice: Choice, named_: bool, allow_shrink: bool, lang: str, alone: bool = True
) -> tuple[Result, Written | None, Words]:
    """Compiled and published; nothing is written where errors stopped it, or a calendar would shrink, which the words say."""
    root = project(name, lang)
    with _told(target, lang):
        refuse(target, root)
    try:
        with bar() if alone else nullcontext() as progress:  # a bar would wipe the line that names the project
            result = compile_project(root, choice, progress)
    except (Unknown, NoHistory) as refused:
        wrong(refused.words, lang)
    if result.publication is None:
        return result, None, _NOTHING
    with _told(target, lang):
        whole = named_ or not (choice.weeks or choice.tiers)
        try:
            return result, publish(result.publication, target, root, whole, allow_shrink), _NOTHING
        except Shrunk as shrunk:
            return result, None, shrunk.words


def _summed(name: str, choice: Choice, allow_shrink: bool, lang: str) -> Done:
    """One of several projects."""
    began = time.perf_counter()
    target = Path(name) / "output"
    result, written, why = _built(name, target, choice, False, allow_shrink, lang, alone=False)
    lines = [findings(result.diagnostics, lang)]
    if result.publication is None or written is None:
        return Done(1, result.diagnostics, " · ".join([*lines, say(why, lang)]))
    lines += [*_asides(result.publication, written, choice, lang)]
    return Done(
        0, result.diagnostics, " · ".join([*lines, closing(written, target, time.perf_counter() - began, lang)])
    )


def _asides(publication: Publication, written: Written, choice: Choice, lang: str) -> list[str]:
    """What the calendars do not know, and what they leave out."""
    unsure = _unsure(publication.history) if choice.history else None
    return [say(words, lang) for words in (*([unsure] if unsure else []), *written.left_out)]


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
            f"not committed: {plural(count, 'file')}; the calendars say they changed with the last commit",
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
