"""A menu larger than the official account takes, or names that it cuts."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.facts.accounts import MENU
from siyu.facts.platform import size_of
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.source import Text


def over_menu_limit(library: Library) -> Iterator[Finding]:
    """An error past three items, or five below one; a warning for each name of more than four, below eight, Han."""
    for account in library.accounts.values():
        yield from _number(
            [button.name for button in account.menu], MENU.first, "一级菜单", "the first level of the menu"
        )
        for button in account.menu:
            below = f"“{button.name}”下面的二级菜单", f"the menu below {button.name!s}"
            yield from _number([tap.name for tap in button.below], MENU.below, *below)
            names = [(button.name, MENU.first_width), *((tap.name, MENU.below_width) for tap in button.below)]
            for name, most in names:
                if size_of(name).width > most:
                    words = Words(
                        f"菜单“{name}”太长：最多 {most // 2} 个汉字或 {most} 个字母，后面变成省略号",
                        f"the menu item {name!s} is too long: {most // 2} Han or {most} letters, the rest becomes dots",
                    )
                    yield Finding(words, name.span, (_SOURCE,), Severity.WARNING)


def _number(names: list[Text], most: int, zh: str, en: str) -> Iterator[Finding]:
    if len(names) > most:
        words = Words(
            f"{zh}有 {len(names)} 个，最多 {most} 个", f"{en} has {plural(len(names), 'item')}, {most} at most"
        )
        yield Finding(words, names[most].span, (_SOURCE,))


_SOURCE = Note(Words(f"依据：{MENU.source}（{MENU.dated}）", f"source: {MENU.source} ({MENU.dated})"))
RULE = Rule(
    name="over-menu-limit",
    severity=Severity.ERROR,
    what=Words(
        "公众号菜单超过三个一级、每个五个二级，或名字超过四个、八个汉字",
        "the official account's menu has more than three items, five below one, or names of more than four and eight Han",
    ),
    why=Words("多的菜单存不进去，长的名字变成省略号", "what is too much is refused, and what is too long becomes dots"),
    instead=Words(
        "合并相近的，留下常点的；名字写成两到四个字",
        "join what is alike, keep what is tapped; name it in two to four Han",
    ),
    find=over_menu_limit,
    source=f"{MENU.source} ({MENU.dated})",
)
