"""Parsing: spans are right, text stays text, nothing raises, and both parsers say the same."""

from __future__ import annotations

import time
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from siyu.diagnostic import Diagnostic
from siyu.kinds import KINDS
from siyu.source import Mapping, Node, Sequence, Source, Span, Text
from siyu.stages.decode import decode
from siyu.stages.load import load
from siyu.stages.parse import parse
from siyu.stages.read import MAX_FILE
from siyu.stages.read import read as read_project
from siyu.stages.tree import c_parser, pure_parser

Plain = Any


def plain(node: Node | None) -> Plain:
    """A tree as the data and marks it is made of."""
    if isinstance(node, Text):
        return (str(node), node.start, node.end, node.style)
    if isinstance(node, Mapping):
        return ("map", node.start, node.end, [(plain(key), plain(value)) for key, value in node.items()])
    return None if node is None else ("list", node.start, node.end, [plain(item) for item in node])


def told(found: list[Diagnostic]) -> Plain:
    return [
        (d.rule, d.words, d.span.start, d.span.end, [(n.words, n.span and n.span.start) for n in d.notes])
        for d in found
    ]


def both(text: str, path: str = "content/weeks/w.yaml") -> tuple[Mapping | None, list[Diagnostic]]:
    """Parse with libyaml and with the Python parser; the answers are one answer."""
    source = Source(path, text)
    tree, found = parse(source, c_parser)
    pure_tree, pure_found = parse(source, pure_parser)
    assert told(found) == told(pure_found)
    assert plain(tree) == plain(pure_tree)
    assert (tree is None) == bool(found)
    for finding in found:
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        assert finding.words.zh and finding.words.en
    return tree, found


def value(text: str, *path: str | int) -> Any:
    node: Any = both(text)[0]
    for part in path:
        node = node[part]
    return node


def rule(text: str) -> str | None:
    found = both(text)[1]
    return found[0].rule if found else None


def marked(span: Span) -> str:
    return span.source.text[span.start : span.end]


# --- text stays text

LOOKALIKES = [
    "no",
    "on",
    "off",
    "yes",
    "y",
    "~",
    "null",
    "Null",
    "true",
    "08:30",
    "8:30",
    "1e3",
    "0x1F",
    "0o17",
    "012",
    "1_000",
    "2026-11-23",
    "2026-11-23T08:30:00Z",
    ".inf",
    "-.INF",
    ".nan",
    "=",
    "<=",
    "190:20:30",
]


@pytest.mark.parametrize("word", LOOKALIKES)
def test_what_yaml_1_1_would_retype_is_text(word: str) -> None:
    assert value(f"copy: {word}\n", "copy") == word
    assert value(f"list: [{word}, {word}]\n", "list") == [word, word]
    assert value(f"copy: {{{word}: {word}}}\n", "copy") == {word: word}


@pytest.mark.parametrize(
    "word",
    [
        "聊聊#话题#",
        "?你好",
        "? 你好",
        "-你好",
        "：你好",
        "a:b",
        "https://a.example/#x",
        "！",
        "🙋",
        "100%",
        "a & b",
        "a*b",
        "甲、乙，丙",
    ],
)
def test_text_that_only_looks_special_is_kept(word: str) -> None:
    assert value(f"copy: {word}\n", "copy") == word


def test_an_empty_value_is_an_empty_text() -> None:
    empty = value("copy:\ntitle: 好\n", "copy")
    assert empty == "" and isinstance(empty, Text)


# --- spans

SPANS = [
    ("copy: 你好，世界\n", "世界", "世界"),
    ("copy: 🙋‍♀️举手👨‍👩‍👧 世界\n", "世界", "世界"),
    ('copy: "你好，世界"\n', "世界", "世界"),
    ('copy: "a\\"b\\n\\u4e16\\x41世界"\n', "世界", "世界"),
    ('copy: "a\\"b\\n\\u4e16\\U0001F64B世界"\n', "\n世🙋", "\\n\\u4e16\\U0001F64B"),
    ("copy: 'it''s 世界'\n", "世界", "世界"),
    ("copy: 'it''s 世界'\n", "'s", "''s"),
    ("copy: |\n  你好\n  世界\n", "世界", "世界"),
    ("copy: |\n  你好\n    更深 世界\n", "世界", "世界"),
    ("copy: |\n\n\n  你好世界\n", "世界", "世界"),
    ("copy: |2\n    深\n  世界\n", "世界", "世界"),
    ("copy: |4-\n      深\n    世界\n", "世界", "世界"),
    ("a:\n  b:\n    - copy: |+\n        🙋🙋世界\n\n", "世界", "世界"),
    ("copy: | # 说明\n   你好\n\n   世界", "世界", "世界"),
    ("copy: |\n  你好\n  世界\nnext: 好\n", "好\n世", "好\n  世"),
]


