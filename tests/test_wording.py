"""The wording engine on its labelled sentences (`tests/wording/*.yaml`), its promises, and its figures (`tests/wording/README.md`)."""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from siyu.diagnostic import Words
from siyu.wording import Own, find, find_all, has_link, marked, unmarked, wording
from siyu.wording.fold import fold, squash
from siyu.wording.frames import frames, occurrences
from siyu.wording.gate import fired
from siyu.wording.heads import table as heads_table
from siyu.wording.packs import FOLDER, harmless, packs, possible, reading, row_frames, rows, term, words
from siyu.wording.reading import BUILT_IN, places, reach

HERE = Path(__file__).parent / "wording"
WORDING = wording()
RULES = {
    *("absolute-term", "medical-claim", "rewarded-sharing", "coercive-sharing", "clickbait", "superstition"),
    *("guaranteed-return", "guaranteed-result", "false-authority", "contact-bait", "vulgar-wording", "false-scarcity"),
    "unmarked-advertisement",
}


class Sentence(NamedTuple):
    file: str
    category: str  # "" where nothing is to be found
    text: str


def sentences() -> Iterator[Sentence]:
    for path in sorted(HERE.glob("*.yaml")):
        for key, lines in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            category = {"fine": "", "bad": path.stem}.get(key, key)
            yield from (Sentence(path.stem, category, line) for line in lines.splitlines())


SENTENCES = list(sentences())
BAD = [sentence for sentence in SENTENCES if sentence.category and sentence.file != "unmarked"]


def figures(chosen: list[Sentence]) -> tuple[int, int, int, int]:
    """Bad, fine, found, wrong; a sentence is found where anything in it is."""
    hits = find_all(WORDING, [sentence.text for sentence in chosen])
    said = [bool(hit or unmarked(sentence.text, False)) for sentence, hit in zip(chosen, hits, strict=True)]
    bad = [bool(sentence.category) for sentence in chosen]
    both = list(zip(bad, said, strict=True))
    return sum(bad), len(bad) - sum(bad), both.count((True, True)), both.count((False, True))


def table() -> str:
    rows: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in SENTENCES:
        rows[f"`{sentence.file}`"].append(sentence)
        rows["**all**"].append(sentence)
    lines = ["| set | bad | fine | found | false | precision | recall |", "|---|---|---|---|---|---|---|"]
    for name in sorted(rows, key=lambda name: (name[0] == "*", name)):
        bad, fine, found, wrong = figures(rows[name])
        precision = f"{found / (found + wrong):.3f}" if found + wrong else "–"
        lines.append(
            f"| {name} | {bad} | {fine} | {found} | {wrong} | {precision} | {found / bad:.3f} |"
            if bad
            else f"| {name} | 0 | {fine} | 0 | {wrong} | {precision} | – |"
        )
    return "\n".join(lines)


def test_precision_and_recall() -> None:
    bad, fine, found, wrong = figures(SENTENCES)
    assert bad >= 400
    assert fine >= 400
    assert found / (found + wrong) >= 0.97
    assert found / bad >= 0.92


def test_the_published_figures_are_these() -> None:
    """After a change of packs or sentences: python -m tests.test_wording."""
    assert table() in (HERE / "README.md").read_text(encoding="utf-8")


def test_every_pack_is_a_rule_and_says_what_instead_and_why() -> None:
    assert {pack.category for pack in packs()} == RULES | {""}
    for number, pack in enumerate(packs()):
        for id in pack.raw.get("terms", {}):
            found = term(number, id)
            assert all((*found.suggestion, found.basis)), id
            assert found.severity in ("error", "warning", "advice"), id
            assert found.basis[-11:-7].isdecimal(), id  # …（2021-04-29）


def test_every_class_that_a_frame_names_is_there() -> None:
    for number, pack in enumerate(packs()):
        for lines in (
            pack.raw.get("fine", ""),
            *(t.get(k, "") for t in pack.raw.get("terms", {}).values() for k in ("found", "fine")),
        ):
            for line in lines.splitlines():
                for frame in frames(line, pack.raw.get("words", ())):
                    for slot in frame:
                        for name in slot.classes:
                            assert name in BUILT_IN or name == "@" or words(number, name), (pack.category, line)


