"""siyu serve: the built output over HTTP, for calendar programs and browsers."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import click

from siyu.cli.options import lang_option, wrong
from siyu.diagnostic import Words, plural
from siyu.report.words import say
from siyu.serve.crew import Crew, listen, most, muster
from siyu.serve.server import Config, Voice, prepare, serve
from siyu.serve.service import BACKLOG, Limits
from siyu.serve.subscribers import Unfit, add, revoke
from siyu.serve.tree import Broken, manifest

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_EVERYWHERE = ("0.0.0.0", "::", "")


@click.command()
@click.argument("output", metavar="[OUTPUT]", default="output", type=click.Path(path_type=Path))
@click.option(
    "--bind", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="监听的地址 · address to listen on"
)
@click.option(
    "--port",
    default=8710,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="端口，0 是随便挑一个 · port, 0 picks a free one",
)
@click.option(
    "--host-name",
    "names",
    multiple=True,
    metavar="NAME",
    help="放行的主机名，可重复；本机的一直放行 · host name to answer to, repeatable; loopback always is",
)
@click.option(
    "--subscribers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="订阅名单：给了就只认 /s/<密钥>/ 开头的地址 · list of subscribers: only their secret addresses are served",
)
@click.option(
    "--add", "new", metavar="NAME", help="给一个人开地址，打印出来 · open somebody's addresses and print them"
)
@click.option("--revoke", "old", metavar="NAME", help="收回一个人的地址 · close somebody's addresses")
@lang_option
def command(
    output: Path,
    bind: str,
    port: int,
    names: tuple[str, ...],
    subscribers: Path | None,
    new: str | None,
    old: str | None,
    lang: str,
) -> None:
    """用 HTTP 提供日历和页面 · Serve the built calendars and pages."""
    if (output / "brand" / "brand.yaml").is_file():
        output /= "output"  # a project was named
    with _told(lang):
        if new is not None or old is not None:
            _change(output, subscribers, new, old, f"https://{names[0]}" if names else f"http://127.0.0.1:{port}", lang)
            return
        config = Config(output, subscribers, _hosts(bind, names), Limits(connections=_room()))
        loaded = prepare(config)
        listeners = _listen(bind, port)
    gc.enable()  # `main` stops it, for builds
    gc.freeze()
    pages = subscribers is None and b"/site/" in loaded.state.files
    where = _address(listeners[0].getsockname()) + ("site/" if pages else "")
    ready = partial(
        _greet,
        where,
        sum(not path.endswith(b"/") for path in loaded.state.files),
        bind in _LOOPBACK,
        subscribers is not None,
        _say(lang),
    )

    def work(crew: Crew) -> None:
        leads = crew.leader is None
        voice = Voice(_say(lang), _log(lang), ready if leads else lambda: None)
        asyncio.run(serve(config, loaded, crew, voice, asyncio.Event()))

    crew = muster(listeners, work)
    with suppress(KeyboardInterrupt):
        work(crew)


def _change(output: Path, subscribers: Path | None, new: str | None, old: str | None, base: str, lang: str) -> None:
    """Revoke first, then add: both together change somebody's address."""
    if subscribers is None:
        raise Unfit(Words("--add 和 --revoke 要配 --subscribers FILE", "--add and --revoke need --subscribers FILE"))
    if output.resolve() in subscribers.resolve().parents:
        raise Unfit(
            Words(f"名单不能放在 {output} 里：下一次构建会盖掉", f"no list inside {output}: the next build replaces it")
        )
    feeds = [path for path, _ in manifest(output) if path.endswith(".ics") or path == "site/index.html"] if new else []
    if old is not None:
        revoke(subscribers, old)
    if new is not None:
        secret = add(subscribers, new)
        for path in feeds:
            click.echo(f"{base}/s/{secret}/{path}")
        words = Words(f"只显示这一次，私下发给 {new}", f"shown only this once; send it to {new} privately")
        click.echo(say(words, lang), err=True)


