"""The server as its clients meet it: what is answered to whom, with which fields, and what never is."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serve.outputs import HOSTS, Server, everything, feed, publish, running
from siyu.serve.answer import REFUSALS, answer
from siyu.serve.connection import Connection
from siyu.serve.media import PACKED, TYPES, kind_of
from siyu.serve.request import Request, parse
from siyu.serve.service import Limits, Service, State
from siyu.serve.tree import Broken, Files, load

NOISE = bytes(range(256)) * 8
FILES = {
    "README.md": b"# read me\n" * 20,
    "calendar/basic.ics": feed(1),
    "calendar/core.ics": feed(2, stamp="20261121T235959Z"),
    "calendar/会员.ics": feed(3),
    "calendar/plain.ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "site/index.html": b"<!doctype html><p>" + "你好".encode() * 50,
    "site/card/index.html": b"<!doctype html>",
    "site/style.css": b"p{}" * 99,
    "site/copy.js": b"//" * 99,
    "site/picture.svg": b"<svg/>" * 99,
    "assets/poster.png": NOISE,
    "assets/blob": b"?",
    "a b/1+1=2&.txt": b"x" * 100,
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return load(publish(tmp_path_factory.mktemp("brand"), FILES), {})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(publish(tmp_path_factory.mktemp("brand"), FILES)) as running_one:
        yield running_one


# What is answered


@pytest.mark.parametrize("path", FILES)
def test_every_file_of_the_manifest_byte_for_byte(server: Server, path: str) -> None:
    asked = "/" + "".join(f"%{byte:02X}" if byte > 126 or byte in b" %" else chr(byte) for byte in path.encode())
    response, body = server.get(asked)
    assert (response.status, body) == (200, FILES[path])
    assert response.headers["Content-Type"] == kind_of(path)
    assert response.headers["ETag"] == f'"{sha256(body).hexdigest()}"'
    assert response.headers["Content-Length"] == str(len(body))
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert parsedate_to_datetime(response.headers["Date"]).year >= 2026
    for name in ("Set-Cookie", "Location", "WWW-Authenticate", "Server", "Transfer-Encoding", "Content-Encoding"):
        assert name not in response.headers


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("calendar/basic.ics", "text/calendar; charset=utf-8"),
        ("a/b.TXT", "text/plain; charset=utf-8"),
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.svg", "image/svg+xml"),
        ("a.png", "image/png"),
        ("a.jpg", "image/jpeg"),
        ("a.json", "application/json"),
        ("a.pdf", "application/pdf"),
        ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.ics/b", "application/octet-stream"),
        (".ics", "text/calendar; charset=utf-8"),
        ("ics", "application/octet-stream"),
    ],
)
def test_types(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_all_text_says_that_it_is_utf_8() -> None:
    assert all(kind.endswith("; charset=utf-8") for kind in TYPES.values() if kind.startswith("text/"))
    assert "image/svg+xml" in PACKED
    assert "image/png" not in PACKED
    assert TYPES[".xlsx"] not in PACKED


def test_pages_may_load_their_own_only(server: Server) -> None:
    page, _ = server.get("/site/index.html")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'; ")
    picture, _ = server.get("/site/picture.svg")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    calendar, _ = server.get("/calendar/basic.ics")
    assert "Content-Security-Policy" not in calendar.headers


def test_a_folder_is_its_page_without_a_redirect(server: Server) -> None:
    assert server.get("/site/")[1] == FILES["site/index.html"]
    assert server.get("/site/card/")[1] == FILES["site/card/index.html"]
    for path in ("/", "/site", "/calendar/", "/calendar", "/site/card", "/calendar/basic.ics/", "//site/"):
        assert server.get(path)[0].status == 404, path


def test_a_query_changes_nothing(server: Server) -> None:
    assert server.get("/calendar/basic.ics?_=1690000000")[1] == FILES["calendar/basic.ics"]


def test_nothing_needs_an_accept_field_nor_minds_one(server: Server) -> None:
    assert server.get("/calendar/basic.ics", Accept="image/png")[0].status == 200


@pytest.mark.parametrize("path", ["/calendar/basic.ics", "/nothing", "/site/"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_head_is_get_without_the_body(server: Server, path: str, encoding: str) -> None:
    get, body = server.get(path, Accept_Encoding=encoding)
    head, nothing = server.get(path, "HEAD", Accept_Encoding=encoding)
    told = [{name: value for name, value in answer.headers.items() if name != "Date"} for answer in (get, head)]
    assert (head.status, nothing, told[1]) == (get.status, b"", told[0])
    assert told[1]["Content-Length"] == str(len(body))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "BREW"])
def test_other_methods_are_refused(server: Server, method: str) -> None:
    response, _ = server.get("/calendar/basic.ics", method)
    assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")


def test_the_output_folder_is_not_a_listing(server: Server) -> None:
    for path in ("/manifest.json", "/", "/calendar/", "/.", "/output", "/output/README.md"):
        assert server.get(path)[0].status == 404, path


# Unchanged


def test_a_known_tag_gets_304_without_a_body_in_both_encodings(server: Server) -> None:
    tags = []
    for encoding in ("identity", "gzip"):
        whole, _ = server.get("/calendar/basic.ics", Accept_Encoding=encoding)
        tags.append(whole.headers["ETag"])
        same, body = server.get("/calendar/basic.ics", Accept_Encoding=encoding, If_None_Match=tags[-1])
        assert (same.status, body, same.headers["ETag"]) == (304, b"", tags[-1])
        for name in ("Vary", "Cache-Control", "Last-Modified"):
            assert same.headers[name] == whole.headers[name]
        assert "Content-Type" not in same.headers
        assert "Content-Length" not in same.headers
    assert tags[0] != tags[1]
    assert not any(tag.startswith("W/") for tag in tags)
    assert server.get("/calendar/basic.ics", Accept_Encoding="gzip", If_None_Match=tags[0])[0].status == 200


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("{tag}", 304),
        ("W/{tag}", 304),
        ('"a", {tag}', 304),
        ('"a",W/{tag},"b"', 304),
        ('"a, b", {tag}', 304),
        ("*", 304),
        ('"a"', 200),
        ('"*"', 200),
        ("", 200),
        ("{bare}", 200),
        ('"{bare}-gzip"', 200),
        ('"{bare}', 200),
    ],
)
def test_if_none_match(server: Server, given: str, status: int) -> None:
    bare = sha256(FILES["calendar/basic.ics"]).hexdigest()
    value = given.format(tag=f'"{bare}"', bare=bare)
    # A tag decides, whatever the date says.
    later = "Sun, 22 Nov 2037 08:00:00 GMT"
    assert server.get("/calendar/basic.ics", If_None_Match=value, If_Modified_Since=later)[0].status == status


def test_if_none_match_over_two_lines(server: Server) -> None:
    tag = sha256(FILES["calendar/basic.ics"]).hexdigest().encode()
    head = b'GET /calendar/basic.ics HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: "a"\r\nif-none-match: "%s"\r\n' % tag
    assert server.raw(head + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 304 Not Modified\r\n")


def test_last_modified_is_the_newest_event(server: Server, tmp_path: Path) -> None:
    assert server.get("/calendar/core.ics")[0].headers["Last-Modified"] == "Sat, 21 Nov 2026 23:59:59 GMT"
    for path in ("/calendar/plain.ics", "/README.md"):
        assert "Last-Modified" not in server.get(path)[0].headers
    two = feed(1, "20261119T000000Z").replace(b"END:VCALENDAR\r\n", b"") + feed(2, "20261120T000000Z")
    fake = (
        b"SUMMARY:LAST-MODIFIED:20991231T000000Z\r\nDESCRIPTION:a\r\n LAST-MODIFIED:20991231T000000Z\r\nEND:VEVENT\r\n"
    )
    output = publish(tmp_path, {"a.ics": two.replace(b"END:VEVENT\r\n", fake, 1)})
    assert load(output, {})[b"/a.ics"].changed == 1795132800


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Sun, 22 Nov 2026 08:00:00 GMT", 304),
        ("Sunday, 22-Nov-26 08:00:00 GMT", 304),
        ("Sun Nov 22 08:00:00 2026", 304),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 304),
        ("Sun, 22 Nov 2026 07:59:59 GMT", 200),
        ("Sun, 32 Nov 2026 08:00:00 GMT", 200),
        ("gestern", 200),
        ("0", 200),
        ("", 200),
    ],
)
def test_if_modified_since(server: Server, since: str, status: int) -> None:
    assert server.get("/calendar/basic.ics", If_Modified_Since=since)[0].status == status
    assert server.get("/README.md", If_Modified_Since=since)[0].status == 200


def test_a_feed_that_lost_an_event_never_looks_unchanged(tmp_path: Path) -> None:
    """What was taken out leaves no date: the newest event's is the old one, and the feed is another."""
    first = load(publish(tmp_path, {"a.ics": feed(1, size=9)}), {})
    fewer = load(publish(tmp_path, {"a.ics": feed(1, size=8)}), first)
    still = load(publish(tmp_path, {"a.ics": feed(1, size=7)}), fewer)
    newer = load(publish(tmp_path, {"a.ics": feed(1, "20261122T080001Z")}), still)
    dates = [files[b"/a.ics"].changed for files in (first, fewer, still, newer)]
    assert dates == [1795334400, None, None, 1795334401]


