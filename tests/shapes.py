"""What the brands of other shapes come to: their items, files and calendars, each compiled once."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

from conftest import HERE
from siyu.build import Result, compile_project
from siyu.edition import Item, Publication
from siyu.stages.render import render


@cache
def compiled(brand: str) -> Result:
    return compile_project(HERE / "brands" / brand)


def published(brand: str) -> Publication:
    made = compiled(brand).publication
    assert made is not None, [(str(d.span), d.words.en) for d in compiled(brand).diagnostics]
    return made


def rendered(publication: Publication) -> dict[str, str]:
    made = {a.path: a.data.decode() for a in render(publication) if isinstance(a.data, bytes)}
    return {path: text.replace("\r\n ", "") if path.endswith(".ics") else text for path, text in made.items()}


@cache
def output(brand: str) -> dict[str, str]:
    """Every text that is made of a brand; calendars without folds."""
    return rendered(published(brand))


def items(brand: str) -> list[Item]:
    return [item for edition in published(brand).editions for item in edition.plan.items]


def posts(brand: str, tier: str, day: str) -> list[str]:
    """Columns of what one tier's group gets on a day, with the hour."""
    return [f"{i.start // 60}:{i.start % 60:02} {i.key}" for i in items(brand) if i.tier and (i.tier.id, i.channel, str(i.date)) == (tier, "group", day)]  # fmt: skip


def feed(brand: str, name: str) -> str:
    """A calendar with its alarms, by its name."""
    found = [text for path, text in output(brand).items() if path.endswith(".ics") and "-quiet" not in path]
    return next(text for text in found if f"· {name}\r\n" in text)


def events(calendar: str) -> list[str]:
    """Each event, marks of whole days left out."""
    return [event for event in calendar.split("BEGIN:VEVENT")[1:] if "UID:mark-" not in event]


def dates(calendar: str, words: str = "") -> list[str]:
    """Days of the events that say these words, MMDD."""
    return [match[1] for e in events(calendar) if words in e and (match := re.search(r"DTSTART;TZID=[^:]+:\d{4}(\d{4})T", e))]  # fmt: skip


def groups(said: str) -> list[int]:
    """ "第 1–16、305 群" → the groups."""
    found: list[int] = []
    for part in said.removeprefix("第 ").removesuffix(" 群").split("、"):
        first, _, last = part.partition("–")
        found += range(int(first), int(last or first) + 1)
    return found


def pasted(brand: str) -> dict[str, str]:
    """What members read: every file of text."""
    return {path: text for path, text in output(brand).items() if path.endswith(".txt")}


def remade(brand: str, tmp_path: Path, path: str, old: str, new: str) -> Result:
    """The brand after a change."""
    root = tmp_path / brand
    shutil.copytree(HERE / "brands" / brand, root)
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), "utf-8", newline="")
    return compile_project(root)


def changed(brand: str, tmp_path: Path, path: str, old: str, new: str) -> list[tuple[str, str]]:
    """What is found after a change: rule and characters."""
    found = remade(brand, tmp_path, path, old, new).diagnostics
    return [(d.rule, d.span.source.text[d.span.start : d.span.end]) for d in found]
