"""Events of a YAML parser → tree: plain text with spans, typed by nobody yet.

In: text, and where it begins in its file. Out: the root `Mapping`, and what was found on the way; raises `Stop` where the rest cannot be read.
Promise: nothing is interpreted; nothing raises anything else, recurses or grows without bound.
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
from siyu.stages.comments import eaten
from siyu.stages.full_width import SUSPECT, full_width, meant

MAX_SCALAR = 64 * 1024  # bytes of UTF-8
MAX_DEPTH = 32
MAX_EVENTS = 20_000

_QUESTION = (
    "\ue000"  # stands for "?", which begins a key in YAML and nothing here; a source cannot contain it (see read)
)
_BAR_HASH = re.compile("[|>][-+0-9]*#")

Parser = Callable[[str], Any]


class Stop(Exception):
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


def insert(mapping: Mapping, key: Text, value: Node, found: list[Diagnostic]) -> None:
    """A key with its value, each key once."""
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


class Builder:
    """Turns one stream of events into a tree; `base` is the offset of `text` in the file."""

    def __init__(self, source: Source, text: str, base: int, found: list[Diagnostic]) -> None:
        self.source = source
        self.text = text
        self.base = base
        self.found = found
        self.scalars: list[Text] = []

    def build(self, parser: Parser) -> Mapping:
        """The tree of the whole text."""
        if (at := self.text.find("\t")) >= 0:
            raise Stop(refused.tab(self.source, self.base + at, self.text.count("\t") - 1))
        try:
            root = self._walk(parser(self.text.replace("?", _QUESTION)))
        except (Stop, yaml.YAMLError, ValueError, OverflowError) as error:  # Python's chr() refuses \U00110000
            if parser is not pure_parser:
                self.found.clear()
                self.scalars.clear()
                return self.build(pure_parser)
            if isinstance(error, Stop):
                raise
            last = self.scalars[-1] if self.scalars else None
            raise Stop(refused.tell(self.source, error, self.base, last)) from None
        if not isinstance(root, Mapping):
            where = root.span if isinstance(root, Text) else Span(self.source, self.base, self.base)
            words = Words("这里没有写“键: 值”", "there are no `key: value` lines here")
            raise Stop(syntax.slip(*where) or Diagnostic("syntax", words, where, (Note(refused.LINE),)))
        if "#" in self.text:
            lost = eaten(self.source, self.scalars, self.base, self.base + len(self.text))
            self.found += islice(lost, syntax.MAX_TOLD)
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
                    insert(parent, key, node, self.found)
            if not isinstance(node, Text):
                stack.append((node, event.flow_style is True))
                keys.append(None)
        return root

    def _frame(self, event: Any, kind: type, documents: int) -> int:
        """Stream and document events: exactly one document, nothing declared. Aliases end here too."""
        start = self.base + event.start_mark.index
        if kind is yaml.AliasEvent:
            raise Stop(syntax.anchor(self.source, start))
        if kind is not yaml.DocumentStartEvent:
            return 0
        if not documents and (line := re.search("^%", self.text[: event.end_mark.index], re.MULTILINE)):
            raise Stop(syntax.directive(self.source, self.base + line.start()))
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
            raise Stop((syntax.tag if self.source.text[start] == "!" else syntax.anchor)(self.source, start))

    def _stop(self, rule: str, event: Any, words: Words) -> Stop:
        start = self.base + event.start_mark.index
        end = min(self.base + event.end_mark.index, start + len(self.source.line(self.source.place(start)[0])))
        return Stop(Diagnostic(rule, words, Span(self.source, start, max(start, end))))

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
            raise Stop(syntax.folded(text, parent.start if flow and parent is not None else None))
        if style == '"' and "\\" in written:
            self.found += syntax.escapes(text)
        elif style == "" and not value.isascii() and SUSPECT.search(value):
            self.found += meant(text, isinstance(parent, Sequence), flow)
        return text

    def _nothing(self, key: Text, empty: Text) -> None:
        """An empty value stands right behind the colon, wherever a parser put it."""
        colon = re.compile(r" *:").match(self.source.text, key.end)
        empty.start = empty.end = colon.end() if colon else key.end
        told = bool(self.found) and key.start <= self.found[-1].span.start < key.end
        if colon is None and not told:
            self.found.append(syntax.no_colon(key))

    def _key(self, node: Node) -> Text:
        if not isinstance(node, Text):
            words, fix = Words("键只能是一个词", "a key is one word"), refused.LINE
            if self.source.text[node.start - 1 : node.start + 1] == "{{":
                words = Words("{{ 开头的文字要加英文双引号", 'text that begins with {{ needs "…"')
                raise Stop(
                    Diagnostic("syntax", words, Span(node.source, node.start - 1, node.start + 1), (syntax.QUOTE_IT,))
                )
            raise Stop(syntax.syntax(self.source, node.start, words, fix))
        if node == "<<" and not node.style:
            words = Words("不能用 << 合并", "merge keys (<<) are not allowed")
            fix = Words("把要合并的内容在这里写出来", "write out here what it would bring")
            raise Stop(Diagnostic("merge-key", words, node.span, (Note(fix),)))
        if not node and not node.style:
            words = Words("冒号前面没有键", "nothing stands before the colon")
            raise Stop(syntax.syntax(self.source, node.start, words, refused.LINE))
        if not node.style and ":" in node and (found := syntax.slip(*node.span)):
            raise Stop(found)
        if node[:1] in ("\u3000", "\u00a0"):
            raise Stop(full_width(node.at(0, 1)))
        return node
