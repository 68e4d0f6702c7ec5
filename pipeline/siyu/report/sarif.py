"""SARIF 2.1.0, the OASIS standard: code scanning, editors. Columns count UTF-16 units, as those programs do without asking.

Section numbers are those of the standard with errata 01 (28 August 2023).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from siyu import __version__
from siyu.diagnostic import Diagnostic, Severity
from siyu.report.fingerprint import fingerprints
from siyu.report.manual import head
from siyu.report.place import place, utf16
from siyu.report.printable import printable
from siyu.report.run import NOTHING, Run
from siyu.report.words import say
from siyu.source import Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def sarif(diagnostics: Iterable[Diagnostic], lang: str, run: Run = NOTHING) -> str:
    """One run: the rules that found something, with their manual, and the results."""
    found = list(diagnostics)
    names = sorted({diagnostic.rule for diagnostic in found})
    index = {name: number for number, name in enumerate(names)}
    tool = {"name": "siyu", "version": __version__, "rules": [_rule(name, lang, run) for name in names]}
    pairs = zip(found, fingerprints(found, run.base), strict=True)
    results = [
        _result(diagnostic, lang, run.base)
        | {"ruleIndex": index[diagnostic.rule], "partialFingerprints": {"siyu/v1": name}}
        for diagnostic, name in pairs
    ]
    return printable(
        {
            "$schema": _SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {"driver": tool},
                    "language": "zh-CN" if lang == "zh" else "en",
                    "columnKind": "utf16CodeUnits",
                    "results": results,
                }
            ],
        }
    )


def _rule(name: str, lang: str, run: Run) -> dict[str, Any]:
    """What the manual says of a rule; errors of structure have a name only."""
    rule = run.rules.get(name)
    if rule is None:
        return {"id": name}
    texts = [say(words, lang) for words in (rule.what, rule.why, rule.instead)]
    return {
        "id": name,
        "shortDescription": {"text": _text(texts[0])},
        "fullDescription": {"text": _text(texts[1])},
        "help": {
            "text": _text("\n".join([*texts, *([rule.source] if rule.source else [])])),
            "markdown": _braces(head(rule, (lang,))),
        },
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
    }


def _result(diagnostic: Diagnostic, lang: str, base: str) -> dict[str, Any]:
    """A note with a place is a link in the message: a reader shows related locations only when it leads to them."""
    lines = [_text(say(diagnostic.words, lang))]
    related: list[dict[str, Any]] = []
    for note in diagnostic.notes:
        words = say(note.words, lang)
        if note.span:
            lines.append(f"→ [{_brackets(_braces(words))}]({len(related)})")
            related.append({"id": len(related), "message": {"text": _text(words)}, **_location(note.span, base)})
        else:
            lines.append(f"→ {_text(words)}")
    result: dict[str, Any] = {
        "ruleId": diagnostic.rule,
        "level": _LEVEL[diagnostic.severity],
        "message": {"text": "\n".join(lines)},
        "locations": [_location(diagnostic.span, base)],
    }
    if related:
        result["relatedLocations"] = related
    if diagnostic.fix is not None:
        where = _location(diagnostic.span, base)["physicalLocation"]
        change = {"deletedRegion": where["region"], "insertedContent": {"text": diagnostic.fix}}
        result["fixes"] = [
            {"artifactChanges": [{"artifactLocation": where["artifactLocation"], "replacements": [change]}]}
        ]
    return result


def _location(span: Span, base: str) -> dict[str, Any]:
    line, column, end_line, end_column = place(span, utf16)
    region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(base + span.source.path)}, "region": region}}


def _uri(path: str) -> str:
    """A path as a URI reference: from the repository's root, or with the file scheme."""
    drive = "/" if path[1:3] == ":/" else ""
    uri = quote(path.encode("utf-8", "surrogatepass"), safe="/:" if drive else "/")
    return f"file://{drive}{uri}" if drive or path.startswith("/") else uri


def _text(text: str) -> str:
    """A plain text message that has no placeholder (3.11.5) and no link (3.11.6)."""
    return _braces(_brackets(text) if "](" in text else text)


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _brackets(text: str) -> str:
    return re.sub(r"[\\\[\]]", r"\\\g<0>", text)