# Encodings


@pytest.mark.parametrize(
    ("asked", "packed"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("deflate, gzip;q=1.0, *;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip ; q=0.2", True),
        ("gzip;q=0.5, identity", False),
        ("gzip;q=0.5, identity;q=0.5", True),
        ("identity;q=0.9, gzip;q=1", True),
        ("br, zstd", False),
        ("*", False),
        ("gzip;q=nan", False),
        ("gzip;q=much", False),
    ],
)
def test_gzip_only_where_it_is_asked_for(server: Server, asked: str | None, packed: bool) -> None:
    headers = {} if asked is None else {"Accept_Encoding": asked}
    response, body = server.get("/calendar/basic.ics", **headers)
    assert response.headers.get("Content-Encoding") == ("gzip" if packed else None)
    assert (gzip.decompress(body) if packed else body) == FILES["calendar/basic.ics"]
    assert response.headers["Vary"] == "Accept-Encoding"


def test_what_gzip_makes_no_smaller_has_one_form(server: Server) -> None:
    for path in ("/assets/poster.png", "/site/card/"):
        response, body = server.get(path, Accept_Encoding="gzip")
        assert body == FILES[f"{path[1:]}index.html" if path.endswith("/") else path[1:]]
        assert "Vary" not in response.headers
        assert "Content-Encoding" not in response.headers


