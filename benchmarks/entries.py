"""A number of weeks in, the brand's dated entries out; each is a function of its running number and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from material import COLUMNS, PRODUCTS, SIGNED, THEMES, WEATHER, Column
from words import HOOKS, TITLES, passage, phrase

Fields = dict[str, str | list[str]]
FIRST_MONDAY = date.fromisocalendar(2026, 1, 1)
OPENING = "{{ ip.customers }}好，{{ day.date }}{{ day.weekday }}，本周说的是“{{ week.theme }}”。"
OFFER = "说到{{ product.name }}，{{ product.point }}，{{ tier.name }}价 {{ product.price }} 元。"
IDS = list(PRODUCTS)


@dataclass(frozen=True)
class Entry:
    """One filled slot; `variants` holds what differs for a tier."""

    day: date
    column: Column
    fields: Fields
    variants: dict[str, Fields]


def _text(number: int, column: Column, seed: int, product: bool) -> Fields:
    """The slot's words, about 300 characters as pasted: a line for the template, or a whole copy with placeholders."""
    if column.template:
        return {"line": "".join(passage(seed, 270))}
    offer = [OFFER] if product else []
    return {"copy": "\n".join([OPENING, *passage(seed, 270), *offer, f"{SIGNED}{number:05}则"])}


def _entry(number: int, day: date, column: Column) -> Entry:
    """The slot filled: half the copies name a product, every fifth entry differs in the column's top tier."""
    fields: Fields = {}
    if "title" in column.needs:
        fields["title"] = phrase(number, TITLES)
    if "products" in column.needs:
        fields |= {"products": [IDS[(number + i) % len(IDS)] for i in range(3)], "until": "今晚 22:00"}
    elif "product" in column.needs or (number % 2 and not column.template):
        fields["product"] = IDS[number % len(IDS)]
    if "hook" in column.needs:
        fields |= {"hook": phrase(number, HOOKS), "tip": phrase(number + 1, HOOKS)}
    if "weather" in column.accepts and number % 3:
        fields["weather"] = WEATHER[number % len(WEATHER)]
    if column.template:
        fields["serial"] = f"{number:05}"
    fields |= _text(number, column, number, "product" in fields)
    if number % 5:
        return Entry(day, column, fields, {})
    return Entry(day, column, fields, {column.tiers[-1]: _text(number, column, 100_000 + number, "product" in fields)})


def entries(weeks: int) -> Iterator[Entry]:
    """Every entry of the first `weeks` ISO weeks from 2026-W01, column by column within its week."""
    number = 0
    for week in range(weeks):
        for column in COLUMNS:
            for weekday in column.weekdays():
                number += 1
                yield _entry(number, FIRST_MONDAY + timedelta(week * 7 + weekday), column)


def expected(weeks: int) -> int:
    """How many publications there are: one text a tier."""
    return weeks * sum(len(column.weekdays()) * len(column.tiers) for column in COLUMNS)


def week_id(day: date) -> str:
    """2026-W01."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def theme(day: date) -> str:
    """The week's theme."""
    return THEMES[day.isocalendar().week % len(THEMES)]
