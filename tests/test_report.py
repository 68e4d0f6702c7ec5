"""How findings look: in a terminal, in an editor, in a program, in a pull request."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.report import FORMATS
from siyu.report.full import cells
from siyu.report.run import Run
from siyu.report.words import safe
from siyu.source import Source, Span

FAMILY, FLAG, THUMB, HEART = "👨‍👩‍👧", "🇨🇳", "👍🏽", "❤️"
WORDS = Words("写错了", "this is wrong")


def finding(text: str, word: str, path: str = "content/weeks/2026-W48.yaml", **more: object) -> Diagnostic:
    """A finding about the first `word` of a text."""
    start = text.index(word)
    return Diagnostic("bad-word", WORDS, Span(Source(path, text), start, start + len(word)), **more)  # type: ignore[arg-type]


def excerpt(diagnostic: Diagnostic) -> tuple[str, str]:
    """The source line and the caret line of `full`, from the first cell of the source on."""
    lines = FORMATS["full"]([diagnostic], "zh").splitlines()
    gutters = [line.partition("| ")[0] for line in lines[2:5]]
    assert len({len(gutter) for gutter in [*gutters[1:], gutters[0].removesuffix("|")]}) == 1
    return lines[3].partition("| ")[2], lines[4].partition("| ")[2]


# full: the caret


@pytest.mark.parametrize(
    ("before", "word", "cells_before", "cells_of_word"),
    [
        ("hook: ", "abc", 6, 3),
        ("标题：", "降温", 6, 4),
        ("ＡＢ　", "ｃ", 6, 2),
        ("한글 ", "글자", 5, 4),
        (f"{FAMILY} ", "坏", 3, 2),
        ("", FAMILY, 0, 2),
        (f"{FLAG}{FLAG}", "x", 4, 1),
        ("x", FLAG, 1, 2),
        (THUMB, "好", 2, 2),
        ("a", THUMB, 1, 2),
        (HEART, "好", 2, 2),
        ("好", HEART, 2, 2),
        ("cafe\u0301 ", "bar", 5, 3),
        ("caf", "e\u0301", 3, 1),
        ("\ta\t", "b", 3, 1),
        ("新的 emoji 🩷 ", "🫩", 14, 2),
        ("𠮷野家 ", "𠮷", 0, 2),
    ],
)
def test_the_caret_stands_under_the_word(before: str, word: str, cells_before: int, cells_of_word: int) -> None:
    shown, caret = excerpt(finding(f"line: 1\n{before}{word} 后面\n", word))
    assert caret == " " * cells_before + "^" * cells_of_word
    assert shown == f"{before}{word} 后面".replace("\t", " ")


@pytest.mark.parametrize(
    ("text", "start", "end", "caret"),
    [
        ("xe\u0301y", 2, 3, " ^"),  # an accent alone: its letter
        ("xe\u0301y", 1, 2, " ^"),  # the letter alone
        (f"x{FAMILY}y", 1, 2, " ^^"),  # one of a family: the whole emoji
        (f"x{FAMILY}y", 3, 4, " ^^"),
        (f"x{FAMILY}y", 2, 3, " ^^"),
        (f"x{THUMB}y", 2, 3, " ^^"),  # a skin tone: the hand
        (f"x{FLAG}y", 2, 3, " ^^"),
        (f"x{HEART}y", 1, 2, " ^^"),
        ("\u0301a", 0, 1, "^"),  # an accent on nothing
        ("ab", 2, 2, "  ^"),  # the end of the line
        ("ab", 1, 1, " ^"),  # a place without characters
        ("ab\ncd", 1, 5, " ^"),  # over several lines: the rest of the first
    ],
)
def test_the_caret_marks_whole_characters(text: str, start: int, end: int, caret: str) -> None:
    assert excerpt(Diagnostic("bad-word", WORDS, Span(Source("a.yaml", text), start, end)))[1] == caret


@pytest.mark.parametrize("filler", ["x", "长", FAMILY, "e\u0301", HEART, "\u202e", "ab 长👍🏽e\u0301"])
@pytest.mark.parametrize("place", [0, 1, 40, 3000, 6000])
def test_a_long_line_is_cut_around_the_word(filler: str, place: int) -> None:
    word = "坏词"
    text = filler * place + word + filler * (6000 - place)
    shown, caret = excerpt(finding(text, word))
    assert word in shown
    assert cells(shown[: shown.index(word)]) == len(caret) - len("^^^^")
    assert caret.lstrip() == "^^^^"
    assert cells(shown) <= 74
    assert shown.endswith("…") or place == 6000
    assert shown.startswith("…") or place * cells(safe(filler)) < 72


def test_a_line_that_fits_is_shown_whole() -> None:
    text = "字" * 35 + "坏"
    assert excerpt(finding(text, "坏")) == (text, " " * 70 + "^^")


@pytest.mark.parametrize("size", [71, 200, 60_000])
def test_a_word_longer_than_the_line(size: int) -> None:
    shown, caret = excerpt(finding("x" * size, "x" * size))
    assert len(caret) <= cells(shown) <= 74
    assert set(caret) <= {" ", "^"}


def test_thousands_of_accents_are_quick_and_harmless() -> None:
    shown, caret = excerpt(finding("a" + "\u0301" * 60_000 + "坏", "坏"))
    assert "坏" in shown
    assert caret.endswith("^^")


def test_an_empty_line_has_no_excerpt() -> None:
    text = FORMATS["full"]([Diagnostic("bad-word", WORDS, Span(Source("a.yaml", "\n\n"), 1, 1))], "en")
    assert text == "a.yaml:2:1\n  error[bad-word] this is wrong\n\n"


def test_full_shows_everything() -> None:
    other = Span(Source("brand/products/姜茶.yaml", "name: 姜茶"), 6, 8)
    notes = (
        Note(Words("在这里定义", "defined here"), other),
        Note(Words("是不是想写 ginger-tea？", "did you mean ginger-tea?")),
    )
    diagnostic = finding("mon: {product: ginger-te}", "ginger-te", notes=notes)
    assert (
        FORMATS["full"]([diagnostic], "zh")
        == """\
