"""siyu publish: what a place holds afterwards, whatever was there before and wherever a run was cut off."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from conftest import siyu, tree
from peers import environment, missing, program
from siyu.publish.carry import Raced, carry
from siyu.publish.compare import difference, output, watch
from siyu.publish.folder import Folder
from siyu.publish.place import Bucket, Failed, Place, Unfit, named
from siyu.serve.media import CACHE, kind_of
from siyu.stages.guard import Shrunk

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
OLD = {"README.md": "r", "2026-W48/core/a.txt": "one", "site/index.html": "<p>1", "site/gone.html": "<p>", "site/p.png": "p"}  # fmt: skip
NEW = {"README.md": "r", "2026-W48/core/a.txt": "222", "site/index.html": "<p>2", "site/p.png": "p", "site/桂花 *?.txt": "n"}  # fmt: skip


def feed(*days: int) -> str:
    event = "BEGIN:VEVENT\r\nUID:{0}\r\nDTSTART;TZID=Asia/Shanghai:202611{0}T080000\r\nEND:VEVENT\r\n"
    return f"BEGIN:VCALENDAR\r\n{''.join(event.format(day) for day in days)}END:VCALENDAR\r\n"


OLD |= {"calendar/core.ics": feed(23, 24)}
NEW |= {"calendar/core.ics": feed(23, 24, 25)}


def built(folder: Path, files: Mapping[str, str]) -> Path:
    """An output as a build leaves it."""
    rows = [
        {"path": path, "size": len(text.encode()), "sha256": sha256(text.encode()).hexdigest()}
        for path, text in sorted(files.items())
    ]
    told = json.dumps({"generator": "siyu 0.1.0", "files": rows})
    for path, text in [*files.items(), ("manifest.json", told)]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return built(tmp_path / "old", OLD)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return built(tmp_path / "new", NEW)


def send(folder: Path, place: Place) -> int:
    made = output(folder)
    return carry(made, place, difference(made, place))


class Counted:
    """A place that tells what is done to it, and stops before the step of a number."""

    def __init__(self, place: Place, stop: int = 0, then: Callable[[], None] = lambda: None) -> None:
        self.place, self.stop, self.then = place, stop, then
        self.hidden = place.hidden
        self.done: list[tuple[str, str]] = []

    def listed(self) -> dict[str, int]:
        return self.place.listed()

    def read(self, path: str) -> bytes | None:
        return self.place.read(path)

    def put(self, files: Mapping[str, bytes], kind: str) -> None:
        for path, data in files.items():
            self._step("put", path)
            self.place.put({path: data}, kind)

    def delete(self, paths: Any) -> None:
        for path in paths:
            self._step("delete", path)
            self.place.delete([path])

    def _step(self, verb: str, path: str) -> None:
        self.done.append((verb, path))
        if len(self.done) == self.stop:
            self.then()


def cut() -> None:
    raise Failed.__new__(Failed)


# The order of things, in a folder


def test_only_what_changed_in_the_order_that_harms_nobody(old: Path, new: Path, tmp_path: Path) -> None:
    place = Counted(Folder(tmp_path / "www"))
    send(old, place)
    assert tree(tmp_path / "www") == tree(old)
    place.done.clear()
    sent = send(new, place)
    assert tree(tmp_path / "www") == tree(new)
    assert place.done == [
        ("put", "manifest.json"),
        ("put", "2026-W48/core/a.txt"),
        ("put", "site/桂花 *?.txt"),
        ("put", "site/index.html"),
        ("put", "calendar/core.ics"),
        ("delete", "site/gone.html"),
        ("put", "manifest.json"),
    ]
    assert sent == sum(len(NEW[path].encode()) for verb, path in place.done if path in NEW)
    place.done.clear()
    assert send(new, place) == 0
    assert place.done == []


def test_a_folder_left_empty_goes_with_its_file(tmp_path: Path) -> None:
    www = tmp_path / "www"
    send(built(tmp_path / "a", {"w/deep/er/a.txt": "a", "w/b.txt": "b"}), Folder(www))
    send(built(tmp_path / "b", {"w/b.txt": "b"}), Folder(www))
    assert sorted(path.name for path in www.rglob("*")) == ["b.txt", "manifest.json", "w"]


def test_a_name_that_only_changed_its_case_is_not_deleted_after_it_came(tmp_path: Path) -> None:
    place = Counted(Folder(tmp_path / "www"))
    send(built(tmp_path / "a", {"site/A.png": "p", "site/b.png": "b"}), place)
    place.done.clear()
    send(built(tmp_path / "b", {"site/a.png": "p"}), place)
    assert [path for verb, path in place.done if verb == "delete"] == ["site/b.png"]


def test_long_names(tmp_path: Path) -> None:
    files = {f"site/{'桂' * 80}{number}.txt": str(number) for number in range(3)}
    send(built(tmp_path / "a", files), Folder(tmp_path / "www"))
    assert tree(tmp_path / "www") == tree(tmp_path / "a")


def test_what_somebody_deleted_or_cut_short_there_is_sent_again(new: Path, tmp_path: Path) -> None:
    www = tmp_path / "www"
    send(new, Folder(www))
    (www / "site/p.png").unlink()
    (www / "2026-W48/core/a.txt").write_bytes(b"tw")
    send(new, Folder(www))
    assert tree(www) == tree(new)


@pytest.mark.parametrize("stop", range(1, 8))
def test_the_next_run_completes_one_that_was_cut_off(old: Path, new: Path, tmp_path: Path, stop: int) -> None:
    for after in (new, old):  # the same output, or another one
        www = tmp_path / f"www-{after.name}"
        send(old, Folder(www))
        with pytest.raises(Failed):
            send(new, Counted(Folder(www), stop, cut))
        feeds = (www / "calendar/core.ics").read_bytes().decode()
        assert feeds in (OLD["calendar/core.ics"], NEW["calendar/core.ics"])
        if feeds == NEW["calendar/core.ics"]:  # whatever it may link to is there
            assert {path: data for path, data in tree(www).items() if path in NEW} == {p: t.encode() for p, t in NEW.items()}  # fmt: skip
        send(after, Folder(www))
        assert tree(www) == tree(after)


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_killed_while_a_file_is_written(new: Path, tmp_path: Path) -> None:
    www = tmp_path / "www"
    kill = f"""
