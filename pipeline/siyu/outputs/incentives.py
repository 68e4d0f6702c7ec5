"""incentives/<tier>/<id>-rules.txt, -announcement.txt and -checklist.md — what members read of an incentive, and what its keeper does."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.edition import Artifact, Publication
from siyu.incentives import all_of, dates_of, steps, when
from siyu.markdown import line
from siyu.source import Span


def incentives(publication: Publication) -> Iterator[Artifact]:
    """Two texts to paste and a list to tick, for each tier that an incentive is for."""
    for handout in publication.handouts:
        path = f"incentives/{handout.tier.id}/{handout.incentive.id}-{handout.part}.txt"
        span = handout.incentive.name.span
        if handout.copy is not None:
            span = Span(handout.copy.source, handout.copy.start, handout.copy.end)
        yield Artifact(path, handout.text.encode(), (span,))
    library = publication.library
    for tier in library.tiers.values() if library.incentives else ():
        for incentive in all_of(library, tier):
            dates = when(*dates_of(library, incentive))
            head = [f"# {line(tier.name)} · {line(incentive.name)}", "", *([dates, ""] if dates else [])]
            keeper = f"{library.calls(incentive.owner or 'owner')}：规则 `{incentive.id}-rules.txt`，公告 `{incentive.id}-announcement.txt`"
            ticks = [f"- [ ] {line(step)}" for step in steps(library, incentive, tier)]
            page = "\n".join([*head, keeper, "", *ticks, ""])
            yield Artifact(f"incentives/{tier.id}/{incentive.id}-checklist.md", page.encode(), (incentive.id.span,))
