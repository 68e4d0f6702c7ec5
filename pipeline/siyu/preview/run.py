"""The preview's life: look, compile, tell, until Ctrl-C.

In: a project, where to listen, who may ask. Out: nothing, until it is cancelled.
Promise: one thread does everything, so whoever asks while it compiles gets the new page, never half of one.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable

from siyu.preview.desk import Desk
from siyu.preview.http import HEAD, Door
from siyu.preview.watch import Watcher

_LOOK = 0.05  # seconds between two looks at the files


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
    try:
        while True:
            await asyncio.sleep(_LOOK)
            preview.step()
    finally:
        server.close()
