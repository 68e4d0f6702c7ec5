"""The table of holidays against the law, the moon and itself; and what is not published is never passed off as known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from conftest import Project, siyu
from siyu.facts import holidays, lunar
from siyu.schedule import guesses, slots
from siyu.source import Source, Text
from siyu.when import when_of


def year(number: int) -> list[date]:
    return [date(number, 1, 1) + timedelta(n) for n in range(366) if (date(number, 1, 1) + timedelta(n)).year == number]


def test_make_up_workdays_of_2026() -> None:
    made_up = [day for day in year(2026) if day.weekday() >= 5 and holidays.day_class(day) == "workday"]
    assert [f"{day:%m-%d}" for day in made_up] == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


@pytest.mark.parametrize("number", [2025, 2026])
def test_every_day_by_law_is_off_in_the_published_arrangement(number: int) -> None:
    by_law = [day for day in year(number) if holidays.by_law(day)]
    assert len(by_law) == 13
    for day in by_law:
        assert holidays.day_class(day) == "holiday" or not holidays.published(day)
        name, arranged = holidays.by_law(day), holidays.holiday(day)
        assert name is not None
        assert arranged is not None
        assert name in arranged


@pytest.mark.parametrize("number", [2024, 2025, 2026])
def test_an_arrangement_makes_up_weekends_only_and_rests_overlap_nothing(number: int) -> None:
    off: set[date] = set()
    for rest in holidays.ARRANGEMENTS[number]:
        span = {rest.first + timedelta(n) for n in range((rest.last - rest.first).days + 1)}
        assert span
        assert not span & off
        off |= span
        assert all(day.weekday() >= 5 for day in rest.made_up)
    assert not off & {day for rest in holidays.ARRANGEMENTS[number] for day in rest.made_up}


def test_days_by_law_in_a_year_nobody_has_published() -> None:
    assert holidays.holiday(date(2027, 1, 1)) == "元旦"
    assert [f"{day:%m-%d}" for day in year(2027) if holidays.by_law(day) == "春节"] == [
        "02-05",
        "02-06",
        "02-07",
        "02-08",
    ]
    assert holidays.day_class(date(2027, 1, 1)) == "holiday"
    assert holidays.day_class(date(2027, 1, 2)) is None
    assert holidays.day_class(date(2027, 3, 3)) is None


def test_the_last_days_of_the_last_year_wait_for_the_next_notice() -> None:
    assert holidays.day_class(date(2026, 12, 27)) == "weekend"
    assert holidays.day_class(date(2026, 12, 28)) is None
    assert holidays.day_class(date(2025, 12, 31)) == "workday"


def test_solar_terms_and_lunar_dates() -> None:
    assert lunar.solar_term(date(2026, 11, 22)) == "小雪"
    assert lunar.solar_term(date(2026, 11, 23)) == ""
    assert lunar.text(date(2026, 2, 17)) == "正月初一"
    assert lunar.month_and_day(date(2025, 7, 25)) == (-6, 1)  # 闰六月


@pytest.mark.parametrize(
    ("text", "policy", "found", "guessed"),
    [
        ("daily 09:00", "keep", "28 29 30 31 01 02 03", ""),  # says nothing about classes: nothing to guess
        ("fri 09:00", "skip", "", ""),  # 1 January is a holiday by law
        ("fri 09:00", "next", "04", "02 03 04"),  # …and which workday comes next is not known
        ("fri 09:00", "previous", "31", "31"),
        ("sat 09:00", "skip", "02", "02"),
        ("workday 09:00", "keep", "28 29 30 31", "28 29 30 31 02 03"),
        ("weekend 09:00", "keep", "02 03", "28 29 30 31 02 03"),
        ("holiday 09:00", "keep", "01", "28 29 30 31 02 03"),
    ],
)
def test_what_is_not_published_is_planned_by_weekday_and_named(
    text: str, policy: str, found: str, guessed: str
) -> None:
    whens = [when_of(Text(text, Source("t", text), 0, len(text)))]
    monday = date(2026, 12, 28)
    assert [f"{slot.date:%d}" for slot in slots(whens, monday, policy)] == found.split()
    assert [f"{day:%d}" for day in sorted(guesses(whens, monday, policy))] == guessed.split()


def test_a_week_past_the_table_is_one_warning(project: Project) -> None:
    root = project(
        {
            "content/weeks/2026-W40.yaml": "",
            "content/weeks/2027-W05.yaml": "week: 2027-W05\ncolumns:\n"
            "  noon-cup: {mon: {product: osmanthus}, tue: {product: osmanthus}, wed: {product: osmanthus}, thu: {product: osmanthus}}\n",
        }
    )
    done = siyu("check", root, "--lang", "en", "--format", "concise")
    assert done.returncode == 0
    assert done.stdout.count("unpublished-holidays") == 1
    assert "2027-02-01" in done.stdout
    assert "2027-02-05" not in done.stdout.replace(
        "unfilled", ""
    )  # the eve of Spring Festival is a holiday by law: known
