"""On which days and at what hours: what a content editor says about time, and the dates a plan makes of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Project
from siyu.build import Result, compile_project
from siyu.diagnostic import Problem
from siyu.edition import Item
from siyu.schedule import guesses, slots
from siyu.source import Source, Text
from siyu.weeks import monday_of
from siyu.when import MONTHS, When, clock, describe, when_of

COLUMN = "name: {name}\nkind: life\npurpose: activation\nchannel: moments\ncopy: 早，今天也慢慢来。\n{more}"
QUIET = {"content/columns/menu.yaml": "", "content/columns/noon-cup.yaml": "", "content/weeks/2026-W40.yaml": ""}


def when(text: str) -> When:
    return when_of(Text(text, Source("t.yaml", text), 0, len(text)))


def days(text: str, first: str, last: str) -> str:
    """The dates promised from one to another, "2026-10-08 2027-01-04"."""
    day, end = monday_of(date.fromisoformat(first)), date.fromisoformat(last)
    found = []
    while day <= end:
        found += [slot.date for slot in slots([when(text)], day)]
        day += timedelta(7)
    return " ".join(map(str, (d for d in found if date.fromisoformat(first) <= d <= end)))


def built(project: Project, files: dict[str, str], *weeks: str) -> Result:
    plans = {f"content/weeks/{week}.yaml": f"week: {week}\n" for week in weeks}
    quiet = {path: text for path, text in QUIET.items() if path not in plans}
    result = compile_project(project({**quiet, **plans, **files}))
    assert result.publication is not None, [(str(d.span), d.words.en) for d in result.diagnostics]
    return result


def items(result: Result, key: str) -> list[Item]:
    assert result.publication is not None
    return [item for edition in result.publication.editions for item in edition.plan.items if item.key == key]


def told(result: Result, key: str) -> list[str]:
    return [f"{i.date:%m-%d} {clock(i.start)}" + (f" {i.tier.id}" if i.tier else "") for i in items(result, key)]


# --- months ---


@pytest.mark.parametrize(
    ("text", "first", "last", "expected"),
    [
        # a quarter's first workday: 01-01…01-03 are off and 01-04 a worked Sunday, 10-01…10-07 are off
        ("first workday in jan,apr,jul,oct 10:00", "2026-01-01", "2026-12-31", "2026-01-04 2026-04-01 2026-07-01 2026-10-08"),
        ("last fri in mar,jun,sep,dec 15:00", "2026-01-01", "2026-12-31", "2026-03-27 2026-06-26 2026-09-25 2026-12-25"),
        ("last workday in jun,dec 17:00", "2026-01-01", "2026-12-31", "2026-06-30 2026-12-31"),
        ("day 1 in jan 09:00", "2026-01-01", "2027-12-31", "2026-01-01 2027-01-01"),
        ("last day 18:00", "2026-01-01", "2026-04-30", "2026-01-31 2026-02-28 2026-03-31 2026-04-30"),
        ("last day in feb 18:00", "2027-01-01", "2028-12-31", "2027-02-28 2028-02-29"),
        ("first,last day 18:00", "2026-11-15", "2026-12-31", "2026-11-30 2026-12-01 2026-12-31"),
        ("sat in nov-feb 10:00", "2026-10-24", "2026-11-14", "2026-11-07 2026-11-14"),
        ("sat in nov-feb 10:00", "2027-02-20", "2027-03-10", "2027-02-20 2027-02-27"),
        ("10:00 in dec mon", "2026-11-20", "2026-12-14", "2026-12-07 2026-12-14"),
        ("every 2 weeks from 2026-12-16 wed in dec,jan 20:00", "2026-12-01", "2027-02-28", "2026-12-16 2026-12-30 2027-01-13 2027-01-27"),
    ],
)  # fmt: skip
def test_months(text: str, first: str, last: str, expected: str) -> None:
    assert days(text, first, last) == expected


@pytest.mark.parametrize(
    ("text", "wrong", "hint"),
    [
        ("first workday in 10:00", "10:00", "jan,apr,jul,oct"),
        ("first workday in", "in", "jan,apr,jul,oct"),
        ("first workday in 1月,4月 10:00", "1月,4月", "in jan,apr"),
        ("first workday in 一月 10:00", "一月", "in jan"),
        ("mon in january 10:00", "january", "in jan"),
        ("mon in jan in feb 10:00", "in feb", ""),
        ("monthly 10:00", "monthly", "first workday"),
        ("每月 10:00", "每月", "first workday"),
        ("quarterly 10:00", "quarterly", "first workday in jan,apr,jul,oct"),
        ("每季度 10:00", "每季度", "first workday in jan,apr,jul,oct"),
        ("jan mon 10:00", "jan", ""),
        ("day last 10:00", "day", "first sun"),
        ("last day 31 10:00", "", "day N"),
    ],
)
def test_a_bad_month_points_at_the_wrong_word(text: str, wrong: str, hint: str) -> None:
    with pytest.raises(Problem) as caught:
        when(text)
    problem = caught.value
    assert (text[problem.start : problem.end] if problem.end is not None else "") == wrong
    assert hint in f"{problem.words.en} {' '.join(note.en for note in problem.notes)}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("first workday in jan,apr,jul,oct 10:00", "1、4、7、10 月第一个工作日 10:00"),
        ("day 15 in jun 10:00", "6 月 15 日 10:00"),
        ("last day 18:00", "每月最后一天 18:00"),
        ("first,last day 18:00", "每月 1 日、最后一天 18:00"),
        ("mon,wed in dec 18:00", "12 月的周一、周三 18:00"),
        ("daily in dec", "12 月的每天"),
    ],
)
def test_months_in_words(text: str, said: str) -> None:
    assert describe(when(text)) == said


@given(
    st.sampled_from(["mon", "daily", "workday", "first sun", "last day", "day 31", "last workday", "weekend"]),
    st.sets(st.sampled_from(MONTHS), min_size=1),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)
def test_some_months_are_the_rest_left_out(base: str, months: set[str], day: date) -> None:
    limited = when(f"{base} in {','.join(sorted(months))}")
    assert limited.matches(day) == (when(base).matches(day) and MONTHS[day.month - 1] in months)


def test_a_month_that_is_not_named_does_not_make_a_week_a_guess() -> None:
    monday = date(2027, 4, 5)
    assert guesses([when("workday in apr 09:00")], monday)
    assert not guesses([when("workday in may 09:00")], monday)


# --- classes of day, holidays, the turn of the year ---


def test_a_coffee_chain_greets_at_another_hour_on_days_off(project: Project) -> None:
    hello = COLUMN.format(name="早安", more="when: [workday 07:40, weekend 09:00, holiday 09:30]\n")
    result = built(project, {"content/columns/hello.yaml": hello}, "2026-W40", "2026-W41")
    assert told(result, "hello") == [
        "09-28 07:40 all", "09-29 07:40 all", "09-30 07:40 all",
        "10-01 09:30 all", "10-02 09:30 all", "10-03 09:30 all", "10-04 09:30 all",
        "10-05 09:30 all", "10-06 09:30 all", "10-07 09:30 all",
        "10-08 07:40 all", "10-09 07:40 all", "10-10 07:40 all", "10-11 09:00 all",  # 10-10 is a worked Saturday
    ]  # fmt: skip


def test_on_a_holiday_a_meeting_moves_to_the_next_workday_and_keeps_its_identity(project: Project) -> None:
    sop = "tasks:\n  review: {name: 复盘, when: thu 15:00, holiday: next}\n"
    result = built(project, {"content/sop/owner.yaml": sop}, "2026-W40", "2026-W41")
    assert [(i.identity, str(i.date)) for i in items(result, "review")] == [
        ("2026-W40.owner.review.thu", "2026-10-08"),
        ("2026-W41.owner.review.thu", "2026-10-08"),
    ]


def test_every_second_week_goes_on_from_week_53_to_week_1(project: Project) -> None:
    talk = COLUMN.format(name="茶话会", more="when: every 2 weeks from 2026-12-16 wed 20:00\n")
    weeks = ("2026-W51", "2026-W52", "2026-W53", "2027-W01", "2027-W02", "2027-W03")
    result = built(project, {"content/columns/talk.yaml": talk}, *weeks)
    assert told(result, "talk") == ["12-16 20:00 all", "12-30 20:00 all", "01-13 20:00 all"]


def test_monthly_and_quarterly_routines(project: Project) -> None:
    sop = """tasks:
  open: {name: 月初对表, when: first workday 10:00, tiers: []}
  close: {name: 月末盘点, when: last workday 17:00, tiers: []}
  quarter: {name: 季度总结, when: "last workday in mar,jun,sep,dec 15:00", tiers: []}
