"""Calendar programs that share nothing with siyu, each as one function: bytes of a feed in, what the program made of it out.

Where a program is not installed the test is skipped and says so; with SIYU_PEERS=all, as in .ci/run, it fails instead.
"""

from __future__ import annotations

import base64
import ctypes
import ctypes.util
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent / "feed"
TOOLS = os.pathsep.join([os.environ.get("PATH", ""), str(Path.home() / ".local" / "bin")])  # where `uv tool` installs


def missing(what: str) -> None:
    """Skip, visibly; fail where all peers must be there."""
    if os.environ.get("SIYU_PEERS") == "all":
        pytest.fail(f"{what} is not installed")
    pytest.skip(f"{what} is not installed: .ci/run says how")


def program(name: str) -> str:
    found = shutil.which(name, path=TOOLS)
    if not found:
        missing(name)
    return found or name


def environment(home: Path, **more: str) -> dict[str, str]:
    """A home of its own, in UTC, behind no proxy."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "CACHE", "DATA", "STATE")}
    return {
        **kept,
        **folders,
        "PATH": TOOLS,
        "HOME": str(home),
        "TZ": "UTC",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        **more,
    }


def run(command: list[str], env: dict[str, str]) -> str:
    done = subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not [word for word in ("rror", "arning:", "ailed") if word in done.stderr], done.stderr
    return done.stdout


@contextmanager
def ical_js() -> Iterator[Callable[[bytes], dict[str, Any]]]:
    """ical.js in one process of node, for as many feeds as are wanted."""
    node = program("node")
    if not (HERE.parent / "node_modules" / "ical.js").is_dir():
        missing("ical.js")
    with subprocess.Popen([node, str(HERE / "read.js")], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin and child.stdout
        into, out = child.stdin, child.stdout

        def read(feed: bytes) -> dict[str, Any]:
            into.write(base64.b64encode(feed) + b"\n")
            into.flush()
            answer: dict[str, Any] = json.loads(out.readline())
            assert "error" not in answer, answer
            return answer

        yield read
        into.close()


def libical(feed: bytes) -> str | None:
    """What libical's parser and its restriction check (RFC 5546) have against a feed; None: nothing."""
    name = ctypes.util.find_library("ical")
    if not name:
        missing("libical")
    library = ctypes.CDLL(name)
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    root = ctypes.c_void_p(library.icalparser_parse_string(feed))
    if not root:
        return "not read"
    valid = library.icalrestriction_check(root) == 1
    errors = library.icalcomponent_count_errors(root)
    written: bytes = library.icalcomponent_as_ical_string(root)
    told = [row for row in written.decode().splitlines() if "ERROR" in row.upper()]
    kept = written.count(b"\nBEGIN:VEVENT\r\n") == feed.count(b"\nBEGIN:VEVENT\r\n")
    library.icalcomponent_free(root)
    return None if valid and not errors and kept else "; ".join(told) or "refused"


def calcurse(feed: bytes, home: Path, zone: str) -> list[str]:
    """The lines that calcurse keeps of a feed."""
    home.mkdir(parents=True)
    (home / "feed.ics").write_bytes(feed)
    command = [program("calcurse"), "-D", str(home / "data"), "-i", str(home / "feed.ics")]
    told = run(command, environment(home, TZ=zone))
    assert "0 skipped" in told, told
    return (home / "data" / "apts").read_text("utf-8").splitlines()


KHAL = """\
[calendars]
[[feed]]
path = {home}/feed
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = feed
"""
VDIRSYNCER = """\
[general]
status_path = "{home}/status"
[pair feed]
a = "here"
b = "there"
collections = null
[storage here]
type = "filesystem"
path = "{home}/feed"
fileext = ".ics"
[storage there]
type = "http"
url = "{url}"
"""


def subscribe(url: str, home: Path) -> list[Path]:
    """vdirsyncer fetches a feed over HTTP and keeps an item a file."""
    vdirsyncer = program("vdirsyncer")
    (home / "feed").mkdir(parents=True, exist_ok=True)
    (home / "vdirsyncer").write_text(VDIRSYNCER.format(home=home, url=url), encoding="utf-8")
    for verb in ("discover", "sync"):
        run([vdirsyncer, "-c", str(home / "vdirsyncer"), verb], environment(home))
    return sorted((home / "feed").glob("*.ics"))


def khal(home: Path, zone: str, *args: str) -> str:
    """khal, over the items that vdirsyncer keeps."""
    (home / "config" / "khal").mkdir(parents=True, exist_ok=True)
    (home / "config" / "khal" / "config").write_text(KHAL.format(home=home, zone=zone), encoding="utf-8")
    command = [sys.executable, "-c", "from khal.cli import main_khal; main_khal()", *args]
    return run(command, environment(home))


class _Feeds(SimpleHTTPRequestHandler):
    extensions_map = {".ics": "text/calendar; charset=utf-8"}  # noqa: RUF012 — the library's own shape

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder over HTTP on loopback."""

    def handler(*args: Any) -> _Feeds:
        return _Feeds(*args, directory=str(folder))

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
