"""A campaign that leaves one of the eight questions of the conversion flow open: whoever runs it will answer it alone, in front of the group."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.campaign import QUESTIONS
from siyu.library import Library
from siyu.rule import Finding, Rule


def unanswered_question(library: Library) -> Iterator[Finding]:
    """Advice for each campaign, naming the questions that its `flow` does not answer."""
    for campaign in library.campaigns.values():
        missing = [key for key in QUESTIONS if not (campaign.flow and getattr(campaign.flow, key))]
        if not missing:
            continue
        words = Words(
            f"活动“{campaign.name}”还没答完成交的八个问题，缺：{'、'.join(f'{key}（{QUESTIONS[key]}）' for key in missing)}",
            f"campaign {campaign.id!s} leaves questions open: {', '.join(missing)}",
        )
        note = Note(Words(f"在 flow 里写一行 {missing[0]}: …", f"write a line {missing[0]}: … in its flow"))
        yield Finding(words, campaign.name.span, (note,))


RULE = Rule(
    name="unanswered-question",
    severity=Severity.ADVICE,
    what=Words(
        "活动没有答完成交的八个问题（flow）",
        "a campaign leaves one of the eight questions of the conversion flow open",
    ),
    why=Words(
        "没想清楚的那一个，会在群里当场被问住", "the one that nobody thought through is asked in front of the group"
    ),
    instead=Words(
        "在 flow 里写：relationship、who、when、hook、product、place、lead、after，各一句",
        "answer in flow, a sentence each: relationship, who, when, hook, product, place, lead, after",
    ),
    find=unanswered_question,
)
