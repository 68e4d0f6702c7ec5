"""What siyu knows of the files below brand/assets, and what the rules make of real pictures."""

from __future__ import annotations

import io
import os
from pathlib import Path
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Project
from siyu.asset import Asset, look_at
from siyu.build import compile_project
from siyu.report import FORMATS
from siyu.stages.read import read


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + pack(">I", 13) + b"IHDR" + pack(">II", width, height) + b"\x08\x02\0\0\0" + b"\0" * 8


def jpeg(width: int, height: int, before: bytes = b"") -> bytes:
    frame = pack(">BBHBHH", 0xFF, 0xC2, 17, 8, height, width)
    return b"\xff\xd8\xff\xe0" + pack(">H", 16) + b"JFIF" + b"\0" * 10 + before + frame + b"\0" * 10 + b"\xff\xd9"


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + pack("<HH", width, height) + b"\0\0\0;"


def seen(data: bytes) -> Asset:
    return look_at("a.png", len(data), io.BytesIO(data))


THUMBNAIL = b"\xff\xe1" + pack(">H", 2 + 300) + jpeg(160, 120).ljust(300, b"\0")
MANY = b"\xff\xe2" + pack(">H", 0xFFFF) + b"x" * 0xFFFD


@pytest.mark.parametrize(
    ("data", "kind", "size"),
    [
        (png(1080, 1440), "png", (1080, 1440)),
        (jpeg(1242, 1660), "jpeg", (1242, 1660)),
        (jpeg(1242, 1660, THUMBNAIL), "jpeg", (1242, 1660)),
        (jpeg(1242, 1660, MANY * 4), "jpeg", (1242, 1660)),
        (jpeg(1242, 1660, b"\xff\xff\xff"), "jpeg", (1242, 1660)),
        (gif(240, 240), "gif", (240, 240)),
    ],
    ids=["png", "jpeg", "thumbnail first", "far behind", "padding", "gif"],
)
def test_a_pictures_header_says_how_large_it_is(data: bytes, kind: str, size: tuple[int, int]) -> None:
    assert seen(data) == Asset("a.png", len(data), kind, *size)


@pytest.mark.parametrize("data", [png(10, 10), jpeg(10, 10, THUMBNAIL), gif(10, 10)], ids=["png", "jpeg", "gif"])
def test_a_file_that_is_cut_off_has_no_size(data: bytes) -> None:
    whole = next(length for length in range(len(data) + 1) if seen(data[:length]).width)
    for length in range(whole):
        assert (seen(data[:length]).width, seen(data[:length]).height) == (None, None)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"\0\0\0 ftypheic", "heic"),
        (b"\0\0\0 ftypqt  ", "mov"),
        (b"\0\0\0 ftypisom", "mp4"),
        (b"\xef\xbb\xbf\n<svg/>", "svg"),
        (b"II*\0", "tiff"),
        (b"%PDF-1.7", ""),
        (b"", ""),
    ],
)
def test_other_files_are_called_what_they_are(head: bytes, kind: str) -> None:
    assert seen(head).kind == kind


class Counted(io.BytesIO):
    """A file that knows how much of it was read."""

    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.count += len(data)
        return data


@pytest.mark.parametrize("flood", [b"\xff", b"\xff\xe0\0\2", b"\xff\xe0\0\0", b"\xff\xc4\0\3 "])
def test_a_hostile_file_is_left_after_a_few_bytes(flood: bytes) -> None:
    file = Counted(b"\xff\xd8" + flood * 100_000)
    assert look_at("a.jpg", 0, file).width is None
    assert file.count < 2000


@given(st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF", b""]), st.binary(max_size=200))
def test_no_bytes_are_too_strange(magic: bytes, rest: bytes) -> None:
    seen(magic + rest)


def test_reading_looks_at_every_asset(project: Project) -> None:
    root = project({"brand/assets/a/one.png": png(9, 8), "brand/assets/two.txt": b"hello"})
    os.mkfifo(root / "brand" / "assets" / "pipe")
    files, found = read(root)
    assert not found
    assert {name: asset[:5] for name, asset in files.assets.items()} == {
        "a/one.png": ("a/one.png", 37, "png", 9, 8),
        "two.txt": ("two.txt", 5, "", None, None),
        "pipe": ("pipe", 0, "", None, None),
    }


def rainy(*lines: str) -> str:
    rest = "".join(f"    {line}\n" for line in lines)
    return (
        "week: 2026-W40\ncolumns:\n  noon-cup:\n    mon: {product: osmanthus}\n    tue: {product: osmanthus}\n"
        f'    wed: {{product: osmanthus}}\nextra:\n  - id: rain\n    day: mon\n    at: "15:00"\n    title: 下雨了\n{rest}'
    )


def told(root: Path) -> str:
    return FORMATS["concise"](compile_project(root).diagnostics, "en")


@pytest.mark.parametrize(
    ("size", "odd"), [((1080, 10800), False), ((10800, 1080), False), ((1081, 1081), True), ((1000, 10801), True)]
)
def test_pixels_are_counted_on_both_sides(project: Project, size: tuple[int, int], odd: bool) -> None:
    copy = rainy("channel: moments", "copy: 送伞", "images: [a.png]")
    root = project({"brand/assets/a.png": png(*size), "content/weeks/2026-W40.yaml": copy})
    assert ("odd-sized-image" in told(root)) is odd


def test_moments_take_nine_images_or_a_link(project: Project) -> None:
    names = [f"{number}.png" for number in range(10)]
    copy = rainy(
        "channel: moments",
        "copy: 送伞",
        f"images: [{', '.join(names)}]",
        "link: https://mini.bantangshan.example/order",
    )
    root = project({f"brand/assets/{name}": png(9, 9) for name in names} | {"content/weeks/2026-W40.yaml": copy})
    assert told(root) == (
        "content/weeks/2026-W40.yaml:8:9: error[too-many-images] rain has 10 images, 9 at most\n"
        "content/weeks/2026-W40.yaml:15:11: warning[mixed-media] rain has 10 images, 1 link card;"
        " Moments takes up to 9 images, or 1 video, or 1 link\n"
    )


def test_every_picture_of_the_repositorys_brand_can_be_sent() -> None:
    assets = read(ROOT)[0].assets.values()
    assert assets
    assert all(asset.width and asset.height for asset in assets)
