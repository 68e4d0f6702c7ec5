"""The posters as they come out: sizes, words, glyphs, line ends; and brands, fonts and folders that mean no good."""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from conftest import HERE, ROOT, siyu, tree
from siyu.asset import Asset
from siyu.poster.fonts import Fonts, Unfit, choose
from siyu.poster.sheet import MOST_LINES, Sheet, _passage

typst = pytest.importorskip("typst", reason="the extra siyu[poster] is not installed")
Image = pytest.importorskip("PIL.Image", reason="pillow is not installed")
pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")

from siyu.poster import draw as drawing  # noqa: E402
from siyu.poster.draw import MOST_BYTES, Poster, draw, face, installed  # noqa: E402

FAMILIES = set(installed().families())
fonts_needed = pytest.mark.skipif(
    not {"Noto Sans CJK SC", "Noto Serif CJK SC", "Noto Color Emoji"} <= FAMILIES,
    reason="fonts-noto-cjk or fonts-noto-color-emoji is not installed",
)
BLANK = Sheet(
    lang="zh",
    title="群规",
    labels=dict.fromkeys(("title", "purpose", "conduct", "penalty", "promise"), "群"),
    brand=[],
    slogan=[],
    tier=[],
    positioning=[],
    purpose=[],
    conduct=[],
    penalty=[],
    promise=[],
    nickname=[],
    role=[],
    human=[],
    initial=[],
    face="",
)
HOSTILE = r"""#read("/etc/passwd") #import "@preview/x:0.1.0" [甲] *乙* _丙_ $x^2$ @丁 <戊> `己` \ // 庚 #panic() = {辛} #sys.inputs.sheet \u{4e00}"""


def plain(*texts: str) -> Sheet:
    return BLANK._replace(tier=_passage("群"), purpose=_passage("聊茶"), conduct=[_passage(text) for text in texts])


def filled(it: Sheet, text: str) -> Sheet:
    """The text in all eleven fields."""
    it = it._replace(brand=_passage(text), slogan=_passage(text), tier=_passage(text), positioning=_passage(text))
    it = it._replace(purpose=_passage(text), conduct=[_passage(text)], penalty=_passage(text), promise=_passage(text))
    return it._replace(nickname=_passage(text), role=_passage(text), human=_passage(text))


def drawn(it: Sheet) -> Poster:
    return draw(it, b"", "", installed())


def pixels(png: bytes) -> Any:
    return Image.open(io.BytesIO(png)).convert("RGB")


def words(pdf: bytes) -> str:
    """The PDF's text as a reader copies it, without white space."""
    (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s", "", page.extract_text())


def lines(pdf: bytes) -> list[str]:
    (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [line.strip() for line in page.extract_text().splitlines() if line.strip()]


@contextmanager
def proxy() -> Iterator[tuple[str, list[bytes]]]:
    """An address that writes down who calls it."""
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller:
                    calls.append(caller.recv(4096))

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", calls
        server.shutdown(socket.SHUT_RDWR)
    thread.join(10)


# What comes out


@fonts_needed
def test_every_tier_with_rules_has_its_picture_and_its_pdf(tmp_path: Path) -> None:
    run = siyu("poster", ROOT, "--out", tmp_path / "a" / "b", "--lang", "en")
    assert (run.returncode, run.stderr) == (0, "")
    made = tree(tmp_path / "a" / "b")
    assert sorted(made) == sorted(
        f"{tier}-rules.{suffix}" for tier in ("basic", "core", "member") for suffix in ("pdf", "png")
    )
    assert run.stdout.split() == [
        str(tmp_path / "a" / "b" / f"{tier}-rules.{suffix}")
        for tier in ("basic", "member", "core")
        for suffix in ("png", "pdf")
    ]
    for name, data in made.items():
        if name.endswith(".png"):
            assert Image.open(io.BytesIO(data)).width == 1080
            assert len(data) <= MOST_BYTES
    text = words(made["core-rules.pdf"])
    for part in (
        "听苔核心群",
        "愿意认真记录皮肤的人，和配方师坐在同一张桌子上",
        "1反馈请带三样信息，肤质、用量、用了几天",
        "4沅姐给的是护肤建议，皮肤持续不舒服请停用并就医",
        "外传未上市配方或他人肤况记录的，沅姐私聊后请出",
        "核心群价、每周二沅姐的一对一回访、只在这里供应的专属配方",
        "沅姐配方师这句是提前写好的",
    ):
        assert part in text
    assert "见面券" not in text, "another tier's promise"
    whole = pypdf.PdfReader(io.BytesIO(made["core-rules.pdf"]))
    assert whole.metadata.title == "听苔核心群 · 群规"
    assert whole.trailer["/Root"]["/Lang"] == "zh-CN"


@fonts_needed
def test_the_same_fonts_the_same_bytes(tmp_path: Path) -> None:
    for out, env in (
        ("a", {"TZ": "Asia/Shanghai", "LANG": "C"}),
        ("b", {"TZ": "America/New_York", "LANG": "zh_CN.UTF-8"}),
    ):
        assert siyu("poster", ROOT, "--tier", "basic", "--out", tmp_path / out, env=env).returncode == 0
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    assert sorted(tree(tmp_path / "a")) == ["basic-rules.pdf", "basic-rules.png"]
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "a").iterdir()}
    assert siyu("poster", ROOT, "--tier", "basic", "--out", tmp_path / "a").returncode == 0
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "a").iterdir()} == before


