"""Source → tree: plain text with spans, typed by nobody yet.

In: a `Source`, YAML or Markdown with YAML front matter. Out: the root `Mapping` (None after a syntax error) and diagnostics.
Promise: nothing is interpreted and nothing is lost silently; no input raises, recurses or grows without bound.
Walks the events of libyaml; the pure-Python parser of PyYAML says the same where the C one is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.source import Mapping, Node, Sequence, Source, Span, Text
from siyu.stages import syntax

MAX_SCALAR = 64 * 1024  # bytes of UTF-8
MAX_DEPTH = 32
MAX_EVENTS = 20_000

_KEY_COLON = re.compile(r"[A-Za-z][\w-]*：")
_FLOW_KEY = re.compile(r"[，：]\s*[a-z][\w-]*\s*[：:]|^[a-z][\w-]*：")
_WRAPPED = re.compile(r"[“”＂].*[“”＂]|[‘’＇].*[‘’＇]")
_SUSPECT = re.compile(r"[：，“”‘’＂＇]")
_COMMENT = re.compile(r"(?:(?<=[ \t])|^)#", re.MULTILINE)
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)

Parser = Callable[[str], Any]


class _Stop(Exception):
    """The rest of the file cannot be read; carries why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.words.en)
        self.diagnostic = diagnostic


def pure_parser(text: str) -> Any:
    """PyYAML's Python parser; a `?` inside `{…}` reads as text there too, as it does in libyaml."""
    return yaml.SafeLoader(text.replace("?", syntax.QUESTION))


def c_parser(text: str) -> Any:
    """libyaml."""
    return yaml.CSafeLoader(text)


PARSER: Parser = c_parser if yaml.__with_libyaml__ else pure_parser


def parse(source: Source, parser: Parser = PARSER) -> tuple[Mapping | None, list[Diagnostic]]:
    """The tree of one file. A Markdown body becomes the key `copy`."""
    front, base, body = source.text, 0, None
    if source.path.endswith(".md"):
        fences = [fence.span() for fence in _FENCE.finditer(source.text)][:2]
        if len(fences) < 2 or fences[0][0] != 0:
            words = Words(
                "Markdown 文件要以 --- 夹住的几行设置开头", "a Markdown file begins with settings between two --- lines"
            )
            return None, [Diagnostic("front-matter", words, Span(source, 0, min(3, len(source.text))))]
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
    return root, found


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
        pure = parser is pure_parser
        try:
            root = self._walk(parser(self.text), pure)
        except yaml.YAMLError as error:
            raise _Stop(syntax.tell(self.source, error, self.base)) from None
        if not isinstance(root, Mapping):
            where = root.span if isinstance(root, Text) else Span(self.source, self.base, self.base)
            words = Words("这里要写“键: 值”，一行一个", "expected `key: value` lines here")
            raise _Stop(
                syntax.full_width(root)
                if isinstance(root, Text) and _KEY_COLON.match(root)
                else Diagnostic("syntax", words, where)
            )
        self._comments()
        return root

    def _walk(self, events: Any, pure: bool) -> Node | None:
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
                node: Node = self._scalar(event, bool(stack) and stack[-1][1], pure)
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
                    _insert(parent, key, node, self.found)
            if not isinstance(node, Text):
                stack.append((node, event.flow_style is True))
                keys.append(None)
        return root

    def _frame(self, event: Any, kind: type, documents: int) -> int:
        """Stream and document events: exactly one document, nothing declared. Aliases end here too."""
        if kind is yaml.AliasEvent:
            raise self._stop(
                "anchor",
                event,
                Words(
                    "* 开头的文字要加引号（YAML 的别名不能用）",
                    "text that begins with * needs quotes (YAML aliases are not allowed)",
                ),
            )
        if kind is not yaml.DocumentStartEvent:
            return 0
        if event.version or event.tags:
            raise self._stop(
                "directive",
                event,
                Words("不能用 % 开头的指令行，删掉它", "% directives are not allowed; delete the line"),
            )
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
        if event.anchor is not None:
            raise self._stop(
                "anchor",
                event,
                Words(
                    "& 开头的文字要加引号（YAML 的锚点不能用）",
                    "text that begins with & needs quotes (YAML anchors are not allowed)",
                ),
            )
        if event.tag is not None:
            raise self._stop(
                "tag",
                event,
                Words(
                    "! 开头的文字要加引号（YAML 的标签不能用）",
                    "text that begins with ! needs quotes (YAML tags are not allowed)",
                ),
            )

    def _stop(self, rule: str, event: Any, words: Words) -> _Stop:
        start = self.base + event.start_mark.index
        end = min(self.base + event.end_mark.index, start + len(self.source.line(self.source.place(start)[0])))
        return _Stop(Diagnostic(rule, words, Span(self.source, start, max(start, end))))

    def _scalar(self, event: Any, flow: bool, pure: bool) -> Text:
        value: str = event.value
        if pure:
            value = value.replace(syntax.QUESTION, "?")
        if event.anchor is not None or event.tag is not None:
            self._plain_only(event)
        if len(value) > MAX_SCALAR // 4 and len(value.encode()) > MAX_SCALAR:
            raise self._stop(
                "too-large", event, Words("一段文字太长（上限 64 KiB）", "one text is too long (64 KiB at most)")
            )
        style = event.style or ""
        text = Text(value, self.source, self.base + event.start_mark.index, self.base + event.end_mark.index, style)
        self.scalars.append(text)
        if style in ("", "'", '"'):
            if "\n" in self.source.text[text.start : text.end]:
                raise _Stop(syntax.folded(text))
            if style == "" and not value.isascii() and _SUSPECT.search(value):
                self._full_width(text, flow)
        return text

    def _full_width(self, text: Text, flow: bool) -> None:
        """Full-width punctuation where an author meant YAML's own."""
        if _WRAPPED.fullmatch(text):
            self.found.append(syntax.curly_quotes(text))
        elif _FLOW_KEY.search(text) if flow else _KEY_COLON.match(text):
            self.found.append(syntax.full_width(text))

    def _key(self, node: Node) -> Text:
        if not isinstance(node, Text):
            words = Words("键只能是一个词", "a key is one word")
            raise _Stop(Diagnostic("syntax", words, Span(node.source, node.start, node.end)))
        if node == "<<" and not node.style:
            words = Words("不能用 << 合并，请把内容写出来", "merge keys (<<) are not allowed; write the content out")
            raise _Stop(Diagnostic("merge-key", words, node.span))
        if self.source.text[node.start - 2 : node.start] == "? ":
            words = Words("键前面不要写 ?", "a key needs no ? before it")
            raise _Stop(Diagnostic("syntax", words, node.span))
        return node

    def _comments(self) -> None:
        """Text that YAML took for a comment, and tabs that only some readers accept."""
        if "#" in self.text:
            self.found += syntax.eaten(self.source, self.scalars, self.base, self.base + len(self.text))
        if "\t" in self.text:
            self.found += syntax.tabs(self.source, self.scalars, self.base, self.base + len(self.text))
