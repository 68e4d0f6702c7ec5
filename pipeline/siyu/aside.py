"""A piece of work that a second process does meanwhile, where the system forks cheaply and has a core for it.

In: the work, and the things in what it makes that both processes know. Out: a function that waits for what was made.
Promise: what comes back is what the work makes here, with those very things in it; where there is no second process, or it fails, the
work is done here, when somebody waits for it.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import IO, NoReturn, TypeVar

T = TypeVar("T")
ENOUGH = 2_000
"""Messages: checking fewer, or making their pages, takes no longer than a second process costs."""


def aside(work: Callable[[], T], known: Iterable[object] = ()) -> Callable[[], T]:
    """Let the work begin. `known` come back as the same objects: who compares by identity still finds them."""
    if sys.platform != "linux" or threading.active_count() > 1 or len(os.sched_getaffinity(0)) < 2:
        return (
            work  # elsewhere a process begins anew, which takes longer; and a fork copies locks that other threads hold
        )
    things = {id(thing): thing for thing in known}
    try:
        heard, told = os.pipe()
        child = os.fork()
    except OSError:
        return work
    if not child:
        _tell(work, told, things)
    os.close(told)

    def wait() -> T:
        with os.fdopen(heard, "rb") as pipe:
            try:
                made: T = _Reader(pipe, things).load()
                return made
            except Exception:  # whatever went wrong there goes wrong again here, where it can be told
                return work()
            finally:
                pipe.close()
                with suppress(ChildProcessError):
                    os.waitpid(child, 0)

    return wait


def ahead(works: Sequence[Callable[[], T]]) -> Iterator[Callable[[], T]]:
    """The works in order, each to be waited for before the next is asked: the first is done here, what it loads serves the others;
    of those as many as there are cores are under way.
    """
    yield from works[:1]
    under_way = deque(aside(work) for work in works[1 : 1 + (os.cpu_count() or 1)])
    for work in works[1 + len(under_way) :]:
        yield under_way.popleft()
        under_way.append(aside(work))
    yield from under_way


def _tell(work: Callable[[], object], told: int, things: dict[int, object]) -> NoReturn:
    """The second process: of it nothing but the work is seen."""
    code = 1
    try:
        with os.fdopen(told, "wb") as pipe:
            _Writer(pipe, things).dump(work())
        code = 0
    finally:
        os._exit(code)  # without a word, and without what a program does when it ends


class _Writer(pickle.Pickler):
    def __init__(self, pipe: IO[bytes], things: dict[int, object]) -> None:
        super().__init__(pipe, protocol=5)
        self.things = things

    def persistent_id(self, obj: object) -> int | None:
        return id(obj) if id(obj) in self.things else None


class _Reader(pickle.Unpickler):
    def __init__(self, pipe: IO[bytes], things: dict[int, object]) -> None:
        super().__init__(pipe)
        self.things = things

    def persistent_load(self, pid: int) -> object:
        return self.things[pid]
