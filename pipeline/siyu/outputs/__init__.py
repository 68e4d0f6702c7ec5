"""The outputs: one file each, and the table that render runs. Each makes artifacts from a publication and looks at nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from siyu.edition import Artifact, Publication
from siyu.outputs.calendar import calendars
from siyu.outputs.overview import overviews
from siyu.outputs.readme import readme
from siyu.outputs.site import site
from siyu.outputs.texts import texts

OUTPUTS: list[Callable[[Publication], Iterator[Artifact]]] = [readme, texts, overviews, calendars, site]