content/weeks/2026-W48.yaml:1:16
  错误[bad-word] 写错了
    |
  1 | mon: {product: ginger-te}
    |                ^^^^^^^^^
  → 在这里定义（brand/products/姜茶.yaml:1:7）
  → 是不是想写 ginger-tea？

"""
    )
    assert (
        FORMATS["full"]([diagnostic], "en")
        == """\
content/weeks/2026-W48.yaml:1:16
  error[bad-word] this is wrong
    |
  1 | mon: {product: ginger-te}
    |                ^^^^^^^^^
  → defined here (brand/products/姜茶.yaml:1:7)
  → did you mean ginger-tea?

"""
    )


# Nothing acts on a terminal or a log


ACTS = "\x1b[2J\x1b]0;title\x07\x9b31m\x00\x7f\r\x08\x85\u2028\u2029\u202e\u2066\u200b\u200e\ufeff\xad\U000e0061\udc80"


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_terminal_obeys_is_never_printed(format_: str, lang: str) -> None:
    words = Words(f"中{ACTS}文", f"eng{ACTS}lish")
    span = Span(Source(f"content/{ACTS}.yaml", f"a{ACTS}b坏"), 0, 3)
    text = FORMATS[format_]([Diagnostic("bad-word", words, span, (Note(words, span),))], lang)
    for line in text.split("\n"):
        assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert "\\x1b" in text or "\\u001b" in text
    assert "\\u202e" in text


@pytest.mark.parametrize("c", ["\x1b", "\u202e", "\u200d", "\x9b"])
def test_an_escape_moves_the_caret_with_it(c: str) -> None:
    shown, caret = excerpt(finding(f"a{c}坏", "坏"))
    assert cells(shown[: shown.index("坏")]) == len(caret) - 2


def test_a_joiner_is_shown_where_it_hides() -> None:
    assert safe(FAMILY) == FAMILY
    assert safe("🐈‍⬛ 🙂‍↔️ ❤️‍🔥 👩🏽‍⚕️") == "🐈‍⬛ 🙂‍↔️ ❤️‍🔥 👩🏽‍⚕️"
    assert safe("id\u200d: 中\u200d文") == "id\\u200d: 中\\u200d文"


COMMANDS = [
    "::error::pwned",
    "  ::set-output name=x::y",
    "##[command]rm",
    "##[stop-commands]x",
    "a ##[add-mask]b",
    "##vso[task.x]y",
    "##VSO[task.x]y",
    "##teamcity[buildStop]",
    "##\ufe0f[error]x",  # a runner that compares as a dictionary does skips marks
    "#\u0301#\u0301v\u0301so[task.x]y",
    "\u3000::add-mask::x",
    "\ufe0f::add-mask::x",
    "section_start:1:x[collapsed=true]\r\x1b[0Kx",
]


def obeyed(line: str) -> bool:
    """Whether a CI runner would take a line for a command: by ignoring case, space and marks, we ask for more than they do."""
    marks = "".join(c for c in line if unicodedata.category(c) not in ("Mn", "Me", "Cf")).lower()
    return bool(re.search(r"##[a-z.]*\[", marks)) or marks.lstrip().startswith("::")


@pytest.mark.parametrize("command", COMMANDS[:-1])
def test_the_commands_are_commands(command: str) -> None:
    assert obeyed(command)
    assert obeyed(f"::error::{command}")
    assert not obeyed(safe(command))


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("command", COMMANDS)
def test_content_is_never_a_command(format_: str, command: str) -> None:
    """A runner obeys `::` at the start of a line and `##[` anywhere in it."""
    words = Words(f"{command}\n{command}", f"{command}\r\n{command}")
    for path in (f"{command}\n{command}.yaml", f"content/{command}.yaml"):
        source = Source(path, f"x\n{command}\ny")
        for end in (3, len(source.text)):
            span = Span(source, 2, end)
            text = FORMATS[format_]([Diagnostic("bad-word", words, span, (Note(words, span),), fix=command)], "zh")
            assert not [c for c in text if unicodedata.category(c) == "Cc" and c != "\n"]
            lines = text.splitlines()
            if format_ == "github":
                assert lines.pop().startswith("::error file=")
            assert not list(filter(obeyed, lines))


@pytest.mark.parametrize("text", ["#新品#", "## 标题", "#a##b [呲牙]", "##一[呲牙]", "a::b", "降温::第一杯", "[呲牙]"])
def test_what_is_no_command_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


def test_the_caret_counts_the_stroke_that_disarms_a_command() -> None:
    shown, caret = excerpt(finding("##[x] 坏", "坏"))
    assert (shown, caret) == ("##\\[x] 坏", " " * 7 + "^^")
    shown, caret = excerpt(finding("::x::坏", "坏"))
    assert (shown, caret) == (":\\:x::坏", " " * 6 + "^^")


# concise


def test_concise_is_one_line_each() -> None:
    found = [
        finding("a: 坏", "坏"),
        finding("x\n  坏", "坏", severity=Severity.WARNING, notes=(Note(WORDS),)),
        finding("坏", "坏", severity=Severity.ADVICE),
    ]
    assert (
        FORMATS["concise"](found, "zh")
        == """\
