"""A page of the site → the same page as its author sees it: findings on it, errors above it, and the script that follows the files.

In: a page's bytes, or none; what the last compile told. Out: a page.
Promise: whatever a file says is text here; no finding of the last good build is missing from the page of its week.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape

from siyu.diagnostic import Diagnostic, Words
from siyu.edition import Edition, Publication
from siyu.report.full import cells, full
from siyu.report.words import notes, say

OWN = "_preview"
"""The folder of what only the preview serves; no tier can be called that."""
_MOST = 50  # findings told in full on one page
_EXCERPT = re.compile(r" +[0-9]+ \| ")
_CSP = b"script-src 'self';"
_MAIN = b'<main id="main">'

_BROKEN = Words("这次存盘有错，页面还是上一次好的样子", "this save has errors; the page is the last good one")
_NOTHING = Words("有错误，还没有可以看的页面", "there are errors, and no page to show yet")
_AGAIN = Words("改好存盘，这里自己恢复", "correct it and save: the page recovers by itself")
_MISSING = Words("现在没有这一页", "there is no such page now")
_HOME = Words("回首页", "to the first page")
_FINDINGS = Words("{} 条发现", "{} findings")
_ELSEWHERE = Words("其他周：", "Other weeks: ")
_MORE = Words("还有 {} 条", "{} more")


class View(NamedTuple):
    """What the last compile left: the last good publication, all that was told, and a fault of our own in words."""

    good: Publication | None = None
    told: tuple[Diagnostic, ...] = ()
    fault: str = ""
    failed: bool = False


def beside(publication: Publication, lang: str) -> Publication:
    """The publication whose findings tell their place, in the author's language, wherever a page shows them."""
    told = (d._replace(words=Words(words := _said(d, lang), words)) for d in publication.findings)
    return publication._replace(findings=tuple(told))


def framed(page: bytes, view: View, week: Edition | None, lang: str) -> bytes:
    """A page of the site with what there is to say; older than its files, it lies under the errors."""
    if page.count(_MAIN) < 1 or page.count(_CSP) < 1:
        raise ValueError("a page of the site without its beginning")
    above = _overlay(view, lang) if view.failed or view.fault else _findings(page.decode(), view, week, lang)
    page = page.replace(_CSP, _CSP + b" connect-src 'self';", 1)
    return page.replace(_MAIN, _MAIN + above.encode(), 1)


def alone(view: View, lang: str, root: str) -> bytes:
    """A page where the site has none: there never was a good build, the page is gone, or making it failed."""
    if view.failed or view.fault:
        said = _overlay(view, lang)
    else:
        said = Markup('<h1>{}</h1><p><a href="{}/">{}</a></p>').format(say(_MISSING, lang), root, say(_HOME, lang))
    head = (
        '<!doctype html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>siyu preview</title>\n</head>\n'
    )
    whole = Markup(head + '<body>\n<main id="main">{}</main>\n</body>\n</html>\n')
    return whole.format("zh-CN" if lang == "zh" else "en", said).encode()


def alive(page: bytes, state: str, path: str, root: str) -> bytes:
    """The page with the script that follows its state; it stands before the page's own, which changes what was sent."""
    parts = Markup(
        '<link rel="stylesheet" href="{0}/preview.css">\n<script src="{0}/preview.js" defer data-state="{1}" data-news="{0}/news/{2}"></script>\n'
    ).format(f"{root}/{OWN}", state, quote(path))
    head, own, rest = page.partition(b"<script ")
    if not own:
        head, own, rest = page.partition(b"</head>")
    return b"".join((head, parts.encode(), own, rest))


def _findings(page: str, view: View, week: Edition | None, lang: str) -> Markup:
    """What no card of the page shows: about the library and about this week; the other weeks have pages of their own."""
    assert view.good is not None
    names = {edition.plan.week.id.source.path: edition.plan.week.name for edition in view.good.editions}
    here = week.plan.week.id.source.path if week else None
    rest = [d for d in view.told if d.span.source.path not in names or d.span.source.path == here]
    rest = [d for d in rest if d.span.source.path != here or f">{escape(_said(d, lang))}<" not in page]
    elsewhere = Counter(names[path] for d in view.told if (path := d.span.source.path) in names and path != here)
    if not rest and not elsewhere:
        return Markup()
    lines = Markup().join(_finding(d, lang) for d in sorted(rest, key=lambda d: d.severity)[:_MOST])
    more = _more(len(rest) - _MOST, lang)
    others = Markup(", ").join(_week(name, count, week) for name, count in sorted(elsewhere.items()))
    other = Markup('<p class="small soft">{}{}</p>').format(say(_ELSEWHERE, lang), others) if others else ""
    head = say(_FINDINGS, lang).format(len(rest) + elsewhere.total())
    block = '<details class="siyu-findings" id="siyu-findings"{}><summary>{}</summary>{}{}{}</details>'
    return Markup(block).format(Markup(" open" if rest else ""), head, lines, more, other)


def _finding(d: Diagnostic, lang: str) -> Markup:
    more = Markup().join(Markup("<br>{}").format(note) for note in notes(d, lang, ""))
    return Markup('<p class="told {}">{} <code>{}</code>{}</p>').format(
        d.severity.name.lower(), _said(d, lang), d.rule, more
    )


def _week(name: str, count: int, week: Edition | None) -> Markup:
    return Markup('<a href="{0}.html">{0}</a> {1}').format(name, count) if week else Markup("{} {}").format(name, count)


def _more(count: int, lang: str) -> Markup:
    return Markup("<p>{}</p>").format(say(_MORE, lang).format(count)) if count > 0 else Markup()


def _said(d: Diagnostic, lang: str) -> str:
    return f"{d.span} {say(d.words, lang)}"


def _overlay(view: View, lang: str) -> Markup:
    """What is wrong, as the command line tells it; the reader may fold it to look at what lies below."""
    told = sorted(view.told, key=lambda d: d.severity) if view.failed else []
    text = Markup("\n").join(_lines(view.fault or full(told[:_MOST], lang).rstrip()))
    block = (
        '<section class="siyu-broken" role="alert"><details id="siyu-broken" open><summary><b>{}</b> <span>{}</span></summary>'
        "<pre>{}</pre>{}</details></section>"
    )
    head = say(_BROKEN if view.good else _NOTHING, lang)
    return Markup(block).format(head, say(_AGAIN, lang), text, _more(len(told) - _MOST, lang))


def _lines(text: str) -> Iterator[Markup]:
    for line in text.split("\n"):
        at = match.end() if (match := _EXCERPT.match(line)) else len(line)
        yield escape(line[:at]) + Markup().join(_cell(part) for part in _parts(line[at:]))


def _parts(text: str) -> Iterable[str]:
    """Characters, each with what belongs to it: accents, the rest of an emoji."""
    parts: list[str] = []
    for c in text:
        if parts and not c.isascii() and (parts[-1].endswith("\u200d") or cells(parts[-1] + c) == cells(parts[-1])):
            parts[-1] += c
        else:
            parts.append(c)
    return parts


def _cell(part: str) -> Markup:
    """A browser's fonts give Chinese less than two columns; the caret below counts on them."""
    return escape(part) if part.isascii() else Markup('<span class="w{}">{}</span>').format(cells(part), part)
