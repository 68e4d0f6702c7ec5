"""A progress bar for a build that takes more than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from siyu.build import Progress

_WIDE = 24


@contextmanager
def bar(clock: Callable[[], float] = time.perf_counter) -> Iterator[Progress | None]:
    """Draw on standard error where that is a terminal, and wipe it at the end."""
    if not sys.stderr.isatty():
        yield None
        return
    began = clock()
    drawn = False

    def show(done: int, total: int) -> None:
        nonlocal drawn
        if clock() - began > 1:
            drawn = True
            filled = _WIDE * done // max(total, 1)
            click.echo(f"\r{'█' * filled}{'░' * (_WIDE - filled)} {done}/{total}", nl=False, err=True)

    try:
        yield show
    finally:
        if drawn:
            click.echo("\r\x1b[K", nl=False, err=True)
