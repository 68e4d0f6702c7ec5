"""What the command line says when siyu itself is at fault: a report to paste into an issue."""

from __future__ import annotations

import platform
import shlex
import sys
import traceback

import click

from siyu import __version__
from siyu.report.words import safe


def report() -> None:
    """Print the exception under way with what is needed to reproduce it; the output on disk is untouched."""
    lines = [
        "siyu 出错了，这是我们的问题；上一次的输出没有动。请把下面这段贴给我们。",
        "siyu failed, and it is our fault; the previous output is untouched. Please paste this report.",
        "",
        f"siyu {__version__} · Python {platform.python_version()} · {platform.system()} {platform.machine()}",
        f"$ siyu {shlex.join(sys.argv[1:])}",
        *traceback.format_exc().splitlines(),
    ]
    click.echo("\n".join(safe(line) for line in lines), err=True)
