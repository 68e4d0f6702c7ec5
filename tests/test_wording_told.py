"""What the wording engine tells of what it finds: from which character to which, once, by the gravest category, and reviews with a link."""

from __future__ import annotations

import pytest

from siyu.diagnostic import Words
from siyu.wording import Own, find, find_all, wording
from siyu.wording.packs import packs, words

WORDING = wording()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("速看，", ["速看"]),
        ("牛 逼，真好", ["牛 逼"]),
        ("国家级，放心", ["国家级"]),
        ("错过后悔一辈子！", ["错过后悔一辈子"]),
        ("z u i 好的面霜", ["z u i 好的面霜"]),
        ("驾照b a o过班", ["驾照b a o过班"]),
    ],
)
def test_a_finding_ends_with_a_word_and_is_told_once(text: str, told: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in find(WORDING, text)] == told


def test_the_graver_category_tells_but_a_brands_own_words_are_always_told() -> None:
    own = wording([Own(["稳赚不赔"], Words("", ""))])
    text = "加我微信，带你做稳赚不赔的项目，领红包"
    hits = find(WORDING, text)
    assert {hit.category for hit in hits} >= {"guaranteed-return"}
    assert "banned-wording" in {hit.category for hit in find(own, text)}
    for one in hits:
        for other in hits:
            shared = min(one.end, other.end) - max(one.start, other.start)
            assert one is other or 2 * shared <= min(one.end - one.start, other.end - other.start)


def test_a_review_is_told_where_a_link_goes_with_it() -> None:
    text = "早安。\n我喝了一个月的乌龙，真的顺口"
    assert find_all(WORDING, [text, text, f"【广告】{text}"], [False, True, True])[::2] == [(), ()]
    (hit,) = find_all(WORDING, [text, text], [False, True])[1]
    assert (hit.category, text[hit.start : hit.end]) == ("unmarked-advertisement", "我喝了一个月")
    (hit,) = find(WORDING, f"{text}\n同款链接：https://a.example")
    assert hit.category == "unmarked-advertisement"


def test_a_class_may_be_made_of_others() -> None:
    pack = next(number for number, pack in enumerate(packs()) if pack.category == "unmarked-advertisement")
    assert {"喝了", "穿过", "睡完"} <= {*words(pack, ".used")}
