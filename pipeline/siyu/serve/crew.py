"""More processes than one behind an address: one Python keeps one core busy, and the machine has several.

In: an address. Out: listening sockets, a crew of forked processes, and states handed to them.
Promise: the leader alone reads the disk; a new state counts in every process from the same moment, because what counts is one number
in memory that all of them see; a crew whose leader is gone, however it went, goes too. Where the system cannot do this, one serves.
"""

from __future__ import annotations

import asyncio
import mmap
import os
import pickle
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from siyu.serve.service import Service, State

_MOST = 4  # processes
_PATIENCE = 10.0  # seconds until a process that takes no new state is ended
_DONE = b"+"


@dataclass
class Crew:
    """This process's part of it: where it listens, the shared number, its line to the leader or its lines to the others."""

    listener: socket.socket
    turn: memoryview
    leader: socket.socket | None = None
    others: dict[int, socket.socket] = field(default_factory=dict)


def most() -> int:
    """How many processes pay: one a core, where the kernel shares connections out among listeners."""
    return min(_MOST, len(os.sched_getaffinity(0))) if sys.platform == "linux" else 1


def listen(bind: str, port: int, count: int) -> list[socket.socket]:
    """Sockets at one address, not listening yet; OSError where it is taken."""
    family, kind, protocol, _, address = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM)[0]

    def bound(shared: bool) -> socket.socket:
        one = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":  # elsewhere it would share the port with strangers
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if shared:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            one.bind(address)
            one.setblocking(False)
        except OSError:
            one.close()
            raise
        return one

    alone = bound(shared=False)  # fails where another siyu listens, too; sockets that share would not notice it
    if count == 1:
        return [alone]
    address = alone.getsockname()
    alone.close()
    return [bound(shared=True) for _ in range(count)]


def muster(listeners: list[socket.socket], work: Callable[[Crew], None]) -> Crew:
    """Fork a process that does the work at every socket but the first, which is for the caller: the leader."""
    turn = memoryview(mmap.mmap(-1, 8)).cast("q")
    crew = Crew(listeners[0], turn)
    for listener in listeners[1:]:
        ours, theirs = socket.socketpair()
        child = os.fork()
        if child == 0:
            for other in (ours, *crew.others.values(), *(one for one in listeners if one is not listener)):
                other.close()
            _work(work, Crew(listener, turn, leader=theirs))
        theirs.close()
        crew.others[child] = ours
    for listener in listeners[1:]:
        listener.close()
    return crew


def _work(work: Callable[[Crew], None], crew: Crew) -> NoReturn:
    """The whole life of a forked process: nothing of the leader's is cleaned up here."""
    code = 1
    try:
        with suppress(KeyboardInterrupt):
            work(crew)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


class Lead:
    """The leader's lines to the others; `lost` is told of a process that ended by itself."""

    def __init__(self, crew: Crew, lost: Callable[[int], None]) -> None:
        self.lost = lost
        self.turn = crew.turn
        self.sockets = crew.others
        self.lines: dict[int, asyncio.StreamWriter] = {}
        self.done: asyncio.Queue[int] = asyncio.Queue()
        self.ears: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Begin to hear the others."""
        for child, line in self.sockets.items():
            reader, self.lines[child] = await asyncio.open_connection(sock=line)
            self.ears.append(asyncio.ensure_future(self._hear(child, reader)))

    async def hand(self, before: State, state: State) -> None:
        """Give the others what is new; when all have it, it counts."""
        files = {path: file for path, file in state.files.items() if before.files.get(path) is not file}
        gone = before.files.keys() - state.files.keys()
        data = pickle.dumps((state.number, files, gone, state.keys), protocol=5)
        for line in self.lines.values():
            line.write(len(data).to_bytes(8, "big") + data)
        waiting = set(self.lines)
        while waiting & self.lines.keys():
            try:
                waiting.discard(await asyncio.wait_for(self.done.get(), _PATIENCE))
            except TimeoutError:
                self._end(waiting)
        self.turn[0] = state.number

    async def close(self, patience: float) -> None:
        """Tell the others to stop, and wait until they have."""
        self.lost = lambda child: None
        for line in self.lines.values():
            line.write_eof()
        if self.ears:
            await asyncio.wait(self.ears, timeout=patience)
        self._end(set(self.lines))
        if self.ears:
            await asyncio.wait(self.ears)

    def _end(self, children: set[int]) -> None:
        for child in children & self.lines.keys():
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)

    async def _hear(self, child: int, reader: asyncio.StreamReader) -> None:
        with suppress(ConnectionError):
            while await reader.read(1):
                self.done.put_nowait(child)
        await asyncio.to_thread(os.waitpid, child, 0)
        self.lines.pop(child).close()
        self.lost(child)
        self.done.put_nowait(child)


async def follow(line: socket.socket, service: Service) -> None:
    """Take states from the leader until it hangs up."""
    reader, writer = await asyncio.open_connection(sock=line)
    try:
        while True:
            size = int.from_bytes(await reader.readexactly(8), "big")
            number, files, gone, keys = pickle.loads(await reader.readexactly(size))
            old = service.current().files
            kept = {path: file for path, file in old.items() if path not in gone}
            service.next = State(number, {**kept, **files}, keys)
            writer.write(_DONE)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()
