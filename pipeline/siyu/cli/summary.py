"""The closing lines of a command: what was found, what was made, how long it took."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from siyu.diagnostic import Diagnostic, Severity, Words, plural
from siyu.edition import Publication
from siyu.report.words import say
from siyu.stages.write import Written

_WEEKS = 12  # more rows than this are no summary


def findings(diagnostics: list[Diagnostic], lang: str) -> str:
    """How many findings of each severity."""
    if not diagnostics:
        return say(Words("没有发现问题", "no findings"), lang)
    count = Counter(diagnostic.severity for diagnostic in diagnostics)
    errors, warnings, advice = count[Severity.ERROR], count[Severity.WARNING], count[Severity.ADVICE]
    words = Words(
        f"错误 {errors} · 提醒 {warnings} · 建议 {advice}",
        f"{plural(errors, 'error')} · {plural(warnings, 'warning')} · {advice} advice",
    )
    return say(words, lang)


def table(publication: Publication, lang: str) -> str:
    """Items by week and tier, tiers by their ids; then what belongs to a role only, and all."""
    weeks = {
        edition.plan.week.name: Counter(
            message.item.tier.id if message.item.tier else "" for message in edition.messages
        )
        for edition in publication.editions
    }
    total = sum(weeks.values(), Counter[str]())
    rows = list(weeks.items()) if len(weeks) <= _WEEKS else []
    if len(weeks) > 1:
        rows.append((say(Words(f"{len(weeks)} 周", f"{plural(len(weeks), 'week')}"), lang), total))
    name = max([8, *(len(week) + ("周" in week) for week, _ in rows)])
    columns = {tier: tier.rjust(max(5, len(tier))) for tier in publication.library.tiers}
    if total[""]:
        columns[""] = say(Words("   角色", "  roles"), lang)
    lines = [" ".join([" " * name, *columns.values(), say(Words("   合计", "  items"), lang)])]
    for week, count in rows:
        cells = [str(count[tier]).rjust(7 if tier == "" else len(head)) for tier, head in columns.items()]
        lines.append(" ".join([week.ljust(name - ("周" in week)), *cells, str(count.total()).rjust(7)]))
    return "\n".join(lines)


def closing(written: Written, out: Path, seconds: float, lang: str) -> str:
    """Files and seconds in one line."""
    removed = Words(f"，删除 {written.removed}", f", {written.removed} removed") if written.removed else Words("", "")
    words = Words(
        f"{out}：写入 {written.written} 个文件，未变 {written.unchanged}{removed.zh} · {seconds:.2f} 秒",
        f"{out}: {plural(written.written, 'file')} written, {written.unchanged} unchanged{removed.en} · {seconds:.2f} s",
    )
    return say(words, lang)