@fonts_needed
def test_characters_are_no_boxes() -> None:
    seen = {pixels(drawn(plain(c)).png).tobytes() for c in "苔茶龘㊙①A🌿🍵"}
    assert len(seen) == 8, "two of them look alike: both are boxes"


@fonts_needed
@pytest.mark.parametrize("text", ["🍅", "❤️", "☀️", "1️⃣", "🇨🇳", "👍🏽"])
def test_emoji_have_their_colours(text: str) -> None:
    def colourful(png: bytes) -> int:
        count: int = sum(n for n, (r, g, b) in pixels(png).getcolors(1 << 24) if max(r, g, b) - min(r, g, b) > 50)
        return count

    assert colourful(drawn(plain(text)).png) > colourful(drawn(plain("苔")).png) + 200
    assert text.rstrip("\ufe0f")[0] in words(drawn(plain(text)).pdf)


@fonts_needed
@pytest.mark.parametrize("shift", range(18))
def test_no_line_begins_or_ends_with_the_wrong_mark(shift: int) -> None:
    text = (
        "苔" * shift
        + "甲乙，丙丁。「戊己」、（庚辛）：壬癸！子丑？寅卯；“辰巳”《午未》【申酉】……戌亥——甲，乙。「丙」、（丁）戊，己。庚：辛！？壬"
        * 2
    )
    written = lines(drawn(plain(text)).pdf)
    assert "".join(written).replace(" ", "").count(text) == 1
    for line in written:
        assert line[0] not in "，。、；：！？）」』》】”", line
        assert line[-1] not in "（「『《【“", line


@fonts_needed
@pytest.mark.parametrize(
    "text",
    [
        "https://mall.example/" + "a" * 90,
        "W" * 70,
        "Congratulations, " * 4,
        "👍" * 60,
        "……" * 40,
        "。" * 60,
        "苔" * 90,
        "a\tb " * 40,
    ],
    ids=lambda text: text[:6],
)
def test_nothing_runs_off_the_paper(text: str) -> None:
    it = filled(BLANK, text)
    poster = drawn(it)
    image = pixels(poster.png)
    for left in (0, image.width - 60):
        assert image.crop((left, 0, left + 60, image.height)).getcolors() == [(60 * image.height, (250, 249, 247))]
    assert words(poster.pdf).count(re.sub(r"\s", "", text)) == 11


@fonts_needed
def test_a_word_stays_whole() -> None:
    written = " ".join(lines(drawn(filled(BLANK, "Congratulations, " * 4)).pdf)).split()
    assert written.count("Congratulations,") == 44
    assert set(written) == {"Congratulations,", "群", "1"}


@fonts_needed
def test_lines_of_the_author_stay_lines() -> None:
    assert {"第一行", "第二行"} <= set(lines(drawn(plain("1️⃣\n第一行\n第二行")).pdf))


