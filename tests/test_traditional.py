"""Every text once more in traditional Chinese: links, codes, topics and placeholders to the byte, the brand's words before the dictionary's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import HERE, Project, siyu, tree
from siyu.build import compile_project
from siyu.facts.links import addresses
from siyu.kinds.brand import Traditional
from siyu.outputs.traditional import Convert, converter
from siyu.source import Source, Text

pytest.importorskip("opencc", reason="the extra siyu[traditional] is not installed")
TEA = HERE / "brands" / "tea"


def text(value: str) -> Text:
    return Text(value, Source("brand/brand.yaml", value), 0, len(value))


def like(region: str | None = None, own: dict[str, str] | None = None, as_typed: tuple[str, ...] = ()) -> Convert:
    words = {text(word): text(said) for word, said in (own or {}).items()}
    return converter(Traditional.model_construct(region=text(region) if region else None, except_=words), as_typed)


# What is written


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        (None, "軟體裡的滑鼠，頭髮乾了才發貨，麵條"),
        ("tw", "軟體裡的滑鼠，頭髮乾了才發貨，麵條"),
        ("hk", "軟件裏的鼠標，頭髮乾了才發貨，麪條"),
        ("t", "軟件裏的鼠標，頭髮乾了才發貨，麪條"),
    ],
)
def test_each_region_has_its_spelling(region: str | None, expected: str) -> None:
    assert like(region)("软件里的鼠标，头发干了才发货，面条") == expected


def test_the_brand_s_own_words_come_first_and_the_longer_before_the_shorter() -> None:
    own = {"软件": "軟件", "听苔": "听苔", "听苔里": "聽苔里"}
    assert like("tw", own)("听苔的软件，听苔里的软体动物") == "听苔的軟件，聽苔里的軟體動物"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("脸干，越舔越干，毛巾按干", "臉乾，越舔越乾，毛巾按乾"),
        ("洗干净，膜干了，皮肤不干", "洗乾淨，膜乾了，皮膚不乾"),
        ("饼干、干果、晒干、干到起皮", "餅乾、乾果、曬乾、乾到起皮"),
        ("干活，能干，骨干，干什么，不干了，干细胞", "幹活，能幹，骨幹，幹什麼，不幹了，幹細胞"),
        ("不相干，干扰，若干，干预", "不相干，干擾，若干，干預"),
    ],
)
def test_dry_is_not_the_word_that_nobody_prints(written: str, expected: str) -> None:
    assert [like(region)(written) for region in ("tw", "t")] == [expected] * 2


def test_the_brand_has_the_last_word() -> None:
    assert like("tw", {"脸干": "臉幹"})("脸干，手干") == "臉幹，手乾"
    assert like("tw", {"干": "干"})("脸干，手干净") == "臉干，手干淨"


@pytest.mark.parametrize(
    "kept",
    [
        "https://mall.tingtai.example/p/oil?a=1#x",
        "http://a.example",
        "%NICKNAME%",
        "#护肤小课堂#",
        "#听苔的冬天",
        "#小程序://听苔商城/里Ab1",
        "#客户昵称#",
        "$客户昵称$",
        "[爱心]",
        "89.9",
        "SNOW88",
    ],
)
@pytest.mark.parametrize("around", ["头发{}干了", "头发 {} 干了", "{}", "发\n{}，后天发", "（{}）"])
def test_what_is_found_by_its_characters_stays(kept: str, around: str) -> None:
    made = like()(around.format(kept))
    before, _, after = around.partition("{}")
    assert made == f"{like()(before)}{kept}{like()(after)}" if "头发{}" not in around else kept in made


def test_words_behind_an_address_or_a_topic_are_words() -> None:
    assert like()("https://a.example/x点这里 发货 #冬天 头发") == "https://a.example/x點這裡 發貨 #冬天 頭髮"


def test_a_brand_s_word_within_an_address_is_no_word() -> None:
    own = {"a": "甲", "mall": "商城", "里": "裡"}
    assert like("tw", own)("a里 https://mall.a.example/mall 里a") == "甲裡 https://mall.a.example/mall 裡甲"


TOKENS = st.sampled_from(
    [
        "https://a.example/x?q=1",
        "%NICKNAME%",
        "#护肤课#",
        "[发呆]",
        "http://听苔.example/里",
        "口令暖冬发",
        "https://a.example/新里",
    ]
)
CHINESE = st.text(st.sampled_from("软件里头发干面后台准只系了，。 \n「」【】abc1🧣\0\r\u3000"), max_size=12)


@given(st.lists(st.tuples(CHINESE, TOKENS), max_size=5), CHINESE, st.sampled_from(["tw", "hk", "t"]))
def test_links_and_codes_are_the_same_bytes_in_any_company(parts: list[tuple[str, str]], end: str, region: str) -> None:
    typed = ("口令暖冬发", "https://a.example/新里", "http://听苔.example/里")
    written = "".join(f"{words} {token} " for words, token in parts) + end
    made = like(region, {"准": "准"}, typed)(written)
    at = 0
    for _, token in parts:
        at = made.index(token, at) + len(token)
    assert [link for link, *_ in addresses(made)] == [link for link, *_ in addresses(written)]
    for sign in "\n\r\0 abc1，。🧣准":
        assert made.count(sign) == written.count(sign)


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_read_to_its_end(words: str) -> None:
    made = like()(f"{words}\n干净的头发")
    assert made.endswith("\n乾淨的頭髮")
    assert made.count("\n") == words.count("\n") + 1


# A project's files


def asked(root: Path, how: str, source: Path = TEA) -> Path:
    copytree(source, root)
    brand = root / "brand" / "brand.yaml"
    brand.write_text(f"{brand.read_text('utf-8')}traditional: {how}\n", "utf-8")
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = asked(tmp_path_factory.mktemp("hant") / "p", "{except: {云脚茶舍: 雲腳茶舍, 阿濯: 阿濯}}")
    run = siyu("build", root, "--no-history")
    assert run.returncode == 0, run.stderr
    return tree(root / "output")


def test_every_text_has_its_twin_and_nothing_else_changes(built: dict[str, bytes], tmp_path: Path) -> None:
    assert siyu("build", TEA, "--out", tmp_path / "out", "--no-history").returncode == 0
    plain = tree(tmp_path / "out")
    more = {name for name in built if ".hant." in name}
    assert more == {f"{name.removesuffix('.txt')}.hant.txt" for name in plain if name.endswith(".txt")}
    assert len(more) > 20
    for name, data in plain.items():
        if name.endswith(".txt"):
            assert built[name] == data
    assert not [name for name in plain if ".hant." in name], "a brand that asks for nothing gets nothing"
    assert built["welcome/guest/contact-added-working.hant.txt"].decode().startswith("你好，我是")
    assert "雲腳茶舍" in built["welcome/guest/contact-added-working.hant.txt"].decode()


def test_auto_replies_cases_and_first_comments_too(project: Project) -> None:
    week = """week: 2026-W40
