"""A catchphrase worn out: what was charming on Monday is a bot's signature by Thursday."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule
from siyu.source import Text

_MOST = 3


def worn_catchphrase(texts: Texts) -> Iterator[Finding]:
    """An advice where one of `voice.catchphrases` stands twice in a text, or more than three times in a tier's week; one for each phrase."""
    used: dict[tuple[str, str, str], list[tuple[Passage, int]]] = {}
    for passage in texts.passages:
        if passage.ip is None:
            continue
        for phrase in passage.ip.voice.catchphrases:
            if (at := passage.text.find(phrase)) < 0:
                continue
            again = passage.text.find(phrase, at + len(phrase))
            if again >= 0:
                words = Words(f"口头禅“{phrase}”一条里说了两次", f"the catchphrase {phrase!s} stands twice in one text")
                yield _finding(words, passage, again, phrase)
            if passage.item is not None and passage.tier is not None:
                used.setdefault((passage.tier.id, passage.ip.id, phrase), []).append((passage, at))
    for (_, ip, said), places in used.items():
        if len(places) > _MOST:
            passage, at = places[_MOST]
            own = next(phrase for phrase in texts.library.ips[ip].voice.catchphrases if phrase == said)
            words = Words(
                f"口头禅“{said}”一周里说了 {len(places)} 次",
                f"the catchphrase {said} is said {plural(len(places), 'time')} in one week",
            )
            yield _finding(words, passage, at, own)


def _finding(words: Words, passage: Passage, at: int, phrase: Text) -> Finding:
    note = Note(
        Words(
            "留最合适的那一次；写在品牌 IP 的 voice.catchphrases 里",
            "keep the one that fits best; says voice.catchphrases",
        ),
        phrase.span,
    )
    return Finding(words, passage.at(at, at + len(phrase)), (note,))


RULE = Rule(
    name="worn-catchphrase",
    severity=Severity.ADVICE,
    what=Words(
        "同一句口头禅一条里说两次，或一周里超过三次",
        "one catchphrase stands twice in a text, or more than three times in a tier's week",
    ),
    why=Words("周一听着可爱，周四就像机器人的签名", "charming on Monday, a bot's signature by Thursday"),
    instead=Words("留最合适的那一次", "keep the one that fits best"),
    find=worn_catchphrase,
)
