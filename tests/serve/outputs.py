"""Small builds, written the way siyu writes them, and a server for them in a thread of this process."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from queue import Queue

from siyu.diagnostic import Words
from siyu.edition import Artifact
from siyu.serve.crew import Crew, listen
from siyu.serve.server import Config, Voice, prepare, serve
from siyu.serve.service import Limits
from siyu.stages.write import write

HOSTS = frozenset((b"127.0.0.1", b"localhost"))


def feed(number: int = 0, stamp: str = "20261122T080000Z", size: int = 20) -> bytes:
    """A calendar that tells its number in every event."""
    event = (
        f"BEGIN:VEVENT\r\nUID:{{}}@brand.example\r\nLAST-MODIFIED:{stamp}\r\nSUMMARY:第 {number} 版\r\nEND:VEVENT\r\n"
    )
    return ("BEGIN:VCALENDAR\r\n" + "".join(event.format(n) for n in range(size)) + "END:VCALENDAR\r\n").encode()


def publish(root: Path, files: Mapping[str, bytes]) -> Path:
    """Write a build as `siyu build` does, exchanging the whole directory."""
    root.mkdir(exist_ok=True)
    rows = [{"path": path, "sha256": sha256(data).hexdigest()} for path, data in files.items()]
    manifest = json.dumps({"generator": "siyu 0.1.0", "files": rows}).encode()
    made = [Artifact(path, data, ()) for path, data in files.items()]
    write([*made, Artifact("manifest.json", manifest, ())], root / "output", root)
    return root / "output"


@dataclass
class Server:
    """A server that runs, what it said, and what it logged."""

    port: int
    said: Queue[Words] = field(default_factory=Queue)
    logged: list[str] = field(default_factory=list)

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        """One request on a connection of its own; `_` in a field's name is `-`."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def socket(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def raw(self, data: bytes) -> bytes:
        """What comes back for these bytes until the server closes."""
        with self.socket() as client:
            client.sendall(data)
            return everything(client)


def everything(client: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    parts = []
    while part := client.recv(65536):
        parts.append(part)
    return b"".join(parts)


@contextmanager
def running(
    output: Path, subscribers: Path | None = None, limits: Limits | None = None, hosts: frozenset[bytes] = HOSTS
) -> Iterator[Server]:
    """Serve until the block ends; a server that ends by itself fails the test."""
    config = Config(output, subscribers, hosts, limits or Limits(), tick=0.01)
    (listener,) = listen("127.0.0.1", 0, 1)
    server = Server(listener.getsockname()[1])
    ready = threading.Event()
    loops: list[asyncio.AbstractEventLoop] = []
    stops: list[asyncio.Event] = []
    failures: list[BaseException] = []

    async def main() -> None:
        loops.append(asyncio.get_running_loop())
        stops.append(asyncio.Event())
        voice = Voice(server.said.put, server.logged.append, ready.set)
        await serve(config, prepare(config), Crew(listener, memoryview(bytearray(8)).cast("q")), voice, stops[0])

    def work() -> None:
        try:
            asyncio.run(main())
        except BaseException as failure:
            failures.append(failure)
            ready.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert ready.wait(10)
    try:
        yield server
    finally:
        if thread.is_alive() and loops:
            loops[0].call_soon_threadsafe(stops[0].set)
        thread.join(20)
        assert not thread.is_alive()
        assert not failures, failures
