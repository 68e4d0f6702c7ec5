"""What the connections of one process share: what there is to answer with, how much and how long, and who is connected.

In: states, one after another. Out: the one that counts. Promise: a connection that begins gets a place, or another goes; whose time is up is let go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from siyu.serve.answer import REFUSALS
from siyu.serve.subscribers import Keys
from siyu.serve.tree import Files

if TYPE_CHECKING:
    from siyu.serve.connection import Connection

BACKLOG = 128
"""Connections that wait to be taken in, and are taken in at once: open files beyond the limit."""


class Limits(NamedTuple):
    """How much and how long: bytes of a head, connections at once, seconds."""

    head: int = 8192
    connections: int = 512
    request: float = 10.0  # until the head is whole
    idle: float = 60.0  # between two requests
    stall: float = 60.0  # while the client takes nothing
    linger: float = 2.0  # after a refusal


class State(NamedTuple):
    """What there is to answer with; never changed, only replaced. Without `keys` everybody may read."""

    number: int
    files: Files
    keys: Keys | None


class Service:
    """What the connections share. `turn` holds the number of the state that counts, for all processes at once."""

    def __init__(
        self,
        state: State,
        turn: memoryview,
        hosts: Collection[bytes],
        limits: Limits,
        clock: Callable[[], float],
        log: Callable[[str], None],
    ) -> None:
        self.state = self.next = state
        self.turn = turn
        self.hosts = hosts
        self.limits = limits
        self.clock = clock
        self.log = log
        self.connections: set[Connection] = set()
        self.starts: dict[int, bytes] = {}

    def current(self) -> State:
        """The state that counts now."""
        if self.turn[0] != self.state.number:
            self.state = self.next
        return self.state

    def date(self, now: float) -> None:
        """Write the date into what answers begin with; once a second is enough."""
        date = formatdate(now, usegmt=True)
        for status in (200, 304, *REFUSALS):
            self.starts[status] = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nDate: {date}\r\n".encode()

    def sweep(self) -> None:
        """Let go of those whose time is up."""
        now = self.clock()
        for connection in [one for one in self.connections if one.deadline <= now]:
            connection.expire()

    def stop(self) -> None:
        """Let answers under way finish, and no other begin on their connections."""
        for connection in tuple(self.connections):
            connection.finish()

    def admit(self, new: Connection) -> bool:
        """Make room for a connection: where all places are taken, the one that waits with the least left goes."""
        if len(self.connections) >= self.limits.connections:
            waiting = [one for one in self.connections if not one.sending]
            if not waiting:
                return False
            min(waiting, key=lambda one: one.deadline).drop()
        self.connections.add(new)
        return True
