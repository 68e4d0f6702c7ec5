"""The server's life: load, listen, tick, pick up new builds, stop.

In: what to serve, where and to whom. Out: nothing until it is told to stop.
Promise: a new build or list of subscribers is read whole in another thread, then counts from one moment on; a broken build changes
nothing but the log, a broken list lets nobody in.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from siyu.diagnostic import Words, plural
from siyu.serve.connection import Connection
from siyu.serve.crew import Crew, Lead, follow
from siyu.serve.service import BACKLOG, Limits, Service, State
from siyu.serve.subscribers import Keys, read
from siyu.serve.tree import Broken, Files, load

_GRACE = 5.0  # seconds that answers under way get when the server stops
_WRITE = 4096  # bytes that a pipe takes as one, whoever else writes into it
_T = TypeVar("_T")
_Mark = tuple[int, int, int, int] | None


@dataclass(frozen=True)
class Config:
    """What to serve and to whom; without `subscribers` to everybody who may connect."""

    output: Path
    subscribers: Path | None
    hosts: frozenset[bytes]
    limits: Limits
    tick: float = 1.0  # seconds between two looks at the disk and the clock


@dataclass(frozen=True)
class Voice:
    """How the server speaks: to its operator, into the access log, and when it listens."""

    say: Callable[[Words], None]
    log: Callable[[str], None]
    ready: Callable[[], None]


class Loaded(NamedTuple):
    """What was read before anybody listens, and the marks of the files it came from."""

    state: State
    built: _Mark
    listed: _Mark


def prepare(config: Config) -> Loaded:
    """Read the build and the subscribers; raises `Broken`."""
    built, listed = _mark(config.output / "manifest.json"), _mark(config.subscribers)  # first: later changes are seen
    keys = read(config.subscribers) if config.subscribers else None
    return Loaded(State(0, load(config.output, {}), keys), built, listed)


async def serve(config: Config, loaded: Loaded, crew: Crew, voice: Voice, stop: asyncio.Event) -> None:
    """Answer until `stop` is set, a signal comes or the crew's leader is gone."""
    service = Service(loaded.state, crew.turn, config.hosts, config.limits, time.monotonic, _in_batches(voice.log))
    service.date(time.time())
    loop = asyncio.get_running_loop()
    lead = Lead(crew, partial(_lost, voice.say))
    await lead.open()
    server = await loop.create_server(lambda: Connection(service), sock=crew.listener, backlog=BACKLOG)
    news = follow(crew.leader, service) if crew.leader else _watch(service, config, loaded, lead, voice.say)
    tasks = [asyncio.ensure_future(work) for work in (stop.wait(), _sweep(service, config.tick), news)]
    try:
        with _signals(loop, stop):
            voice.ready()
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()  # a watcher that died would leave yesterday's calendar up for ever: end loudly
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, _finish(service), lead.close(_GRACE + 1), return_exceptions=True)


async def _finish(service: Service) -> None:
    """Let answers under way end, then close what is left."""
    service.stop()
    until = time.monotonic() + _GRACE
    while service.connections and time.monotonic() < until:
        await asyncio.sleep(0.01)
    for connection in tuple(service.connections):
        connection.drop()
    await asyncio.sleep(0)


async def _sweep(service: Service, tick: float) -> None:
    while True:
        await asyncio.sleep(tick)
        service.date(time.time())
        service.sweep()


async def _watch(service: Service, config: Config, loaded: Loaded, lead: Lead, say: Callable[[Words], None]) -> None:
    """Look at the build and the list, and hand on what is new."""
    builds = _Eye[Files](config.output / "manifest.json", loaded.built)
    lists = _Eye[Keys](config.subscribers, loaded.listed)
    while True:
        await asyncio.sleep(config.tick)
        state = service.current()
        files = await builds.look(partial(load, config.output, state.files))
        keys = await lists.look(partial(read, config.subscribers)) if config.subscribers else None
        if files is None and keys is None:
            continue
        service.next = State(
            state.number + 1,
            files if isinstance(files, dict) else state.files,
            keys if isinstance(keys, dict) else {} if keys else state.keys,
        )
        await lead.hand(state, service.next)
        for words in (_of_build(state.files, files), _of_list(keys)):
            if words:
                say(words)


def _of_build(before: Files, found: Files | Words | None) -> Words | None:
    if isinstance(found, Words):
        zh, en = found
        return Words(f"新的构建没有换上，继续用上一次的：{zh}", f"the new build is not taken, the last one stays: {en}")
    if found is None:
        return None
    names = [path for path in found if not path.endswith(b"/")]
    changed = sum(before.get(path) is not found[path] for path in names)
    return Words(
        f"换上了新的构建：{len(names)} 个文件，{changed} 个有变化",
        f"new build: {plural(len(names), 'file')}, {changed} changed",
    )


def _of_list(found: Keys | Words | None) -> Words | None:
    if isinstance(found, Words):
        return Words(f"现在谁也进不来：{found.zh}", f"nobody gets in now: {found.en}")
    return (
        found if found is None else Words(f"换上了新的名单：{len(found)} 人", f"new list of subscribers: {len(found)}")
    )


def _lost(say: Callable[[Words], None], child: int) -> None:
    say(
        Words(
            f"一个服务进程意外结束了（{child}），其余的继续",
            f"a serving process ended by itself ({child}); the others go on",
        )
    )


@dataclass
class _Eye(Generic[_T]):
    """Looks at a file: what stood there last, and what was said when it could not be read."""

    path: Path | None
    known: _Mark
    told: Words | None = None

    async def look(self, fetch: Callable[[], _T]) -> _T | Words | None:
        """What is new, or once why it cannot be read (it is tried at every look), or None."""
        now = _mark(self.path)
        if now == self.known:
            return None
        try:
            fresh = await asyncio.to_thread(fetch)
        except Broken as broken:
            self.known = None
            if broken.words == self.told or _mark(self.path) != now:  # it was exchanged under our eyes: look again
                return None
            self.told = broken.words
            return broken.words
        self.known, self.told = now, None
        return fresh


def _mark(path: Path | None) -> _Mark:
    """What tells a file from the one that stood there before; None where there is none."""
    try:
        status = path.stat() if path else None
    except OSError:
        return None
    return (status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size) if status else None


def _in_batches(log: Callable[[str], None]) -> Callable[[str], None]:
    """Lines with the time, written together as soon as the event loop has a moment."""
    lines: list[str] = []
    size = 0

    def flush() -> None:
        nonlocal size
        if lines:
            stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            log("".join(f"{stamp} {line}\n" for line in lines))
            lines.clear()
            size = 0

    def add(line: str) -> None:
        nonlocal size
        if not lines:
            asyncio.get_running_loop().call_soon(flush)
        lines.append(line)
        size += 3 * len(line) + 22  # bytes at most
        if size > _WRITE - 1024:
            flush()

    return add


@contextmanager
def _signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> Iterator[None]:
    """Ctrl-C and `kill` say stop; a second one is not waited for."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    for number in numbers:
        with suppress(NotImplementedError, RuntimeError, ValueError):  # Windows, and threads: there Ctrl-C raises
            loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in numbers:
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.remove_signal_handler(number)
