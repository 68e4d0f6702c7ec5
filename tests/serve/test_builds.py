"""New builds and new lists while the server runs: whole, at once, or not at all."""

from __future__ import annotations

import asyncio
import hmac
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path

import pytest

from serve.outputs import Server, feed, publish, running
from siyu.diagnostic import Words
from siyu.serve import crew, subscribers
from siyu.serve.crew import Crew, Lead, follow
from siyu.serve.server import _Eye
from siyu.serve.service import Limits, Service, State
from siyu.serve.subscribers import Unfit, add, opens, read, revoke
from siyu.serve.tree import Broken, load
from siyu.stages.swap import exchange

OLD = {"a.ics": feed(1), "b.ics": feed(1), "gone.txt": b"old"}
NEW = {"a.ics": feed(2), "b.ics": feed(1), "more.txt": b"new"}


def told(server: Server) -> Words:
    return server.said.get(timeout=10)


def test_a_new_build_is_picked_up(tmp_path: Path) -> None:
    with running(publish(tmp_path, OLD)) as server:
        publish(tmp_path, NEW)
        assert told(server) == Words("换上了新的构建：3 个文件，2 个有变化", "new build: 3 files, 2 changed")
        assert [server.get(f"/{path}")[0].status for path in ("a.ics", "b.ics", "gone.txt", "more.txt")] == [
            200,
            200,
            404,
            200,
        ]
        assert server.get("/a.ics")[1] == feed(2)


def test_what_is_known_by_its_hash_is_not_read_again(tmp_path: Path) -> None:
    old = load(publish(tmp_path, OLD), {})
    new = load(publish(tmp_path, NEW), old)
    assert new[b"/b.ics"] is old[b"/b.ics"]
    assert new[b"/a.ics"] is not old[b"/a.ics"]


def missing(output: Path) -> None:
    (output / "more.txt").unlink()


def shortened(output: Path) -> None:
    (output / "a.ics").write_bytes(feed(2)[:-100])


def altered(output: Path) -> None:
    (output / "a.ics").write_bytes(feed(3))


def linked(output: Path) -> None:
    (output / "more.txt").rename(output / "elsewhere.txt")
    (output / "more.txt").symlink_to("elsewhere.txt")


def a_folder(output: Path) -> None:
    (output / "more.txt").unlink()
    (output / "more.txt").mkdir()


def no_json(output: Path) -> None:
    (output / "manifest.json").write_bytes(b'{"generator": "siyu 0.1.0", "files": [')


def nested(output: Path) -> None:
    (output / "manifest.json").write_bytes(b"[" * 100_000)


def foreign(output: Path) -> None:
    (output / "manifest.json").write_bytes(b'{"files": []}')


def no_manifest(output: Path) -> None:
    (output / "manifest.json").unlink()


@pytest.mark.parametrize(
    ("spoil", "zh", "en"),
    [
        (missing, "读不到 {0}/more.txt：", "cannot read {0}/more.txt: "),
        (shortened, "{0}/a.ics 和清单里的哈希对不上", "{0}/a.ics is not what the manifest says (sha256)"),
        (altered, "{0}/a.ics 和清单里的哈希对不上", "{0}/a.ics is not what the manifest says (sha256)"),
        (linked, "{0}/more.txt 不是普通文件", "{0}/more.txt is no regular file"),
        (a_folder, "{0}/more.txt 不是普通文件", "{0}/more.txt is no regular file"),
        (no_json, "{0}/manifest.json 不是 siyu 写的清单", "{0}/manifest.json is no manifest of siyu's"),
        (nested, "{0}/manifest.json 不是 siyu 写的清单", "{0}/manifest.json is no manifest of siyu's"),
        (foreign, "{0}/manifest.json 不是 siyu 写的清单", "{0}/manifest.json is no manifest of siyu's"),
        (no_manifest, "没有 {0}/manifest.json，先运行 siyu build", "no {0}/manifest.json; run siyu build first"),
    ],
)
def test_a_broken_build_changes_nothing_and_is_told_once(
    tmp_path: Path, spoil: Callable[[Path], None], zh: str, en: str
) -> None:
    output = publish(tmp_path / "one", OLD)
    broken = publish(tmp_path / "two", NEW)
    spoil(broken)
    with running(output) as server:
        assert exchange(broken, output)
        words = told(server)
        assert words.zh.startswith(f"新的构建没有换上，继续用上一次的：{zh.format(output)}")
        assert words.en.startswith(f"the new build is not taken, the last one stays: {en.format(output)}")
        assert [server.get(f"/{path}")[1] for path in OLD] == list(OLD.values())
        assert exchange(broken, output)
        assert told(server).en == "new build: 3 files, 0 changed"  # and nothing in between: told once