@fonts_needed
def test_a_brand_of_one_name_and_one_sentence(tmp_path: Path) -> None:
    copytree(HERE / "brands" / "drinks", tmp_path / "p")
    (tmp_path / "p" / "brand" / "tiers").mkdir()
    (tmp_path / "p" / "brand" / "tiers" / "all.yaml").write_text("name: Tea\nrules: {purpose: Tea only.}\n", "utf-8")
    (tmp_path / "p" / "brand" / "brand.yaml").write_text(
        "name: Half\ndomain: half.example\nzone: Asia/Shanghai\nlocale: en-GB\n", "utf-8"
    )
    run = siyu("poster", tmp_path / "p", "--lang", "en")
    assert (run.returncode, run.stderr) == (0, "")
    assert words((tmp_path / "p" / "posters" / "all-rules.pdf").read_bytes()) == "HalfTeaGrouprulesWhatitisforTeaonly."


# Text that would be more


@fonts_needed
def test_markup_is_text() -> None:
    it = filled(BLANK, HOSTILE)._replace(title=HOSTILE)
    poster = drawn(it)
    assert words(poster.pdf).count(re.sub(r"\s", "", HOSTILE)) == 11
    assert pypdf.PdfReader(io.BytesIO(poster.pdf)).metadata.title == HOSTILE


@fonts_needed
def test_nothing_is_fetched(tmp_path: Path) -> None:
    root = copytree(HERE / "brands" / "tea", tmp_path / "p")
    for path in (root / "brand" / "tiers").iterdir():
        text = path.read_text("utf-8")
        path.write_text(re.sub("\n  purpose: .*", lambda _: f"\n  purpose: '{HOSTILE}'", text), "utf-8")
    with proxy() as (url, calls):
        env = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy"), url)
        run = siyu("poster", root, "--lang", "en", env=env)
        assert run.returncode == 0, run.stdout + run.stderr
        assert 'read("/etc/passwd")' in words((root / "posters" / "guest-rules.pdf").read_bytes())
        assert calls == []
        fetch = "import typst\ntypst.compile(b'#import \"@preview/x:0.1.0\"', package_cache_path='.', package_path='.')"
        subprocess.run(
            [sys.executable, "-c", fetch], env={**os.environ, **env}, cwd=tmp_path, capture_output=True, check=False
        )
    assert len(calls) == 1, "a page that imports would have been heard"


@fonts_needed
@pytest.mark.parametrize("path", ["/etc/hostname", "../../../../../../../../etc/hostname", "poster.typ"])
def test_the_page_itself_could_read_nothing_either(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.typ"
    page.write_text(f'#read("{path}")', "utf-8")
    monkeypatch.setattr(drawing, "_PAGE", page)
    with pytest.raises(typst.TypstError, match=r"file not found|escape"):
        drawn(plain("茶"))


# Fonts that are not there


def test_no_chinese_font_is_said() -> None:
    with pytest.raises(Unfit) as told:
        draw(plain("茶"), b"", "", typst.Fonts(include_system_fonts=False))
    assert told.value.usage
    assert "fonts-noto-cjk" in told.value.words.zh
    assert "fonts-noto-cjk" in told.value.words.en


def test_no_emoji_font_is_said() -> None:
    with pytest.raises(Unfit, match="fonts-noto-color-emoji") as told:
        choose({"Noto Sans CJK SC", "DejaVu Sans"}, plain("茶🍵"))
    assert told.value.usage
    assert choose({"Noto Sans CJK SC"}, plain("茶")) == Fonts("Noto Sans CJK SC", "Noto Sans CJK SC", "")
    every = {"Microsoft YaHei", "Segoe UI Emoji", "PingFang SC", "Songti SC"}
    assert choose(every, plain("茶🍵")) == Fonts("PingFang SC", "Songti SC", "Segoe UI Emoji")


@fonts_needed
@pytest.mark.parametrize("text", ["好\U0001fbffo", "好\u0378", "\u0870"])
def test_a_character_that_no_font_has_is_said(text: str) -> None:
    (cjk,) = {font.path for font in installed().fonts() if font.family == "Noto Sans CJK SC" and font.weight == 400}
    with pytest.raises(Unfit, match=rf"U\+{ord(text.strip('好o')):04X}"):
        draw(
            plain(text),
            b"",
            "",
            typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(str(cjk)).parent]),
        )


def test_an_emoji_that_its_font_lacks_is_said() -> None:
    found = [font.path for font in installed().fonts() if font.family in ("Noto Sans CJK SC", "Noto Color Emoji")]
    if len(found) < 2:
        pytest.skip("no Noto fonts")
    with pytest.raises(Unfit, match=r"U\+1F8FF"):
        it = plain("")._replace(penalty=[[("emoji", "\U0001f8ff")]])
        draw(it, b"", "", installed())