# Only for those who mean us


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:80", 200),
        ("127.0.0.1:9", 200),
        ("127.0.0.1.", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("evil.example:127.0.0.1", 400),
        ("user@localhost", 400),
        ("[::1]", 421),  # not in this server's list
        ("", 421),
        ("local host", 421),
    ],
)
def test_only_our_host_names(server: Server, host: str, status: int) -> None:
    assert server.get("/calendar/basic.ics", Host=host)[0].status == status


def test_an_absolute_target_is_its_host_and_its_path(server: Server) -> None:
    def status(line: str, host: str = "localhost") -> str:
        answered = server.raw(f"GET {line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        return answered.split(b" ", 2)[1].decode()

    assert status("http://localhost/calendar/basic.ics?x") == "200"
    assert status("HTTP://127.0.0.1:1/calendar/basic.ics", "evil.example") == "200"
    assert status("http://evil.example/calendar/basic.ics") == "421"
    assert status("http://localhost") == "404"
    assert status("file:///calendar/basic.ics") == "400"
    assert status("*") == "400"


TOKENS = [
    *(
        "..",
        ".",
        "/",
        "//",
        "\\",
        "%2e%2e",
        "%2E%2e/",
        "%2f",
        "%5c",
        "%00",
        "\0",
        "%",
        "%zz",
        "%252e%252e%252f",
        "?",
        "#",
        ";",
    ),
    *(
        "calendar",
        "basic.ics",
        "site",
        "manifest.json",
        "README.md",
        "etc/passwd",
        "s",
        "~",
        "\u202e",
        "%c0%af",
        "%e4%bc%9a",
    ),
    *("C:", "file:", "http://localhost", " ", "\t", ":", "@", "%0d%0a", "..%5c", "....//", "index.html"),
]


@given(st.lists(st.sampled_from(TOKENS), max_size=8).map("".join))
def test_nothing_outside_the_manifest_is_reachable(files: Files, pieces: str) -> None:
    request = parse(b"GET /" + pieces.encode() + b" HTTP/1.1\r\nHost: localhost")
    if isinstance(request, int):
        assert request in REFUSALS
        return
    answered = answer(request, files, HOSTS, None)
    assert answered.status in (200, 404)
    if answered.status == 200:
        assert answered.body == FILES[answered.path[1:]]
        name = request.path.decode().removeprefix("/")
        assert name in FILES or f"{name}index.html" in FILES


@pytest.mark.parametrize(
    "path",
    ["/calendar/%2562asic.ics", "/../README.md", "/site/../README.md", "/%2e%2e/manifest.json", "/..%5c..%5cREADME.md"],
)
def test_dots_lead_nowhere_and_escapes_are_read_once(server: Server, path: str) -> None:
    assert server.raw(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode()).startswith(b"HTTP/1.1 404 ")


@pytest.mark.parametrize(
    "path", ["../a.ics", "/a.ics", "a//b", "a/./b", "a\\b", "c:a", "a\0", "a\nb", "", ".", "a/", "\u202ea.ics"]
)
def test_a_manifest_that_points_elsewhere_is_refused(tmp_path: Path, path: str) -> None:
    rows = [{"path": path, "sha256": sha256(b"").hexdigest()}]
    (tmp_path / "manifest.json").write_text(json.dumps({"generator": "siyu 0.1.0", "files": rows}), "utf-8")
    with pytest.raises(Broken, match="no manifest of siyu's"):
        load(tmp_path, {})


# Requests that are none


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"", 400),
        (b"GET", 400),
        (b"GET /", 400),
        (b"GET  / HTTP/1.1", 400),
        (b"GET / HTTP/1.1 ", 400),
        (b" GET / HTTP/1.1", 400),
        (b"GET /\xe4\xbc\x9a HTTP/1.1", 400),
        (b"GET / HTTP/1.1\nHost: localhost", 400),
        (b"GET /a b HTTP/1.1\r\nHost: localhost", 400),
        (b"G@T / HTTP/1.1\r\nHost: localhost", 400),
        (b"GET / HTTP/1.1", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost", 400),
        (b"GET / HTTP/1.1\r\nHost : localhost", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: b", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\rb", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\nY: b", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n: b", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nno colon", 400),
        (b"GET / HTTP/2.0\r\nHost: localhost", 505),
        (b"PRI * HTTP/2.0", 505),
        (b"GET / HTTP/0.9\r\nHost: localhost", 505),
        (b"CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443", 405),
        (b"get / HTTP/1.1\r\nHost: localhost", 405),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1", 413),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 0", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1", 413),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked", 413),
    ],
)
def test_refused_heads(head: bytes, status: int) -> None:
    assert parse(head) == status


