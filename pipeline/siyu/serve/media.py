"""How files are told to their readers: the type by the name's ending, and the header fields around it.

In: a file's name. Out: its media type, whether gzip makes it smaller, its fields.
Promise: text says that it is UTF-8 (without it, one calendar shows garbage); nothing may be sniffed, framed, indexed or named onward.
deploy/ says the same to nginx and to object storage; the tests compare.
"""

from __future__ import annotations

TYPES = {
    ".ics": "text/calendar; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".zip": "application/zip",
}
OTHER = "application/octet-stream"
PACKED = frozenset(kind for kind in TYPES.values() if kind.startswith("text/") or kind.endswith(("json", "+xml")))

CACHE = "private, no-cache"
"""Keep it, but ask every time: a feed may change any minute, and asking costs 200 bytes."""

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address may hold a secret
    "X-Robots-Tag": "noindex, nofollow",
}
POLICIES = {
    "text/html": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "image/svg+xml": "default-src 'none'; style-src 'unsafe-inline'; sandbox",  # opened by itself, an SVG is a page
}


def kind_of(path: str) -> str:
    """The media type of a file."""
    dot = path.rfind(".", path.rfind("/") + 1)
    return TYPES.get(path[dot:].lower(), OTHER) if dot >= 0 else OTHER


def fields_of(kind: str) -> dict[str, str]:
    """What is told beside the type, the same for every file of it."""
    policy = POLICIES.get(kind.partition(";")[0])
    return {"Cache-Control": CACHE, **SAFE, **({"Content-Security-Policy": policy} if policy else {})}
