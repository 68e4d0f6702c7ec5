"""Several projects in one run, as an agency keeps them: `siyu build brands/*`.

In: what was named on the command line. Out: one line each on standard error, one report, the worst exit code.
Promise: a project that fails, even by our own fault, stops no other; each is compiled as if it were alone, several at a time where
the system forks, told in their order.
"""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr
from functools import partial
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import click

from siyu.aside import ahead
from siyu.cli.formats import together
from siyu.cli.options import Option
from siyu.diagnostic import Diagnostic, Words, plural
from siyu.report.words import safe, say

projects_argument: Option = click.argument("projects", metavar="[PROJECT]...", nargs=-1, type=click.Path())


class Done(NamedTuple):
    """What came of one project; `line` sums it up."""

    code: int
    found: list[Diagnostic]
    line: str


def named(projects: tuple[str, ...], lang: str) -> list[str]:
    """The projects, each once. Windows leaves `brands/*` to us; among several, what lies beside them is passed over aloud."""
    names = [name for given in projects for name in _matching(given)] or ["."]
    once = list({os.path.realpath(name): name for name in reversed(names)}.values())[::-1]
    if len(once) == 1:
        return once
    beside = [name for name in once if _beside(Path(name))]
    if len(beside) == len(once):
        return once  # each of them says so
    for name in beside:
        click.echo(f"{safe(name)}: {say(Words('不是项目，跳过', 'no project, passed over'), lang)}", err=True)
    return [name for name in once if name not in beside]


def _beside(path: Path) -> bool:
    """What lies beside projects: a file, a folder that they share."""
    return path.is_file() or (path.is_dir() and not any((path / part).exists() for part in ("brand", "content")))


def _matching(given: str) -> list[str]:
    """What a pattern stands for, in order; a name that stands for nothing else is itself."""
    if os.path.lexists(given) or not glob.has_magic(given):
        return [given]
    return sorted(glob.glob(given)) or [given]  # noqa: PTH207 — a pattern may be absolute


def each(names: list[str], one: Callable[[str], Done], format_: str, lang: str) -> int:
    """Do it for all of them; the worst exit code."""
    found: dict[str, list[Diagnostic]] = {}
    codes: Counter[int] = Counter()
    works = [partial(_ended, one, name) for name in names]
    for name, wait in zip(names, ahead(works), strict=True):
        click.echo(f"{safe(name)}: ", nl=False, err=True)
        done, compiled = wait()
        if compiled:
            found[name] = done.found
        codes[done.code] += 1
        click.echo(done.line, nl=False, err=True)
    click.echo(together(found, format_, lang), nl=False)
    good, bad, not_done = codes[0], codes[1], codes.total() - codes[0] - codes[1]
    words = Words(
        f"{len(names)} 个项目：{good} 个没有错误，{bad} 个有错误" + (f"，{not_done} 个没做成" if not_done else ""),
        f"{plural(len(names), 'project')}: {good} without errors, {bad} with"
        + (f", {not_done} not done" if not_done else ""),
    )
    click.echo(say(words, lang), err=True)
    return max(codes, default=0)


def _ended(one: Callable[[str], Done], name: str) -> tuple[Done, bool]:
    """What came of it, with all that it said as its line; whether it was compiled."""
    with redirect_stderr(StringIO()) as said:
        try:
            done = one(name)
        except click.exceptions.Exit as ended:  # it has said why
            return Done(ended.exit_code, [], said.getvalue()), False
        except Exception:  # as in `main`: our own fault, and no reason to leave out the others
            from siyu.cli.fault import report

            report()
            return Done(3, [], said.getvalue()), False
    return done._replace(line=f"{said.getvalue()}{done.line}\n"), True
