"""The wording engine on its labelled sentences (`tests/wording/*.yaml`), its promises, and its figures (`tests/wording/README.md`)."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from siyu.wording import build, builtin, find, find_all, fold
from siyu.wording.patterns import compiled

HERE = Path(__file__).parent / "wording"
WORDING, PROBLEMS = build(builtin(), strict=True)


class Sentence(NamedTuple):
    file: str
    category: str  # "" where nothing is to be found
    text: str
    held_out: bool


def sentences() -> Iterator[Sentence]:
    for path in sorted(HERE.glob("*.yaml")):
        for key, lines in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            category = {"fine": "", "bad": path.stem}.get(key, key)
            for number, line in enumerate(lines.splitlines()):
                yield Sentence(path.stem, category, line.replace("⏎", "\n"), number % 5 in (1, 3))


SENTENCES = list(sentences())
BAD = [sentence for sentence in SENTENCES if sentence.category]


def figures(chosen: list[Sentence]) -> tuple[int, int, int, int, float, float]:
    """Bad, fine, found, wrong, precision, recall."""
    hits = find_all(WORDING, [sentence.text for sentence in chosen])
    bad = sum(bool(sentence.category) for sentence in chosen)
    found = sum(bool(sentence.category and hit) for sentence, hit in zip(chosen, hits, strict=True))
    wrong = sum(bool(hit and not sentence.category) for sentence, hit in zip(chosen, hits, strict=True))
    return bad, len(chosen) - bad, found, wrong, found / max(1, found + wrong), found / max(1, bad)


def table() -> str:
    rows: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in SENTENCES:
        rows[f"`{sentence.file}`"].append(sentence)
        rows["held-out 40 %" if sentence.held_out else "developed on, 60 %"].append(sentence)
        rows["**all**"].append(sentence)
    names = sorted(rows, key=lambda name: ("dh*".find(name[0]), name))
    lines = ["| set | bad | fine | found | false | precision | recall |", "|---|---|---|---|---|---|---|"]
    for name in names:
        bad, fine, found, wrong, precision, recall = figures(rows[name])
        lines.append(f"| {name} | {bad} | {fine} | {found} | {wrong} | {precision:.3f} | {recall:.3f} |")
    return "\n".join(lines)


def test_the_packs_compile() -> None:
    assert PROBLEMS == []


def test_precision_and_recall() -> None:
    assert len(SENTENCES) >= 450
    for chosen in (SENTENCES, [sentence for sentence in SENTENCES if sentence.held_out]):
        *_, precision, recall = figures(chosen)
        assert precision >= 0.97
        assert recall >= 0.92


def test_the_published_figures_are_these() -> None:
    """After a change of packs or sentences: python -m tests.test_wording."""
    assert table() in (HERE / "README.md").read_text(encoding="utf-8")


def test_the_gate_opens_wherever_a_pattern_is() -> None:
    for sentence in SENTENCES:
        text = fold(sentence.text).text
        opened = set(WORDING.gate.Match(text) or ())
        present = {at for at, term in enumerate(WORDING.terms, 1) if compiled(f"(?i){term.pattern}").search(text)}
        assert present <= opened, sentence


def test_every_pack_says_what_instead_and_why_in_two_languages() -> None:
    for term in WORDING.terms:
        assert all((*term.suggestion, *term.basis, term.date)), term.id


@pytest.mark.parametrize(
    "text", ["最", "第一", "最近", "最后一天", "第一时间", "第一次", "最爱", "最怕", "最多两件", "最终"]
)
def test_a_bare_superlative_is_never_a_finding(text: str) -> None:
    assert find(WORDING, text) == []


def test_a_finding_points_at_the_original_characters() -> None:
    text = "🍵 早！全\u200b网 最·低 价，明天见"
    (hit,) = find(WORDING, text)
    assert (hit.text, text[hit.start : hit.end], hit.term.category) == ("全\u200b网 最·低 价", hit.text, "absolute")
    (hit,) = find(WORDING, "国家㊙️之外，頂級ＶＩＰ")
    assert hit.text == "頂級"


def test_longest_first_and_no_overlap_within_a_category() -> None:
    for text, hits in zip(BAD, find_all(WORDING, [sentence.text for sentence in BAD]), strict=True):
        for one in hits:
            for other in hits:
                apart = one.end <= other.start or other.end <= one.start
                assert one is other or apart or one.term.category != other.term.category, text


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(BAD), st.integers(0, 2**32))
def test_disguises_keep_the_finding_and_its_place(sentence: Sentence, seed: int) -> None:
    hits = [hit for hit in find(WORDING, sentence.text) if all("\u4e00" <= each <= "\u9fff" for each in hit.text)]
    if not hits:
        return
    rnd = random.Random(seed)
    hit = rnd.choice(hits)
    disguised = "".join(
        each + "".join(rnd.choices([" ", "\u200b", "·", "*", "\ufeff", "🔥"], k=rnd.randint(0, 2)))
        for each in hit.text[:-1]
    )
    disguised += hit.text[-1]
    again = find(WORDING, sentence.text[: hit.start] + disguised + sentence.text[hit.end :])
    assert (hit.start, hit.start + len(disguised)) in {(each.start, each.end) for each in again}


SOUP = st.lists(
    st.sampled_from(
        [*"最第一国家级加薇VX转发领红包治疗➕ＶⅩ①\u200b\ud83d\ufe0f \n.,，。@{}()[]\\^$*+?|", "👨‍👩‍👧", "İ", "ﷺ", "㍿"]
    )
    | st.text(max_size=3),
    max_size=60,
).map("".join)


@settings(deadline=None, max_examples=300)
@given(SOUP)
def test_no_soup_raises_and_every_place_exists(text: str) -> None:
    for hit in find(WORDING, text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.text
    folded = fold(text)
    places = [folded.source(index) for index in range(len(folded.text))]
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)


def test_a_long_list_of_a_brand() -> None:
    words = [f"{a}{b}{c}" for a in "甲乙丙丁戊己庚辛壬癸" for b in "子丑寅卯辰巳午未申酉" for c in "金木水火土"]
    pack = {
        "category": "brand",
        "severity": "warning",
        "terms": {"names": {"words": "\n".join([*words, "隔壁老王", "KPI", "竞品", "🐂气"])}},
    }
    wording, problems = build([pack])
    assert problems == []
    for text in (
        "我们不提甲子金。",
        "说 甲·子·金",
        "a甲子金",
        "好的隔壁老王",
        "kpi 先放一放",
        "对竞品不评论",
        "x竞品",
        "甲\u200b子金",
    ):
        assert len(find(wording, text)) == 1, text
    assert find(wording, "甲子，金；隔壁的老王") == []


def test_a_list_of_twenty_thousand_costs_little() -> None:
    """Not a benchmark: only that no text makes the list walk. The figures are in tests/wording/README.md."""
    rnd = random.Random(1)
    words = {"".join(chr(rnd.randrange(0x4E00, 0x9FA5)) for _ in range(rnd.choice((2, 3, 4)))) for _ in range(20_000)}
    wording, _ = build([{"category": "brand", "terms": {"many": {"words": "\n".join(words)}}}])
    texts = ["".join(sentence.text for sentence in rnd.sample(SENTENCES, 15)) for _ in range(500)]
    started = time.process_time()
    find_all(wording, texts)
    assert time.process_time() - started < 1


def test_what_a_brand_writes_wrongly_is_said() -> None:
    packs = [
        {
            "category": "brand",
            "terms": {
                "open": {"pattern": "(未闭合"},
                "look": {"pattern": "好", "fine": "(?=@)"},
                "good": {"words": "嘿嘿"},
            },
        }
    ]
    wording, problems = build(packs, strict=True)
    assert [problem.term for problem in problems] == ["open", "look"]
    assert [hit.text for hit in find(wording, "嘿嘿")] == ["嘿嘿"]


def test_a_hostile_pattern_stays_linear() -> None:
    wording, _ = build([{"category": "brand", "terms": {"slow": {"pattern": "(a+)+(a+)+!"}}}])
    started = time.process_time()
    assert find(wording, "a" * 20_000) == []
    assert time.process_time() - started < 1


if __name__ == "__main__":
    readme = HERE / "README.md"
    head = readme.read_text(encoding="utf-8").partition("| set |")[0] if readme.exists() else ""
    readme.write_text(f"{head}{table()}\n", encoding="utf-8")
