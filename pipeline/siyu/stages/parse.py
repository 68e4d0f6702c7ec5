"""Source → tree: plain text with spans, typed by nobody yet.

In: a `Source`, YAML or Markdown with YAML front matter. Out: the root `Mapping` (None after a syntax error) and diagnostics.
Promise: nothing is interpreted and nothing is lost silently; no input raises, recurses or grows without bound.
Walks the events of libyaml. What libyaml refuses, PyYAML's Python parser judges, so both machines say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Any

import yaml

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.source import Mapping, Node, Sequence, Source, Span, Text
from siyu.stages import refused, syntax

MAX_SCALAR = 64 * 1024  # bytes of UTF-8
MAX_DEPTH = 32
MAX_EVENTS = 20_000
MAX_TOLD = 100  # of one kind in one file; nobody reads more at once

_QUESTION = (
    "\ue000"  # stands for "?", which begins a key in YAML and nothing here; a source cannot contain it (see read)
)
_KEY_COLON = re.compile(r"[A-Za-z][\w-]*\s*：")
_FLOW_KEY = re.compile(r"[，：]\s*[a-z][\w-]*\s*[：:]|^[a-z][\w-]*：")
_WRAPPED = re.compile(r"[“”＂][^“”＂]*[“”＂\"]|[‘’＇][^‘’＇]*[‘’＇]")
_SUSPECT = re.compile(r"[：，、“”‘’＂＇]|[\u3000\u00a0]$")
_BAR_HASH = re.compile("[|>][-+0-9]*#")
_CONFLICT = re.compile(r"^<{7} .*$", re.MULTILINE)
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)

Parser = Callable[[str], Any]


class _Stop(Exception):
    """The rest of the file cannot be read; carries why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.words.en)
        self.diagnostic = diagnostic


def pure_parser(text: str) -> Any:
    """PyYAML's Python parser."""
    return yaml.SafeLoader(text)


def c_parser(text: str) -> Any:
    """libyaml."""
    return yaml.CSafeLoader(text)


PARSER: Parser = c_parser if yaml.__with_libyaml__ else pure_parser


def parse(source: Source, parser: Parser = PARSER) -> tuple[Mapping | None, list[Diagnostic]]:
    """The tree of one file, None where anything is wrong with it. A Markdown body becomes the key `copy`."""
    if conflict := _CONFLICT.search(source.text):
        return None, [refused.conflict(Span(source, *conflict.span()))]
    front, base, body = source.text, 0, None
    if source.path.endswith(".md"):
        fences = [fence.span() for fence in _FENCE.finditer(source.text)][:2]
        if len(fences) < 2 or fences[0][0] != 0:
            return None, [refused.front_matter(source, bool(fences) and fences[0][0] == 0)]
        base = fences[0][1] + 1
        front = source.text[base : fences[1][0]]
        body = _body(source, fences[1][1] + 1)
    found: list[Diagnostic] = []
    try:
        root = _Builder(source, front, base, found).build(parser)
        if body is not None:
            _insert(root, Text("copy", source, base, base), body, found)
    except _Stop as stop:
        return None, [stop.diagnostic]
    return (None if found else root), found


def _body(source: Source, start: int) -> Text | None:
    text = source.text[start:]
    lead = len(text) - len(text.lstrip("\n"))
    value = text.strip("\n")
    return Text(value, source, start + lead, start + lead + len(value), "md") if value.strip() else None


def _insert(mapping: Mapping, key: Text, value: Node, found: list[Diagnostic]) -> None:
    if key in mapping:
        first = next(k for k in mapping if k == key)
        words = Words(
            f"“{key}”写了两次，后一个会盖掉前一个；留一个", f"{key!s} is given twice and the later would win; keep one"
        )
        note = Note(Words("第一次在这里", "first given here"), first.span)
        place = value.span if key.start == key.end and isinstance(value, Text) else key.span
        found.append(Diagnostic("duplicate-key", words, place, (note,)))
    else:
        mapping[key] = value