content/weeks/2026-W48.yaml:1:4: error[bad-word] 写错了
content/weeks/2026-W48.yaml:2:3: warning[bad-word] 写错了
content/weeks/2026-W48.yaml:1:1: advice[bad-word] 写错了
"""
    )
    assert "this is wrong" in FORMATS["concise"](found, "en")


# json


@pytest.mark.parametrize("command", ["", *COMMANDS, ACTS, '"\\\n\t', "🌿🩷"])
def test_json_says_it_all(command: str) -> None:
    words = Words(f"中文{command}", f"English{command}")
    span = Span(Source(f"内容/{command}.yaml", "一\n二三\n四"), 2, 6)
    found = Diagnostic("bad-word", words, span, (Note(words, span), Note(words)))
    text = FORMATS["json"]([found, found._replace(fix=command)], "zh", Run("tea/"))
    place = {"path": f"tea/内容/{command}.yaml", "line": 2, "column": 1, "end_line": 3, "end_column": 2}
    message = {"zh": words.zh, "en": words.en}
    row: dict[str, object] = {"rule": "bad-word", "severity": "error", "message": message, **place}
    row["notes"] = [{"message": message, **place}, {"message": message}]
    assert [json.loads(line) for line in text.splitlines()] == [{**row, "fix": None}, {**row, "fix": command}]
    assert "中文" in text  # readable


def test_the_keys_of_json_are_documented() -> None:
    import siyu.report.json as module

    row = json.loads(FORMATS["json"]([finding("a: 坏", "坏", notes=(Note(WORDS),))], "zh"))
    assert module.__doc__ is not None
    assert set(row) == set(re.findall(r"`(\w+)`", module.__doc__))


# github


def test_github_escapes_what_the_runner_reads() -> None:
    words = Words("100%，对：不", "100%, yes: no")
    diagnostic = finding("a: 坏", "坏", path="a,b:c%0A.yaml", notes=(Note(Words("注", "note")),))._replace(words=words)
    assert FORMATS["github"]([diagnostic], "en") == (
        "::error file=a%2Cb%3Ac%250A.yaml,line=1,endLine=1,col=4,endColumn=5,title=bad-word"
        "::a,b:c%250A.yaml:1:4 100%25, yes: no%0A→ note\n"
    )


def test_github_gives_columns_on_one_line_only() -> None:
    """The runner drops columns, with a message of its own, where a finding covers several lines."""
    text = FORMATS["github"]([finding("a\nb\nc", "a\nb")], "zh")
    assert (
        text
        == "::error file=content/weeks/2026-W48.yaml,line=1,endLine=2,title=bad-word::content/weeks/2026-W48.yaml:1:1 写错了\n"
    )


def test_github_puts_errors_first() -> None:
    order = [Severity.ADVICE, Severity.ERROR, Severity.WARNING, Severity.ERROR]
    found = [finding(f"{number}坏", "坏", path=str(number), severity=severity) for number, severity in enumerate(order)]
    lines = FORMATS["github"](found, "zh").splitlines()
    assert [line.partition(",")[0] for line in lines] == [
        "::error file=1",
        "::error file=3",
        "::warning file=2",
        "::notice file=0",
    ]
