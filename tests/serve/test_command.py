"""`siyu serve` as a process: the command line, several processes behind one port, signals and the log."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from conftest import ROOT, siyu
from serve.outputs import Server, feed, publish
from siyu.serve.crew import most

posix = pytest.mark.skipif(os.name == "nt", reason="signals, fork and modes")
several = pytest.mark.skipif(most() == 1, reason="one process serves here")
FILES = {"calendar/basic.ics": feed(1), "README.md": b"readme", "site/index.html": b"<!doctype html>"}

Start = Callable[..., tuple["subprocess.Popen[str]", Server]]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return publish(tmp_path, FILES)


@pytest.fixture
def start() -> Iterator[Start]:
    """Start servers; all are ended with the test."""
    processes = []

    def begin(*args: str | Path, lang: str = "en") -> tuple[subprocess.Popen[str], Server]:
        command = [sys.executable, "-m", "siyu", "serve", *map(str, args), "--port", "0", "--lang", lang]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")
        processes.append(process)
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.match(r"http://\S+?:([0-9]+)/", said)
        assert found, said + process.stderr.read()
        return process, Server(int(found[1]))

    yield begin
    for process in processes:
        process.kill()
        process.communicate()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    return process.stderr.readline()


def children(process: subprocess.Popen[str]) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


# What it says


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "/site/ · 3 个文件 · Ctrl-C 停\n"), ("en", "/site/ · 3 files · Ctrl-C stops\n")],
)
def test_it_says_where_and_how_much(output: Path, lang: str, said: str) -> None:
    command = [sys.executable, "-m", "siyu", "serve", str(output), "--port", "0", "--lang", lang]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+" + re.escape(said), line(process))
    finally:
        process.kill()
        process.communicate()


def test_a_project_may_be_named_instead_of_its_output(tmp_path: Path, start: Start) -> None:
    (tmp_path / "brand").mkdir()
    (tmp_path / "brand" / "brand.yaml").touch()
    publish(tmp_path, FILES)
    _, server = start(tmp_path)
    assert server.get("/README.md")[1] == b"readme"


@pytest.mark.parametrize(
    ("args", "zh", "en"),
    [
        (
            ["{0}/nowhere"],
            "没有 {0}/nowhere/manifest.json，先运行 siyu build",
            "no {0}/nowhere/manifest.json; run siyu build first",
        ),
        (
            ["{0}/output", "--subscribers", "{0}/list"],
            "没有订阅名单 {0}/list，用 --add 建一个",
            "no list of subscribers {0}/list; --add makes one",
        ),
        (
            ["{0}/output", "--add", "小王"],
            "--add 和 --revoke 要配 --subscribers FILE",
            "--add and --revoke need --subscribers FILE",
        ),
        (
            ["{0}/output", "--add", "小王", "--subscribers", "{0}/output/list"],
            "名单不能放在 {0}/output 里：下一次构建会盖掉",
            "no list inside {0}/output: the next build replaces it",
        ),
        (
            ["{0}/output", "--revoke", "小王", "--subscribers", "{0}/list"],
            "名单里没有 小王：{0}/list",
            "小王 is not in {0}/list",
        ),
        (
            ["{0}/output", "--add", "小王", "--subscribers", "{0}/nowhere/list"],
            "写不了 {0}/nowhere/list.new：",
            "cannot write {0}/nowhere/list.new: ",
        ),
        (["{0}/output", "--host-name", "a..b"], "不是主机名：a..b", "no host name: a..b"),
        (
            ["{0}/output", "--bind", "203.0.113.7"],
            "不能在 203.0.113.7 的端口 8710 上监听：",
            "cannot listen on 203.0.113.7, port 8710: ",
        ),
    ],
)
def test_2_wrong_usage(output: Path, args: list[str], zh: str, en: str) -> None:
    place = output.parent
    for lang, said in (("zh", f"错误：{zh}"), ("en", f"error: {en}")):
        run = siyu("serve", *(arg.format(place) for arg in args), "--lang", lang)
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr.startswith(said.format(place))
        assert run.stderr.count("\n") == 1


def test_2_the_port_is_taken(output: Path, start: Start) -> None:
    """By a server of the same kind, too, that would share it."""
    _, server = start(output)
    command = [sys.executable, "-m", "siyu", "serve", str(output), "--port", str(server.port), "--lang", "en"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert run.returncode == 2
    assert run.stderr.startswith(f"error: cannot listen on 127.0.0.1, port {server.port}: ")


def test_who_listens_to_the_world_is_told(output: Path, start: Start) -> None:
    process, server = start(
        output, "--bind", "0.0.0.0", "--host-name", "cal.brand.example", "--host-name", "日历.example"
    )
    assert line(process).startswith("note: everybody who can reach this machine can read it")
    for host in ("cal.brand.example", "xn--jmr704b.example:80", "LOCALHOST", "127.0.0.1", "[::1]:8710"):
        assert server.get("/README.md", Host=host)[0].status == 200, host
    for host in ("0.0.0.0", "brand.example"):
        assert server.get("/README.md", Host=host)[0].status == 421


# Subscribers


def test_a_subscriber_from_add_to_revoke(output: Path, start: Start) -> None:
    names = output.parent / "list"
    added = siyu(
        "serve", output, "--subscribers", names, "--add", "小王", "--host-name", "cal.brand.example", "--lang", "zh"
    )
    assert (added.returncode, added.stderr) == (0, "只显示这一次，私下发给 小王\n")
    urls = added.stdout.splitlines()
    assert [url.rpartition("/s/")[2][32:] for url in urls] == ["/calendar/basic.ics", "/site/index.html"]
    path = urls[0].removeprefix("https://cal.brand.example")
    assert path.startswith("/s/")
    process, server = start(output, "--subscribers", names)
    assert server.get(path)[1] == FILES["calendar/basic.ics"]
    assert server.get("/calendar/basic.ics")[0].status == 404
    assert siyu("serve", output, "--subscribers", names, "--revoke", "小王").returncode == 0
    assert line(process) == "new list of subscribers: 0\n"
    assert server.get(path)[0].status == 404
    again = siyu("serve", output, "--subscribers", names, "--add", "小王")
    assert again.stdout.startswith("http://127.0.0.1:8710/s/")
    assert line(process) == "new list of subscribers: 1\n"
    assert server.get(again.stdout.splitlines()[0].removeprefix("http://127.0.0.1:8710"))[0].status == 200
    process.send_signal(signal.SIGTERM)
    log, said = process.communicate(timeout=20)
    assert sorted(entry.split(" ", 1)[1] for entry in log.splitlines()) == [
        *["GET /s/…/calendar/basic.ics 200 " + str(len(feed(1)))] * 2,
        *["GET … 404 14"] * 2,
    ]
    secret = path.split("/")[2]
    assert secret not in log + said + names.read_text("utf-8")


# Several processes


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_of_it(output: Path, start: Start, number: signal.Signals) -> None:
    process, server = start(output)
    with server.socket() as idle:
        idle.sendall(b"GET /README.md HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert idle.recv(1000).endswith(b"readme")
        process.send_signal(number)
        log, said = process.communicate(timeout=20)  # ends when every process has closed it
        assert idle.recv(1) == b""
    assert (process.returncode, said) == (0, "")
    assert log.count("GET /README.md 200 6\n") == 1
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), timeout=10)


@several
def test_when_the_leader_is_killed_the_others_go(output: Path, start: Start) -> None:
    process, _ = start(output)
    assert len(children(process)) == most() - 1
    process.kill()
    process.communicate(timeout=20)  # would wait for ever while one of them has the log open


@several
def test_when_another_is_killed_the_rest_goes_on(output: Path, start: Start) -> None:
    process, server = start(output)
    lost = children(process)[0]
    os.kill(lost, signal.SIGKILL)
    assert line(process) == f"a serving process ended by itself ({lost}); the others go on\n"
    publish(output.parent, {"README.md": b"new"})
    assert line(process) == "new build: 1 file, 1 changed\n"
    assert {server.get("/README.md")[1] for _ in range(40)} == {b"new"}


def test_a_new_build_counts_in_all_processes_from_one_moment_on(output: Path, start: Start) -> None:
    """Nobody sees the old build after anybody has seen the new one, whichever process answers."""
    publish(output.parent, {"n": b"0"})
    process, server = start(output)
    newest, done = [0], threading.Event()
    seen: set[int] = set()
    failures: list[str] = []

    def client() -> None:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
        try:
            while not done.is_set():
                floor = newest[0]
                connection.request("GET", "/n")
                number = int(connection.getresponse().read())
                seen.add(number)
                newest[0] = max(newest[0], number)
                if number < floor:
                    failures.append(f"{number} after {floor}")
        except Exception as failure:
            failures.append(repr(failure))
        finally:
            connection.close()

    threads = [threading.Thread(target=client) for _ in range(12)]
    for thread in threads:
        thread.start()
    for number in range(1, 5):
        publish(output.parent, {"n": str(number).encode()})
        assert line(process) == "new build: 1 file, 1 changed\n"
        assert {server.get("/n")[1] for _ in range(20)} == {str(number).encode()}
    done.set()
    for thread in threads:
        thread.join(10)
    assert not failures
    assert len(seen) > 1


@posix
def test_a_log_that_nobody_reads_ends_and_the_server_goes_on(output: Path, start: Start) -> None:
    process, server = start(output)
    assert process.stdout is not None
    process.stdout.close()
    assert server.get("/README.md")[1] == b"readme"
    assert line(process).startswith("the access log ends: ")
    assert server.get("/README.md")[1] == b"readme"


@posix
def test_a_log_that_nobody_empties_loses_lines_and_stops_nobody(output: Path, start: Start) -> None:
    process, server = start(output)
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)

    def ask(times: int) -> None:
        for _ in range(times):
            connection.request("GET", "/README.md")
            assert connection.getresponse().read() == b"readme"

    ask(3000)  # 130 kB of log, twice what a pipe holds
    assert process.stdout is not None
    kept = os.read(process.stdout.fileno(), 65536)
    ask(1)
    connection.close()
    process.send_signal(signal.SIGTERM)
    log = kept.decode() + process.communicate(timeout=20)[0]
    lost = re.findall(r"^([0-9]+) lines lost$", log, re.MULTILINE)
    assert len(lost) == 1
    assert log.count(" GET /README.md 200 6\n") + int(lost[0]) == 3001


@posix
def test_few_open_files_keep_nobody_out(output: Path) -> None:
    """Half-open connections fill what places there are; there are fewer than files that may be open."""
    limited = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256)); from siyu.cli import main; main()"
    )
    command = [sys.executable, "-c", limited, "serve", str(output), "--port", "0", "--lang", "en"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        server = Server(int(re.findall(r":([0-9]+)/", line(process))[0]))
        held = [server.socket() for _ in range(200 * most())]
        assert server.get("/README.md")[1] == b"readme"
        for client in held:
            client.close()
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=20)[1] == ""
    finally:
        process.kill()
        process.communicate()


def test_both_documents_name_every_option() -> None:
    help_ = siyu("serve", "--help").stdout
    options = set(re.findall(r"--[a-z-]+", help_)) - {"--help", "--lang"}
    assert options == {"--bind", "--port", "--host-name", "--subscribers", "--add", "--revoke"}
    text = (ROOT / "deploy" / "README.md").read_text("utf-8")
    assert all(option in text for option in options)