class _Builder:
    """Turns one stream of events into a tree; `base` is the offset of `text` in the file."""

    def __init__(self, source: Source, text: str, base: int, found: list[Diagnostic]) -> None:
        self.source = source
        self.text = text
        self.base = base
        self.found = found
        self.scalars: list[Text] = []

    def build(self, parser: Parser) -> Mapping:
        if (at := self.text.find("\t")) >= 0:
            raise _Stop(refused.tab(self.source, self.base + at, self.text.count("\t") - 1))
        try:
            root = self._walk(parser(self.text.replace("?", _QUESTION)))
        except (_Stop, yaml.YAMLError, ValueError, OverflowError) as error:  # Python's chr() refuses \U00110000
            if parser is not pure_parser:
                self.found.clear()
                self.scalars.clear()
                return self.build(pure_parser)
            if isinstance(error, _Stop):
                raise
            last = self.scalars[-1] if self.scalars else None
            raise _Stop(refused.tell(self.source, error, self.base, last)) from None
        if not isinstance(root, Mapping):
            where = root.span if isinstance(root, Text) else Span(self.source, self.base, self.base)
            words = Words("这里要写“键: 值”，一行一个", "expected `key: value` lines here")
            raise _Stop(syntax.slip(*where) or Diagnostic("syntax", words, where))
        if "#" in self.text:
            lost = syntax.eaten(self.source, self.scalars, self.base, self.base + len(self.text))
            self.found += islice(lost, MAX_TOLD)
        return root

    def _walk(self, events: Any) -> Node | None:
        root: Node | None = None
        stack: list[tuple[Mapping | Sequence, bool]] = []  # the open collections; whether each is in flow style
        keys: list[Text | None] = []  # the key waiting for its value, per open collection
        count = documents = 0
        while (event := events.get_event()) is not None:
            count += 1
            if count > MAX_EVENTS:
                raise self._stop(
                    "too-large",
                    event,
                    Words(
                        "一个文件里的内容太多（上限 20,000 项），请拆成几个文件",
                        "too much in one file (20,000 nodes at most); split it",
                    ),
                )
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node: Node = self._scalar(event, *(stack[-1] if stack else (None, False)))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if len(stack) >= MAX_DEPTH:
                    raise self._stop(
                        "too-deep", event, Words("嵌套太深（上限 32 层）", "nested too deeply (32 levels at most)")
                    )
                self._plain_only(event)
                node = Mapping() if kind is yaml.MappingStartEvent else Sequence()
                node.source, node.start, node.end = (
                    self.source,
                    self.base + event.start_mark.index,
                    self.base + event.end_mark.index,
                )
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                stack.pop()[0].end = self.base + event.end_mark.index
                keys.pop()
                continue
            else:
                documents += self._frame(event, kind, documents)
                continue
            if not stack:
                root = node
            else:
                parent = stack[-1][0]
                if isinstance(parent, Sequence):
                    parent.append(node)
                elif (key := keys[-1]) is None:
                    keys[-1] = self._key(node)
                else:
                    keys[-1] = None
                    if isinstance(node, Text) and not node and not node.style:
                        self._nothing(key, node)
                    _insert(parent, key, node, self.found)
            if not isinstance(node, Text):
                stack.append((node, event.flow_style is True))
                keys.append(None)
        return root

    def _frame(self, event: Any, kind: type, documents: int) -> int:
        """Stream and document events: exactly one document, nothing declared. Aliases end here too."""
        start = self.base + event.start_mark.index
        if kind is yaml.AliasEvent:
            raise _Stop(syntax.anchor(self.source, start))
        if kind is not yaml.DocumentStartEvent:
            return 0
        if not documents and (line := re.search("^%", self.text[: event.end_mark.index], re.MULTILINE)):
            raise _Stop(syntax.directive(self.source, self.base + line.start()))
        if documents:
            raise self._stop(
                "second-document",
                event,
                Words(
                    "一个文件只能有一份内容，--- 之后的请放进另一个文件",
                    "one document a file; move what follows --- to a file of its own",
                ),
            )
        return 1

    def _plain_only(self, event: Any) -> None:
        start = self.base + event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            raise _Stop((syntax.tag if self.source.text[start] == "!" else syntax.anchor)(self.source, start))

    def _stop(self, rule: str, event: Any, words: Words) -> _Stop:
        start = self.base + event.start_mark.index
        end = min(self.base + event.end_mark.index, start + len(self.source.line(self.source.place(start)[0])))
        return _Stop(Diagnostic(rule, words, Span(self.source, start, max(start, end))))

    def _scalar(self, event: Any, parent: Mapping | Sequence | None, flow: bool) -> Text:
        value: str = event.value
        if _QUESTION in value:
            value = value.replace(_QUESTION, "?")
        if event.anchor is not None or event.tag is not None:
            self._plain_only(event)
        if len(value) > MAX_SCALAR // 4 and len(value.encode()) > MAX_SCALAR:
            raise self._stop(
                "too-large", event, Words("一段文字太长（上限 64 KiB）", "one text is too long (64 KiB at most)")
            )
        style = event.style or ""
        text = Text(value, self.source, self.base + event.start_mark.index, self.base + event.end_mark.index, style)
        self.scalars.append(text)
        if style in ("|", ">") and _BAR_HASH.match(self.source.text, text.start):
            raise yaml.YAMLError("libyaml alone takes |# for a comment")
        if style == "|":
            return text
        written = self.source.text[text.start : text.end]
        if style == ">" or "\n" in written:
            raise _Stop(syntax.folded(text, parent.start if flow and parent is not None else None))
        if style == '"' and "\\" in written:
            self.found += syntax.escapes(text)
        elif style == "" and not value.isascii() and _SUSPECT.search(value):
            self._full_width(text, isinstance(parent, Sequence), flow)
        return text

    def _full_width(self, text: Text, listed: bool, flow: bool) -> None:
        """Full-width punctuation where an author meant YAML's own."""
        if _WRAPPED.fullmatch(text):
            self.found.append(syntax.curly_quotes(text))
            return
        if text[-1] in "\u3000\u00a0":
            meant = re.search(".$", text)
        elif flow:
            meant = re.search("[，、]", text) if listed else _FLOW_KEY.search(text) and re.search("[：，]", text)
        else:
            line = self.source.line_start(self.source.place(text.start)[0])
            first = not self.source.text[line : text.start].strip()
            meant = re.search("：", text) if first and _KEY_COLON.match(text) else None
        if meant:
            self.found.append(syntax.full_width(text.at(meant.start(), meant.end())))

    def _nothing(self, key: Text, empty: Text) -> None:
        """An empty value stands right behind the colon, wherever a parser put it."""
        colon = re.compile(r" *:").match(self.source.text, key.end)
        empty.start = empty.end = colon.end() if colon else key.end
        if colon is None:
            self.found.append(syntax.no_colon(key))

    def _key(self, node: Node) -> Text:
        if not isinstance(node, Text):
            words = Words("键只能是一个词", "a key is one word")
            if self.source.text[node.start - 1 : node.start + 1] == "{{":
                words = Words("{{ 开头的文字要加英文双引号", 'text that begins with {{ needs "…"')
                raise _Stop(Diagnostic("syntax", words, Span(node.source, node.start - 1, node.start + 1)))
            raise _Stop(Diagnostic("syntax", words, Span(node.source, node.start, node.start + 1)))
        if node == "<<" and not node.style:
            words = Words("不能用 << 合并，请把内容写出来", "merge keys (<<) are not allowed; write the content out")
            raise _Stop(Diagnostic("merge-key", words, node.span))
        if not node and not node.style:
            words = Words("冒号前面没有键", "nothing stands before the colon")
            raise _Stop(Diagnostic("syntax", words, Span(node.source, node.start, node.start + 1)))
        if not node.style and ":" in node and (found := syntax.slip(*node.span)):
            raise _Stop(found)
        if node[:1] in ("\u3000", "\u00a0"):
            raise _Stop(syntax.full_width(node.at(0, 1)))
        return node
