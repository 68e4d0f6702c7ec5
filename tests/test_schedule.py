"""Every form of `when`, and the days and hours it gives."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siyu.diagnostic import Problem
from siyu.schedule import Slot, guesses, slots
from siyu.source import Source, Text
from siyu.weeks import monday_of
from siyu.when import When, clock, describe, when_of


def when(text: str) -> When:
    return when_of(Text(text, Source("t.yaml", text), 0, len(text)))


def days(text: str, first: str, last: str, holiday: str = "keep") -> list[str]:
    """The dates ("10-08") promised from one date to another, in promised order."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    found: list[Slot] = []
    monday = monday_of(start)
    while monday <= end:
        found += slots([when(text)], monday, holiday)
        monday += timedelta(7)
    return [f"{slot.date:%m-%d}" for slot in found if start <= slot.day <= end]


@pytest.mark.parametrize(
    ("text", "first", "last", "expected"),
    [
        ("daily 08:30", "2026-11-23", "2026-11-25", "11-23 11-24 11-25"),
        ("wed 20:30", "2026-11-01", "2026-11-30", "11-04 11-11 11-18 11-25"),
        ("mon,fri 12:00", "2026-11-23", "2026-11-29", "11-23 11-27"),
        ("mon-wed,sat 12:00", "2026-11-23", "2026-11-29", "11-23 11-24 11-25 11-28"),
        ("sat-mon 12:00", "2026-11-23", "2026-11-29", "11-23 11-28 11-29"),
        ("day 31 10:00", "2026-10-01", "2026-12-31", "10-31 12-31"),
        ("first sun 20:00", "2026-11-01", "2027-01-31", "11-01 12-06 01-03"),
        ("first,third tue 20:00", "2026-11-01", "2026-12-31", "11-03 11-17 12-01 12-15"),
        ("fifth mon 20:00", "2026-10-01", "2026-12-31", "11-30"),
        ("last fri 15:00", "2026-10-01", "2026-12-31", "10-30 11-27 12-25"),
        # Workdays know 调休: Spring Festival 2026 is 02-15…02-23, worked on 02-14 and 02-28.
        ("workday 09:00", "2026-02-12", "2026-02-28", "02-12 02-13 02-14 02-24 02-25 02-26 02-27 02-28"),
        ("weekend 10:30", "2026-02-01", "2026-02-28", "02-01 02-07 02-08"),
        ("holiday 10:30", "2026-09-21", "2026-10-11", "09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07"),
        ("first workday 10:00", "2026-02-01", "2026-02-28", "02-02"),
        ("last workday 17:00", "2026-02-01", "2026-02-28", "02-28"),
        ("first workday 10:00", "2026-10-01", "2026-10-31", "10-08"),
        ("second workday 10:00", "2026-10-01", "2026-10-31", "10-09"),
        ("third workday 10:00", "2026-10-01", "2026-10-31", "10-10"),
        ("last workday 17:00", "2026-10-01", "2026-10-31", "10-30"),
        ("first workday 10:00", "2026-01-01", "2026-01-31", "01-04"),
        ("first holiday 10:00", "2026-10-01", "2026-10-31", "10-01"),
        # 2026 has a week 53: parity of week numbers would break here, counting from a date does not.
        ("every 2 weeks from 2026-11-25 wed 20:00", "2026-11-01", "2027-02-10", "11-25 12-09 12-23 01-06 01-20 02-03"),
        ("every 2 weeks from 2026-12-28 mon 20:00", "2026-12-28", "2027-01-31", "12-28 01-11 01-25"),
        ("every 3 weeks from 2026-12-25 mon,fri 20:00", "2026-12-01", "2027-01-31", "12-25 01-11 01-15"),
    ],
)  # fmt: skip
def test_days(text: str, first: str, last: str, expected: str) -> None:
    assert days(text, first, last) == expected.split()


@pytest.mark.parametrize(
    ("text", "policy", "expected"),
    [
        ("thu 20:00", "keep", "10-01 10-08"),
        ("thu 20:00", "skip", "10-08"),
        ("thu 20:00", "next", "10-08 10-08"),
        ("thu 20:00", "previous", "09-30 10-08"),
        ("sun 20:00", "next", "10-08 10-11"),  # a Sunday within the holiday moves, an ordinary one stays
        (
            "holiday 20:00",
            "skip",
            "10-01 10-02 10-03 10-04 10-05 10-06 10-07",
        ),  # what runs on holidays is not moved off them
    ],
)
def test_a_holiday_keeps_skips_or_moves_a_slot(text: str, policy: str, expected: str) -> None:
    assert days(text, "2026-10-01", "2026-10-11", policy) == expected.split()


def test_moving_back_lands_on_a_make_up_workday() -> None:
    assert days("mon 20:00", "2026-02-16", "2026-02-16", "previous") == ["02-14"]
    assert days("tue 20:00", "2026-02-17", "2026-02-17", "next") == ["02-24"]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("mon", None, None),
        ("mon 9:05", 545, None),
        ("mon 09:00-18:00", 540, 1080),
        ("mon 22:00-01:00", 1320, 1500),
        ("mon 22:00-24:00", 1320, 1440),
        ("mon 22:00-00:00", 1320, 1440),
        ("mon 00:00-24:00", 0, 1440),
    ],
)
def test_hours(text: str, start: int | None, end: int | None) -> None:
    assert (when(text).start, when(text).end) == (start, end)


