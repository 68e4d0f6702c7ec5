"""Places: offsets count code points, lines and columns begin at 1, and a text keeps its place wherever it goes."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.source import Source, Span, Text

TEXT = "一二三\n\n🙋‍♀️ab\nend"


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, (1, 1)), (2, (1, 3)), (3, (1, 4)), (4, (2, 1)), (5, (3, 1)), (9, (3, 5)), (12, (4, 1)), (len(TEXT), (4, 4))],
)
def test_a_column_is_one_code_point(offset: int, place: tuple[int, int]) -> None:
    assert Source("a.yaml", TEXT).place(offset) == place


def test_lines_come_without_their_ends() -> None:
    source = Source("a.yaml", TEXT)
    assert [source.line(number) for number in range(1, 6)] == ["一二三", "", "🙋‍♀️ab", "end", ""]
    assert [source.line_start(number) for number in range(1, 6)] == [0, 4, 5, 12, len(TEXT)]


@given(st.text(alphabet="a好🙋\n", max_size=60))
def test_place_and_line_start_agree(text: str) -> None:
    source = Source("a.yaml", text)
    for offset in range(len(text) + 1):
        line, column = source.place(offset)
        assert source.line_start(line) + column - 1 == offset
        assert column <= len(source.line(line)) + 1


def test_a_span_reads_as_editors_open_it() -> None:
    assert str(Span(Source("content/weeks/w.yaml", TEXT), 6, 7)) == "content/weeks/w.yaml:3:2"


def test_a_text_keeps_its_place_between_processes() -> None:
    text = Text("你好", Source("a.yaml", "k: 你好\n"), 3, 5)
    for again in (pickle.loads(pickle.dumps(text)), copy.copy(text), copy.deepcopy(text)):
        assert again == "你好" and type(again) is Text
        assert str(again.span) == "a.yaml:1:4" and again.span.end == 5


def test_a_markdown_body_is_named_by_its_first_line() -> None:
    source = Source("a.md", "---\n---\n你好\n世界\n")
    body = Text("你好\n世界", source, 8, 13, "md")
    assert (body.span.start, body.span.end) == (8, 10)
    assert str(body.at(3, 5)) == "a.md:4:1"
