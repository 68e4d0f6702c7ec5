"""siyu check --fix and --diff: what they do to the files, and what they say about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from siyu.diagnostic import Diagnostic, Words
from siyu.repair import diff, repair
from siyu.report.words import safe, say
from siyu.stages.fix import Left, fix

Look = Callable[[], list[Diagnostic]]


def fixed(root: Path, look: Look, lang: str) -> list[Diagnostic]:
    """Fix the files; what is still found. Ends with 3 where the disk fails."""
    try:
        done = repair(root, look)
    except OSError as error:
        words = Words(
            f"写不进 {error.filename or root}：{error.strerror}；这个文件没有动",
            f"cannot write {error.filename or root}: {error.strerror}; that file is untouched",
        )
        click.echo(say(words, lang), err=True)
        raise click.exceptions.Exit(3) from None
    words = Words(
        f"修了 {done.edits} 处，改了 {len(done.files)} 个文件", f"{done.edits} fixed in {len(done.files)} file(s)"
    )
    click.echo(say(words, lang), err=True)
    if done.blocked:
        words = Words(
            "结构有错误时不查别的；先改好，再运行一次 --fix",
            "with errors of structure nothing else is looked for; correct them and run --fix again",
        )
        click.echo(say(words, lang), err=True)
    _left(done.left, lang)
    return done.found


def shown(root: Path, look: Look, lang: str) -> tuple[list[Diagnostic], bool]:
    """Print what --fix would change; what is found, and whether anything would."""
    found = look()
    changes, left = fix(root, found)
    click.echo(diff(changes), nl=False)
    edits = sum(change.edits for change in changes)
    words = Words(
        f"--fix 会修 {edits} 处，改 {len(changes)} 个文件", f"--fix would fix {edits} in {len(changes)} file(s)"
    )
    click.echo(say(words, lang), err=True)
    _left(left, lang)
    return found, bool(changes)


def _left(left: list[Left], lang: str) -> None:
    for path, why in left:
        click.echo(f"{safe(path)}: {say(why, lang)}", err=True)