def test_a_build_that_arrives_file_by_file_is_taken_when_it_is_whole(tmp_path: Path) -> None:
    """Copied by a tool that knows no exchange, manifest first."""
    output, source = publish(tmp_path / "one", OLD), publish(tmp_path / "two", NEW)
    with running(output) as server:
        shutil.copy(source / "manifest.json", output / "manifest.json.part")
        (output / "manifest.json.part").replace(output / "manifest.json")
        assert "a.ics is not what the manifest says" in told(server).en
        shutil.copy(source / "a.ics", output / "a.ics")
        assert "cannot read" in told(server).en
        shutil.copy(source / "more.txt", output / "more.txt")
        assert told(server).en == "new build: 3 files, 2 changed"
        assert server.get("/more.txt")[1] == b"new"


def test_the_output_may_be_away_for_a_while(tmp_path: Path) -> None:
    output = publish(tmp_path, OLD)
    with running(output) as server:
        output.rename(tmp_path / "away")
        assert told(server).zh == f"新的构建没有换上，继续用上一次的：没有 {output}/manifest.json，先运行 siyu build"
        assert server.get("/a.ics")[1] == feed(1)
        (tmp_path / "away").rename(output)
        assert told(server).en == "new build: 3 files, 0 changed"


def test_a_thousand_builds_under_load(tmp_path: Path) -> None:
    """Every answer is a whole feed of a build that was published, and nobody goes back to an older one."""
    feeds = [feed(number, size=1 + number % 50) for number in range(1001)]
    tags = {f'"{sha256(data).hexdigest()}"': number for number, data in enumerate(feeds)}
    newest, done, answers = [0], threading.Event(), [0]
    failures: list[str] = []

    def client(server: Server) -> None:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
        try:
            while not done.is_set():
                floor = newest[0]
                connection.request("GET", "/a.ics")
                response = connection.getresponse()
                body = response.read()
                number = tags[response.headers["ETag"]]
                newest[0] = max(newest[0], number)
                answers[0] += 1
                if (response.status, body) != (200, feeds[number]) or number < floor:
                    failures.append(f"{response.status}: {number} after {floor}")
        except Exception as failure:
            failures.append(repr(failure))
        finally:
            connection.close()

    with running(publish(tmp_path, {"a.ics": feeds[0], "b.ics": feed(1)})) as server:
        threads = [threading.Thread(target=client, args=(server,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for data in feeds[1:]:
            publish(tmp_path, {"a.ics": data, "b.ics": feed(1)})
        while server.get("/a.ics")[1] != feeds[-1]:
            told(server)
        done.set()
        for thread in threads:
            thread.join(10)
    assert not failures
    assert newest[0] > 0
    assert answers[0] > 100


def test_what_is_broken_is_told_once_and_never_when_it_was_exchanged_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(b"1")
    words = Words("坏了", "broken")

    def broken() -> None:
        raise Broken(words)

    def exchanged() -> None:
        path.write_bytes(path.read_bytes() + b"1")
        raise Broken(words)

    async def looks() -> list[object]:
        eye = _Eye[None](path, None)
        return [await eye.look(fetch) for fetch in (exchanged, broken, broken, exchanged, broken)]

    assert asyncio.run(looks()) == [None, words, None, None, None]


def test_a_state_counts_when_every_process_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has the new state, while another has not yet, still answers with the old one."""
    monkeypatch.setattr(os, "waitpid", lambda child, _: (child, 0))
    old = State(0, load(publish(tmp_path, OLD), {}), None)
    new = State(1, load(publish(tmp_path, NEW), old.files), {b"key": "小王"})
    turn = memoryview(bytearray(8)).cast("q")
    log: list[str] = []
    quick, slow = (Service(old, turn, (), Limits(), float, log.append) for _ in range(2))

    async def work() -> list[int]:
        pairs = [socket.socketpair() for _ in range(2)]
        lead = Lead(Crew(pairs[0][0], turn, others={number: ours for number, (ours, _) in enumerate(pairs)}), print)
        await lead.open()
        first = asyncio.ensure_future(follow(pairs[0][1], quick))
        hand = asyncio.ensure_future(lead.hand(old, new))
        while quick.next is old:
            await asyncio.sleep(0)
        for _ in range(50):
            await asyncio.sleep(0)
        numbers = [quick.current().number, turn[0], int(hand.done())]
        second = asyncio.ensure_future(follow(pairs[1][1], slow))
        await hand
        numbers += [quick.current().number, slow.current().number, turn[0]]
        closing = asyncio.ensure_future(lead.close(10))
        await asyncio.gather(first, second)
        await closing
        return numbers

    assert asyncio.run(work()) == [0, 0, 0, 1, 1, 1]
    for service in (quick, slow):
        assert service.current().keys == new.keys
        assert service.current().files == new.files


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_process_that_takes_no_state_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would keep all others at the old build for ever."""
    monkeypatch.setattr(crew, "_PATIENCE", 0.01)
    old = State(0, {}, None)
    ours, theirs = socket.socketpair()
    turn = memoryview(bytearray(8)).cast("q")
    stuck = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=[theirs.fileno()])
    theirs.close()
    lost: list[int] = []

    async def work() -> None:
        lead = Lead(Crew(ours, turn, others={stuck.pid: ours}), lost.append)
        await lead.open()
        await lead.hand(old, State(1, {}, None))
        await lead.close(10)

    asyncio.run(work())
    assert (turn[0], lost) == (1, [stuck.pid])
    assert stuck.stdin is not None
    stuck.stdin.close()
    stuck.returncode = -9  # it was waited for already


# Subscribers


def test_the_file_tells_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "list"
    secrets = [add(path, name) for name in ("小王", "Ann Lee")]
    text = path.read_text("utf-8")
    assert all(len(secret) == 32 and secret not in text for secret in secrets)
    assert len(set(secrets)) == 2
    assert text.splitlines()[1:] == [
        f"{sha256(secrets[0].encode()).hexdigest()}  小王",
        f"{sha256(secrets[1].encode()).hexdigest()}  Ann Lee",
    ]
    assert path.stat().st_mode & 0o777 == 0o600
    assert [child.name for child in tmp_path.iterdir()] == ["list"]


def test_a_secret_opens_until_it_is_revoked(tmp_path: Path) -> None:
    path = tmp_path / "list"
    one, two = add(path, "小王"), add(path, "小李")
    assert opens(read(path), one.encode())
    revoke(path, "小王")
    keys = read(path)
    assert not opens(keys, one.encode())
    assert opens(keys, two.encode())
    for wrong in (
        b"",
        two.encode()[:-1],
        two.encode() + b"a",
        two.lower().encode(),
        sha256(two.encode()).hexdigest().encode(),
    ):
        assert not opens(keys, wrong)


def test_every_key_is_compared_whatever_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = [add(tmp_path / "list", f"{number}") for number in range(5)]
    keys, compared = read(tmp_path / "list"), [0]
    compare = hmac.compare_digest

    def counted(one: bytes, other: bytes) -> bool:
        compared[0] += 1
        return compare(one, other)

    monkeypatch.setattr(subscribers, "compare_digest", counted)
    for guess in (secrets[0], secrets[-1], "wrong"):
        compared[0] = 0
        opens(keys, guess.encode())
        assert compared[0] == 5


@pytest.mark.parametrize("name", ["", " a", "a ", "a\nb", "a\tb", "a" * 65, "\u202e"])
def test_a_name_is_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unfit, match="a name is one line"):
        add(tmp_path / "list", name)
    assert not (tmp_path / "list").exists()


def test_one_address_a_name_and_none_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "list"
    add(path, "小王")
    before = path.read_bytes()
    with pytest.raises(Unfit, match="has an address already"):
        add(path, "小王")
    with pytest.raises(Unfit, match="小李 is not in"):
        revoke(path, "小李")
    (tmp_path / "list.new").touch()
    with pytest.raises(Unfit, match="another siyu is changing"):
        revoke(path, "小王")
    assert path.read_bytes() == before


@pytest.mark.parametrize("data", [b"secret  name\n", b"\xff\n", b"0" * 64 + b"\n", b"0" * 64 + b" one space\n"])
def test_a_list_that_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "list").write_bytes(data)
    with pytest.raises(Broken):
        read(tmp_path / "list")


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    publish(tmp_path, {**OLD, "site/index.html": b"<!doctype html>"})
    return tmp_path / "list"


