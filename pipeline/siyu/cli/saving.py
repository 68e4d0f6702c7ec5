"""Files that commands write beside the build: pictures, reports, workbooks.

In: a path, and what belongs there. Out: the file. Promise: the whole file or none; a workbook that somebody may have filled in is never written over.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkstemp
from typing import NoReturn

import click

from siyu.cli.options import wrong
from siyu.diagnostic import Words
from siyu.report.words import say
from siyu.sheets import Sheet, TooLong, xlsx_bytes


def put(path: Path, data: bytes) -> None:
    """One file, its folder made; what is there already with the same bytes stays untouched."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
        return
    descriptor, name = mkstemp(prefix=f".{path.name}.", dir=path.parent)
    half = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        half.chmod(0o644)
        half.replace(path)
    except BaseException:
        half.unlink()
        raise


def workbook(ctx: click.Context, path: Path, sheets: Sequence[Sheet], taken: Words, lang: str) -> None:
    """A new workbook; wrong usage, in the words `taken`, where another is there."""
    data = _bytes(ctx, sheets, lang)
    try:
        if path.is_file() and path.read_bytes() == data:
            return
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as file:  # noqa: PTH123
            file.write(data)
    except FileExistsError:
        wrong(taken, lang)
    except OSError as error:
        unwritten(ctx, path, error, lang)


def _bytes(ctx: click.Context, sheets: Sequence[Sheet], lang: str) -> bytes:
    try:
        return xlsx_bytes(sheets)
    except ModuleNotFoundError as missing:
        if missing.name != "xlsxwriter":
            raise
        zh = "写 .xlsx 要用 xlsxwriter，还没有装：pip install 'siyu[sheets]'"
        wrong(Words(zh, "workbooks need xlsxwriter, which is not installed: pip install 'siyu[sheets]'"), lang)
    except TooLong as long:
        zh = f"错误：一格最多 32,767 字，“{long}…”放不下"
        click.echo(say(Words(zh, f"error: a cell holds 32,767 characters, “{long}…” is longer"), lang), err=True)
        ctx.exit(1)


def unwritten(ctx: click.Context, path: Path, error: OSError, lang: str) -> NoReturn:
    """Tell what the disk did not do, and end with 3."""
    place = error.filename or path
    words = Words(f"写不进 {place}：{error.strerror}", f"cannot write {place}: {error.strerror}")
    click.echo(say(words, lang), err=True)
    ctx.exit(3)
