"""Publication → artifacts: runs OUTPUTS, then the manifest over what they made.

In: a publication. Out: every file of the output, sorted by path, manifest.json last.
Promise: no two outputs write one path; the manifest names every file but itself.
"""

from __future__ import annotations

import json
from hashlib import sha256

from siyu import __version__
from siyu.edition import Artifact, Publication
from siyu.outputs import OUTPUTS


def render(publication: Publication) -> list[Artifact]:
    """The whole output, in memory."""
    artifacts = sorted(
        (artifact for output in OUTPUTS for artifact in output(publication)), key=lambda artifact: artifact.path
    )
    paths = {artifact.path.casefold() for artifact in artifacts}
    if len(paths) != len(artifacts):
        raise AssertionError("two outputs write one path")
    return [*artifacts, _manifest(publication, artifacts)]


def _manifest(publication: Publication, artifacts: list[Artifact]) -> Artifact:
    """Path, size, sha256 and sources (path:line:column) of every file, a line each."""
    quoted = json.encoder.encode_basestring
    rows = [
        f'{{"path": {quoted(path)}, "size": {len(data)}, "sha256": "{sha256(data).hexdigest()}", "sources": [{", ".join(quoted(str(span)) for span in sources)}]}}'
        for path, data, sources in artifacts
    ]
    head = f'{{"generator": "siyu {__version__}", "brand": {json.dumps(publication.library.brand.name, ensure_ascii=False)}, "files": [\n'
    return Artifact("manifest.json", (head + ",\n".join(rows) + "\n]}\n").encode(), ())