@given(
    st.lists(
        st.sampled_from([b"GET", b" ", b"/", b"HTTP/1.1", b"\r\n", b"\r", b"\n", b"Host:", b"a", b"%", b"\xff", b";q="])
    )
)
def test_every_head_is_a_request_or_a_refusal(pieces: list[bytes]) -> None:
    parsed = parse(b"GET / HTTP/1.1\r\nHost: a" + b"".join(pieces))
    assert isinstance(parsed, Request) or parsed in REFUSALS


def test_a_body_is_refused_and_the_refusal_can_be_read(server: Server) -> None:
    """The body is read on for a while: a connection cut while the client still sends loses the answer."""
    head = b"POST /calendar/basic.ics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000\r\n\r\n"
    answered = server.raw(head + b"x" * 500_000)
    assert answered.startswith(b"HTTP/1.1 405 ")
    assert b"\r\nConnection: close\r\n" in answered


def test_a_body_that_never_ends_is_cut_off(server: Server) -> None:
    with server.socket() as client, pytest.raises(ConnectionError):
        client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(4000):
            client.sendall(b"x" * 65536)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET /" + b"a" * 9000, b"431"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + b"a" * 9000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"a: b\r\n" * 2000, b"431"),
        (b"GET / HTTP/1.1\nHost: localhost\n\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", b"400"),  # somebody speaks TLS
    ],
)
def test_oversized_and_foreign(server: Server, data: bytes, status: bytes) -> None:
    assert server.raw(data).split(b" ", 2)[1] == status