def _room() -> int:
    """Connections at once: what the system's limit of open files leaves, beside those coming in and our own."""
    try:
        from resource import RLIMIT_NOFILE, getrlimit
    except ImportError:
        return Limits().connections
    files, _ = getrlimit(RLIMIT_NOFILE)
    return max(16, min(files - BACKLOG - 32, Limits().connections)) if files > 0 else Limits().connections


def _hosts(bind: str, names: tuple[str, ...]) -> frozenset[bytes]:
    """Host names as requests write them."""
    hosts = [*_LOOPBACK, *names, *([] if bind in _EVERYWHERE else [bind])]
    try:
        return frozenset(f"[{host}]".lower().encode() if ":" in host else host.lower().encode("idna") for host in hosts)
    except UnicodeError:
        raise Unfit(Words(f"不是主机名：{'、'.join(names)}", f"no host name: {', '.join(names)}")) from None


def _listen(bind: str, port: int) -> list[socket.socket]:
    try:
        return listen(bind, port, most())
    except OSError as error:
        words = Words(
            f"不能在 {bind} 的端口 {port} 上监听：{error.strerror}；换一个 --port 或 --bind",
            f"cannot listen on {bind}, port {port}: {error.strerror}; try another --port or --bind",
        )
        raise Unfit(words) from None


def _address(name: tuple[Any, ...]) -> str:
    host, port, *_ = name
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _greet(where: str, files: int, loopback: bool, listed: bool, tell: Callable[[Words], None]) -> None:
    if listed:
        tell(
            Words(
                f"{where}s/… · {files} 个文件，只给名单上的人 · Ctrl-C 停",
                f"{where}s/… · {plural(files, 'file')}, for subscribers · Ctrl-C stops",
            )
        )
    else:
        tell(Words(f"{where} · {files} 个文件 · Ctrl-C 停", f"{where} · {plural(files, 'file')} · Ctrl-C stops"))
    if not loopback and not listed:
        tell(
            Words(
                "注意：能连到这台机器的人都能看；要限制就加 --subscribers",
                "note: everybody who can reach this machine can read it; --subscribers limits that",
            )
        )


def _say(lang: str) -> Callable[[Words], None]:
    def tell(words: Words) -> None:
        with suppress(OSError):  # nobody reads it: no reason to stop serving
            click.echo(say(words, lang), err=True)

    return tell


def _log(lang: str) -> Callable[[str], None]:
    """The access log on standard output. Who reads it slowly loses lines, who left ends it: no reader stops the server."""
    out, lost = _unwaiting(), 0

    def write(text: str) -> None:
        nonlocal out, lost
        if out < 0:
            return
        said = say(Words(f"丢了 {lost} 行", f"{plural(lost, 'line')} lost"), lang) + "\n" if lost else ""
        try:
            # Past Python's buffer: several processes write whole lines into one log.
            os.write(out, (said + text).encode())
            lost = 0
        except BlockingIOError:
            lost += text.count("\n")
        except OSError as error:
            out = -1
            _say(lang)(Words(f"访问日志停了：{error.strerror}", f"the access log ends: {error.strerror}"))

    return write


def _unwaiting() -> int:
    """Standard output; where it is a pipe or a terminal opened once more, for writes that never wait (others share the first)."""
    with suppress(OSError):
        mode = os.fstat(1).st_mode
        if sys.platform == "linux" and (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)):
            return os.open("/dev/stdout", os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    return 1


@contextmanager
def _told(lang: str) -> Iterator[None]:
    """Say what was named wrongly and end with 2."""
    try:
        yield
    except Unfit as unfit:
        wrong(unfit.words, lang)
    except Broken as broken:
        wrong(broken.words, lang)
    except OSError as error:
        wrong(
            Words(f"写不了 {error.filename}：{error.strerror}", f"cannot write {error.filename}: {error.strerror}"),
            lang,
        )