# What cannot be drawn


def test_rules_without_end_are_refused() -> None:
    with pytest.raises(Unfit, match=f"about {MOST_LINES + 3} lines") as told:
        draw(plain(*["茶"] * (MOST_LINES + 1)), b"", "", typst.Fonts(include_system_fonts=False))
    assert not told.value.usage
    with pytest.raises(Unfit, match="lines"):
        draw(plain("茶\n" * 100_000), b"", "", typst.Fonts(include_system_fonts=False))


@fonts_needed
def test_a_picture_too_heavy_to_send_is_refused() -> None:
    with pytest.raises(Unfit, match="MB of 2"):
        drawn(plain("🌿☕🧣🫧🔬🍅🎁🎂🎄🎉🍵🥮🏮🧧🎋🎍" * 80))


@fonts_needed
@pytest.mark.parametrize(
    "asset",
    [
        Asset("a.svg", 100, "svg"),
        Asset("a.png", 100, "png", 6000, 6000),
        Asset("a.png", 20_000_000, "png", 10, 10),
        Asset("a.png", 100, "png"),
        Asset("a.png", 100, ""),
    ],
    ids=str,
)
def test_no_face(asset: Asset) -> None:
    with pytest.raises(Unfit, match=r"avatar a\.(svg|png) cannot be used"):
        face(Path("nowhere"), asset)


@fonts_needed
def test_a_torn_face_is_told_by_its_name(tmp_path: Path) -> None:
    copytree(
        ROOT,
        tmp_path / "p",
        ignore=lambda folder, names: set(names) - {"brand", "content"} if folder == str(ROOT) else set(),
    )
    path = tmp_path / "p" / "brand" / "assets" / "ip" / "xiaotai.png"
    path.write_bytes(path.read_bytes()[:300])
    run = siyu("poster", tmp_path / "p", "--lang", "en")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("error: basic: the avatar ip/xiaotai.png cannot be used: ")
    assert not (tmp_path / "p" / "posters").exists(), "nothing is drawn where something cannot be"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--tier", "vip"], "no tier vip (there are: guest, member, friend)"),
        (["--out", "brand"], "cannot write the output to brand: the project lives there"),
        (["--out", "output/posters"], "output/posters belongs to siyu build"),
        (["--out", "output"], "output belongs to siyu build"),
    ],
)
def test_2_wrong_usage(args: list[str], told: str, tmp_path: Path) -> None:
    copytree(HERE / "brands" / "tea", tmp_path / "p")
    before = tree(tmp_path)
    run = siyu("poster", *args, "--lang", "en", cwd=tmp_path / "p")
    assert (run.returncode, run.stdout) == (2, "")
    assert told in run.stderr
    assert tree(tmp_path) == before


def test_2_a_tier_without_rules(tmp_path: Path) -> None:
    tea = HERE / "brands" / "tea"
    run = siyu("poster", tea, "--tier", "friend", "--out", tmp_path, "--lang", "en")
    assert (run.returncode, run.stderr) == (2, "error: without rules, not drawn: friend\n")


@fonts_needed
def test_a_tier_without_rules_is_left_out_aloud(tmp_path: Path) -> None:
    run = siyu("poster", HERE / "brands" / "tea", "--out", tmp_path, "--lang", "zh")
    assert (run.returncode, run.stderr) == (0, "没有写群规 rules，不画：friend\n")
    assert sorted(tree(tmp_path)) == ["guest-rules.pdf", "guest-rules.png", "member-rules.pdf", "member-rules.png"]


def test_2_without_the_extra(tmp_path: Path) -> None:
    program = "import sys\nsys.modules['typst'] = None\nfrom siyu.cli import main\nmain()"
    run = subprocess.run(
        [sys.executable, "-c", program, "poster", ROOT, "--out", tmp_path, "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "error: posters need typst, which is not installed: pip install 'siyu[poster]'\n"


def test_1_content_with_errors(tmp_path: Path) -> None:
    copytree(HERE / "brands" / "tea", tmp_path / "p")
    (tmp_path / "p" / "brand" / "tiers" / "guest.yaml").write_text("nam: 茶\n", "utf-8")
    run = siyu("poster", tmp_path / "p", "--lang", "en")
    assert run.returncode == 1
    assert "error[" in run.stdout
    assert "nothing was drawn" in run.stderr
    assert not (tmp_path / "p" / "posters").exists()
