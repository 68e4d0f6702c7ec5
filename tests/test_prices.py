"""Labelled messages about prices, promotions and deadlines (`tests/prices/*.yaml`), and the figures of `tests/prices/README.md`."""

from __future__ import annotations

import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import HERE, ROOT
from siyu.build import compile_project
from siyu.facts.amounts import amounts
from siyu.facts.bargains import bargains
from siyu.facts.dates import deadlines
from siyu.facts.han import spoken
from siyu.rules import RULES as ALL
from siyu.when import WEEKDAYS

RULES = {
    *("crossed-price-without-basis", "higher-tier-leak", "offer-missing", "offer-not-running", "passed-deadline"),
    *("price-differs", "selling-after-end", "wrong-relative-day", "wrong-weekday"),
}


class Said(NamedTuple):
    """A message, who says it when, and the rule that must see it; "" where none may."""

    file: str
    brand: str
    tier: str
    day: date
    entry: tuple[tuple[str, str], ...]
    rule: str
    text: str


def messages() -> Iterator[Said]:
    for path in sorted((HERE / "prices").glob("*.yaml")):
        where: dict[str, object] = {}
        for part in yaml.safe_load(path.read_text("utf-8")):
            if "brand" in part:
                where = part
                continue
            for rule, lines in part.items():
                entry = tuple((key, str(where[key])) for key in ("product", "offer") if key in where)
                for line in lines.splitlines():
                    day, tier = where["day"], str(where.get("tier", ""))
                    assert isinstance(day, date)
                    rule = rule.replace("fine", "")
                    yield Said(path.stem, str(where["brand"]), tier, day, entry, rule, line.replace("⏎", "\n"))


MESSAGES = list(messages())


def extra(number: int, said: Said) -> dict[str, object]:
    """A message as an entry of its week."""
    only = {"only": [said.tier]} if said.tier else {}
    hour = {"day": WEEKDAYS[said.day.weekday()], "at": f"{8 + number // 60:02}:{number % 60:02}"}
    return {
        "id": f"t-{number}",
        **hour,
        "channel": "task",
        "title": "一条",
        **only,
        "copy": said.text,
        **dict(said.entry),
    }


@cache
def found() -> dict[Said, set[str]]:
    """What each message is told by the rules; all of a brand's week go through one build."""
    weeks: dict[tuple[str, date], list[Said]] = defaultdict(list)
    for said in MESSAGES:
        weeks[said.brand, said.day].append(said)
    told: dict[Said, set[str]] = {said: set() for said in MESSAGES}
    for (brand, day), chosen in weeks.items():
        with TemporaryDirectory() as folder:
            root = Path(folder) / "project"
            for part in ("brand", "content"):
                source = ROOT / part if brand == "tingtai" else HERE / "brands" / brand / part
                shutil.copytree(source, root / part)
            for part in ("weeks", "announcements"):  # these need a week's picks
                shutil.rmtree(root / "content" / part, ignore_errors=True)
            (root / "content" / "weeks").mkdir()
            name = "{}-W{:02}".format(*day.isocalendar()[:2])
            week = {"week": name, "theme": "一周", "extra": [extra(number, said) for number, said in enumerate(chosen)]}
            path = f"content/weeks/{name}.yaml"
            (root / path).write_text(json.dumps(week, ensure_ascii=False, indent=1), "utf-8")
            result = compile_project(root)
        structure = {each.words.en for each in result.diagnostics if each.rule not in ALL}
        assert not structure
        text = next((each.span.source.text for each in result.diagnostics if each.span.source.path == path), "")
        starts = [text.find(f'"id": "t-{number}"') for number in range(len(chosen))]
        for each in result.diagnostics:
            if each.span.source.path == path and each.rule in RULES:
                told[chosen[max(n for n, start in enumerate(starts) if start <= each.span.start)]].add(each.rule)
    return told


def figures(chosen: list[Said]) -> tuple[int, int, int, int]:
    """Wrong, fine, found, false; a message is found where its own rule sees it, false where any does that should not."""
    told = found()
    wrong = [said for said in chosen if said.rule]
    fine = [said for said in chosen if not said.rule]
    return len(wrong), len(fine), sum(s.rule in told[s] for s in wrong), sum(bool(told[s]) for s in fine)