# Connections


def test_one_connection_many_requests_in_their_order(server: Server) -> None:
    paths = ["/calendar/basic.ics", "/nothing", "/assets/blob", "/calendar/core.ics"]
    asked = "".join(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n" for path in paths)
    with server.socket() as client:
        client.sendall(b"\r\n" + asked.encode() + b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
        answered = everything(client)
    statuses = [part[:3] for part in answered.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"200", b"404", b"200", b"200", b"404"]
    assert answered.index(FILES["calendar/basic.ics"]) < answered.index(FILES["calendar/core.ics"])
    assert answered.count(b"\r\nConnection: close\r\n") == 1


def test_a_request_in_single_bytes(server: Server) -> None:
    with server.socket() as client:
        for byte in b"GET /assets/blob HTTP/1.1\r\nHost: localhost\r\nConnection: Close\r\n\r\n":
            client.sendall(bytes([byte]))
        assert everything(client).endswith(b"\r\n\r\n?")


def test_who_hangs_up_after_asking_gets_the_whole_answer(tmp_path: Path) -> None:
    big = feed(1, size=80_000)
    with running(publish(tmp_path, {"big.ics": big})) as server, server.socket() as client:
        client.sendall(b"GET /big.ics HTTP/1.1\r\nHost: localhost\r\n\r\n")
        client.shutdown(socket.SHUT_WR)
        assert everything(client).endswith(b"\r\n\r\n" + big)


def test_many_big_answers_to_one_who_reads_late(tmp_path: Path) -> None:
    big = feed(1, size=80_000)
    with running(publish(tmp_path, {"big.ics": big})) as server, server.socket() as client:
        client.sendall(b"GET /big.ics HTTP/1.1\r\nHost: localhost\r\n\r\n" * 9)
        client.sendall(b"GET /big.ics HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert everything(client).count(big) == 10


def test_who_sends_nothing_or_half_a_head_is_let_go(tmp_path: Path) -> None:
    limits = Limits(request=0.05, idle=0.05)
    with running(publish(tmp_path, {"a.ics": feed()}), limits=limits) as server:
        assert server.raw(b"") == b""
        assert server.raw(b"GET / HTTP/1.1\r\nHost: loc").startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        idle = server.raw(b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert idle.startswith(b"HTTP/1.1 404 ")
        assert idle.count(b"HTTP/1.1 ") == 1


def test_many_half_open_connections_keep_nobody_out(tmp_path: Path) -> None:
    """The places are few; who waits gives way to who comes."""
    with running(publish(tmp_path, {"a.ics": feed()}), limits=Limits(connections=16)) as server:
        held = []
        for _ in range(100):
            held.append(server.socket())
            held[-1].sendall(b"GET / HT")
        assert server.get("/a.ics")[1] == feed()
        for client in held:
            client.close()


# The same with a clock that we turn


class Wire(asyncio.Transport):
    """A transport that takes `room` bytes."""

    def __init__(self, room: int = 1 << 30) -> None:
        super().__init__()
        self.room = room
        self.sent = b""
        self.state = ""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent += data
        self.room -= len(data)
        if self.room < 0:
            self.protocol.pause_writing()

    def drain(self, room: int) -> None:
        self.room = room
        self.protocol.resume_writing()

    def write_eof(self) -> None:
        self.state = "eof"

    def close(self) -> None:
        self.state = "closed"

    def abort(self) -> None:
        self.state = "aborted"

    def is_closing(self) -> bool:
        return self.state in ("closed", "aborted")

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        assert high == 0

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    reading = True
    protocol: Connection


class Bench:
    """A service, a clock, and connections to it."""

    def __init__(self, files: Files, limits: Limits) -> None:
        self.now = 0.0
        self.lines: list[str] = []
        turn = memoryview(bytearray(8)).cast("q")
        self.service = Service(State(0, files, None), turn, HOSTS, limits, lambda: self.now, self.lines.append)
        self.service.date(0)

    def connect(self, data: bytes = b"", room: int = 1 << 30) -> Wire:
        wire = Wire(room)
        wire.protocol = Connection(self.service)
        wire.protocol.connection_made(wire)
        self.send(wire, data)
        return wire

    def send(self, wire: Wire, data: bytes) -> None:
        wire.protocol.get_buffer(-1)[: len(data)] = data
        wire.protocol.buffer_updated(len(data))

    def after(self, seconds: float) -> None:
        self.now += seconds
        self.service.sweep()


ASK = b"GET /calendar/basic.ics HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_drops_of_a_head_buy_no_time(files: Files) -> None:
    bench = Bench(files, Limits(request=10, idle=60))
    slow, fresh = bench.connect(b"GET / "), bench.connect()
    for _ in range(9):
        bench.after(1)
        bench.send(slow, b"a")
        bench.send(fresh, b"\r\n")  # an empty line is no request
    assert (slow.sent, fresh.state) == (b"", "")
    bench.after(1)
    assert slow.sent.startswith(b"HTTP/1.1 408 ")
    assert (slow.state, fresh.state) == ("eof", "closed")
    bench.after(2)
    assert slow.state == "aborted"


def test_the_second_head_has_no_more_time_than_the_first(files: Files) -> None:
    bench = Bench(files, Limits(request=10, idle=60))
    wire = bench.connect(ASK + b"GET ")
    whole = len(wire.sent)
    bench.after(10)
    assert wire.sent[whole:].startswith(b"HTTP/1.1 408 ")


def test_an_idle_connection_may_wait_longer(files: Files) -> None:
    bench = Bench(files, Limits(request=10, idle=60))
    wire = bench.connect(ASK)
    bench.after(59)
    assert wire.state == ""
    bench.send(wire, ASK)
    bench.after(59)
    assert wire.state == ""
    bench.after(1)
    assert wire.state == "closed"


def test_who_takes_nothing_is_cut_off_and_hears_no_more(files: Files) -> None:
    bench = Bench(files, Limits(stall=60))
    wire = bench.connect(ASK + ASK, room=10)
    assert wire.sent.count(b"HTTP/1.1 200 OK") == 1
    assert not wire.reading
    bench.after(59)
    wire.drain(10)
    assert wire.sent.count(b"HTTP/1.1 200 OK") == 2
    bench.after(59)
    assert wire.state == ""
    bench.after(1)
    assert wire.state == "aborted"
    assert not bench.service.connections


def test_the_one_with_the_least_time_left_gives_way(files: Files) -> None:
    bench = Bench(files, Limits(connections=3, request=10, idle=60, stall=60))
    idle, half, busy = bench.connect(ASK), bench.connect(b"GET"), bench.connect(ASK, room=0)
    bench.connect(ASK)
    assert [wire.state for wire in (idle, half, busy)] == ["", "aborted", ""]
    bench.connect(ASK, room=0)
    bench.connect(ASK, room=0)
    late = bench.connect()
    assert busy.state == ""
    assert late.sent.startswith(b"HTTP/1.1 503 ")
    assert late.state == "closed"


def test_stopping_ends_answers_under_way_first(files: Files) -> None:
    bench = Bench(files, Limits())
    idle, busy = bench.connect(ASK), bench.connect(ASK, room=0)
    bench.service.stop()
    assert (idle.state, busy.state) == ("closed", "")
    busy.drain(1 << 30)
    assert busy.state == "closed"
    assert busy.sent.endswith(FILES["calendar/basic.ics"])


def test_an_answer_under_way_keeps_its_build(files: Files, tmp_path: Path) -> None:
    bench = Bench(load(publish(tmp_path, {"calendar/basic.ics": feed(1, size=9000)}), {}), Limits())
    wire = bench.connect(ASK, room=100)
    bench.service.next = State(1, files, None)
    bench.service.turn[0] = 1
    while wire.protocol.sending:
        wire.drain(100)
    bench.send(wire, ASK)
    assert wire.sent.count(feed(1, size=9000)) == 1
    assert wire.sent.endswith(FILES["calendar/basic.ics"])


def test_a_refusal_waits_no_longer_than_it_must(files: Files) -> None:
    bench = Bench(files, Limits(linger=2))
    wire = bench.connect(b"nonsense\r\n\r\n")
    assert (wire.sent[:12], wire.state) == (b"HTTP/1.1 400", "eof")
    bench.after(2)
    assert wire.state == "aborted"
