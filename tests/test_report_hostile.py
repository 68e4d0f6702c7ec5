"""Hostile text in every field of a finding, in every format: valid, obeyed by nobody, nothing lost."""

from __future__ import annotations

import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote_to_bytes

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.report import FORMATS
from siyu.report.run import Run
from siyu.report.summary import step_summary
from siyu.report.words import safe
from siyu.source import Source, Span
from test_report import COMMANDS, obeyed
from test_report_formats import valid

TOKENS = [
    *COMMANDS,
    *("##", "#", "[", "]", "::", ":", ",", ";", "=", " ", "\t", "\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028"),
    *("\x00", "\x1b[2J", "\x1b]8;;x\x07", "\x9b", "\x7f", "\ufeff", "\u202e", "\u200b", "\u200d", "\udc80", "\ufffe"),
    *(
        "\uffff",
        "\U0001fffe",
        "\U000e0061",
        "\u3000",
        "\xa0",
        "\ufe0f",
        "e\u0301",
        "\u0301",
        "👨‍👩‍👧",
        "🩷",
        "🇨🇳",
        "𠮷",
    ),
    *("]]>", "<![CDATA[", "<!--", "-->", "<script>alert(1)</script>", "</code></td></table>", "<img src=x>", "&amp;"),
    *("&#10;", "&lt;", '"', "'", "\\", "\\u0023", "\\n", "%", "%0A", "%25", "%3A", "{0}", "{{ product.name }}", "}"),
    *(
        "[a](javascript:x)",
        "](0)",
        "![](x)",
        "`",
        "```",
        "|",
        "---",
        "# ",
        "> ",
        "* ",
        "1. ",
        "@someone",
        "#1",
        ":tea:",
    ),
    *(
        "$x$",
        "https://example.com",
        "a@example.com",
        "降温第一杯",
        "a",
        "1",
        "#话题#",
        "＃＃［",
        "__a__",
        "~~a~~",
        "    x",
    ),
]
TEXT = st.lists(st.sampled_from(TOKENS), max_size=6).map("".join)
PLACE = st.tuples(TEXT, TEXT, TEXT)
LANG = st.sampled_from(["zh", "en"])


@st.composite
def spans(draw: st.DrawFn) -> Span:
    before, word, after = draw(PLACE)
    return Span(Source(draw(TEXT), before + word + after), len(before), len(before + word))


@st.composite
def diagnostics(draw: st.DrawFn) -> Diagnostic:
    notes = draw(st.lists(st.tuples(st.builds(Words, TEXT, TEXT), st.none() | spans()), max_size=2))
    severity = draw(st.sampled_from(Severity))
    fix = draw(st.none() | TEXT)
    return Diagnostic(
        "bad-word", Words(draw(TEXT), draw(TEXT)), draw(spans()), tuple(Note(*note) for note in notes), severity, fix
    )


FOUND = st.lists(diagnostics(), max_size=3)
BASES = st.sampled_from(["", "brands/tea/", "::error::x/", "##[group]/"])


def said(words: Words, lang: str) -> str:
    return str(getattr(words, lang))


def cut(text: str, codec: str, unit: int, *place: int) -> str:
    """The characters from line, column to line, column, counted in units of an encoding."""
    offsets = []
    lines = text.split("\n")
    for line, column in (place[:2], place[2:]):
        before = lines[line - 1].encode(codec, "surrogatepass")[: (column - 1) * unit].decode(codec, "surrogatepass")
        offsets.append(len("\n".join([*lines[: line - 1], before])))
    return text[slice(*offsets)]


