"""Texts in turn: each slot of a column takes the next one of its pool, today, next year, in any process."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from conftest import Project
from siyu.build import Result, compile_project

FIVE = ["早，先开窗", "早，先喝水", "早，先伸个懒腰", "早，先叠被子", "早，先看看天"]
COLUMN = "name: 早安\nkind: life\npurpose: activation\nchannel: group\nwhen: mon-fri 08:30\npool: greetings\n"


def build(
    project: Project,
    pool: str,
    weeks: Iterable[str] = ("2026-W40",),
    column: str = COLUMN,
    week: str = "",
    **files: str,
) -> Result:
    base = {"content/columns/menu.yaml": "", "content/columns/noon-cup.yaml": "", "content/weeks/2026-W40.yaml": ""}
    base |= {f"content/weeks/{name}.yaml": f"week: {name}\n{week}" for name in weeks}
    base |= {"content/columns/morning.yaml": column, "content/pools/greetings.yaml": pool}
    return compile_project(project({**base, **{f"brand/tiers/{name}.yaml": text for name, text in files.items()}}))


def said(result: Result) -> dict[str, str]:
    assert result.publication is not None, [(str(d.span), d.words.en) for d in result.diagnostics]
    messages = [message for edition in result.publication.editions for message in edition.messages]
    return {str(message.item.date): message.text or "" for message in messages}


def pool(texts: Iterable[str], more: str = "", since: str = "since: 2026-09-28\n") -> str:
    return since + "texts:\n" + "".join(f"  - {text}\n" for text in texts) + more


def test_each_slot_takes_the_next_text_across_weeks(project: Project) -> None:
    made = said(build(project, pool(FIVE[:3]), ["2026-W40", "2026-W41"]))
    assert list(made.values()) == [FIVE[n % 3] for n in range(10)]


def test_a_week_alone_gives_what_it_gives_among_others(project: Project) -> None:
    alone = said(build(project, pool(FIVE[:3]), ["2027-W01"], column=COLUMN))  # 14 weeks on, across the year's end
    assert list(alone.values()) == [FIVE[n % 3] for n in range(14 * 5, 15 * 5)]


def test_an_added_text_changes_nothing_in_the_first_round_and_with_from_nothing_before_its_day(
    project: Project,
) -> None:
    late = "  - {copy: 早，下雪了吗, from: 2026-10-07}\n".replace("早，下雪了吗", '"早，下雪了吗"')
    made = list(said(build(project, pool(FIVE[:3], late), ["2026-W40", "2026-W41"])).values())
    assert made[:7] == [FIVE[n % 3] for n in range(7)]  # to 10-06, as it was without it
    assert made[7:] == [FIVE[1], FIVE[2], "早，下雪了吗"]


def test_a_text_rests_after_its_last_day(project: Project) -> None:
    summer = '  - {copy: "早，开空调", until: 2026-10-01}\n'
    made = list(said(build(project, pool(FIVE[:2], summer), ["2026-W40", "2026-W41"])).values())
    assert made == [FIVE[0], FIVE[1], "早，开空调", FIVE[0], FIVE[1], FIVE[0], FIVE[1], FIVE[0], FIVE[1], FIVE[0]]


def test_a_skipped_slot_and_an_entry_of_its_own_move_nothing(project: Project) -> None:
    week = "skip:\n  - {column: morning, day: tue, because: 停电}\ncolumns: {morning: {wed: {copy: 今天我自己写}}}\n"
    made = list(said(build(project, pool(FIVE), week=week)).values())
    assert made == [FIVE[0], "今天我自己写", FIVE[3], FIVE[4]]


def test_two_slots_a_day_are_two_turns(project: Project) -> None:
    column = COLUMN.replace("when: mon-fri 08:30", "when: [mon 08:30, mon 20:30, tue 08:30]")
    result = build(project, pool(FIVE), column=column)
    assert result.publication is not None
    assert [message.text for message in result.publication.editions[0].messages] == FIVE[:3]


def test_tiers_hear_the_same_unless_one_says_otherwise(project: Project) -> None:
    tiers = {"low": "name: 大群\nway_up: {to: top, how: 买}\n", "top": "name: 小群\n"}
    texts = ["早，{{ tier.name }}", *FIVE[1:]]
    week = "columns: {morning: {tue: {tiers: {top: {copy: 小群今天放假}}}}}\n"
    result = build(project, pool([f'"{text}"' for text in texts]), week=week, **tiers)
    assert result.publication is not None
    by_tier: dict[str, list[str | None]] = {"low": [], "top": []}
    for message in result.publication.editions[0].messages:
        assert message.item.tier is not None
        by_tier[message.item.tier.id].append(message.text)
    assert by_tier == {"low": ["早，大群", *FIVE[1:]], "top": ["早，小群", "小群今天放假", *FIVE[2:]]}


def test_without_a_day_it_counts_from_the_first_monday_that_the_tables_know(project: Project) -> None:
    made = said(build(project, pool(FIVE, since=""), ["2024-W01", "2026-W40"]))
    assert made["2024-01-01"] == FIVE[0]
    assert made["2026-09-28"] == FIVE[143 * 5 % 5]  # 143 weeks of five slots


@pytest.mark.parametrize(
    ("texts", "column", "expected"),
    [
        ("texts: []\n", COLUMN, ("empty-value", "texts")),
        (pool(FIVE), COLUMN.replace("greetings", "greeting"), ("unknown-id", "greeting")),
        (pool(FIVE), COLUMN + "copy: 早\n", ("two-texts", "greetings")),
        ("texts:\n  - {copy: 早, until: 2026-09-01}\n", COLUMN, ("no-copy", "")),
        ('texts: ["早，{{ nope }}"]\n', COLUMN, ("unknown-name", "nope")),
        ("texts: [早]\nsince: 2026-10-05\n", COLUMN, ("no-copy", "")),
    ],
    ids=["empty", "misspelt", "two texts", "all are over", "a wrong name", "not begun"],
)
def test_what_cannot_be_taken_is_told(project: Project, texts: str, column: str, expected: tuple[str, str]) -> None:
    result = build(project, texts, column=column)
    assert result.failed
    assert {
        (d.rule, d.span.source.text[d.span.start : d.span.end])
        for d in result.diagnostics
        if d.severity.name == "ERROR"
    } == {expected}


def test_a_finding_is_at_the_text_in_the_pool(project: Project) -> None:
    result = build(project, pool(["早，全国第一的懒觉", *FIVE]))
    found = [d for d in result.diagnostics if d.rule == "absolute-term"]
    assert [d.span.source.path for d in found] == ["content/pools/greetings.yaml"]
