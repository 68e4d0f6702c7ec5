"""A look at what siyu stands on: the program, the terminal, git, the project, its last output and its calendars.

In: a project's root, what the environment says, a way to fetch an address of this machine. Out: `Remark`s.
Promise: reads and asks, changes nothing; a line that is not fine says what to do.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from siyu import __version__
from siyu.diagnostic import Words, plural
from siyu.stages.git import NoHistory, git

FINE, POOR, BAD = "✓", "!", "✗"
_EXTRAS = {
    "poster": ("typst", "siyu poster"),
    "sheets": ("xlsxwriter", "siyu sheet"),
    "traditional": ("opencc", "brand.yaml traditional"),
}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "firefox")


class Remark(NamedTuple):
    """One line: fine, poor or bad; what was looked at and what to do."""

    state: str
    words: Words


def examine(
    root: Path, out: Path, encoding: str, locale: str, fetch: Callable[[Path], Iterator[Remark]]
) -> Iterator[Remark]:
    """Everything, from the program to the feeds."""
    yield from _program(encoding, locale)
    yield from _git(root)
    yield from _schema(root)
    yield from _output(root, out, fetch)


def _program(encoding: str, locale: str) -> Iterator[Remark]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Remark(FINE, Words(f"siyu {__version__}，Python {version}", f"siyu {__version__}, Python {version}"))
    if encoding.lower().replace("-", "") in ("utf8", "utf8sig"):
        yield Remark(FINE, Words("终端是 UTF-8", "the terminal is UTF-8"))
    else:
        yield Remark(POOR, Words(f"终端的编码是 {encoding}，汉字会变成 \\u：Windows 先运行 chcp 65001，或设 PYTHONUTF8=1", f"the terminal's encoding is {encoding}, Chinese becomes \\u: on Windows run chcp 65001, or set PYTHONUTF8=1"))  # fmt: skip
    yield Remark(FINE, Words(f"消息用中文还是英文，跟着 {locale or '（没有设）'}；--lang 可以换", f"messages follow the locale {locale or '(none)'}; --lang changes it"))  # fmt: skip
    for extra, (module, command) in _EXTRAS.items():
        there = importlib.util.find_spec(module) is not None
        yield Remark(FINE, Words(f"{command} 可以用", f"{command} is ready")) if there else Remark(POOR, Words(f"{command} 要先装：pip install 'siyu[{extra}]'", f"{command} needs: pip install 'siyu[{extra}]'"))  # fmt: skip
    if shutil.which("fc-list"):  # elsewhere the system brings Chinese fonts with it
        chinese = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, check=False).stdout.split()
        yield (
            Remark(FINE, Words("有中文字体", "there are Chinese fonts"))
            if chinese
            else Remark(
                POOR,
                Words(
                    "没有中文字体，海报和截图会是方块：装 fonts-noto-cjk 或思源黑体",
                    "no Chinese fonts, posters and screenshots would show boxes: install fonts-noto-cjk",
                ),
            )
        )
    browser = next(filter(shutil.which, _BROWSERS), None)
    if browser is None:
        yield Remark(POOR, Words("没有找到浏览器；页面是普通文件，双击 output/site/index.html 也能看", "no browser was found; the pages are plain files, open output/site/index.html"))  # fmt: skip
    else:
        yield Remark(FINE, Words(f"浏览器：{browser}", f"browser: {browser}"))


def _git(root: Path) -> Iterator[Remark]:
    if shutil.which("git") is None:
        yield Remark(POOR, Words("没有装 git：能编译，但日历不知道每条是哪天改的，diff 和 --since 不能用", "git is not installed: builds work, but calendars do not know when an event changed, diff and --since do not work"))  # fmt: skip
        return
    try:
        shallow = git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
        depth = int(git(root, "rev-list", "--count", "HEAD"))
        dirty = len(git(root, "status", "--porcelain", "--", "brand", "content").splitlines())
    except NoHistory as none:
        yield Remark(POOR, Words(f"这里没有 git 的历史（{none.words.zh}）：git init 之后提交一次", f"no git history here ({none.words.en}): git init and commit once"))  # fmt: skip
        return
    if shallow:
        yield Remark(BAD, Words(f"克隆是浅的，只有 {depth} 个提交，日历会丢掉历史：git fetch --unshallow；在 CI 里设 fetch-depth: 0", f"the clone is shallow ({plural(depth, 'commit')}), calendars would lose their history: git fetch --unshallow; in CI set fetch-depth: 0"))  # fmt: skip
    else:
        yield Remark(
            FINE, Words(f"git：{depth} 个提交，历史完整", f"git: {plural(depth, 'commit')}, the history is whole")
        )
    if dirty:
        yield Remark(POOR, Words(f"{dirty} 个文件还没提交；日历里它们的修改时间要等提交", f"{plural(dirty, 'file is', 'files are')} not committed; calendars date their changes by the commit"))  # fmt: skip


def _schema(root: Path) -> Iterator[Remark]:
    from siyu.schema import schemas
    from siyu.stages.load_all import load_all
    from siyu.stages.read import read

    folder = root / ".siyu" / "schema"
    if not folder.is_dir():
        yield Remark(
            POOR, Words("编辑器还没有补全：运行 siyu schema", "the editor has no completion yet: run siyu schema")
        )
        return
    documents, known, _ = load_all(read(root)[0])
    old = [kind for kind, made in schemas(documents, known).items() if _json(folder / f"{kind}.json") != made]
    if old:
        yield Remark(POOR, Words(f"编辑器的补全旧了（{'、'.join(old)}）：再运行一次 siyu schema", f"the editor's completion is out of date ({', '.join(old)}): run siyu schema again"))  # fmt: skip
    else:
        yield Remark(FINE, Words("编辑器的补全是新的", "the editor's completion is up to date"))


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _output(root: Path, out: Path, fetch: Callable[[Path], Iterator[Remark]]) -> Iterator[Remark]:
    manifest = _json(out / "manifest.json")
    if not isinstance(manifest, dict):
        yield Remark(
            POOR,
            Words(
                f"{out} 里还没有编译过的东西：运行 siyu build", f"nothing has been built in {out} yet: run siyu build"
            ),
        )
        return
    wrong = [file["path"] for file in manifest["files"] if not _whole(out / file["path"], file["sha256"])]
    if wrong:
        yield Remark(BAD, Words(f"{out} 里有 {len(wrong)} 个文件被改过或不见了（{wrong[0]} …）：重新 siyu build", f"{plural(len(wrong), 'file')} in {out} changed or gone ({wrong[0]} …): run siyu build"))  # fmt: skip
        return
    yield Remark(
        FINE,
        Words(
            f"输出完整：{len(manifest['files'])} 个文件",
            f"the output is whole: {plural(len(manifest['files']), 'file')}",
        ),
    )
    yield from fetch(out)


def _whole(path: Path, digest: str) -> bool:
    try:
        return sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False