def test_classes_of_day_have_hours_of_their_own() -> None:
    whens = [when("workday 12:10"), when("weekend 10:30"), when("holiday 11:00")]
    found = [(f"{slot.day:%a}", clock(slot.start or 0)) for slot in slots(whens, date(2026, 9, 28))]
    assert found == [
        ("Mon", "12:10"), ("Tue", "12:10"), ("Wed", "12:10"), ("Thu", "11:00"), ("Fri", "11:00"), ("Sat", "11:00"), ("Sun", "11:00"),
    ]  # fmt: skip
    assert [clock(slot.start or 0) for slot in slots(whens, date(2026, 10, 5))][-2:] == [
        "12:10",
        "10:30",
    ]  # 10-10 is worked


def test_slots_of_a_day_are_in_order_and_each_once() -> None:
    whens = [when("mon 20:00"), when("daily 08:00"), when("mon 08:00")]
    assert [slot.start for slot in slots(whens, date(2026, 11, 23)) if slot.day.weekday() == 0] == [480, 1200]


@pytest.mark.parametrize(
    ("text", "wrong", "hint"),
    [
        ("monn 12:00", "monn", "mon"),
        ("Mon 12:00", "Mon", "mon"),
        ("周三 12:00", "周三", "wed"),
        ("星期三 12:00", "星期三", "wed"),
        ("工作日 12:00", "工作日", "workday"),
        ("mon noon", "noon", "mon"),
        ("mon 25:00", "25:00", ""),
        ("mon 24:00", "24:00", ""),
        ("mon 12:60", "12:60", ""),
        ("mon 10:00-10:00", "10:00-10:00", ""),
        ("mon １２:００", "１２:００", ""),
        ("mon-funday 12:00", "mon-funday", ""),
        ("mon tue 12:00", "tue", "mon,wed"),
        ("mon workday 12:00", "workday", "mon,wed"),
        ("mon 12:00 20:00", "20:00", "list"),
        ("first second mon 12:00", "second", ""),
        ("frist sun 12:00", "frist", "first"),
        ("first,sun 12:00", "first,sun", ""),
        ("day 32 10:00", "day", "day"),
        ("day 1 day 2 10:00", "day 2", ""),
        ("every 0 weeks from 2026-11-25 wed", "0", "every 2"),
        ("every 60 weeks from 2026-11-25 wed", "60", "every 2"),
        ("every 2 weeks wed 20:00", "wed", "every 2"),
        ("every 2 months from 2026-11-25", "months", "every 2"),
        ("every 2 weeks from 2026-11-31 wed", "2026-11-31", "every 2"),
        ("every 2 weeks from", "from", "every 2"),
        ("every", "every", "every 2"),
        ("wed every 2 weeks from 2026-11-25 every 2 weeks from 2026-11-25", "every 2 weeks from 2026-11-25", ""),
    ],
)  # fmt: skip
def test_a_bad_when_points_at_the_wrong_word(text: str, wrong: str, hint: str) -> None:
    with pytest.raises(Problem) as caught:
        when(text)
    problem = caught.value
    assert problem.end is not None
    assert text[problem.start : problem.end] == wrong
    assert problem.start in (text.index(wrong), text.rindex(wrong))
    assert hint in " ".join(note.en for note in problem.notes)


@pytest.mark.parametrize("text", ["12:00", "first 12:00", "first day 15", "every 2 weeks from 2026-11-25 20:00", ""])
def test_a_when_without_days_is_refused(text: str) -> None:
    with pytest.raises(Problem):
        when(text)


WORDS = "mon tue-fri sat,sun daily workday weekend holiday first last fifth,last day 1 31 every 2 weeks from 2026-11-25 9999-12-31 08:00 22:00-01:00 24:00 , - 周三 ： é".split()  # noqa: SIM905  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
@settings(max_examples=400)
def test_any_words_are_a_when_or_a_problem(text: str) -> None:
    try:
        read = when(text)
    except Problem as problem:
        assert problem.end is None or 0 <= problem.start <= problem.end <= len(text)
        return
    for policy in ("keep", "skip", "previous", "next"):
        found = slots([read], date(2026, 12, 28), policy)
        assert found == sorted(set(found), key=lambda slot: (slot.day, slot.start or 0, slot.end or 0))
        guesses([read], date(2026, 12, 28), policy)
    assert describe(read)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("workday 09:00-21:00", "工作日 09:00–21:00"),
        ("mon-fri 09:00-18:00", "周一至周五 09:00–18:00"),
        ("mon,wed 09:00", "周一、周三 09:00"),
        ("daily 22:00-01:00", "每天 22:00–01:00"),
        ("weekend 10:00-24:00", "周末 10:00–24:00"),
        ("first,last sun 20:00", "每月第一个、最后一个周日 20:00"),
        ("day 15 10:00", "每月 15 日 10:00"),
        ("every 2 weeks from 2026-11-25 wed 20:00", "每 2 周的周三 20:00"),
    ],
)
def test_a_when_in_words(text: str, said: str) -> None:
    assert describe(when(text)) == said