import os, signal, sys
real = os.fsync
def fsync(number):
    if len(list(__import__('pathlib').Path({str(www)!r}).rglob('*.txt'))) == 1: os.kill(os.getpid(), signal.SIGKILL)
    real(number)
os.fsync = fsync
from siyu.cli import main
main()
"""
    run = subprocess.run([sys.executable, "-c", kill, "publish", www, "--out", new], check=False)
    assert run.returncode == -signal.SIGKILL
    assert [path for path in tree(www) if path.endswith(".siyu-part")]
    assert siyu("publish", www, "--out", new).returncode == 0
    assert tree(www) == tree(new)


@pytest.mark.parametrize("stop", range(2, 7))
def test_of_two_runs_at_once_the_next_one_puts_it_right(old: Path, new: Path, tmp_path: Path, stop: int) -> None:
    www = tmp_path / "www"
    send(old, Folder(www))
    other = built(tmp_path / "other", {**NEW, "2026-W48/core/a.txt": "333", "site/more.txt": "m"})

    def meanwhile() -> None:
        send(other, Folder(www))

    with pytest.raises(Raced):
        send(new, Counted(Folder(www), stop, meanwhile))
    for after in (other, new):  # both would have the same size
        send(after, Folder(www))
        assert tree(www) == tree(after)


@pytest.mark.parametrize("stop", range(1, 7))
def test_one_that_begins_while_another_runs(old: Path, new: Path, tmp_path: Path, stop: int) -> None:
    www = tmp_path / "www"
    send(old, Folder(www))
    other = built(tmp_path / "other", {**NEW, "2026-W48/core/a.txt": "333", "site/more.txt": "m"})
    with pytest.raises(Failed):
        send(other, Counted(Folder(www), stop, cut))
    send(new, Folder(www))
    assert tree(www) == tree(new)


def test_somebody_publishes_between_the_look_and_the_first_step(old: Path, new: Path, tmp_path: Path) -> None:
    for first in ([], [old]):
        www = tmp_path / f"www{len(first)}"
        for folder in first:
            send(folder, Folder(www))
        made = output(new)
        found = difference(made, Folder(www))
        send(built(tmp_path / "other", {**NEW, "site/more.txt": "m"}), Folder(www))
        with pytest.raises(Raced):
            carry(made, Folder(www), found)
        assert tree(www) == tree(tmp_path / "other")


# What is refused


def test_an_output_that_is_not_what_its_manifest_says(new: Path, tmp_path: Path) -> None:
    name = new / "2026-W48/core/a.txt"
    for spoil in (lambda: name.write_bytes(b"twO"), name.unlink, name.mkdir):
        spoil()
        run = siyu("publish", tmp_path / "www", "--out", new, "--lang", "en")
        assert (run.returncode, run.stdout) == (2, "")
        assert "a.txt" in run.stderr and "run siyu build again" in run.stderr
        assert not (tmp_path / "www").exists()
    run = siyu("publish", tmp_path / "www", "--out", tmp_path / "nowhere", "--lang", "en")
    assert run.returncode == 2 and "run siyu build first" in run.stderr


def test_a_build_that_replaces_the_output_meanwhile(old: Path, new: Path, tmp_path: Path) -> None:
    place = Folder(tmp_path / "www")
    made = output(old)
    found = difference(made, place)
    built(old, {**OLD, "site/index.html": "<p>3"})
    with pytest.raises(Unfit, match="not what the manifest says"):
        carry(made, place, found)
    send(new, place)
    assert tree(tmp_path / "www") == tree(new)


@pytest.mark.parametrize(("feeds", "word"), [("", "would be empty"), (feed(23), "from 4 steps ahead to 1")])
def test_calendars_that_shrink_are_held_against_what_is_there(tmp_path: Path, feeds: str, word: str) -> None:
    before = {"calendar/core.ics": feed(23, 24, 25, 26), "calendar/core-quiet.ics": feed(23)}
    www = tmp_path / "www"
    send(built(tmp_path / "a", before), Folder(www))
    after = built(tmp_path / "b", {"calendar/core.ics": feeds} if feeds else {"a.txt": "a"})
    held = tree(www)
    for dry in ([], ["--dry-run"]):
        run = siyu("publish", www, "--out", after, "--lang", "en", *dry)
        assert run.returncode == 1 and word in run.stderr and "--allow-shrink" in run.stderr
    assert tree(www) == held
    assert siyu("publish", www, "--out", after, "--allow-shrink").returncode == 0
    assert tree(www) == tree(after)
    with pytest.raises(Shrunk):
        made = output(built(tmp_path / "c", {"calendar/core.ics": feed()}))
        send(built(tmp_path / "d", before), Folder(tmp_path / "www2"))
        watch(made, Folder(tmp_path / "www2"), difference(made, Folder(tmp_path / "www2")))


def test_more_deletions_than_allowed(tmp_path: Path) -> None:
    www = tmp_path / "www"
    many = {f"{number}.txt": "x" for number in range(101)}
    send(built(tmp_path / "a", many), Folder(www))
    after = built(tmp_path / "b", {"one.txt": "1"})
    run = siyu("publish", www, "--out", after, "--lang", "en")
    assert (run.returncode, run.stderr.splitlines()[0][:41]) == (1, "101 files would be deleted (the first: 0.")
    assert tree(www) == tree(tmp_path / "a")
    assert siyu("publish", www, "--out", after, "--max-deletes", "101").returncode == 0
    assert tree(www) == tree(after)


def test_a_place_that_holds_something_else(new: Path, tmp_path: Path) -> None:
    www = tmp_path / "www"
    (www / "photos").mkdir(parents=True)
    (www / "photos/precious.jpg").write_bytes(b"p")
    run = siyu("publish", www, "--out", new, "--lang", "en")
    assert run.returncode == 2 and "photos/precious.jpg" in run.stderr
    (www / "photos/precious.jpg").rename(www / ".DS_Store")
    (www / "README.md").write_bytes(b"uploaded by hand")  # this very output's
    send(new, Folder(www))
    assert tree(www) == {**tree(new), ".DS_Store": b"p"}
    (www / "later.txt").write_bytes(b"somebody's")
    send(new, Folder(www))
    assert (www / "later.txt").read_bytes() == b"somebody's"
    with pytest.raises(Unfit, match=r"later\.txt"):
        send(built(tmp_path / "b", {**NEW, "later.txt": "ours"}), Folder(www))


@pytest.mark.parametrize(
    "told",
    [
        b"{}", b"\xff", b"[" * 100_000,
        b'{"generator": "siyu 1", "files": [{"path": "../victim", "sha256": ""}]}',
        b'{"generator": "siyu 1", "files": [{"path": "/victim", "sha256": ""}]}',
        b'{"generator": "siyu 1", "files": [{"path": "a/../../victim", "sha256": ""}]}',
        b'{"generator": "siyu 1", "files": [{"path": "c:victim", "sha256": ""}]}',
    ],
)  # fmt: skip
def test_a_manifest_there_that_means_harm(new: Path, tmp_path: Path, told: bytes) -> None:
    www = tmp_path / "www"
    www.mkdir()
    (tmp_path / "victim").write_bytes(b"v")
    (www / "manifest.json").write_bytes(told)
    with pytest.raises(Unfit, match="no manifest of siyu's"):
        send(new, Folder(www))
    assert (tmp_path / "victim").exists()


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_links_there_are_not_followed(new: Path, tmp_path: Path) -> None:
    www, elsewhere = tmp_path / "www", tmp_path / "elsewhere"
    send(new, Folder(www))
    elsewhere.mkdir()
    (elsewhere / "index.html").write_bytes(b"precious")
    (www / "site/index.html").unlink()
    (www / "site/index.html").symlink_to(elsewhere / "index.html")
    send(new, Folder(www))  # the link is replaced, not what it leads to
    assert tree(www) == tree(new) and not (www / "site/index.html").is_symlink()
    for path in (www / "site").iterdir():
        path.unlink()
    (www / "site").rmdir()
    (www / "site").symlink_to(elsewhere)
    with pytest.raises(Failed, match="site"):
        send(new, Folder(www))
    assert tree(elsewhere) == {"index.html": b"precious"}


# URLs


@pytest.mark.parametrize(
    ("url", "means"),
    [
        ("/srv/siyu", Path("/srv/siyu")),
        ("www", Path("www")),
        ("D:\\share\\siyu", Path("D:\\share\\siyu")),
        ("\\\\server\\share", Path("\\\\server\\share")),
        ("file:///srv/a%20b", Path("/srv/a b")),
        ("s3://bucket", Bucket("bucket", "")),
        ("s3://bucket/", Bucket("bucket", "")),
        ("S3://bucket/a/b/", Bucket("bucket", "a/b")),
    ],
)
def test_a_url_is_a_folder_or_a_bucket(url: str, means: Path | Bucket) -> None:
    assert named(url) == means


@pytest.mark.parametrize(
    "url",
    [
        "", "\0", "http://a.example/", "oss://bucket/x", "s3://", "s3://b", "s3://key:secret@bucket/x", "s3://bucket//x",
        "s3://bucket/../x", "s3://bucket/a/./b", "s3://bucket/%2e%2e/x", "s3://bucket/a?versionId=1", "s3://bucket/*",
        "s3://bucket/a#b", "file://server/share",
    ],
)  # fmt: skip
def test_what_is_neither(url: str) -> None:
    with pytest.raises(Unfit):
        named(url)


def test_the_output_is_no_place_to_publish_to(new: Path, tmp_path: Path) -> None:
    for place in (new, new / "site", tmp_path, new / "README.md"):
        run = siyu("publish", place, "--out", new, "--lang", "en")
        assert (run.returncode, run.stdout) == (2, ""), place


def test_without_the_extra_it_says_what_to_install(new: Path) -> None:
    code = "import sys\nsys.modules['s3fs'] = None\nfrom siyu.cli import main\nmain()"
    command = [sys.executable, "-c", code, "publish", "s3://bucket/x", "--out", str(new), "--lang", "en"]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 2 and "pip install 'siyu[publish]'" in run.stderr, run.stderr


def test_what_it_says(old: Path, new: Path, tmp_path: Path) -> None:
    www = tmp_path / "www"
    assert "6 uploaded" in siyu("publish", www, "--out", old, "--lang", "en").stderr
    run = siyu("publish", www, "--out", new, "--dry-run", "--lang", "en")
    assert run.stdout.splitlines() == [
        "~ 2026-W48/core/a.txt", "+ site/桂花 *?.txt", "~ site/index.html", "~ calendar/core.ics", "- site/gone.html",
    ]  # fmt: skip
    assert "4 to upload, 1 to delete, 2 unchanged; nothing was touched" in run.stderr
    assert tree(www) == tree(old)
    assert "传了 4 个文件" in siyu("publish", www, "--out", new, "--lang", "zh").stderr
    assert "0 uploaded (0 kB), 0 deleted, 6 unchanged" in siyu("publish", www, "--out", new, "--lang", "en").stderr


# A bucket, of a server that speaks S3's protocol


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("s3fs") if os.environ.get("SIYU_PEERS") != "all" else None
    command = program("moto_server")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("moto")
    with (
        (home / "log").open("wb") as log,
        subprocess.Popen([command, "-p", str(port)], env=environment(home), stdout=log, stderr=log) as server,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            while server.poll() is None and not _answers(port):
                pass
            if server.poll() is not None:
                missing("moto_server")
            yield url
        finally:
            server.terminate()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture
def client(storage: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A bucket of its own, seen by another library's eyes: botocore's."""
    from botocore.session import get_session  # type: ignore

    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    client = get_session().create_client("s3", endpoint_url=storage, region_name="us-east-1")
    for bucket in client.list_buckets()["Buckets"]:
        for row in client.list_objects_v2(Bucket=bucket["Name"]).get("Contents", []):
            client.delete_object(Bucket=bucket["Name"], Key=row["Key"])
        client.delete_bucket(Bucket=bucket["Name"])
    client.create_bucket(Bucket="brand")
    return client


