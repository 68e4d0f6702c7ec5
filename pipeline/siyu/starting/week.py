"""A week's plan to fill in: every slot that the columns promise, and what each still needs.

In: the library, a Monday, and perhaps the week to begin from. Out: the file's text.
Promise: pure; holidays, fortnights and closed groups are considered as the plan itself considers them. From the other week comes what
repeats (hours, tiers, checklists, products, titles without a date); texts do not: each becomes a `todo`. Products that nothing says are
proposed in turn, so that the week builds before it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest
from typing import NamedTuple

from siyu.document import for_tier
from siyu.facts import holidays, lunar
from siyu.facts.words import chinese
from siyu.kinds.column import Column
from siyu.kinds.tier import is_open
from siyu.kinds.week import Entry, Variant, Week
from siyu.library import Library
from siyu.placeholders import named
from siyu.schedule import slots as schedule
from siyu.schedule import week_of
from siyu.source import Source
from siyu.stages.desk import Desk
from siyu.stages.load import load
from siyu.stages.parse import parse
from siyu.starting.project import scalar
from siyu.weeks import monday_in, week_name
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, clock, describe

_DATED = re.compile(r"\d+ ?[月日号]|\d+[./-]\d+|[一二三四五六七八九十]+月|[周星期礼拜][一二三四五六日天]")
_SAYS = {"copy": "正文 copy", "product": "商品 product", "products": "几个商品 products", "title": "标题 title", "images": "配图 images", "link": "链接 link", "offer": "优惠 offer"}  # fmt: skip


def monday_of(text: str) -> date | None:
    """The Monday of "2026-W48", None for anything else or a year that the tables do not reach."""
    if not re.fullmatch(r"20(2[4-9]|[3-9]\d)-W\d{2}", text, re.ASCII):
        return None
    try:
        return monday_in(text)
    except ValueError:
        return None


def blank_week(library: Library, monday: date, old: Week | None) -> str:
    """The file."""
    desk = Desk(library, _empty(monday))
    lines = [*_days(monday), f"week: {week_name(monday)}", "theme: 【这一周的主题】", "state: draft"]
    blocks = [block for column in library.columns.values() if (block := list(_column(desk, column, old)))]
    if blocks:
        lines += ["", "columns:"]
        for block in blocks:
            lines += ["", *(f"  {line}" for line in block)]
    if old and old.extra:
        lines += ["", f"# {old.name} 里栏目之外的，要的话照样写在 extra 下面，换一个 id："]
        lines += [f"# {extra.title}，{_weekday(extra.day)} {clock(extra.at)}" for extra in old.extra if extra.at]
    return "\n".join(lines) + "\n"


def _empty(monday: date) -> Week:
    source = Source("", f"week: {week_name(monday)}\n")
    tree, _ = parse(source)
    assert tree is not None
    week, _ = load(source, tree, "", Week, {})
    assert week is not None
    return week


def _days(monday: date) -> Iterator[str]:
    """The week's dates, and which of its days are special."""
    last = monday + timedelta(6)
    yield f"# {monday.year} 年 {_day(monday)}（周一）至 {_day(last)}（周日）"
    for day in week_of(monday):
        name, kind = holidays.holiday(day), holidays.day_class(day)
        made_up = "补班" if kind == "workday" and day.weekday() > 4 else None
        words = [word for word in (lunar.solar_term(day), f"{name}放假" if name else None, made_up) if word]
        if words:
            yield f"# {_weekday(WEEKDAYS[day.weekday()])} {_day(day)}：{'，'.join(words)}"
    if not all(map(holidays.published, week_of(monday))):
        yield "# 这一周的放假调休还没有公布，先按星期排"


def _column(desk: Desk, column: Column, old: Week | None) -> Iterator[str]:
    """A column's slots by day. What fills itself needs no entry."""
    if not column.needs and (column.template or column.copy_ or column.pool or column.channel == "task"):
        return
    before = {str(day): entries for day, entries in (old.columns.get(column.id, {}) if old else {}).items()}
    slots: dict[str, list[date]] = {}
    for slot in desk.slots(column.when, column.holiday):
        if any(is_open(tier, slot.date) for tier in desk.library.covers(column.tiers)):
            slots.setdefault(WEEKDAYS[slot.day.weekday()], []).append(slot.date)
    repeat = _Repeat(desk.library, (desk.week.week - old.week).days if old else 0)
    days = []
    for weekday, monday in zip(WEEKDAYS, week_of(desk.week.week), strict=True):
        entries, dates = before.get(weekday, ()), slots.get(weekday, [])
        there = {tier.id for tier in desk.library.covers(column.tiers) if is_open(tier, monday)}
        more = [] if column.when else [e for e in entries if e.at is not None and there & set(e.only or there)]
        filled = [_entry(repeat, column, e, d) for d, e in zip_longest(dates, entries[: len(dates)])]
        filled += [_entry(repeat, column, entry, monday) for entry in more]
        if len(filled) == 1 and _short(filled[0]):
            days.append(f"  {weekday}: {{{filled[0][0]}}}")
        elif len(filled) == 1:
            days += [f"  {weekday}:", *(f"    {line}" for line in filled[0])]
        elif filled:
            days.append(f"  {weekday}:")
            days += [f"    {'  ' if n else '- '}{line}" for entry in filled for n, line in enumerate(entry)]
    if days:
        when = "；".join(map(describe, column.when))
        yield f"# {column.name}：{f'{when}，' if when else ''}{chinese(column.channel)}"
        yield from _moved(column, desk.week.week)
        yield f"{column.id}:"
        yield from days


