"""The closing lines of a command: what was found, what was made, how long it took."""

from __future__ import annotations

from collections import Counter

from siyu.diagnostic import Diagnostic, Severity
from siyu.edition import Publication
from siyu.stages.write import Written


def findings(diagnostics: list[Diagnostic], lang: str) -> str:
    """How many findings of each severity."""
    count = Counter(diagnostic.severity for diagnostic in diagnostics)
    errors, warnings, advice = count[Severity.ERROR], count[Severity.WARNING], count[Severity.ADVICE]
    if lang == "zh":
        return f"错误 {errors} · 提醒 {warnings} · 建议 {advice}" if diagnostics else "没有发现问题"
    return f"{errors} errors · {warnings} warnings · {advice} advice" if diagnostics else "no findings"


def table(publication: Publication) -> str:
    """Items by week and tier, tiers by their ids."""
    tiers = list(publication.library.tiers)
    widths = [max(5, len(tier)) for tier in tiers]
    rows = [" ".join(["        ", *(tier.rjust(width) for tier, width in zip(tiers, widths, strict=True))])]
    for edition in publication.editions:
        count: Counter[str] = Counter(
            message.item.tier.id for message in edition.messages if message.item.tier is not None
        )
        rows.append(
            " ".join(
                [
                    edition.plan.week.name,
                    *(str(count[tier]).rjust(width) for tier, width in zip(tiers, widths, strict=True)),
                ]
            )
        )
    return "\n".join(rows)


def closing(publication: Publication, written: Written, out: str, seconds: float, lang: str) -> str:
    """Files and seconds in one line."""
    items = sum(len(edition.messages) for edition in publication.editions)
    if lang == "zh":
        return f"{items} 项 → {out}：写入 {written.written} 个文件，未变 {written.unchanged}，删除 {written.removed} · {seconds:.2f} 秒"
    return f"{items} items → {out}: {written.written} files written, {written.unchanged} unchanged, {written.removed} removed · {seconds:.2f} s"
