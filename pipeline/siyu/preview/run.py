"""The preview's life: look, compile, tell, until Ctrl-C.

In: a project, where to listen, who may ask. Out: nothing, until it is cancelled.
Promise: one thread does everything, so whoever asks while it compiles gets the new page, never half of one.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress

from siyu.preview.desk import Desk
from siyu.preview.http import HEAD, Door
from siyu.preview.watch import Watcher

_LOOK = 0.05  # seconds between two looks at the files
_SOON = 0.025  # while one of them has just changed


class Preview:
    """A desk, who watches its files, and who answers; `clock` says seconds, `said` hears of every compile and what it took."""

    def __init__(
        self, desk: Desk, ours: Callable[[bytes], bool], clock: Callable[[], float], said: Callable[[Desk, float], None]
    ) -> None:
        self.desk = desk
        self.door = Door(desk, ours)
        self.watcher = Watcher(desk.project)
        self.clock = clock
        self.said = said

    def compile(self) -> None:
        """Compile now and tell whoever waits."""
        began = self.clock()
        self.desk.refresh()
        self.said(self.desk, self.clock() - began)
        self.door.tell()

    def step(self) -> bool:
        """Look at the files; compile if they have something new to say."""
        if not self.watcher.step(self.clock()):
            return False
        self.compile()
        return True

    async def serve(self, listener: socket.socket) -> asyncio.Server:
        """Begin to answer."""
        return await asyncio.start_server(self.door, sock=listener, limit=HEAD)


async def run(
    desk: Desk,
    listener: socket.socket,
    ours: Callable[[bytes], bool],
    said: Callable[[Desk, float], None],
    ready: Callable[[], None],
) -> None:
    """Compile, answer and watch."""
    preview = Preview(desk, ours, time.monotonic, said)
    preview.compile()
    server = await preview.serve(listener)
    ready()
    ended = _ended()
    try:
        while not ended.is_set():
            await asyncio.sleep(_SOON if preview.watcher.unsettled else _LOOK)
            preview.step()
    finally:
        server.close()


def _ended() -> asyncio.Event:
    """Set by Ctrl-C and `kill`, also where whoever started us does not care for them."""
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: there Ctrl-C raises
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
    return ended