def _short(entry: list[str]) -> bool:
    """Whether an entry is one value that may stand in braces."""
    return len(entry) == 1 and re.fullmatch(r"[a-z]+: [^\W_][\w 、-]*", entry[0]) is not None


def _moved(column: Column, monday: date) -> Iterator[str]:
    """Which of its days a holiday takes or moves."""
    there = {slot.day: slot.date for slot in schedule(column.when, monday, column.holiday or "keep")}
    for slot in schedule(column.when, monday):
        day = _weekday(WEEKDAYS[slot.day.weekday()])
        if slot.day not in there:
            yield f"# {day}放假，不发"
        elif (to := there[slot.day]) != slot.day:
            yield f"# {day}放假，挪到 {_day(to)}（{_weekday(WEEKDAYS[to.weekday()])}）"


def _entry(repeat: _Repeat, column: Column, old: Entry | None, day: date) -> list[str]:
    """What repeats, and what is still to be written."""
    there = {tier.id for tier in repeat.library.covers(column.tiers) if is_open(tier, day)}
    only = [tier for tier in (old.only or ()) if tier in there] if old else []
    if old is not None and old.only and not only:
        old = None  # the groups it was for are closed
    lines = [] if old is None else list(repeat.of(column, old, day))
    if old is not None:
        if only:
            lines.append(f"only: [{', '.join(only)}]")
        if old.checklist:
            lines += ["checklist:", *(f"  - {scalar(line)}" for line in old.checklist)]
        tiers = {name: list(repeat.of(column, variant, day)) for name, variant in old.tiers.items() if name in there}
        if any(tiers.values()):
            lines.append("tiers:")
            for name, said in tiers.items():
                lines += [f"  {name}:", *(f"    {line}" for line in said)] if said else []
    proposed = list(repeat.proposed(column, {line.partition(":")[0] for line in lines}, day))
    lines = [*proposed, *lines]
    given = {line.partition(":")[0] for line in lines}
    lacking = [str(name) for name in column.needs if name not in given]
    if not (column.template or column.copy_ or column.pool or "copy" in lacking or column.channel == "task"):
        lacking.append("copy")
    if "checklist" not in given:
        lines += _steps(column, lacking)
    todo = (
        [re.sub("(?<=写)(?=[a-z])", " ", f"写{'、'.join(_SAYS.get(name, name) for name in lacking)}")]
        if lacking
        else []
    )
    todo += ["定商品"] if proposed else []
    todo += ["换标题 title"] if "title" in given and "title" in column.needs else []
    return [*lines, f"todo: {'；'.join(todo)}"] if todo else lines


def _steps(column: Column, lacking: list[str]) -> list[str]:
    """The column's steps without those that name what is not there yet, where there are such."""
    steps = [step for step in column.checklist if not named(step) & set(lacking)]
    if len(steps) == len(column.checklist):
        return []
    kept = [f"  - {scalar(step)}" for step in steps] or ["  - 写完以后删掉这一段，步骤用栏目自己的"]
    return ["# 栏目的步骤里要用到还没写的，先去掉了几步；写完以后删掉这一段 checklist", "checklist:", *kept]


class _Repeat(NamedTuple):
    """What of an older week comes again: products still sold, titles without a date, hours, unless the brand's own rules let them rest."""

    library: Library
    days: int

    def of(self, column: Column, said: Variant, day: date) -> Iterator[str]:
        """Lines of an entry or of one tier's variant."""
        if said.product and self._sold(column, said.product, day):
            yield f"product: {said.product}"
        if said.products and all(self._sold(column, name, day) for name in said.products):
            yield f"products: [{', '.join(said.products)}]"
        if said.title and not _DATED.search(said.title) and not self._rests(column, "title", None):
            yield f"title: {scalar(said.title)}"
        if said.at is not None:
            yield f'at: "{clock(said.at)}"'

    def proposed(self, column: Column, given: set[str], day: date) -> Iterator[str]:
        """A product where the column needs one and nothing repeats: in turn, of those that all of its tiers can buy."""
        if not ({"product", "products"} & {*column.needs} - given):
            return
        tiers = [tier for tier in self.library.covers(column.tiers) if is_open(tier, day)]
        fits = [
            name
            for name, product in self.library.products.items()
            if self._sold(column, name, day)
            and all(not product.tiers or tier.id in product.tiers for tier in tiers)
            and (not product.link or all(for_tier(product.link, tier.id) for tier in tiers))
        ]
        if fits:
            name = fits[(day.toordinal() + list(self.library.columns).index(column.id)) % len(fits)]
            yield f"product: {name}" if "product" in column.needs else f"products: [{name}]"

    def _sold(self, column: Column, name: str, day: date) -> bool:
        product = self.library.products.get(name)
        there = product is not None and (product.valid is None or product.valid[0] <= day <= product.valid[1])
        return there and not self._rests(column, "product", name)

    def _rests(self, column: Column, what: str, name: str | None) -> bool:
        return any(
            apart.what == what
            and self.days < apart.days
            and column.id not in apart.except_columns
            and name not in apart.except_products
            for apart in (self.library.house.no_repeat if self.library.house else ())
        )


def _weekday(day: str) -> str:
    return WEEKDAYS_ZH[WEEKDAYS.index(day)]


def _day(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"
