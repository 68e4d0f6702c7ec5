"""The outputs: one file each, and the table that render runs. Each makes artifacts from a publication and looks at nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from siyu.edition import Artifact, Publication
from siyu.outputs.calendar import calendars
from siyu.outputs.campaigns import campaigns
from siyu.outputs.incentives import incentives
from siyu.outputs.journeys import journeys
from siyu.outputs.overview import overviews
from siyu.outputs.readme import readme
from siyu.outputs.replies import replies
from siyu.outputs.review import review_sheets
from siyu.outputs.sheet import plan_sheets
from siyu.outputs.site import site
from siyu.outputs.texts import texts
from siyu.outputs.traditional import traditional
from siyu.outputs.wecom import wecom


def _in_traditional(publication: Publication) -> Iterator[Artifact]:
    pasted = (output(publication) for output in (texts, replies, journeys, incentives))
    return traditional(publication, chain.from_iterable(pasted))


OUTPUTS: list[Callable[[Publication], Iterator[Artifact]]] = [
    readme,
    texts,
    overviews,
    replies,
    journeys,
    campaigns,
    incentives,
    calendars,
    site,
    plan_sheets,
    review_sheets,
    wecom,
    _in_traditional,
]
