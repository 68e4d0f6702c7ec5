"""Publication → artifacts: runs OUTPUTS, then the manifest over what they made.

In: a publication. Out: every file of the output, sorted by path, manifest.json last.
Promise: no two outputs write one path; the manifest names every file but itself.
"""

from __future__ import annotations

import json
import os
from functools import cache
from hashlib import file_digest, sha256
from itertools import chain
from pathlib import Path

from siyu import __version__
from siyu.edition import Artifact, Publication
from siyu.outputs import OUTPUTS
from siyu.rules import RULES


def render(publication: Publication) -> list[Artifact]:
    """The whole output, in memory."""
    told = [d._replace(words=RULES[d.rule].what, notes=()) for d in publication.findings if d.rule in RULES]
    shown = publication._replace(
        findings=tuple(told)
    )  # what a page may say to anybody: a finding's words may name another tier
    made = [output(shown) for output in OUTPUTS]  # all of them have begun when the first is asked
    artifacts = sorted(chain.from_iterable(made), key=lambda artifact: artifact.path)
    paths = {artifact.path.casefold() for artifact in artifacts}
    if len(paths) != len(artifacts):
        raise AssertionError("two outputs write one path")
    return [*artifacts, _manifest(publication, artifacts)]


def _measured(data: bytes | Path) -> tuple[int, str]:
    """Size and sha256; of a file piece by piece, pictures are large."""
    if isinstance(data, bytes):
        return len(data), sha256(data).hexdigest()
    with data.open("rb") as file:
        return os.fstat(file.fileno()).st_size, file_digest(file, "sha256").hexdigest()


def _manifest(publication: Publication, artifacts: list[Artifact]) -> Artifact:
    """Path, size, sha256 and sources (path:line:column) of every file, a line each."""
    quoted = json.encoder.encode_basestring
    places = cache(lambda sources: ", ".join(quoted(str(span)) for span in sources))  # every page names all weeks
    rows = [
        f'{{"path": {quoted(path)}, "size": {size}, "sha256": "{digest}", "sources": [{places(sources)}]}}'
        for path, data, sources in artifacts
        for size, digest in (_measured(data),)
    ]
    head = f'{{"generator": "siyu {__version__}", "brand": {json.dumps(publication.library.brand.name, ensure_ascii=False)}, "files": [\n'
    return Artifact("manifest.json", (head + ",\n".join(rows) + "\n]}\n").encode(), ())