SECRET = "k3v9tq2m8xw5r7ynb4hc6zp1dj0fsgla"


def upload(storage: str, out: Path, *more: str, url: str = f"s3://brand/{SECRET}") -> subprocess.CompletedProcess[str]:
    return siyu("publish", url, "--out", out, "--lang", "en", *more, env={**KEYS, "AWS_ENDPOINT_URL": storage})


def held(client: Any) -> dict[str, bytes]:
    found = client.list_objects_v2(Bucket="brand").get("Contents", [])
    return {row["Key"]: client.get_object(Bucket="brand", Key=row["Key"])["Body"].read() for row in found}


def without_state(objects: Mapping[str, bytes]) -> dict[str, bytes]:
    keys = [key for key in objects if key.startswith(f"{SECRET}/manifest")]
    assert len(keys) == 1
    return {key.removeprefix(f"{SECRET}/"): data for key, data in objects.items() if key not in keys}


def test_a_bucket_holds_the_output(storage: str, client: Any, old: Path, new: Path) -> None:
    client.put_object(Bucket="brand", Key="somebody/else.txt", Body=b"theirs")
    for folder, files in ((old, OLD), (new, NEW)):
        run = upload(storage, folder)
        assert run.returncode == 0, run.stderr
        assert SECRET not in run.stderr + run.stdout
        objects = held(client)
        assert objects.pop("somebody/else.txt") == b"theirs"
        assert without_state(objects) == {path: text.encode() for path, text in files.items()}
    assert f"{SECRET}/manifest.json" not in held(client)  # nobody can ask for what nobody can name
    assert "0 uploaded" in upload(storage, new).stderr


