"""What deploy/ says to other servers, run where they are installed."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from conftest import ROOT
from serve.outputs import Server, feed, publish, running
from siyu.serve.media import CACHE, OTHER, PACKED, POLICIES, SAFE, TYPES, kind_of
from siyu.serve.subscribers import add

DEPLOY = ROOT / "deploy"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin") or ""
MOTO = shutil.which("moto_server") or ""
nginx = pytest.mark.skipif(not NGINX, reason="nginx is not installed: deploy/*.conf not run")
moto = pytest.mark.skipif(not MOTO, reason="moto_server is not installed: deploy/object-storage.json not tried")
SECRET = "Ab-_" * 8
OTHERS = "Zz09" * 8
FILES = {
    "calendar/basic.ics": feed(1),
    "calendar/会员.ics": feed(2),
    "site/index.html": b"<!doctype html>" * 30,
    "site/style.css": b"p{}" * 99,
    "assets/poster.png": bytes(range(256)),
    "assets/blob": b"?",
    "README.md": b"#",
}


# What they say is what we do


def test_object_storage_knows_the_same_types() -> None:
    told = json.loads((DEPLOY / "object-storage.json").read_text("utf-8"))
    assert told["content-types"] == TYPES
    assert (told["other"], told["cache-control"]) == (OTHER, CACHE)


def test_nginx_knows_the_same_types_and_fields() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    block = re.findall(r"\n    types \{\n(.*?)\n    \}", text, re.DOTALL)[0]
    rows = [row.strip().rstrip(";").split() for row in block.splitlines()]
    bare = {ending: kind.partition(";")[0] for ending, kind in TYPES.items()}
    assert {f".{ending}": kind for kind, *endings in rows for ending in endings} == bare
    spoken = set(re.findall(r"charset_types (.*);", text)[0].split()) | {"text/html"}
    assert {f"{kind}; charset=utf-8" for kind in spoken} == {kind for kind in TYPES.values() if "charset" in kind}
    packed = set(re.findall(r"gzip_types (.*);", text)[0].split()) | {"text/html"}
    assert packed == {kind.partition(";")[0] for kind in PACKED}
    for name, value in SAFE.items():
        assert re.search(rf'add_header {name} "?{re.escape(value)}"? always;', text)
    assert f'add_header Cache-Control "{CACHE}";' in text
    assert all(f'"{policy}";' in text for policy in POLICIES.values())


# nginx


@contextmanager
def served(place: Path, config: str) -> Iterator[Server]:
    """nginx with a configuration of ours, changed in paths and port only."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for old, new in (
        ("listen 8080", f"listen 127.0.0.1:{port}"),
        ("/srv/siyu/output", str(place / "output")),
        ("/etc/siyu/", f"{place}/"),
        ("/var/log/nginx/", f"{place}/"),
    ):
        assert old in config or old in ("/etc/siyu/", "/srv/siyu/output")
        config = config.replace(old, new)
    temporary = "".join(
        f"{name}_temp_path {place}/tmp-{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"daemon off; pid {place}/nginx.pid; error_log {place}/main.log notice; events {{}} http {{ {temporary}\n{config}\n}}\n"
    (place / "nginx.conf").write_text(main, "utf-8")
    command = [NGINX, "-e", str(place / "main.log"), "-c", str(place / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        server = Server(port)
        while process.poll() is None:
            try:
                server.socket().close()
                break
            except ConnectionRefusedError:
                continue
        assert process.poll() is None, (place / "main.log").read_text("utf-8")
        yield server
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def placed(tmp_path: Path) -> Iterator[Server]:
    """nginx over an output, with two subscribers."""
    place = tmp_path / "place"
    publish(place, FILES)
    tmp_path.chmod(0o755)
    (place / "subscribers.map").write_text(f'"~^{SECRET}$" 1;\n"~^{"x" * 32}$" 1;\n')
    if os.geteuid() == 0:  # the workers are nobody, and the test's folder is root's alone
        for folder in (*tmp_path.parents, tmp_path, place):
            if "pytest" in folder.name or folder.name.startswith("popen-") or folder == place:
                folder.chmod(0o755)
    with served(place, (DEPLOY / "nginx.conf").read_text("utf-8")) as server:
        yield server


@pytest.fixture
def static(tmp_path: Path) -> Iterator[Server]:
    with placed(tmp_path) as server:
        yield server


def ours(server: Server, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    response, body = server.get(path, **{"Host": "calendar.brand.example", **headers})
    return response.status, body, dict(response.headers.items())


@nginx
def test_nginx_serves_the_output_to_subscribers(static: Server) -> None:
    for path, data in FILES.items():
        status, body, fields = ours(static, f"/s/{SECRET}/{path}".replace("会员", "%E4%BC%9A%E5%91%98"))
        assert (status, body) == (200, data), path
        assert fields["Content-Type"] == kind_of(path)
        assert fields["Cache-Control"] == CACHE
        assert {name: fields[name] for name in SAFE} == SAFE
        policy = POLICIES.get(kind_of(path).partition(";")[0])
        assert fields.get("Content-Security-Policy") == policy
        assert "Location" not in fields
        assert fields["Server"] == "nginx"
    assert ours(static, f"/s/{SECRET}/site/")[:2] == (200, FILES["site/index.html"])


@nginx
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_nginx_answers_304_in_both_encodings(static: Server, encoding: str) -> None:
    path = f"/s/{SECRET}/calendar/basic.ics"
    _, body, fields = ours(static, path, Accept_Encoding=encoding)
    assert (gzip.decompress(body) if encoding == "gzip" else body) == feed(1)
    assert fields["Vary"] == "Accept-Encoding"
    again = ours(static, path, Accept_Encoding=encoding, If_None_Match=fields["ETag"])
    assert again[:2] == (304, b"")
    dated = ours(static, path, Accept_Encoding=encoding, If_Modified_Since=fields["Last-Modified"])
    assert dated[:2] == (304, b"")


@nginx
def test_nginx_tells_nothing_to_others(static: Server) -> None:
    answers = {
        (status, body, tuple(sorted((name, value) for name, value in fields.items() if name != "Date")))
        for path in (
            *("/calendar/basic.ics", "/", "/s", "/s/", f"/s/{SECRET}", f"/s/{SECRET}/", f"/s/{SECRET}/nothing"),
            *(
                f"/s/{OTHERS}/calendar/basic.ics",
                f"/s/{SECRET.lower()}/calendar/basic.ics",
                f"/s/{SECRET}/manifest.json",
            ),
            *(f"/s/{SECRET}/calendar/", f"/s/{SECRET}/calendar", f"/s/{SECRET}/site", f"/S/{SECRET}/README.md"),
            *(f"/s/{SECRET}/../README.md", f"/s/{SECRET}/%2e%2e/README.md", f"/s/{SECRET}/calendar/..%2fmanifest.json"),
            *(f"/s/{SECRET}x/README.md", f"/s/x{SECRET}/README.md"),
        )
        for status, body, fields in [ours(static, path)]
    }
    assert [status for status, _, _ in answers] == [404]
    assert static.get(f"/s/{SECRET}/README.md", Host="evil.example")[0].status == 421


@nginx
@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "DELETE"])
def test_nginx_refuses_other_methods(static: Server, method: str) -> None:
    response, _ = static.get(f"/s/{SECRET}/README.md", method, Host="calendar.brand.example")
    assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")


@nginx
def test_nginx_logs_no_secret(tmp_path: Path) -> None:
    place = tmp_path / "place"
    paths = [f"/s/{SECRET}/calendar/basic.ics", f"/s/{SECRET}", f"/s/{SECRET}/nothing", f"/S/{SECRET}/a", f"/?{SECRET}"]
    with placed(tmp_path) as server:
        for path in paths:
            ours(server, path, Referer=f"https://calendar.brand.example/s/{SECRET}/", User_Agent=SECRET)
        server.get(f"/s/{SECRET}/a", Host=f"{SECRET}.example")
        server.raw(f"GET /s/{SECRET}/{'a' * 9000} HTTP/1.1\r\nHost: calendar.brand.example\r\n\r\n".encode())
        server.raw(f"GET /s/{SECRET}/a HTTP/1.1\r\nHost: calendar.brand.example\r\nContent-Length: x\r\n\r\n".encode())
        (place / "output" / "README.md").chmod(0)
        ours(server, f"/s/{SECRET}/README.md")
    log = (place / "siyu.access.log").read_text("utf-8")
    assert " GET /s/…/calendar/basic.ics 200 " in log
    assert len(log.splitlines()) == len(paths) + 2  # what is too long is nobody's yet
    for told in (log, (place / "siyu.error.log").read_text("utf-8"), (place / "main.log").read_text("utf-8")):
        assert SECRET[:8] not in told


@nginx
def test_nginx_takes_a_new_build_whole(static: Server, tmp_path: Path) -> None:
    connection = HTTPConnection("127.0.0.1", static.port, timeout=10)
    for number in range(50):
        publish(tmp_path / "place", {"a.ics": feed(number, size=number + 1)})
        connection.request("GET", f"/s/{SECRET}/a.ics", headers={"Host": "calendar.brand.example"})
        assert connection.getresponse().read() == feed(number, size=number + 1)
    connection.close()


@nginx
def test_nginx_before_siyu_serve(tmp_path: Path) -> None:
    """The same bytes and fields as without it, and no secret in its log."""
    place, names = tmp_path / "place", tmp_path / "list"
    output = publish(place, FILES)
    secret = add(names, "小王")
    config = (DEPLOY / "nginx-proxy.conf").read_text("utf-8")
    with running(output, names, hosts=frozenset((b"calendar.brand.example", b"127.0.0.1"))) as behind:
        with served(place, config.replace("127.0.0.1:8710", f"127.0.0.1:{behind.port}")) as front:
            for path in (
                f"/s/{secret}/calendar/basic.ics",
                f"/s/{secret}/site/",
                f"/s/{secret}/nothing",
                "/calendar/basic.ics",
            ):
                for encoding in ("identity", "gzip"):
                    direct, through = (ours(one, path, Accept_Encoding=encoding) for one in (behind, front))
                    assert through[:2] == direct[:2]
                    same = {
                        name: value
                        for name, value in through[2].items()
                        if name not in ("Date", "Server", "Connection")
                    }
                    assert same == {name: value for name, value in direct[2].items() if name != "Date"}
                    if tag := direct[2].get("ETag"):
                        assert ours(front, path, Accept_Encoding=encoding, If_None_Match=tag)[0] == 304
        assert secret not in (place / "siyu.error.log").read_text("utf-8") + "".join(behind.logged)


# Object storage


@moto
def test_object_storage_keeps_types_and_tags(tmp_path: Path) -> None:
    """A stand-in for S3 that looks at no signature."""
    told = json.loads((DEPLOY / "object-storage.json").read_text("utf-8"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        server = Server(free.getsockname()[1])
    process = subprocess.Popen([MOTO, "-p", str(server.port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            try:
                server.socket().close()
                break
            except ConnectionRefusedError:
                continue
        connection = HTTPConnection("127.0.0.1", server.port, timeout=20)

        def put(path: str, data: bytes, **fields: str) -> None:
            headers = {name.replace("_", "-"): value for name, value in fields.items()}
            connection.request(
                "PUT",
                path,
                data,
                {"Authorization": "AWS4-HMAC-SHA256 Credential=a/b/us-east-1/s3/aws4_request", **headers},
            )
            response = connection.getresponse()
            assert response.status == 200, response.read()
            response.read()

        put("/bucket", b"")
        for path, data in FILES.items():
            kind = told["content-types"].get(Path(path).suffix, told["other"])
            name = path.replace("会员", "%E4%BC%9A%E5%91%98")
            put(f"/bucket/{SECRET}/{name}", data, Content_Type=kind, Cache_Control=told["cache-control"])
            fields = {"Authorization": "AWS4-HMAC-SHA256 Credential=a/b/us-east-1/s3/aws4_request"}
            response, body = server.get(f"/bucket/{SECRET}/{name}", **fields)
            assert (response.status, body) == (200, data)
            assert response.headers["Content-Type"] == kind_of(path)
            assert response.headers["Cache-Control"] == CACHE
            again, nothing = server.get(f"/bucket/{SECRET}/{name}", If_None_Match=response.headers["ETag"], **fields)
            assert (again.status, nothing) == (304, b"")
        connection.close()
    finally:
        process.terminate()
        process.wait(20)