def test_only_secret_addresses_are_served(listed: Path) -> None:
    secret = add(listed, "小王")
    with running(listed.parent / "output", listed) as server:
        assert server.get(f"/s/{secret}/a.ics")[1] == feed(1)
        assert server.get(f"/s/{secret}/site/")[1] == b"<!doctype html>"
        assert server.get(f"/s/{secret}/a.ics", If_None_Match="*")[0].status == 304
        answers = {
            (response.status, tuple((k, v) for k, v in response.headers.items() if k != "Date"), body)
            for path in (
                *(
                    "/a.ics",
                    "/",
                    "/s",
                    "/s/",
                    f"/s/{secret}",
                    f"/s/{secret}/",
                    f"/s/{secret}/b",
                    f"/s/{secret}/../a.ics",
                ),
                *(f"/s/{'a' * 32}/a.ics", f"/s/{secret[:-1]}/a.ics", f"/S/{secret}/a.ics", f"/s//{secret}/a.ics"),
                *(f"/t/{secret}/a.ics", f"//s/{secret}/a.ics", f"/s/{secret}//a.ics", f"/s/{secret}a.ics", "/s//a.ics"),
            )
            for response, body in [server.get(path)]
        }
        assert len(answers) == 1
        assert answers.pop()[0] == 404


