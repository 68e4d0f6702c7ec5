"""Content kinds that drift from the brand's own targets: each week looks fine, and after two months it is a shop window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Publication
from siyu.facts.channels import KINDS
from siyu.kinds.tier import Tier
from siyu.rule import Finding, Rule
from siyu.source import Text

_DRIFT = 15
_ENOUGH = 10  # with fewer, one post is more than ten points


def off_target(publication: Publication) -> Iterator[Finding]:
    """Advice for each kind that is a tier's furthest from its target, by over 15 points of ten posts or more in the whole plan; tiers together."""
    targets = publication.library.brand.targets
    if not targets:
        return
    kinds: dict[str, Counter[str]] = {}
    for edition in publication.editions:
        for item in edition.plan.items:
            if item.kind and item.tier and item.channel != "task":
                kinds.setdefault(item.tier.id, Counter())[str(item.kind)] += 1
    worst: dict[Text, list[tuple[Tier, float]]] = {}
    for name, counts in kinds.items():
        shares = {kind: counts[kind] * 100 / counts.total() for kind in targets}
        kind = max(targets, key=lambda kind: abs(shares[kind] - targets[kind]))
        if abs(shares[kind] - targets[kind]) > _DRIFT and counts.total() >= _ENOUGH:
            worst.setdefault(kind, []).append((publication.library.tiers[name], shares[kind]))
    for kind, tiers in worst.items():
        zh = "、".join(f"{tier.name} {share:.0f}%" for tier, share in tiers)
        en = ", ".join(f"{share:.0f} % for {tier.id}" for tier, share in tiers)
        words = Words(
            f"{KINDS[kind]}内容占 {zh}，目标 {targets[kind]}%",
            f"posts of kind {kind!s} are {en}, the target is {targets[kind]} %",
        )
        note = Note(Words("换掉几条，或改 targets", "change some, or change targets"))
        yield Finding(words, kind.span, (note,))


RULE = Rule(
    name="off-target",
    severity=Severity.ADVICE,
    what=Words(
        "一层的内容种类，离品牌的目标差了 15 个百分点以上",
        "the kinds of a tier's content are more than 15 points off the brand's targets",
    ),
    why=Words("每周看着都还好，两个月下来就成了橱窗", "each week looks fine, and after two months it is a shop window"),
    instead=Words("换掉几条，或改 brand.yaml 的 targets", "change some, or change targets in brand.yaml"),
    find=off_target,
)