def texts(node: Node) -> list[Text]:
    if isinstance(node, Text):
        return [node]
    items = node.values() if isinstance(node, Mapping) else node
    return [text for item in items for text in texts(item)]


@pytest.mark.parametrize(("text", "part", "written"), SPANS)
def test_a_part_of_a_text_is_found_in_the_file(text: str, part: str, written: str) -> None:
    tree, _ = both(text)
    assert tree is not None
    scalar = next(scalar for scalar in texts(tree) if part in scalar)
    start = scalar.index(part)
    assert marked(scalar.at(start, start + len(part))) == written


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("copy: |\n\n  你好\n  世界\n", "你好"),
        ("copy: 'a'\n", "'a'"),
        ("copy: 好\n", "好"),
        ("copy: |2\n    深\n  浅\n", "  深"),
    ],
)
def test_a_text_of_several_lines_is_named_by_its_first(text: str, first: str) -> None:
    assert marked(value(text, "copy").span) == first


def read(data: bytes, path: str) -> Source:
    source = decode(path, data, [])
    assert source is not None
    return source


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_windows_files_read_like_any_other(end: str, bom: bytes) -> None:
    text = "---\nevent: group-joined\ntitle: 早\n---\n\n欢迎🙋\n\n---\n\n第二段 {{ x }}\n"
    source = read(bom + text.replace("\n", end).encode(), "content/welcome/a.md")
    assert source.text == text
    tree, found = both(source.text, source.path)
    assert not found and tree is not None
    copy = tree["copy"]  # type: ignore[index]
    assert isinstance(copy, Text)
    assert copy == "欢迎🙋\n\n---\n\n第二段 {{ x }}"
    start = copy.index("{{ x }}")
    assert str(copy.at(start, start + 7)) == "content/welcome/a.md:10:5"
    assert str(copy.span) == "content/welcome/a.md:6:1" and marked(copy.span) == "欢迎🙋"


def test_a_markdown_body_keeps_what_yaml_would_take() -> None:
    tree, found = both("---\nwhen: mon\n---\n#话题#\n\ttab “好”： - *x* %\n", "content/announcements/a.md")
    assert not found and tree is not None and tree["copy"] == "#话题#\n\ttab “好”： - *x* %"  # type: ignore[index]


def test_settings_that_never_end_are_told_at_their_beginning() -> None:
    (found,) = both("---\nevent: group-joined\n\n你好\n", "content/welcome/a.md")[1]
    assert "second ---" in found.words.en and marked(found.span) == "---"
    (found,) = both("你好\n---\n", "content/welcome/a.md")[1]
    assert "second ---" not in found.words.en


@pytest.mark.parametrize(
    "text", ["l:\n  -18:40 试音\n", "l:\n  -18:40 试音\n  - 好\n", "l:\n  - 好\n  -18:40 试音\n", "l:\n  -好\n  -坏\n"]
)
def test_a_dash_without_its_space_is_pointed_at(text: str) -> None:
    tree, found = both(text)
    if tree is not None:  # one text where a list belongs
        known = {kind: frozenset({"x"}) for kind in (*KINDS, "template", "asset", "tag")}
        text = f"name: 好\nkind: life\npurpose: brand\nchannel: task\nchecklist:{text[2:]}"
        tree, _ = both(text)
        assert tree is not None
        _, found = load(tree.source, tree, "a", KINDS["column"].model, known)
    assert [(d.rule, marked(d.span), d.words.en) for d in found] == [
        ("syntax", "-", "a space is missing after the dash")
    ]