def test_the_heads_are_those_of_the_packs() -> None:
    """After a change of packs: python -m siyu.wording.heads."""
    assert heads_table() == (FOLDER / "heads.txt").read_text(encoding="utf-8")


def test_the_gate_opens_wherever_a_frame_is() -> None:
    for text, here in ((s.text, fired(WORDING.gate, [s.text]).get(s.text)) for s in SENTENCES):
        folded = fold(text).text
        readings = [reading(folded, number, reach(harmless(folded))) for number in range(len(packs()))]
        for number, (pack, _, _) in enumerate(rows()):
            if "ways" in packs()[pack].raw or not possible(number, squash(folded), {}):
                continue
            if any(occurrences(frame, readings[pack]) for frame in row_frames(number)):
                assert here is not None, text
                assert number in here.rows, (text, rows()[number])


BARE = "最 第一 最近 最后一天 第一时间 第一次 最爱 最怕 最多两件 最终 唯一 首选项 顶 治"


@pytest.mark.parametrize("text", BARE.split())
def test_a_bare_superlative_is_never_a_finding(text: str) -> None:
    assert find(WORDING, text) == ()


def test_a_finding_points_at_the_original_characters() -> None:
    text = "🍵 早！全\u200b网 最·低 价，明天见"
    (hit,) = find(WORDING, text)
    assert (text[hit.start : hit.end], hit.category) == ("全\u200b网 最·低 价", "absolute-term")
    (hit,) = find(WORDING, text := "说好了\n頂級ＶＩＰ")
    assert text[hit.start : hit.end] == "頂級"


@pytest.mark.parametrize("text", ["集满38个赞，免费洗车一次", "点赞过50换一束桔梗", "邀请3位好友进群，立得20元红包"])
def test_a_finding_begins_with_the_whole_word(text: str) -> None:
    """满 and 集满 end at one place: the longer is the word."""
    assert [hit.start for hit in find(WORDING, text)] == [0]


@pytest.mark.parametrize("sentence", [each for each in BAD if each.file == "disguised"], ids=lambda each: each.text)
def test_disguises_are_seen_through(sentence: Sentence) -> None:
    assert sentence.category in {hit.category for hit in find(WORDING, sentence.text)}


@given(st.sampled_from(BAD), st.integers(0, 2**32))
def test_what_is_squeezed_in_between_hides_nothing(sentence: Sentence, seed: int) -> None:
    han = [
        h
        for h in find(WORDING, sentence.text)
        if all("\u4e00" <= c <= "\u9fff" for c in sentence.text[h.start : h.end])
    ]
    if han:
        rnd = random.Random(seed)
        hit = rnd.choice(han)
        inner = sentence.text[hit.start : hit.end]
        marks = [" ", "\u200b", "·", "*", "\ufeff", "🔥", "❤️"]
        disguised = "".join(each + "".join(rnd.choices(marks, k=rnd.randint(0, 2))) for each in inner[:-1]) + inner[-1]
        again = find(WORDING, sentence.text[: hit.start] + disguised + sentence.text[hit.end :])
        assert (hit.start, hit.start + len(disguised)) in {(each.start, each.end) for each in again}


ODD = [
    *"最第一国家级加薇VX转发领红包治疗➕ＶⅩ①\u200b\ud83d\ufe0f \n.,，。|/@{}()[]\\^$*+?\r🆓🅰",
    "👨‍👩‍👧",
    "İ",
    "ﷺ",
    "㍿",
]
SOUP = st.lists(st.sampled_from(ODD) | st.text(max_size=3), max_size=60).map("".join)


