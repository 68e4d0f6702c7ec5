"""A sheet, typeset.

In: a sheet, the bytes of its face, and the fonts there are. Out: `Poster`.
Promise: the typesetter sees one empty folder with that face in it and our own page; nothing a brand wrote is markup to it.
The PDF is PDF/A-2u, which forbids what is not in the font: so a text that comes out is readable in both.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import typst

from siyu.asset import Asset
from siyu.diagnostic import Words
from siyu.poster.fonts import Unfit, choose
from siyu.poster.sheet import MOST_LINES, Sheet

MOST_BYTES = 2_000_000
_MOST_PIXELS = 25_000_000  # of a face, unpacked
_MOST_FACE = 10_000_000
_KINDS = {"png": "png", "jpeg": "jpg", "gif": "gif"}
_PPI = 216  # 360 pt are 1080 pixels
_TOFU = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_PAGE = Path(__file__).parent / "poster.typ"


class Poster(NamedTuple):
    """The same sheet twice."""

    png: bytes
    pdf: bytes


@cache
def installed() -> typst.Fonts:
    """The system's fonts, looked for once."""
    return typst.Fonts()


def draw(sheet: Sheet, face: bytes, kind: str, fonts: typst.Fonts) -> Poster:
    """Both files; raises `Unfit`."""
    if sheet.lines > MOST_LINES:
        raise Unfit(
            Words(
                f"群规太长：排出来约 {sheet.lines} 行，一张图最多 {MOST_LINES} 行，删短一些",
                f"the rules are too long: about {sheet.lines} lines, a picture takes {MOST_LINES}; shorten them",
            )
        )
    chosen = choose(frozenset(fonts.families()), sheet)
    name = f"face.{_KINDS[kind]}" if face else ""
    data = {**sheet._asdict(), "fonts": chosen._asdict(), "face": name}
    with TemporaryDirectory(prefix="siyu-poster-") as folder:
        if face:
            (Path(folder) / name).write_bytes(face)
        page = _PAGE.read_bytes()
        compiler = typst.Compiler(
            root=folder,
            font_paths=fonts,
            sys_inputs={"sheet": json.dumps(data, ensure_ascii=False)},
            package_path=folder,
            package_cache_path=folder,
        )
        try:
            pdf = _one(compiler.compile(page, format="pdf", pdf_standards="a-2u", timestamp=0))
        except typst.TypstError as error:
            raise _unfit(error, sheet) from error
        png = _one(compiler.compile(page, format="png", ppi=_PPI))
    if len(png) > MOST_BYTES:
        raise Unfit(
            Words(
                f"图片有 {len(png) / 1e6:.1f} MB，最多 {MOST_BYTES / 1e6:.0f} MB：少用表情，或把群规删短",
                f"the picture has {len(png) / 1e6:.1f} MB of {MOST_BYTES / 1e6:.0f} at most: use fewer emoji, or shorten the rules",
            )
        )
    return Poster(png, pdf)


def face(root: Path, asset: Asset) -> bytes:
    """The bytes of a picture that can be shown; raises `Unfit`."""
    pixels = (asset.width or 0) * (asset.height or 0)
    if asset.kind not in _KINDS or not pixels or pixels > _MOST_PIXELS or asset.size > _MOST_FACE:
        raise _bad_face(asset.path)
    with (root / "brand" / "assets" / asset.path).open("rb") as file:
        return file.read(_MOST_FACE)


def _bad_face(path: str) -> Unfit:
    return Unfit(
        Words(
            f"头像 {path} 用不了：换成 PNG 或 JPG，最多 5000×5000、10 MB",
            f"the avatar {path} cannot be used: take a PNG or JPG of 5000×5000 and 10 MB at most",
        )
    )


def _one(made: bytes | list[bytes] | None) -> bytes:
    assert isinstance(made, bytes)  # one page
    return made


def _unfit(error: typst.TypstError, sheet: Sheet) -> Exception:
    """What the author can mend; our own mistakes stay what they are."""
    if match := _TOFU.search(error.message):
        text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), match[1])
        code = " ".join(f"U+{ord(c):04X}" for c in text[:4])
        return Unfit(
            Words(
                f"没有字体能显示“{text}”（{code}）：换一个字，或装上有它的字体",
                f"no font can show {text!r} ({code}): write something else, or install a font that has it",
            )
        )
    if "decode" in error.message:
        return _bad_face(sheet.face)
    return error