@pytest.mark.parametrize("text", ["", "你好\n", "\n---\na: b\n---\n", "---\na: b\n", "----\na: b\n---\n"])
def test_markdown_without_settings_is_told(text: str) -> None:
    assert [d.rule for d in both(text, "content/welcome/a.md")[1]] == ["front-matter"]


# --- # in every position

HASHES = [
    "copy: #降温#\n",
    "copy: 聊聊 #话题# 吧\n",
    "copy: 聊聊 #话题\n",
    "copy: #话题#\ntitle: 好\n",
    "copy: # 国庆 #\n",
    "copy: 好 #🍂#\n",
    "copy: | #话题#\n  好\n",
    "copy: |\n  好\n#话题#\n",
    "copy: |\n  好\n\n #话题#\n",
    "copy: |\n  好\n # 小标题\n",
    "copy:\n  #话题#\n  好\n",
    "copy:\n  好\n  #话题#\n",
    'copy: "好" #话题#\n',
    'copy: "好"#话题#\n',
    "mon: {hook: 好}#话题#\n",
    "list:\n  - #话题#\n  - 好\n",
    "list: [好, #话题#]\n",
    "mon: {hook: 第一杯 #暖冬}\n",
    "mon: {hook: 第一杯 #暖冬#}\ntue: {hook: 好}\n",
    "mon: {hook: 好} #话题#\n",
    "mon: #话题#\n  hook: 好\n",
    "#话题#\na: 好\n",
    "a: 好\n#话题#",
    "list:\n  - copy: |\n      好\n     # 小标题\n",
    # behind a plain value every comment is told, with a space or without
    "hook: 出门前那层霜 # 冬天 # 是霜做的\n",
    "a: 好 # 说明，见 #12\n",
    "a: 好   #\n",
    "list:\n  - 18:40 试音 # 1 号机位试光\n  - 好\n",
    "list: [\n  好 # 说明\n]\n",
    "mon: {hook: 好\n  # 说明\n  , tip: 第一杯 # 冬天\n}\n",
]


@pytest.mark.parametrize("text", HASHES)
def test_a_hashtag_that_yaml_drops_is_told_once(text: str) -> None:
    _, found = both(text)
    assert [d.rule for d in found] == ["text-eaten-by-comment"]
    assert marked(found[0].span).startswith("#")


@pytest.mark.parametrize(
    "text",
    [
        "# 说明\na: 好\n",
        "a: # 说明，见 #12\n  b: 好\nc: [好] # 说明\nd: {e: 好} # 说明\nf: '好' # 说明\ng: \"好\" # 说明\n",
        "a: 好\n# 说明\n\n  # 说明\nb: 好\n# 说明",
        "list: # 说明\n  # 说明\n  - 好\n  - # 说明\n    a: 好\n",
        "list: [\n  好, # 说明\n  好\n]\n",
        "#\n##\n#----\n#====\n#!x\n# \na: 好\n",
        "a: 好\n#copy: 关掉的一行\n  #title: 关掉\nb: 好\n",
        "#- 关掉\na: 好\n",
        "list:\n  - copy: |\n      好\n    # 下一个键的说明\n    title: 好\n",
        "copy: | # 说明\n  好 #话题# #\n  #话题\n",
        'copy: \'#话题#\'\ntitle: "#话题# #"\nx: ["#a", b#c]\n',
    ],
)
def test_a_comment_is_a_comment(text: str) -> None:
    assert not both(text)[1]


# --- hostile input

