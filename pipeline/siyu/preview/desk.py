"""What there is to look at now: the last good pages, and what became of the last compile.

In: a project's root and the language of messages. Out: pages by path, ready for a browser, and what tells one state of a page from another.
Promise: whatever a file holds and whatever fails here, there is a page that says so; the next good save puts it right.
"""

from __future__ import annotations

import platform
import traceback
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from siyu import __version__
from siyu.build import Result, compile_project
from siyu.diagnostic import Severity, Words
from siyu.edition import Publication
from siyu.preview.memory import Memory
from siyu.preview.page import OWN, View, alive, alone, beside, framed
from siyu.preview.sheets import sheet, week_of
from siyu.report.words import safe, say

_STATIC = files(__package__) / "static"
_NO_BRAND = Words("brand/brand.yaml 不见了：放回去就恢复", "brand/brand.yaml is gone: put it back to go on")

Compile = Callable[[Path, Memory], Result]


def compiled(root: Path, memory: Memory) -> Result:
    """What the files say, made of what did not change."""
    return compile_project(root, keep=memory)


class Desk:
    """One author's project as of the last `refresh`; `root` of a page's own addresses is `prefix`."""

    def __init__(self, project: Path, lang: str, prefix: str = "", compile_: Compile = compiled) -> None:
        self.project = project
        self.lang = lang
        self.prefix = prefix
        self.view = View()
        self._shown: Publication | None = None
        self._pictures = ""
        self._compile = compile_
        self._memory = Memory()
        self._made: dict[str, tuple[bytes, str]] = {}
        self._own = {f"{OWN}/{name}": (_STATIC / name).read_bytes() for name in ("preview.css", "preview.js")}

    def refresh(self) -> None:
        """Compile what the files say now."""
        try:
            result = self._compile(self.project, self._memory)
        except Exception:  # the author loses no page to a fault of ours
            self.view, self._memory = self.view._replace(fault=_fault()), Memory()
        else:
            good, told = result.publication, tuple(result.diagnostics)
            if good is not None:
                self._memory.forget()
                self._shown, self._pictures = beside(good, self.lang), _looks(good)
            gone = result.failed and not any(d.severity is Severity.ERROR for d in told)
            self.view = View(good or self.view.good, told, say(_NO_BRAND, self.lang) if gone else "", result.failed)
        self._made.clear()

    def get(self, path: str) -> bytes | Path | None:
        """What to answer; None where there is nothing."""
        if path in self._own:
            return self._own[path]
        if path.endswith(".html"):
            return None if (page := self._page(path)) is None else page[0]
        return sheet(self._shown, path) if self._shown else None

    def state(self, path: str) -> str:
        """How a page looks now, in sixteen letters."""
        return (self._page(path) or self._missing(path))[1]

    def missing(self, path: str) -> bytes:
        """The page of a path that has none, until it has one again."""
        return self._missing(path)[0]

    def _page(self, path: str) -> tuple[bytes, str] | None:
        if path in self._made:
            return self._made[path]
        if (page := self._rendered(path)) is None:
            return None
        made = self._finished(page, path)
        if self._shown is not None:  # else any address would be kept
            self._made[path] = made
        return made

    def _rendered(self, path: str) -> bytes | None:
        if self._shown is None:
            return alone(self.view, self.lang, self.prefix)
        try:
            page = sheet(self._shown, path)
            return framed(page, self.view, week_of(self._shown, path), self.lang) if isinstance(page, bytes) else None
        except Exception:
            return alone(self.view._replace(fault=_fault()), self.lang, self.prefix)

    def _missing(self, path: str) -> tuple[bytes, str]:
        return self._finished(alone(self.view, self.lang, self.prefix), path)

    def _finished(self, page: bytes, path: str) -> tuple[bytes, str]:
        state = sha256(page + self._pictures.encode()).hexdigest()[:16]
        return alive(page, state, path, self.prefix), state


def _looks(publication: Publication) -> str:
    """What changes when a picture does, whose page stays the same."""
    marks = []
    for asset in publication.library.assets.values():
        with suppress(OSError):
            status = asset.file.stat(follow_symlinks=False)
            marks.append(f"{asset.path} {status.st_mtime_ns} {status.st_size} {status.st_ino}")
    return "\n".join(marks)


def _fault() -> str:
    lines = [
        "siyu 出错了，这是我们的问题。请把下面这段贴给我们。",
        "siyu failed, and it is our fault. Please paste this report.",
        "",
        f"siyu {__version__} · Python {platform.python_version()} · {platform.system()} {platform.machine()}",
        *traceback.format_exc().splitlines(),
    ]
    return "\n".join(map(safe, lines))
