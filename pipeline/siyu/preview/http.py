"""The preview over HTTP/1.1: pages from memory, pictures from the disk, and news of each page for as long as it is open.

In: a desk, the host names that are ours, whose turn it is. Out: answers to GET and HEAD, one a connection.
Promise: a foreign Host is refused (a name that somebody points at this machine reads nothing); head, patience and number of connections
are bounded; only what the desk has is ever answered.
"""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from hmac import compare_digest
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path

from siyu.preview.desk import Desk
from siyu.preview.page import OWN
from siyu.serve.media import SAFE, kind_of
from siyu.serve.request import Request, parse

HEAD = 8192  # bytes of a request
_CONNECTIONS = 128
_PATIENCE = 10.0  # seconds until the head is whole, and until an answer is taken
_QUIET = 15.0  # seconds between two signs of life
_NEWS = f"{OWN}/news/"
_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
_FIELDS = {
    **SAFE,
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Connection": "close",
}
_FOREIGN = " · 这个主机名不是预览的 · not a name of the preview"


def loopback(host: bytes) -> bool:
    """Whether a request names this machine by one of its own names."""
    return host in (b"127.0.0.1", b"localhost", b"[::1]")


def by_number(host: bytes) -> bool:
    """The same for a machine that others may ask: by any address, since no foreign name is one."""
    with suppress(ValueError):
        return bool(ip_address(host.decode("latin-1").strip("[]")))
    return loopback(host)


class Door:
    """Answers who comes. `prefix` is empty or a slash and a secret."""

    def __init__(self, desk: Desk, ours: Callable[[bytes], bool]) -> None:
        self.desk = desk
        self.ours = ours
        self.changed = asyncio.Event()
        self.open = 0

    def tell(self) -> None:
        """There is something new: whoever waits for news looks at its page."""
        self.changed.set()
        self.changed = asyncio.Event()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one answer."""
        self.open += 1
        try:
            with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
                await self._serve(reader, writer)
        except asyncio.CancelledError:
            pass  # the preview ends
        finally:
            self.open -= 1
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.open > _CONNECTIONS:
            return await _send(writer, *_refusal(503))
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _PATIENCE)
        except asyncio.LimitOverrunError:
            return await _send(writer, *_refusal(431))
        asked = parse(head[:-4])
        if isinstance(asked, int):
            return await _send(writer, *_refusal(asked))
        if not self.ours(asked.host):
            return await _send(writer, *_refusal(421, _FOREIGN))
        path = self._path(asked)
        if path is not None and path.startswith(_NEWS) and asked.method == "GET":
            return await self._news(reader, writer, path.removeprefix(_NEWS))
        status, kind, body = self._answer(path)
        return await _send(writer, status, kind, body, asked.method == "HEAD")

    def _path(self, asked: Request) -> str | None:
        """The path below the prefix; None where it is not below."""
        try:
            path = asked.path.decode()
        except UnicodeDecodeError:
            return None
        prefix = f"{self.desk.prefix}/"
        if not compare_digest(path[: len(prefix)].encode(), prefix.encode()):
            return None
        path = path[len(prefix) :]
        return f"{path}index.html" if path == "" or path.endswith("/") else path

    def _answer(self, path: str | None) -> tuple[int, str, bytes]:
        if path is None:
            return _refusal(404)
        made = self.desk.get(path)
        if isinstance(made, Path):
            made = _file(made)
        if made is not None:
            return 200, kind_of(path), made
        return (404, kind_of(path), self.desk.missing(path)) if path.endswith(".html") else _refusal(404)

    async def _news(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
        """What the page looks like: now, and whenever that changes, until it is closed."""
        writer.write(_head(200, "text/event-stream"))
        gone = asyncio.ensure_future(reader.read(1))
        told = ""
        try:
            while not gone.done():
                changed = self.changed
                state = self.desk.state(path)
                writer.write(b":\n\n" if state == told else f"retry: 500\ndata: {state}\n\n".encode())
                told = state
                await asyncio.wait_for(writer.drain(), _PATIENCE)
                news = asyncio.ensure_future(changed.wait())
                try:
                    await asyncio.wait((news, gone), timeout=_QUIET, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    news.cancel()
        finally:
            gone.cancel()


def _refusal(status: int, more: str = "") -> tuple[int, str, bytes]:
    return status, "text/plain; charset=utf-8", f"{status} {HTTPStatus(status).phrase}{more}\n".encode()


async def _send(writer: asyncio.StreamWriter, status: int, kind: str, body: bytes, bare: bool = False) -> None:
    writer.write(_head(status, kind, f"Content-Length: {len(body)}\r\n") + (b"" if bare else body))
    await asyncio.wait_for(writer.drain(), _PATIENCE)


def _head(status: int, kind: str, more: str = "") -> bytes:
    fields = "".join(f"{name}: {value}\r\n" for name, value in _FIELDS.items())
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Type: {kind}\r\n{fields}{more}\r\n".encode()


def _file(path: Path) -> bytes | None:
    """A picture as it is now; None where it is a link or no file any more."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with suppress(OSError), open(os.open(path, flags), "rb") as file:  # noqa: PTH123
        return file.read() if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    return None