BIG = MAX_FILE
HOSTILE: dict[str, tuple[str, set[str]]] = {
    "brackets": ("[" * 50_000, {"too-deep"}),
    "braces": ("a: " + "{" * 50_000, {"syntax"}),
    "open tables": ("{a: " * (BIG // 4), {"too-deep"}),
    "dashes": ("- " * (BIG // 2), {"too-deep"}),
    "questions": ("? " * (BIG // 2), {"too-large"}),
    "one scalar": ("a: " + "好" * (BIG // 3 - 1), {"too-large"}),
    "one block": ("a: |\n" + " 好好好好\n" * 20_000, {"too-large"}),
    "one quote": ('a: "' + "x" * (BIG - 4), {"syntax"}),
    "alias bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", {"anchor"}),
    "merge": ("a: {b: c}\nd:\n  <<: x\n", {"merge-key"}),
    "many": ("a: [" + "x," * 30_000 + "]", {"too-large"}),
    "many keys": ("".join(f"k{n}: v\n" for n in range(12_000)), {"too-large"}),
    "same key": ("k: v\n" * 9_000, {"duplicate-key"}),
    "colons": (":" * BIG, {"too-large"}),
    "full-width": ("：" * (BIG // 3), {"too-large"}),
    "flow commas": ("a: " + "[" * 30 + "，" * 16_000, {"full-width-punctuation"}),
    "hashes": ("#a " * (BIG // 3), {"syntax", "text-eaten-by-comment"}),
    "hash lines": ("a: b\n" + "#a\n" * (BIG // 3 - 2), {"text-eaten-by-comment"}),
    "tabs": ("\t" * BIG, {"tab"}),
    "quotes": ("'" * (BIG - 1), {"syntax"}),
    "backslashes": ('a: "' + "\\" * (BIG - 5), {"syntax"}),
    "indents": ("".join(" " * n + "a:\n" for n in range(700)), {"too-deep"}),
    "percent": ("%" * BIG, {"directive"}),
    "stars": ("a: " + "*" * BIG, {"anchor"}),
    "documents": ("--- a\n" * 30_000, {"syntax", "second-document"}),
    "bars": ("|" * BIG, {"syntax"}),
    "fences": ("---\n" * (BIG // 4), {"syntax", "second-document"}),
    "nulls of flow": ("{" + "a," * 30_000 + "}", {"too-large"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_answered_quickly(name: str) -> None:
    text, rules = HOSTILE[name]
    began = time.process_time()
    tree, found = both(text)
    assert time.process_time() - began < 8  # both parsers, on a slow machine; bounded work, not minutes
    assert tree is None and {d.rule for d in found} <= rules


def test_bounds_are_where_they_are_said_to_be() -> None:
    assert rule("a: " + "[" * 31 + "x" + "]" * 31) is None
    assert rule("a: " + "[" * 32 + "x" + "]" * 32) == "too-deep"
    assert rule("a: " + "x" * 65_536) is None
    assert rule("a: " + "x" * 65_537) == "too-large"
    assert rule("a: " + "好" * 21_845) is None
    assert rule("a: " + "好" * 21_846) == "too-large"
    assert rule("a: [" + "x," * 19_990 + "]") is None
    assert rule("a: [" + "x," * 20_000 + "]") == "too-large"


# --- nothing raises, both parsers agree

TOKENS = [
    *["a", "mon", "copy", "你好", "week", "0", "08:30", "🙋", "👨‍👩‍👧", "é", "\u0301", "<<", "=", "~", "\ufe0f"],
    *[
        ":",
        ": ",
        "：",
        "，",
        "、",
        ",",
        ", ",
        "-",
        "- ",
        "－",
        "? ",
        "?",
        "#",
        " #",
        "# ",
        "%",
        "%YAML 1.1",
        "@",
        "`",
        "*",
        "*a ",
        "&",
        "&a ",
    ],
    *[
        "!",
        "!a ",
        "!!str ",
        "!<x> ",
        "|",
        "|\n",
        "| ",
        "|2-\n",
        ">",
        ">\n",
        "'",
        "''",
        '"',
        '\\"',
        "\\",
        "\\u4f60",
        "\\ud83d",
        "\\x0",
        "\\U00110000",
        "\\0",
        "“",
        "”",
    ],
    *["[", "]", "{", "}", "{{ ", " }}", "［", "\t", " ", "  ", "    ", "\u3000", "\u00a0"],
    *[
        "\n",
        "\n  ",
        "\n    ",
        "\n\n",
        "\n- ",
        "\na: ",
        "\n  b: ",
        "\n---\n",
        "\n...\n",
        "---",
        "...",
        "a: b\n",
        "k:\n  ",
    ],
]
soup = st.lists(st.sampled_from(TOKENS), max_size=24).map("".join)
lines = st.lists(
    st.tuples(
        st.sampled_from(["", "  ", "    ", "- ", "  - "]),
        st.sampled_from(["a: ", "b: ", "a:", "", "a：", '"a": ']),
        soup,
    ),
    max_size=6,
)
documents = lines.map(lambda rows: "\n".join(indent + key + rest for indent, key, rest in rows))
QUIET: dict[str, Any] = {"suppress_health_check": list(HealthCheck)}


@given(st.one_of(soup, documents))
@settings(max_examples=1500, **QUIET)
@example("a: {b:,c}")
@example('a: "\\ud83d"')
@example('a: "\\U00110000"')
@example("%x\n---\na: b\n")
@example("a: [b]c")
def test_token_soup_gives_one_answer(text: str) -> None:
    tree, _ = both(text)
    if tree is not None:
        for scalar in texts(tree):
            scalar.encode()  # no lone surrogate gets in


@given(soup, soup)
@settings(max_examples=200, **QUIET)
def test_markdown_soup_gives_one_answer(front: str, body: str) -> None:
    both(f"---\n{front}\n---\n{body}", "content/welcome/a.md")


@given(
    st.one_of(
        st.binary(max_size=200),
        documents.map(lambda text: text.encode("gb18030", "replace")),
        soup.map(lambda text: text.encode("utf-16")),
    )
)
@settings(max_examples=500, **QUIET)
def test_bytes_become_a_source_or_one_message(data: bytes) -> None:
    found: list[Diagnostic] = []
    source = decode("content/weeks/w.yaml", data, found)
    assert (source is None) == (len(found) == 1)
    if source is not None:
        both(source.text)
    for finding in found:
        assert 0 <= finding.span.start <= finding.span.end <= len(finding.span.source.text)


@given(soup)
@settings(max_examples=300, **QUIET)
def test_every_character_of_a_value_has_its_place(text: str) -> None:
    tree, _ = both(f"a: |\n  {text}\nb: {text}\n")
    for scalar in texts(tree) if tree is not None else []:
        for at, char in enumerate(scalar):
            written = marked(scalar.at(at, at + 1))
            assert written == char or written[0] in "\\'" or char == "\n"


def test_the_brand_reads_the_same_with_both_parsers() -> None:
    files = [
        path
        for top in ("brand", "content", "tests/brands")
        for path in sorted((ROOT / top).rglob("*"))
        if path.suffix in (".yaml", ".md")
    ]
    assert len(files) > 50
    for path in files:
        text = read(path.read_bytes(), path.name).text
        tree, found = both(text, path.name)
        assert tree is not None and not found, path


def test_a_mapping_and_a_list_know_their_place() -> None:
    tree, _ = both("a: {b: [x, y]}\nc:\n  - d\n")
    assert tree is not None
    flow: Any = tree["a"]  # type: ignore[index]
    assert marked(Span(flow.source, flow.start, flow.end)) == "{b: [x, y]}"
    assert isinstance(flow["b"], Sequence) and marked(Span(flow.source, flow["b"].start, flow["b"].end)) == "[x, y]"


def mangled(text: str, chance: Random) -> str:
    """A file after a bad night: lines lost, doubled or swapped, tokens dropped in."""
    for _ in range(chance.randint(1, 3)):
        rows = text.split("\n")
        row, at = chance.randrange(len(rows)), chance.randrange(len(text) + 1)
        match chance.randrange(4):
            case 0:
                del rows[row]
                text = "\n".join(rows)
            case 1:
                text = "\n".join([*rows[:row], rows[row], *rows[row:]])
            case 2:
                text = text[:at] + chance.choice(TOKENS) + text[at:]
            case _:
                text = text[:at] + text[at + chance.randint(1, 12) :]
    return text


def test_a_mangled_brand_is_told_and_never_raises() -> None:
    chance = Random(7)
    files, found = read_project(ROOT)
    assert not found
    known = {kind: frozenset({"x"}) for kind in (*KINDS, "template", "asset", "tag")}
    for kind, name, source in files.documents:
        if kind == "week":
            source = Source(source.path, source.text[:4000])
        for _ in range(12):
            tree, _ = both(mangled(source.text, chance), source.path)
            if tree is not None:
                document, unfit = load(tree.source, tree, name, KINDS[kind].model, known)
                assert (document is None) == bool(unfit)
                for finding in unfit:
                    span = finding.span
                    assert 0 <= span.start <= span.end <= len(span.source.text) and span.source.path == source.path
