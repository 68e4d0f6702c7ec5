"""One connection: bytes in, answers out, and the patience that a client gets.

In: what the event loop delivers. Out: what the client gets, and a line for the log.
Promise: requests are answered one after another; memory a connection can hold is bounded; who sends nothing, half a head or reads
nothing is let go; an answer under way keeps the build that it began with.
"""

from __future__ import annotations

import asyncio

from siyu.serve.answer import REFUSALS, SECRET, answer
from siyu.serve.request import Request, parse
from siyu.serve.service import Service
from siyu.serve.tree import Answer

_READ = 16 * 1024  # bytes taken in at a time
_JOINED = 64 * 1024  # a body up to this is copied behind its head: one system call less
_PIECE = 256 * 1024  # bytes handed over at a time: what a client that reads nothing can make us keep
_SPILL = 1024 * 1024  # bytes read and thrown away after a refusal, so that the client gets to read it


class Connection(asyncio.BufferedProtocol):
    """HTTP/1.1 to one client."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.transport: asyncio.Transport
        self.inbox = bytearray(_READ)
        self.buffer = b""
        self.rest = memoryview(b"")  # of the body under way
        self.paused = False  # the client takes less than we send
        self.keep = True
        self.spilled = -1  # bytes thrown away after a refusal; none yet
        self.deadline = service.clock() + service.limits.request

    @property
    def sending(self) -> bool:
        """Whether an answer is under way."""
        return self.paused or bool(self.rest)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet a client, or tell it that there is no room."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.set_write_buffer_limits(0)
        if not self.service.admit(self):
            self.keep = False
            self.spilled = 0
            self._send(REFUSALS[503], REFUSALS[503].body)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self.service.connections.discard(self)
        self.rest = memoryview(b"")
        self.buffer = b""

    def get_buffer(self, sizehint: int) -> bytearray:
        """Where the next bytes go."""
        return self.inbox

    def buffer_updated(self, nbytes: int) -> None:
        """Answer what is whole; after a refusal, read on only to be polite."""
        if self.spilled >= 0:
            self.spilled += nbytes
            if self.spilled > _SPILL:
                self.drop()
            return
        self.buffer += self.inbox[:nbytes]
        if not self.sending:
            self._serve()

    def pause_writing(self) -> None:
        """The client reads slower than we write: hear no more of it until it has caught up."""
        self.paused = True
        self.deadline = self.service.clock() + self.service.limits.stall
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        """The client has caught up."""
        self.paused = False
        self._pump()
        if self.sending or self.transport.is_closing():
            return
        if self.keep:
            self.transport.resume_reading()
            self._wait()
            self._serve()
        else:
            self._close()

    def expire(self) -> None:
        """Its time is up: say so where half a request came, else just go."""
        if self.sending or self.spilled >= 0 or self.transport.is_closing():
            self.drop()
        elif self.buffer:
            self._refuse(408)
        else:
            self._close()

    def finish(self) -> None:
        """Close now, or after the answer under way."""
        self.keep = False
        if not self.sending:
            self._close()

    def drop(self) -> None:
        """Cut it off."""
        self.service.connections.discard(self)
        self.transport.abort()

    def _serve(self) -> None:
        """Answer the whole heads in the buffer, one after another."""
        data, place, limit = self.buffer, 0, self.service.limits.head
        while self.keep and not self.sending:
            while data.startswith(b"\r\n", place):  # some clients send an empty line too many
                place += 2
            end = data.find(b"\r\n\r\n", place)
            if (end if end >= 0 else len(data)) - place > limit:
                self._refuse(431)
            elif end >= 0:
                self._reply(parse(data[place:end]))
                place = end + 4
            else:
                if b"\n\n" in data[place:]:
                    self._refuse(400)
                break
        self.buffer = data[place:]
        if self.buffer and not self.sending:
            self.deadline = min(self.deadline, self.service.clock() + self.service.limits.request)

    def _reply(self, request: Request | int) -> None:
        if isinstance(request, int):
            self._refuse(request)
            return
        service = self.service
        state = service.current()
        given = answer(request, state.files, service.hosts, state.keys)
        self.keep = request.keep
        secret = "" if state.keys is None or given.status > 304 else SECRET
        self._send(given, b"" if request.method == "HEAD" else given.body, f"{request.method} {secret}")
        if not self.sending:
            self._wait() if self.keep else self._close()

    def _refuse(self, status: int) -> None:
        """Say what is wrong and hear nothing more; the client's side stays open a moment, or it could not read the refusal."""
        self.keep = False
        self.spilled = 0
        self._send(REFUSALS[status], REFUSALS[status].body)
        self.transport.write_eof()
        self.deadline = self.service.clock() + self.service.limits.linger

    def _send(self, given: Answer, body: bytes, told: str = "- ") -> None:
        service = self.service
        start = service.starts[given.status] + (b"" if self.keep else b"Connection: close\r\n") + given.head
        if len(body) < _JOINED:
            self.transport.write(start + body)
        else:
            self.transport.write(start)
            self.rest = memoryview(body)
            self._pump()
        service.log(f"{told}{given.path} {given.status} {len(body)}")

    def _pump(self) -> None:
        while self.rest and not self.paused:
            piece, self.rest = self.rest[:_PIECE], self.rest[_PIECE:]
            self.transport.write(piece)

    def _wait(self) -> None:
        self.deadline = self.service.clock() + self.service.limits.idle

    def _close(self) -> None:
        self.deadline = self.service.clock() + self.service.limits.stall
        self.transport.close()
