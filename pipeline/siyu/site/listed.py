"""What the brand book's sheets share: labels with what belongs to them, and nothing where a brand left something empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from siyu.diagnostic import Words
from siyu.facts.channels import CHANNELS
from siyu.site.chrome import Chrome

Facts = tuple[tuple[str, Sequence[str]], ...]
"""Labels and what belongs to them, only those that have something."""
Links = tuple[tuple[str, str], ...]
"""Names and addresses."""


def channel_name(name: str, chrome: Chrome) -> str:
    """What a channel is called."""
    return chrome.say(Words(CHANNELS[name].zh, CHANNELS[name].en))


def one(words: str | None) -> list[str]:
    """One line, or nothing."""
    return [words] if words else []


def joined(words: Iterable[str], chrome: Chrome) -> list[str]:
    """Several as one line; none as nothing."""
    return one(chrome["list"].join(words))


def filled(facts: Iterable[tuple[str, Sequence[str]]]) -> Facts:
    """The labels that have something."""
    return tuple((label, tuple(values)) for label, values in facts if values)