"""
    weeks = ("2026-W36", "2026-W40", "2026-W41", "2026-W44")
    result = built(project, {"content/sop/editor.yaml": sop}, *weeks)
    assert [told(result, key) for key in ("open", "close", "quarter")] == [
        ["09-01 10:00", "10-08 10:00"],
        ["08-31 17:00", "09-30 17:00", "10-30 17:00"],
        ["09-30 15:00"],
    ]


# --- hours ---


def test_a_tier_has_its_own_hour_and_a_window_may_cross_midnight(project: Project) -> None:
    files = {
        "brand/tiers/guest.yaml": "name: 基础群\nway_up: {to: core, how: 买三杯}\n",
        "brand/tiers/core.yaml": "name: 核心群\n",
        "content/columns/late.yaml": COLUMN.format(
            name="跨年守夜", more='when: [thu 22:30-01:00, fri 20:00-24:00]\nhours: {core: "19:00"}\n'
        ),
    }
    result = built(project, files, "2026-W53")
    assert [(f"{i.date:%m-%d}", i.tier.id if i.tier else "", clock(i.start), i.end) for i in items(result, "late")] == [
        ("12-31", "core", "19:00", 19 * 60 + 15),
        ("12-31", "guest", "22:30", 25 * 60),
        ("01-01", "core", "19:00", 19 * 60 + 15),
        ("01-01", "guest", "20:00", 24 * 60),
    ]


def test_working_hours_by_day_and_on_holidays_are_what_a_card_says(project: Project) -> None:
    files = {
        "brand/ip/mo.yaml": "nickname: 小墨\nrole: 店长\ncard:\n  hours: [workday 09:00-21:00, weekend 10:00-24:00, holiday 10:00-18:00]\n",
        "content/columns/hello.yaml": COLUMN.format(name="早安", more="when: mon 09:00\n").replace(
            "早，今天也慢慢来。", "店里有人：{{ ip.hours }}"
        ),
    }
    result = built(project, files, "2026-W41")
    assert result.publication is not None
    (message,) = (m for m in result.publication.editions[0].messages if m.item.key == "hello")
    assert message.text == "店里有人：工作日 09:00–21:00，周末 10:00–24:00，节假日 10:00–18:00"