def test_objects_carry_their_type(storage: str, client: Any, new: Path) -> None:
    assert upload(storage, new).returncode == 0
    for path in NEW:
        head = client.head_object(Bucket="brand", Key=f"{SECRET}/{path}")
        assert (head["ContentType"], head["CacheControl"]) == (kind_of(path), CACHE)
    assert kind_of("calendar/core.ics") == "text/calendar; charset=utf-8"


def test_a_bucket_is_guarded_too(storage: str, client: Any, new: Path, tmp_path: Path) -> None:
    assert upload(storage, new).returncode == 0
    before = held(client)
    run = upload(storage, built(tmp_path / "less", {**NEW, "calendar/core.ics": feed()}))
    assert run.returncode == 1 and "calendar/core.ics would be empty" in run.stderr
    assert held(client) == before


@pytest.mark.parametrize("stop", [1, 2, 4, 6])
def test_a_run_cut_off_in_a_bucket(storage: str, client: Any, old: Path, new: Path, stop: int) -> None:
    from siyu.publish.bucket import bucket

    place = bucket(Bucket("brand", SECRET), storage)
    send(old, place)
    with pytest.raises(Failed):
        send(new, Counted(place, stop, cut))
    assert upload(storage, new).returncode == 0
    assert without_state(held(client)) == {path: text.encode() for path, text in NEW.items()}


def test_two_that_begin_at_once_leave_two_manifests_and_the_next_run_one(
    storage: str, client: Any, old: Path, new: Path
) -> None:
    from siyu.publish.bucket import bucket

    place = bucket(Bucket("brand", SECRET), storage)
    with pytest.raises(Raced):
        send(new, Counted(place, 3, lambda: client.put_object(Bucket="brand", Key=f"{SECRET}/manifest-{'0' * 32}.json", Body=(old / "manifest.json").read_bytes())))  # fmt: skip
    assert upload(storage, new).returncode == 0
    assert without_state(held(client)) == {path: text.encode() for path, text in NEW.items()}


def test_what_the_storage_says_is_told(storage: str, client: Any, new: Path) -> None:
    run = upload(storage, new, url=f"s3://nobody-has-it/{SECRET}")
    assert (run.returncode, run.stdout) == (3, "")
    assert "bucket" in run.stderr.lower() and SECRET not in run.stderr and "Traceback" not in run.stderr
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    run = upload(storage, new, "--endpoint", f"http://127.0.0.1:{port}")
    assert run.returncode == 3 and "Traceback" not in run.stderr and SECRET not in run.stderr
