"""siyu doctor: is everything there that siyu stands on?"""

from __future__ import annotations

import locale
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import click

from siyu.cli.options import lang_option, project, project_argument
from siyu.diagnostic import Words, plural
from siyu.doctor import BAD, FINE, Remark, examine
from siyu.report.words import say


@click.command()
@project_argument
@lang_option
@click.pass_context
def command(ctx: click.Context, project_: str, lang: str) -> None:
    """看看环境和项目哪里不对 · Look at the environment and the project.

    有一行是 ✗，退出码 1 · exit 1 where a line has ✗.
    """
    root = project(project_, lang)
    named = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    bad = False
    for remark in examine(root, root / "output", _encoding(), named, _feeds):
        click.echo(f"{remark.state} {say(remark.words, lang)}")
        bad |= remark.state == BAD
    ctx.exit(1 if bad else 0)


def _encoding() -> str:
    """What the terminal itself says; `main` has made our own stream UTF-8."""
    return "utf-8" if sys.flags.utf8_mode or not sys.stdout.isatty() else locale.getpreferredencoding(False)


def _feeds(out: Path) -> Iterator[Remark]:
    """Serve the output on loopback and read every feed as a calendar program would."""
    names = sorted(path.name for path in (out / "calendar").glob("*.ics"))
    command = [sys.executable, "-m", "siyu", "serve", str(out), "--port", "0", "--lang", "en"]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as server:
        try:
            base = _base(server)
            failed = [name for name in names if base is None or not _reads(f"{base}/calendar/{name}")]
        finally:
            server.terminate()
    if failed:
        yield Remark(BAD, Words(f"{len(failed)} 个日历在本机读不到（{failed[0]} …）：运行 siyu serve 看它说什么", f"{plural(len(failed), 'calendar')} cannot be read on this machine ({failed[0]} …): run siyu serve and see"))  # fmt: skip
    else:
        yield Remark(
            FINE,
            Words(
                f"{len(names)} 个日历在本机都能订阅",
                f"{plural(len(names), 'calendar')} can be subscribed to on this machine",
            ),
        )


def _base(server: subprocess.Popen[str]) -> str | None:
    """The address that the server tells first."""
    assert server.stderr is not None
    for line in server.stderr:
        found = next(
            (word.rstrip("/,").removesuffix("/site") for word in line.split() if word.startswith("http://127.0.0.1:")),
            None,
        )
        if found:
            return found
    return None


def _reads(address: str) -> bool:
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=10) as answer:
            body: bytes = answer.read()
            return answer.headers.get_content_type() == "text/calendar" and body.startswith(b"BEGIN:VCALENDAR\r\n")
    except (URLError, OSError):
        return False