columns:
  noon-cup:
    mon:
      product: osmanthus
      comment: 头发干了再来
      variants: {hot: {when: 热, copy: 冰的来一杯，回“发货”}, cold: {when: 冷, copy: 热的来一杯。}}
"""
    reply = "---\nkeywords: [发货, 什么时候发]\nlink: https://a.example/发货里\n---\n今天发，看 {{ brand.name }}。\n"
    brand = (HERE / "brands" / "drinks" / "brand" / "brand.yaml").read_text("utf-8") + "traditional: {region: hk}\n"
    root = project({"content/weeks/2026-W40.yaml": week, "content/replies/ship.md": reply, "brand/brand.yaml": brand})
    assert siyu("build", root, "--no-history").returncode == 0
    made = {name: data.decode() for name, data in tree(root / "output").items() if ".hant." in name}
    assert made["replies/all/replies.hant.csv"].count("發貨") == 1
    assert "什麼時候發" in made["replies/all/replies.hant.csv"]
    assert "https://a.example/发货里" in made["replies/all/replies.hant.csv"]
    assert "頭髮乾了再來" in made.values()
    assert {"冰的來一杯，回“發貨”", "熱的來一杯。"} <= set(made.values())


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("{region: 台湾}", "did you mean tw"),
        ("{region: us}", "us is not a choice here"),
        ("{except: {软件: }}", "nothing is written here"),
        ("{word: a}", "word"),
    ],
)
def test_1_what_cannot_be_asked_for(how: str, told: str, tmp_path: Path) -> None:
    run = siyu("check", asked(tmp_path / "p", how), "--lang", "en")
    assert run.returncode == 1
    assert told in run.stdout


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "brand/brand.yaml:10:1: error[missing-extra] 繁体要用 OpenCC，还没有装"),
        ("en", "brand/brand.yaml:10:1: error[missing-extra] traditional Chinese needs OpenCC, which is not installed"),
    ],
)
def test_1_without_the_extra(lang: str, told: str, tmp_path: Path) -> None:
    root = asked(tmp_path / "p", "{region: tw}")
    program = "import sys\nsys.modules['opencc'] = None\nfrom siyu.cli import main\nmain()"
    command = [sys.executable, "-c", program, "build", str(root), "--no-history", "--lang", lang, "--format", "concise"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stderr
    assert told in run.stdout
    assert not (root / "output").exists()


def test_nobody_else_pays_for_it() -> None:
    program = "import sys\nfrom siyu.cli import main\ntry: main()\nexcept SystemExit: pass\nassert 'opencc' not in sys.modules"
    command = [sys.executable, "-c", program, "build", str(TEA), "--no-history", "--out", "/dev/null/x"]
    assert "AssertionError" not in subprocess.run(command, capture_output=True, text=True, check=False).stderr
    assert compile_project(TEA).publication is not None
