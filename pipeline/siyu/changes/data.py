"""Changes as JSON, for programs: nothing is left out."""

from __future__ import annotations

import json
from typing import Any

from siyu.changes.compare import Changes
from siyu.diagnostic import Diagnostic
from siyu.edition import Message
from siyu.when import clock


def data(changes: Changes) -> str:
    """One JSON document."""
    whole = {
        "compared": changes.compared,
        "events": [
            {
                "change": change.kind,
                "id": change.message.item.identity,
                "tiers": list(change.tiers),
                "before": _message(change.before),
                "after": _message(change.after),
            }
            for change in changes.events
        ],
        "scripts": [
            {"tier": str((b or a).tier.id), "name": (b or a).name, "before": b and b.text, "after": a and a.text}  # type: ignore[union-attr]
            for b, a in changes.scripts
        ],
        "found": [_finding(diagnostic) for diagnostic in changes.found],
        "solved": [_finding(diagnostic) for diagnostic in changes.solved],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _message(message: Message | None) -> dict[str, Any] | None:
    if message is None:
        return None
    item = message.item
    return {
        "week": message.week,
        "date": str(item.date),
        "time": clock(item.start),
        "channel": item.channel,
        "name": item.name,
        "title": item.title,
        "state": item.state,
        "people": list(item.people),
        "text": message.text,
        "images": list(item.images),
        "link": item.link,
        "source": str(item.span),
    }


def _finding(diagnostic: Diagnostic) -> dict[str, str]:
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.name.lower(),
        "place": str(diagnostic.span),
        "zh": diagnostic.words.zh,
        "en": diagnostic.words.en,
    }