def harmless(text: str) -> None:
    """No control character but the line ends, no command of a runner."""
    for line in text.removesuffix("\n").split("\n"):
        assert not [c for c in line.replace("\u200d", "") if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
        assert not obeyed(line)


@given(FOUND, LANG, BASES)
def test_for_a_person(found: list[Diagnostic], lang: str, base: str) -> None:
    text = FORMATS["full"](found, lang, Run(base))
    harmless(text)
    assert text.count("\n\n") == len(found)
    for block, diagnostic in zip(text.split("\n\n"), found, strict=False):
        lines = block.split("\n")
        assert lines[0] == safe(f"{base}{diagnostic.span}")
        assert lines[1].endswith(f"[bad-word] {safe(said(diagnostic.words, lang))}")
        assert len(lines) - 2 - len(diagnostic.notes) in (0, 3)
        for line, note in zip(lines[len(lines) - len(diagnostic.notes) :], diagnostic.notes, strict=True):
            assert line.startswith(f"  → {safe(said(note.words, lang))}")
    text = FORMATS["concise"](found, lang, Run(base))
    harmless(text)
    assert text == "".join(
        f"{safe(f'{base}{d.span}')}: {d.severity.name.lower()}[bad-word] {safe(said(d.words, lang))}\n" for d in found
    )


@given(FOUND, LANG, BASES)
def test_json(found: list[Diagnostic], lang: str, base: str) -> None:
    text = FORMATS["json"](found, lang, Run(base))
    harmless(text)
    rows = [json.loads(line) for line in text.splitlines()]
    for row, d in zip(rows, found, strict=True):
        assert (Words(**row["message"]), row["path"], row["fix"]) == (d.words, base + d.span.source.path, d.fix)
        place = (row["line"], row["column"], row["end_line"], row["end_column"])
        assert cut(d.span.source.text, "utf-32-le", 4, *place) == d.span.source.text[d.span.start : d.span.end]
        assert [Words(**note["message"]) for note in row["notes"]] == [note.words for note in d.notes]


def as_the_runner_reads(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command: its name, its properties, its data."""
    assert line.startswith("::")
    head, _, data = line[2:].partition("::")
    name, _, rest = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in rest.split(","))
    return name, {key: unescaped(value, ":,") for key, value in pairs}, unescaped(data)


def unescaped(text: str, more: str = "") -> str:
    for c in f"\r\n{more}%":
        text = text.replace(f"%{ord(c):02X}", c)
    return text


@given(FOUND, LANG, BASES)
def test_github(found: list[Diagnostic], lang: str, base: str) -> None:
    text = FORMATS["github"](found, lang, Run(base))
    lines = text.splitlines()
    for line, d in zip(lines, sorted(found, key=lambda d: d.severity), strict=True):
        harmless(line.removeprefix("::"))
        name, properties, data = as_the_runner_reads(line)
        assert name == ["error", "warning", "notice"][d.severity]
        assert properties["file"] == safe(base + d.span.source.path)
        assert properties["title"] == "bad-word"
        assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        first, *notes = data.split("\n")
        assert first == f"{safe(f'{base}{d.span}')} {safe(said(d.words, lang))}"
        assert len(notes) == len(d.notes)
        for note, told in zip(d.notes, notes, strict=True):
            assert told.startswith(f"→ {safe(said(note.words, lang))}")


@given(FOUND, LANG, BASES)
def test_gitlab(found: list[Diagnostic], lang: str, base: str) -> None:
    text = FORMATS["gitlab"](found, lang, Run(base))
    harmless(text)
    issues = json.loads(text)
    assert len({issue["fingerprint"] for issue in issues}) == len(found)
    for issue, d in zip(issues, found, strict=True):
        assert issue["description"].startswith(safe(said(d.words, lang)))
        assert issue["location"]["path"] == base + d.span.source.path


@given(FOUND, LANG, BASES)
def test_sarif(found: list[Diagnostic], lang: str, base: str) -> None:
    text = FORMATS["sarif"](found, lang, Run(base))
    harmless(text)
    for result, d in zip(valid(text)["results"], found, strict=True):
        where = region(result["locations"][0], base, d.span)
        first, *notes = result["message"]["text"].split("\n")
        assert not re.search(r"(?<!\\)\]\(", first)
        shown = safe(said(d.words, lang))
        assert first.replace("{{", "{").replace("}}", "}") in (shown, re.sub(r"[\\\[\]]", r"\\\g<0>", shown))
        related = result.get("relatedLocations", [])
        assert [location["id"] for location in related] == list(range(len(related)))
        for location, span in zip(related, [note.span for note in d.notes if note.span], strict=True):
            region(location, base, span)
        assert len(notes) == len(d.notes)
        links = [match[1] for note in notes if (match := re.search(r"(?<!\\)\]\((.*)\)$", note))]
        assert links == [str(number) for number in range(len(related))]
        changes = [change for fix in result.get("fixes", []) for change in fix["artifactChanges"]]
        assert [
            (c["replacements"][0]["insertedContent"]["text"], c["replacements"][0]["deletedRegion"]) for c in changes
        ] == ([] if d.fix is None else [(d.fix, where)])


def region(location: dict[str, Any], base: str, span: Span) -> Any:
    """The region of a location, which is that of the span."""
    physical = location["physicalLocation"]
    where = physical["region"]
    place = (where["startLine"], where["startColumn"], where["endLine"], where["endColumn"])
    assert cut(span.source.text, "utf-16-le", 2, *place) == span.source.text[span.start : span.end]
    uri = physical["artifactLocation"]["uri"]
    assert re.fullmatch(r"(file://)?[A-Za-z0-9/._~%-]*", uri)
    path = unquote_to_bytes(uri).decode("utf-8", "surrogatepass")
    assert path.removeprefix("file://") == base + span.source.path
    return where


@given(FOUND, LANG, BASES)
def test_rdjson(found: list[Diagnostic], lang: str, base: str) -> None:
    text = FORMATS["rdjson"](found, lang, Run(base))
    harmless(text)
    for row, d in zip(json.loads(text)["diagnostics"], found, strict=True):
        assert row["message"].split("\n")[0] == safe(said(d.words, lang))
        assert row["location"]["path"] == base + d.span.source.path
        start, end = row["location"]["range"]["start"], row["location"]["range"]["end"]
        place = (start["line"], start["column"], end["line"], end["column"])
        assert cut(d.span.source.text, "utf-8", 1, *place) == d.span.source.text[d.span.start : d.span.end]
        assert [suggestion["text"] for suggestion in row.get("suggestions", [])] == ([] if d.fix is None else [d.fix])


@given(FOUND, LANG, BASES)
def test_junit(found: list[Diagnostic], lang: str, base: str) -> None:
    run = Run(base)
    text = FORMATS["junit"](found, lang, run)
    harmless(text)
    suite = ET.fromstring(text)[0]
    paths = sorted({d.span.source.path for d in found})
    assert [case.attrib["file"] for case in suite] == [safe(base + path) for path in paths]
    for case, path in zip(suite, paths, strict=True):
        of_it = [d for d in found if d.span.source.path == path]
        errors = [d for d in of_it if d.severity is Severity.ERROR]
        others = [d for d in of_it if d.severity is not Severity.ERROR]
        assert (case.findtext("failure") or "") == FORMATS["full"](errors, lang, run)
        assert (case.findtext("system-out") or "") == FORMATS["full"](others, lang, run)
        if errors:
            assert case.find("failure").attrib["message"] == safe(said(errors[0].words, lang))  # type: ignore[union-attr]


class Cells(HTMLParser):
    """The texts of a table's code elements, and every tag there is."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, int]] = []
        self.cells: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[Any]) -> None:
        self.tags.append((tag, len(attrs)))
        self.inside = tag == "code"
        if self.inside:
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data


@given(FOUND, LANG, BASES)
def test_the_summary_page(found: list[Diagnostic], lang: str, base: str) -> None:
    text = step_summary(found, lang, "2", Run(base))
    kinds = [token.type for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text)]
    assert kinds == ["heading_open", "inline", "heading_close", *(["html_block"] if found else [])]
    page = Cells()
    page.feed(text)
    page.close()
    expected = []
    for d in sorted(found, key=lambda d: d.severity):
        expected += [safe(f"{base}{d.span}"), safe(said(d.words, lang))]
        for note in d.notes:
            place = safe(f"{base}{note.span}") if note.span else ""
            brackets = ("（{}）" if lang == "zh" else " ({})").format(place) if note.span else ""
            expected.append(f"→ {safe(said(note.words, lang))}{brackets}")
        expected.append("bad-word")
    assert page.cells == expected
    assert {tag for tag, _ in page.tags} <= {"table", "tr", "td", "code", "br"}
    assert not any(attributes for _, attributes in page.tags)