def test_no_secret_is_logged_right_or_wrong(listed: Path) -> None:
    secret = add(listed, "小王")
    with running(listed.parent / "output", listed) as server:
        hexed = "".join(f"%{ord(char):02x}" for char in secret)
        for path in (f"/s/{secret}/a.ics", f"/s/{hexed}/a.ics", f"/%73/{secret}/a.ics"):
            assert server.get(path)[0].status == 200
        for path in (
            f"/s/{secret}",
            f"/S/{secret}/a.ics",
            f"/s/{secret}/nothing",
            f"/a.ics?{secret}",
            f"/{secret}",
            f"//s/{secret}/",
        ):
            assert server.get(path, Referer=f"http://localhost/s/{secret}/", User_Agent=secret)[0].status == 404
        server.get(f"/s/{secret}/a.ics", "POST")
        server.raw(f"GET /s/{secret}/a.ics HTTP/1.1\r\nHost: {secret}\r\nConnection: close\r\n\r\n".encode())
        server.raw(f"GET /s/{secret}/a.ics HTTP/1.1\n\n".encode())
        server.raw(f"GET /s/{secret}/{'a' * 9000}".encode())
    log = "".join(server.logged)
    assert log.count(" GET /s/…/a.ics 200 ") == 3
    assert len(log.splitlines()) == 13
    assert server.said.empty()
    for part in (secret, hexed, secret[:8], secret[-8:]):
        assert part not in log


def test_a_log_line(tmp_path: Path) -> None:
    with running(publish(tmp_path, OLD)) as server:
        server.get("/a.ics")
        server.get("/a.ics", "HEAD")
        server.raw(b"GET /a.ics\x1b[31m HTTP/1.1\r\nHost: localhost\r\n\r\n")
        server.get("/elsewhere")
    lines = [
        re.sub(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z ", "", line) for line in "".join(server.logged).splitlines()
    ]
    size = len(feed(1))
    assert lines == [f"GET /a.ics 200 {size}", "HEAD /a.ics 200 0", "- … 400 16", "GET … 404 14"]


def test_a_new_list_counts_at_once_and_a_lost_one_lets_nobody_in(listed: Path) -> None:
    one = add(listed, "小王")
    with running(listed.parent / "output", listed) as server:
        two = add(listed, "小李")
        assert told(server) == Words("换上了新的名单：2 人", "new list of subscribers: 2")
        assert server.get(f"/s/{two}/a.ics")[0].status == 200
        revoke(listed, "小王")
        assert told(server).en == "new list of subscribers: 1"
        assert [server.get(f"/s/{secret}/a.ics")[0].status for secret in (one, two)] == [404, 200]
        listed.rename(listed.with_name("away"))
        assert told(server).zh == f"现在谁也进不来：没有订阅名单 {listed}，用 --add 建一个"
        assert server.get(f"/s/{two}/a.ics")[0].status == 404
        listed.with_name("away").rename(listed)
        assert told(server).en == "new list of subscribers: 1"
        assert server.get(f"/s/{two}/a.ics")[0].status == 200
        publish(listed.parent, NEW)
        assert told(server).en == "new build: 3 files, 2 changed"
        assert server.get(f"/s/{two}/more.txt")[1] == b"new"
