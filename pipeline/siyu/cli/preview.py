"""siyu preview: the pages while they are written, on this machine or on a phone beside it."""

from __future__ import annotations

import asyncio
import gc
import io
import secrets
import socket
import threading
import webbrowser
from contextlib import suppress

import click

from siyu.cli.options import lang_option, project, project_argument
from siyu.cli.summary import findings
from siyu.diagnostic import Words
from siyu.preview.desk import Desk
from siyu.preview.http import by_number, loopback
from siyu.preview.run import run
from siyu.report.words import say
from siyu.serve.crew import listen

_TRIES = 20  # ports after the one asked for


@click.command()
@project_argument
@click.option("--open", "browse", is_flag=True, help="打开浏览器 · open the browser")
@click.option(
    "--lan",
    is_flag=True,
    help="同一个网络的手机也能看，打印二维码 · let a phone of the same network in, print a QR code",
)
@click.option(
    "--port", default=8711, show_default=True, type=click.IntRange(0, 65535), help="端口，0 随便挑 · port, 0 picks one"
)
@lang_option
def command(project_: str, browse: bool, lan: bool, port: int, lang: str) -> None:
    """边写边看，存盘就更新 · Show the pages while you write, as soon as a file is saved."""
    root = project(project_, lang)
    listener = _listener("0.0.0.0" if lan else "127.0.0.1", port)
    taken = listener.getsockname()[1]
    prefix = f"/{secrets.token_urlsafe(16)}" if lan else ""
    here = f"http://127.0.0.1:{taken}{prefix}/"

    def said(desk: Desk, seconds: float) -> None:
        fault = Words("siyu 出错了，页面里有报告", "siyu failed; the page has the report")
        told = say(fault, lang) if desk.view.fault else findings(list(desk.view.told), lang)
        _tell(f"{told} · {seconds * 1000:.0f} ms")

    def ready() -> None:
        gc.enable()  # `main` stops it, for builds
        gc.freeze()
        if port not in (taken, 0):
            _tell(say(Words(f"{port} 端口有人用，换成 {taken}", f"port {port} is taken; {taken} instead"), lang))
        _tell(say(Words(f"{here} · Ctrl-C 停", f"{here} · Ctrl-C stops"), lang))
        if lan:
            _phone(f"http://{_own_address()}:{taken}{prefix}/", lang)
        if browse:  # some browsers return when they are closed
            threading.Thread(target=webbrowser.open, args=(here,), daemon=True).start()

    with suppress(KeyboardInterrupt):
        asyncio.run(run(Desk(root, lang, prefix), listener, by_number if lan else loopback, said, ready))


def _listener(bind: str, port: int) -> socket.socket:
    """A socket that listens: at the port, at the next free one, or anywhere."""
    for each in range(port, min(port + _TRIES, 65536)):
        with suppress(OSError):
            return _listening(bind, each)
    return _listening(bind, 0)


def _listening(bind: str, port: int) -> socket.socket:
    (listener,) = listen(bind, port, 1)
    listener.listen(64)  # two could be bound to one port; only one can listen
    return listener


def _own_address() -> str:
    """How others of the network reach this machine; nothing is sent to find out."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return "127.0.0.1"


def _phone(address: str, lang: str) -> None:
    _tell(
        say(
            Words(
                f"手机扫码或打开 {address}（同一个网络；拿到这个网址的人都能看）",
                f"on a phone: {address} (same network; whoever has this address can read it)",
            ),
            lang,
        )
    )
    try:
        import segno
    except ImportError:
        _tell(
            say(
                Words(
                    "二维码要 segno：pip install 'siyu[preview]'",
                    "the QR code needs segno: pip install 'siyu[preview]'",
                ),
                lang,
            )
        )
        return
    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(out=drawn, compact=True)
    _tell(drawn.getvalue())


def _tell(text: str) -> None:
    with suppress(OSError):  # nobody reads it: no reason to stop
        click.echo(text, err=True)
