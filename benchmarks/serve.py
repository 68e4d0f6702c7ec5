"""A built output in, Markdown tables out: `siyu serve` and nginx under the same load, in turn; then 1,000 builds under load.

    python serve.py [--output ../output] [--seconds 5] [--rounds 3] [--builds 1000]

Both serve the same copy of the output on loopback and write an access log to a file; nginx has a worker a core (`auto`), sendfile and
no more fields than it sends by itself. `wrk` keeps 32 connections busy with two threads. Medians of the rounds; a failed answer
ends the comparison. It needs Linux, nginx and wrk, and siyu in the Python that runs it.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from siyu.edition import Artifact
from siyu.stages.write import write

CONNECTIONS = 32
MOST_P99 = 10.0  # ms
LEAST_RATIO = 0.5
PATH = os.environ.get("PATH", "") + ":/usr/sbin"
NGINX = """\
worker_processes auto; daemon off; pid {place}/nginx.pid; error_log {place}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log {place}/nginx-access.log; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  types {{ text/calendar ics; text/markdown md; }} gzip on; gzip_types text/calendar; gzip_min_length 256;
  client_body_temp_path {place}/t1; proxy_temp_path {place}/t2; fastcgi_temp_path {place}/t3;
  uwsgi_temp_path {place}/t4; scgi_temp_path {place}/t5;
  server {{ listen 127.0.0.1:{port}; root {place}/output; }}
}}
"""


@dataclass(frozen=True)
class Load:
    """What wrk measured: requests a second, the 99th percentile in ms, failed answers and connections."""

    rate: float
    p99: float
    failed: int


def wrk(url: str, seconds: int, *headers: str) -> "subprocess.Popen[str]":
    """Begin to ask for one address, over and over."""
    fields = [part for header in headers for part in ("-H", header)]
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *fields, url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def result(run: "subprocess.Popen[str]") -> Load:
    """What a load came to."""
    said, _ = run.communicate()
    p99, unit = re.findall(r"99%\s+([0-9.]+)(us|ms|s)\n", said)[0]
    failed = [
        int(number)
        for line in re.findall(r"Socket errors: (.*)|Non-2xx or 3xx responses: (.*)", said)
        for number in re.findall(r"[0-9]+", "".join(line))
    ]
    rate = float(re.findall(r"Requests/sec:\s+([0-9.]+)", said)[0])
    return Load(rate, float(p99) * {"us": 0.001, "ms": 1, "s": 1000}[unit], sum(failed))


@contextmanager
def servers(place: Path) -> Iterator[tuple[dict[str, str], Path]]:
    """Both servers over `place`/output: their addresses, and where `siyu serve` says what it does."""
    said = place / "siyu.log"
    with (place / "siyu-access.log").open("w") as log, said.open("w") as err:
        command = [sys.executable, "-m", "siyu", "serve", str(place / "output"), "--port", "0", "--lang", "en"]
        ours = subprocess.Popen(command, stdout=log, stderr=err)
        while not (found := re.match(r"(http://\S+)/ ", said.read_text("utf-8"))):
            if ours.poll() is not None:
                raise SystemExit(said.read_text("utf-8"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        (place / "nginx.conf").write_text(NGINX.format(place=place, port=port))
        theirs = subprocess.Popen(
            [shutil.which("nginx", path=PATH) or "nginx", "-e", f"{place}/nginx.log", "-c", f"{place}/nginx.conf"]
        )
        try:
            urls = {"nginx": f"http://127.0.0.1:{port}", "siyu": found[1]}
            while theirs.poll() is None and not answers(urls["nginx"]):
                pass
            yield urls, said
        finally:
            for process in (ours, theirs):
                process.terminate()
                process.wait(20)


def answers(url: str) -> bool:
    """Whether somebody listens there."""
    try:
        fetch(f"{url}/")
    except ConnectionError:
        return False
    return True


def fetch(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One answer."""
    host, _, path = url.removeprefix("http://").partition("/")
    connection = HTTPConnection(host, timeout=20)
    try:
        connection.request(
            "GET", f"/{path}", headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        response = connection.getresponse()
        return response.status, dict(response.headers.items()), response.read()
    finally:
        connection.close()


def compare(urls: dict[str, str], files: list[Path], output: Path, seconds: int, rounds: int) -> bool:
    """Rates side by side, a row a file; whether every row is good enough."""
    print("| | bytes | nginx /s | siyu /s | siyu / nginx | nginx p99 ms | siyu p99 ms |\n|---|---|---|---|---|---|---|")
    good = True
    for name, path, headers in [(file.relative_to(output).as_posix(), file, {}) for file in files] + [
        ("… unchanged (304)", files[-1], {"If_None_Match": "ETag"}),
        ("… gzip", files[-1], {"Accept_Encoding": "gzip"}),
    ]:
        loads: dict[str, list[Load]] = {"nginx": [], "siyu": []}
        size = 0
        for _ in range(rounds):
            for server, url in urls.items():
                address = f"{url}/{path.relative_to(output).as_posix()}"
                _, fields, _ = fetch(address)
                wanted = {key: fields.get(value, value) for key, value in headers.items()}
                status, fields, body = fetch(address, **wanted)
                whole = gzip.decompress(body) if fields.get("Content-Encoding") == "gzip" else body
                if whole != (b"" if "If_None_Match" in wanted else path.read_bytes()) or status not in (200, 304):
                    raise SystemExit(f"{server} answers {status} with {len(body)} bytes: {address}")
                size = len(body)
                lines = [f"{key.replace('_', '-')}: {value}" for key, value in wanted.items()]
                loads[server].append(result(wrk(address, seconds, *lines)))
        if failed := sum(load.failed for row in loads.values() for load in row):
            raise SystemExit(f"{failed} answers failed: {name}")
        nginx, siyu = (median(load.rate for load in loads[server]) for server in ("nginx", "siyu"))
        slow, p99 = (median(load.p99 for load in loads[server]) for server in ("nginx", "siyu"))
        good &= siyu / nginx >= LEAST_RATIO and p99 <= MOST_P99
        print(
            f"| {name} | {size:,} | {nginx:,.0f} | {siyu:,.0f} | {siyu / nginx:.2f} | {slow:.1f} | {p99:.1f} |",
            flush=True,
        )
    return good


def rebuild(url: str, said: Path, output: Path, feed: str, builds: int) -> bool:
    """Publish builds that differ in one feed, one after another, while the load goes on; whether nothing failed."""
    rows = json.loads((output / "manifest.json").read_text("utf-8"))["files"]
    data = {row["path"]: (output / row["path"]).read_bytes() for row in rows}
    hashes = {path: sha256(content).hexdigest() for path, content in data.items()}
    original = data[feed]
    load = wrk(f"{url}/{feed}", 3600)
    for number in range(builds):
        data[feed] = original.replace(b"SUMMARY:", b"SUMMARY:%d " % number, 1)
        hashes[feed] = sha256(data[feed]).hexdigest()
        files = [{"path": path, "sha256": digest} for path, digest in hashes.items()]
        manifest = json.dumps({"generator": "siyu 0", "files": files}).encode()
        artifacts = [Artifact(path, content, ()) for path, content in data.items()]
        write([*artifacts, Artifact("manifest.json", manifest, ())], output, output.parent)
    load.send_signal(signal.SIGINT)
    outcome = result(load)
    taken = said.read_text("utf-8").count("new build:")
    print(
        f"\n{builds:,} builds of {len(data)} files, {taken} taken over while {outcome.rate:,.0f} answers a second went out: "
        f"{outcome.failed} failed, p99 {outcome.p99:.1f} ms"
    )
    return not outcome.failed and taken > 0


def main() -> None:
    """Measure, print, and end with 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path(__file__).resolve().parent.parent / "output")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--builds", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        output = place / "output"
        shutil.copytree(options.output, output)
        feeds = sorted(output.rglob("*.ics"), key=lambda path: path.stat().st_size)
        with servers(place) as (urls, said):
            chosen = [output / "README.md", feeds[0], feeds[len(feeds) // 2], feeds[-1]]
            good = compare(urls, chosen, output, options.seconds, options.rounds)
            good &= rebuild(
                urls["siyu"], said, output, feeds[len(feeds) // 2].relative_to(output).as_posix(), options.builds
            )
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
