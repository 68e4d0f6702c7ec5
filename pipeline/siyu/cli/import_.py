"""siyu import: a team's spreadsheet into content/weeks, shown first."""

from __future__ import annotations

import difflib
import os
from datetime import date
from pathlib import Path

import click

from siyu.cli.options import format_option, lang_option, project, project_option, wrong
from siyu.diagnostic import Severity, Words, plural
from siyu.facts.typed import same
from siyu.kinds.week import Week
from siyu.report import FORMATS
from siyu.report.words import safe, say
from siyu.spreadsheet.bring import Around, Brought, bring
from siyu.spreadsheet.headers import HEADS
from siyu.spreadsheet.names import Project
from siyu.stages.fix import Change, put
from siyu.stages.load_all import load_all
from siyu.stages.read import read
from siyu.stages.resolve import resolve
from siyu.tables.cells import MOST_BYTES, Unreadable
from siyu.tables.files import tables


@click.command(
    "import",
    epilog="再运行一次只会更新，不会重复；空着的格子不会删东西（有编号的行除外） · Running it again updates and never doubles; an empty cell deletes nothing, except in a row with an id.",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "maps",
    metavar="列名=字段",
    multiple=True,
    help="这一列当作哪个字段，例如 话术=copy，只给一层的 新人文案=copy:basic；可重复 · what a column is, repeatable",
)
@click.option(
    "--week",
    metavar="WEEK",
    help="从哪一周开始，日期没写年份、只写周几时用 · the week it begins in, for dates without a year",
)
@click.option("--yes", is_flag=True, help="不问，直接写 · write without asking")
@project_option
@format_option
@lang_option
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    maps: tuple[str, ...],
    week: str | None,
    yes: bool,
    project_: str,
    format_: str,
    lang: str,
) -> None:
    """把团队的排期表读进来 · Bring a team's spreadsheet into the plan.

    先显示会改什么，再问要不要写；有问题的条目不写，逐格说明 · Shows what would change and asks; entries with a problem are left out, told by cell.
    """
    root = project(project_, lang)
    around = surroundings(root, lang)
    if week is not None:
        around = around._replace(near=monday_of_week(week, lang), begins=True)
    given = _given(maps, Project(around.library).own, tuple(around.library.tiers), lang)
    brought = _brought(root, around, file, given, lang)
    click.echo("".join(map(_shown, brought.changes)), nl=False)
    click.echo(FORMATS[format_](brought.found, lang), nl=False)
    bad = sum(one.severity is Severity.ERROR for one in brought.found)
    words = Words(
        f"{brought.entries} 条新加或改动，{len(brought.changes)} 个文件",
        f"{plural(brought.entries, 'entry', 'entries')}, {plural(len(brought.changes), 'file')}",
    )
    left = Words(f"；{bad} 处有问题，没有导入", f"; {plural(bad, 'problem')}, left out") if bad else Words("", "")
    click.echo(say(Words(words.zh + left.zh, words.en + left.en), lang), err=True)
    if brought.changes and (yes or _asked(lang)):
        _write(root, brought.changes, lang)
        click.echo(
            say(Words("写好了；运行 siyu check 看还缺什么", "written; run siyu check to see what is missing"), lang),
            err=True,
        )
    elif brought.changes:
        click.echo(say(Words("什么都没有写；加 --yes 就写", "nothing is written; add --yes to write"), lang), err=True)
    ctx.exit(1 if bad else 0)


def surroundings(root: Path, lang: str) -> Around:
    """The project as far as a sheet needs it; wrong usage where its structure is broken."""
    files, _ = read(root)
    documents, known, _ = load_all(files)
    library, _ = resolve(documents, files.templates, files.assets)
    for kind, name, source in files.documents:
        if library is None or (kind == "week" and name not in documents["week"]):
            path = source.path if library else "brand/brand.yaml"
            wrong(Words(f"{path} 还有错，先运行 siyu check", f"{path} has errors: run siyu check first"), lang)
    assert library is not None
    weeks = {one.name: one for one in documents["week"].values() if isinstance(one, Week)}
    return Around(library, weeks, known, max((one.week for one in weeks.values()), default=None))


def monday_of_week(week: str, lang: str) -> date:
    """The Monday of a week as the user names it."""
    try:
        return date.fromisocalendar(int(week[:4]), int(week.removeprefix(f"{week[:4]}-W")), 1)
    except ValueError:
        wrong(Words(f"“{week}”不是一周，写成 2026-W48", f"{week} is not a week; write 2026-W48"), lang)


def _given(maps: tuple[str, ...], own: list[str], tiers: tuple[str, ...], lang: str) -> dict[str, str]:
    given = {}
    for one in maps:
        head, sign, said = one.rpartition("=")
        field, _, tier = said.partition(":")
        if not sign or (field and field not in (*HEADS, *own)) or (tier and tier not in tiers):
            names = "、".join((*HEADS, *own))
            wrong(
                Words(
                    f"--map {one}：写成 列名=字段，或 列名=字段:分层；字段有 {names}；分层有 {'、'.join(tiers)}",
                    f"--map {one}: write NAME=FIELD or NAME=FIELD:TIER; a field is one of {names}; a tier one of {', '.join(tiers)}",
                ),
                lang,
            )
        given[same(head)] = said
    return given


def _brought(root: Path, around: Around, file: Path, given: dict[str, str], lang: str) -> Brought:
    try:
        with file.open("rb") as opened:
            read_ = tables(file.as_posix(), opened.read(MOST_BYTES + 1), merged=True)
    except Unreadable as bad:
        return Brought([], 0, [bad.told])
    except OSError as error:
        wrong(Words(f"读不了 {file}：{error.strerror}", f"cannot read {file}: {error.strerror}"), lang)
    return bring(root, around, read_, given, file.stem)


def _shown(change: Change) -> str:
    """A change as a unified diff, a new file as what it brings."""
    old, new = (data.decode("utf-8-sig").splitlines() for data in (change.before, change.after))
    before = f"a/{change.path}" if change.before else "/dev/null"
    return "".join(
        f"{safe(line)}\n" for line in difflib.unified_diff(old, new, before, f"b/{change.path}", lineterm="")
    )


def _asked(lang: str) -> bool:
    try:
        return click.confirm(say(Words("写进去吗？", "write this?"), lang), default=False, err=True)
    except click.Abort:
        click.echo(err=True)
        return False


def _write(root: Path, changes: list[Change], lang: str) -> None:
    for folder in ("content", "content/weeks"):
        if (root / folder).is_symlink():
            wrong(Words(f"{folder} 是一个链接，不写", f"{folder} is a link: not written"), lang)
    for change in changes:
        try:
            if change.before:
                put(root, change)
                continue
            path = root / change.path
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as file:  # noqa: PTH123
                file.write(change.after)
        except OSError as error:
            words = Words(f"写不进 {change.path}：{error.strerror}", f"cannot write {change.path}: {error.strerror}")
            click.echo(say(words, lang), err=True)
            raise click.exceptions.Exit(3) from None