def table() -> str:
    lines = ["| set | wrong | fine | found | false | precision | recall |", "|---|---|---|---|---|---|---|"]
    names = sorted({said.file for said in MESSAGES})
    for name in (*names, ""):
        wrong, fine, right, false = figures([said for said in MESSAGES if said.file == name or not name])
        shown = f"`{name}`" if name else "**all**"
        lines.append(
            f"| {shown} | {wrong} | {fine} | {right} | {false} | {right / (right + false):.3f} | {right / wrong:.3f} |"
        )
    return "\n".join(lines)


def test_precision_and_recall() -> None:
    wrong, fine, right, false = figures(MESSAGES)
    assert wrong >= 150
    assert fine >= 250
    assert right / (right + false) >= 0.98
    assert right / wrong >= 0.95


def test_the_published_figures_are_these() -> None:
    """After a change of rules or messages: python -m tests.test_prices."""
    assert table() in (HERE / "prices" / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        *(
            ("165RMB", "165"),
            ("165 大洋", "165"),
            ("￥165", "165"),
            ("RMB165", "165"),
            ("人民币 165", "165"),
            ("165块5", "165.5"),
        ),
        *(
            ("一百六十五元", "165"),
            ("一六五元", "165"),
            ("一百零五块钱", "105"),
            ("一百五块钱", "150"),
            ("九块九包邮", "9.9"),
        ),
        *(
            ("二十九点九元", "29.9"),
            ("三块五一瓶", "3.5"),
            ("29块9包邮", "29.9"),
            ("六元一瓶", "6"),
            ("1,299 元", "1299"),
        ),
        *(("12.98 万", "129800"), ("¥12.98万", "129800"), ("2千元", "2000"), ("到手：２５元", "25"), ("只要25", "25")),
        *(("29.9包邮", "29.9"), ("3块5包", "3"), ("165元/支", "165")),
        *(
            ("165米", ""),
            ("三块蛋糕", ""),
            ("切成三块，", ""),
            ("七八百块钱", ""),
            ("二三十元", ""),
            ("几百元", ""),
            ("一元复始", ""),
        ),
        *(
            ("十元店", ""),
            ("2 元硬币", ""),
            ("开了 2.3 万公里", ""),
            ("粉丝 3 万，", ""),
            ("只要 3 步", ""),
            ("11.9，见", ""),
            ("二〇二七元旦", ""),
        ),
    ],
)
def test_money_as_people_type_it(text: str, yuan: str) -> None:
    assert [f"{found[0] / 100:g}" for found in amounts(text)] == ([yuan] if yuan else [])


TYPED = "元块价万折满减第二件买一送半价券到至截止结束前月日号周点0１9.．/-~，。\n ¥RMB领护手霜"


@given(st.text(alphabet=TYPED, max_size=60))
def test_what_is_found_is_where_it_is_said_to_be(text: str) -> None:
    for _, start, end in amounts(text):
        assert 0 <= start < end <= len(text)
    for bargain in bargains(text, bool):
        assert 0 <= bargain.start < bargain.end <= len(text)
    for deadline in deadlines(text, date(2026, 12, 2)):
        assert 0 <= deadline.start < deadline.end <= len(text)
        assert text[deadline.start : deadline.end].strip() in deadline.clause


@pytest.mark.parametrize(
    "piece", ["1元¥1", "满1减1，", "到1月1日", "1月1日截止", "全场半价", "一", "11.", "-12.1", "买1送1"]
)
def test_a_text_made_to_be_slow_is_not(piece: str) -> None:
    def steps(count: int) -> int:
        calls = 0

        def count_one(frame: object, event: str, argument: object) -> None:
            nonlocal calls
            calls += 1

        text = piece * count
        sys.setprofile(count_one)
        try:
            amounts(text), bargains(text, bool), deadlines(text, date(2026, 12, 2))
        finally:
            sys.setprofile(None)
        return calls

    steps(10)  # what is compiled once is compiled
    assert steps(1200) < 6 * steps(300)


if __name__ == "__main__":
    readme = HERE / "prices" / "README.md"
    head = readme.read_text("utf-8").partition("| set |")[0]
    readme.write_text(f"{head}{table()}\n", "utf-8")


@pytest.mark.parametrize(
    ("han", "number"),
    [("十", 10), ("十五", 15), ("一百五", 150), ("一百零五", 105), ("两万", 20_000), ("一六五", 165), ("零五", 5), ("〇", 0)]
    + [(han, None) for han in ("两三", "七八十", "十十", "百", "三点", "")],
)  # fmt: skip
def test_numbers_as_they_are_said(han: str, number: int | None) -> None:
    assert spoken(han) == number