@given(SOUP)
@example("İ最佳品牌")
def test_no_soup_raises_and_every_place_exists(text: str) -> None:
    hits = find(WORDING, text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    for one in hits:
        for other in hits:
            assert one is other or one.category != other.category or one.end <= other.start or other.end <= one.start
    unmarked(text, True)
    folded = fold(text)
    stood = [folded.source(at, at + 1) for at in range(len(folded.text))]
    assert stood == sorted(stood)
    assert all(0 <= start < end <= len(text) for start, end in stood)


@given(SOUP)
def test_no_own_word_is_missed(text: str) -> None:
    """What squash cannot undo is folded before the second walk."""
    for line in text.split("\n"):
        spelt = fold(line).text
        if squash(spelt) and next(places(spelt, spelt), None) is not None:
            assert "banned-wording" in {hit.category for hit in find(wording([Own([spelt], Words("", ""))]), line)}


def test_names_are_fine_but_promise_nothing() -> None:
    named = wording(names=["最好的时光茶社", "第一口", "治愈鼻炎堂"])
    assert find(named, "全国最好的时光茶社开了三家分店") == ()
    assert find(named, "全国最好的茶，就在最好的时光茶社") != ()
    assert {hit.category for hit in find(named, "治愈鼻炎堂的草本茶")} == {"medical-claim"}


def test_own_words() -> None:
    own = [
        Own(["竞品", "隔壁老王", "A-1", "24h 发货", "❤❤", "—", "AI", "", "  "], Words("换掉", "replace"), "error"),
        Own(["內卷"], Words("少说", "less"), "advice", "tone", "群规（2026-01-01）"),
    ]
    compiled = wording(own, names=["非竞品分析社"])
    for text, part in (
        ("说 竞·品 如何", "竞·品"),
        ("隔，隔壁老王！", "隔壁老王"),
        ("用 a-1 试试", "a-1"),
        ("24H发货", "24H发货"),
        ("爱你❤❤", "❤❤"),
        ("好—的", "—"),
        ("用ai写", "ai"),
    ):
        (hit,) = find(compiled, text)
        assert (text[hit.start : hit.end], hit.category, hit.severity, hit.suggestion.zh) == (
            part,
            "banned-wording",
            "error",
            "换掉",
        )
    (hit,) = find(compiled, "别内卷了")
    assert (hit.term, hit.category, hit.severity, hit.basis) == ("內卷", "tone", "advice", "群规（2026-01-01）")
    for text in ("fair", "隔壁的老王", "aa-1", "非竞品分析社的报告"):
        assert find(compiled, text) == (), text


def test_a_list_of_twenty_thousand_is_found_in_the_order_of_the_text() -> None:
    chars = "".join(chr(0x4E00 + 7 * n) for n in range(300))
    rnd = random.Random(1)
    many = sorted({"".join(rnd.choices(chars, k=rnd.choice((2, 3, 4)))) for _ in range(20_000)})
    compiled = wording([Own(many, Words("", ""))])
    chosen = rnd.sample(many, 50)
    found = [hit.term for hit in find(compiled, "，".join(chosen)) if hit.category == "banned-wording"]
    assert found == chosen


def test_what_crosses_lines_is_found_once() -> None:
    text = "周末福利\n① 转发本条到朋友圈\n② 截图发给客服\n③ 领小样一份\n\n晚安"
    (hit,) = find(WORDING, text)
    assert text[hit.start : hit.end] == "转发本条到朋友圈\n② 截图发给客服\n③ 领小样一份"
    assert [hit.start for hit in find_all(WORDING, ["早安", text, "", text])[3]] == [hit.start]


def test_advertisements_are_marked() -> None:
    for text in (
        "【广告】好用",
        "好用（广告）",
        "广告｜好用",
        "本文为广告，好用",
        "好用 #广告",
        "以下内容含广告：好用",
    ):
        assert marked(text), text
    for text in ("这不是广告，好用", "没收广告费，好用", "广告词写得好", "不是【广告】", "看看户外广告牌吗"):
        assert not marked(text), text
    assert has_link("购买链接见评论区")
    assert unmarked("亲测一个月，真的不油", True) == (0, 2)
    assert unmarked("亲测一个月，真的不油", False) is None
    assert unmarked("【广告】亲测一个月，真的不油", True) is None


@pytest.mark.parametrize("part", ["转发领", "最好治疗湿疹", "加薇", "不转不是", "全网第一保证赚钱", "一" * 9, "领 "])
def test_a_hostile_text_stays_linear(part: str) -> None:
    """Counted in calls, not in seconds: four times the text, at most six times the work."""
    calls = [0]

    def work(size: int) -> int:
        calls[0] = 0
        sys.setprofile(lambda *_: calls.__setitem__(0, calls[0] + 1))
        try:
            find(WORDING, part * size)
        finally:
            sys.setprofile(None)
        return calls[0]

    work(10)  # what is read once is read
    assert work(1200) < 6 * work(300)


if __name__ == "__main__":
    readme = HERE / "README.md"
    head = readme.read_text(encoding="utf-8").partition("| set |")[0]
    readme.write_text(f"{head}{table()}\n", encoding="utf-8")
