"""What `siyu schema` writes, in a real language server: yaml-language-server over its own protocol."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import HERE, ROOT, Project, siyu
from siyu import editor
from siyu.kinds import KINDS

SERVER = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
NODE = shutil.which("node")
needs_server = pytest.mark.skipif(
    not (NODE and SERVER.exists()), reason="no yaml-language-server: npm install --prefix tests"
)


class Server:
    """A language server that has opened a project."""

    def __init__(self, root: Path) -> None:
        assert NODE
        self.root = root
        self.pipe = subprocess.Popen([NODE, str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.told: dict[str, list[Any]] = {}
        self.number = 0
        self.ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": {}})
        settings = json.loads((root / ".vscode" / "settings.json").read_text("utf-8"))
        placed = {(root / path).as_uri(): glob for path, glob in settings["yaml.schemas"].items()}
        self.settings = [
            {"validate": True, "hover": True, "completion": True, "schemas": placed, "schemaStore": {"enable": False}}
        ]
        self.send("initialized", {})
        self.send("workspace/didChangeConfiguration", {"settings": {"yaml": self.settings[0]}})

    def send(self, method: str, params: Any, **more: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self.write(body)

    def write(self, body: bytes) -> None:
        assert self.pipe.stdin
        self.pipe.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.pipe.stdin.flush()

    def receive(self) -> Any:
        assert self.pipe.stdout
        length = 0
        while (line := self.pipe.stdout.readline().strip()) or not length:
            name, _, value = line.partition(b": ")
            length = int(value) if name == b"Content-Length" else length
        message = json.loads(self.pipe.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:  # the server asks, too
            answer = self.settings * 5 if message["method"] == "workspace/configuration" else None
            self.write(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer}).encode())
        return message

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        self.send(method, params, id=self.number)
        while (message := self.receive()).get("id") != self.number or "method" in message:
            pass
        return message["result"]

    def open(self, path: str, text: str) -> str:
        """A document that was never open before, in the folder of `path`."""
        self.number += 1
        uri = (self.root / path.replace(".yaml", f"-{self.number}.yaml" if "/weeks/" in path else ".yaml")).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        return uri

    def problems(self, path: str, text: str) -> list[Any]:
        uri = self.open(path, text)
        self.told.pop(uri, None)
        while uri not in self.told:
            self.receive()
        return self.told[uri]

    def at(self, method: str, path: str, text: str, mark: str = "‸") -> Any:
        """What a request says at the mark."""
        before = text[: text.index(mark)]
        uri = self.open(path, text.replace(mark, ""))
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self.ask(method, {"textDocument": {"uri": uri}, "position": position})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("brand")
    for folder in ("brand", "content"):
        shutil.copytree(ROOT / folder, root / folder)
    assert siyu("schema", str(root)).returncode == 0
    server = Server(root)
    yield server
    server.pipe.kill()
    server.pipe.communicate()


WEEK = "content/weeks/new.yaml"


@needs_server
@pytest.mark.parametrize(
    "path", sorted(str(p.relative_to(ROOT)) for f in ("brand", "content") for p in (ROOT / f).rglob("*.yaml"))
)
def test_the_brand_has_no_problem_in_the_editor(server: Server, path: str) -> None:
    assert server.problems(path, (ROOT / path).read_text("utf-8")) == []


@needs_server
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("week: 2026-W50\ncolumns:\n  daily-pick:\n    mon: {product: hand-creme}\n", "hand-creme"),
        ("week: 2026-W50\ncolumns:\n  daily-pick:\n    mon: {product: hand-cream, hok: 冷}\n", "hok"),
        ("week: 2026-W50\ncolumns:\n  daily-pik:\n    mon: {product: hand-cream}\n", "daily-pik"),
        ("week: 2026-W50\nstate: approve\n", "approve"),
    ],
)
def test_a_wrong_word_is_flagged_where_it_stands(server: Server, text: str, words: str) -> None:
    problems = server.problems(WEEK, text)
    assert problems
    start = problems[0]["range"]["start"]
    assert text.split("\n")[start["line"]][start["character"] :].startswith(words)


@needs_server
def test_the_projects_ids_are_offered_with_what_people_call_them(server: Server) -> None:
    text = "week: 2026-W50\ncolumns:\n  daily-pick:\n    mon:\n      product: ‸\n"
    offered = server.at("textDocument/completion", WEEK, text)["items"]
    labels = {item["label"]: item["documentation"] for item in offered}
    ids = {path.stem for path in (ROOT / "brand" / "products").glob("*.yaml")}
    assert set(labels) == ids
    assert labels["hand-cream"] == "苔原护手霜"


@needs_server
def test_columns_are_offered_by_name_and_their_own_fields_with_them(server: Server) -> None:
    offered = server.at("textDocument/completion", WEEK, "week: 2026-W50\ncolumns:\n  ‸\n")["items"]
    assert {path.stem for path in (ROOT / "content" / "columns").glob("*.yaml")} <= {item["label"] for item in offered}
    offered = server.at(
        "textDocument/completion", WEEK, "week: 2026-W50\ncolumns:\n  daily-pick:\n    mon:\n      ‸\n"
    )["items"]
    assert {"product", "hook", "tip", "copy", "tiers"} <= {item["label"] for item in offered}


@needs_server
@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("content/columns/x.yaml", "name: 新栏目\nneed‸s: [product]\n", "每一条必须给的"),
        ("brand/products/x.yaml", "name: 新品\npri‸ce: 39\n", "公开价"),
        (WEEK, "week: 2026-W50\nthe‸me: 小雪\n", "这一周的主题"),
    ],
)
def test_hover_says_in_chinese_what_a_key_means(server: Server, path: str, text: str, said: str) -> None:
    assert said in json.dumps(server.at("textDocument/hover", path, text), ensure_ascii=False)


def test_a_teams_own_settings_stay(project: Project) -> None:
    root = project({})
    (root / ".vscode").mkdir()
    own = {"editor.fontSize": 15, "yaml.schemas": {"mine.json": "x.yaml"}}
    (root / ".vscode/settings.json").write_text(json.dumps(own), "utf-8")
    (root / ".vscode/tasks.json").write_text(
        '{"tasks": [{"label": "mine"}, {"label": "siyu check", "old": 1}]}', "utf-8"
    )
    (root / ".vscode/extensions.json").write_text('{ // ours\n "recommendations": []}', "utf-8")
    for _ in range(2):
        done = siyu("schema", str(root), "--lang", "en")
        assert done.returncode == 0
        assert ".vscode/extensions.json" in done.stderr
        settings = json.loads((root / ".vscode/settings.json").read_text("utf-8"))
        assert settings["editor.fontSize"] == 15
        assert settings["yaml.schemas"].keys() == {"mine.json", *(f"./.siyu/schema/{kind}.json" for kind in KINDS)}
        tasks = json.loads((root / ".vscode/tasks.json").read_text("utf-8"))["tasks"]
        assert [task["label"] for task in tasks] == ["mine", "siyu check", "siyu build"]
        assert "old" not in tasks[1]
    assert "// ours" in (root / ".vscode/extensions.json").read_text("utf-8")


def test_nothing_is_written_through_a_link(project: Project, tmp_path: Path) -> None:
    root, elsewhere = project({}), tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / ".vscode").symlink_to(elsewhere)
    assert siyu("schema", str(root)).returncode == 2
    assert list(elsewhere.iterdir()) == []


def test_the_task_reads_what_check_says(project: Project) -> None:
    import re

    root = project({"content/weeks/2026-W40.yaml": "week: 2026-W40\ncolums: {}\n"})
    (line,) = siyu("check", "--format", "concise", "--lang", "zh", cwd=root).stdout.splitlines()
    task = editor.files({})["tasks.json"]["tasks"][0]
    pattern = task["problemMatcher"]["pattern"]
    match = re.fullmatch(pattern["regexp"], line)
    assert match
    told = {key: match[number] for key, number in pattern.items() if key != "regexp"}
    assert told["file"] == "content/weeks/2026-W40.yaml"
    assert (told["line"], told["column"], told["severity"], told["code"]) == ("2", "1", "error", "unknown-key")
