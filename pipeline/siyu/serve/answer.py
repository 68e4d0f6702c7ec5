"""What was asked + what there is → the answer.

In: a request, the files, the host names that are ours, and the keys where addresses are secret. Out: an `Answer`.
Promise: only a file of the manifest is ever answered with 200. A wrong secret, a wrong path and a path without a secret get the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus

from siyu.serve.media import SAFE
from siyu.serve.request import Request
from siyu.serve.subscribers import Keys, opens
from siyu.serve.tree import Answer, File, Files, head

SECRET = "/s/…"
"""How the log shows the secret part of an address."""


def _refusal(status: int, more: str = "", **fields: str) -> Answer:
    body = f"{status} {HTTPStatus(status).phrase}{more}\n".encode()
    kind = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))}
    return Answer(status, head({**kind, "Cache-Control": "no-store", **SAFE, **fields}), body, "…")


REFUSALS = {
    400: _refusal(400),
    404: _refusal(404),
    405: _refusal(405, Allow="GET, HEAD"),
    408: _refusal(408),
    413: _refusal(413),
    421: _refusal(421, " · 这个主机名没有放行，启动时加 --host-name · start siyu serve with --host-name"),
    431: _refusal(431),
    503: _refusal(503, **{"Retry-After": "10"}),
    505: _refusal(505),
}


def answer(request: Request, files: Files, hosts: Collection[bytes], keys: Keys | None) -> Answer:
    """The file, whole or as unchanged; or why not."""
    if request.host not in hosts:
        return REFUSALS[421]
    file = files.get(request.path) if keys is None else _behind_a_secret(request.path, files, keys)
    if file is None:
        return REFUSALS[404]
    form = file.packed if request.gzip and file.packed else file.plain
    return form.same if _has_it(request, form.tag, file.changed) else form.whole


def _behind_a_secret(path: bytes, files: Files, keys: Keys) -> File | None:
    """The file of /s/<secret>/<path>. Both are looked up whatever comes, so no answer is quicker than another."""
    start, _, rest = path[1:].partition(b"/")
    secret, slash, rest = rest.partition(b"/")
    file = files.get(slash + rest)
    return file if opens(keys, secret) and start == b"s" else None


def _has_it(request: Request, tag: bytes, changed: int | None) -> bool:
    """RFC 9110, 13.2.2: a tag decides; a date only where no tag is given."""
    if request.tags:
        return tag in request.tags or b"*" in request.tags
    return changed is not None and request.since is not None and request.since >= changed
