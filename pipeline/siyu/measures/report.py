"""What a week came to, in Markdown: to be read in a pull request.

In: a library, figures by week, a language. Out: Markdown. Promise: what is marked is also said in words; names stay text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from siyu.diagnostic import Words, plural
from siyu.facts.channels import CHANNELS
from siyu.facts.metrics import GROUPS, METRICS, STAGES
from siyu.library import Library
from siyu.measures.compare import ENOUGH, Reached, Verdict, groups, reached, verdicts
from siyu.measures.figures import Figures, weeks_before

Say = Callable[[str, str], str]
_SAID: dict[str, Words] = {
    "more": Words("**多排**", "**more of it**"),
    "less": Words("**少排**", "**less of it**"),
    "same": Words("照旧", "as it is"),
    "few": Words("数据还不够", "too few figures"),
    "alone": Words("没有可比的", "nothing to compare"),
}
_FAINT = Decimal("0.05")


def sayer(lang: str) -> Say:
    """One language out of two."""
    return lambda zh, en: zh if lang == "zh" else en


def report(library: Library, weeks: Mapping[str, Figures], week: str, note: str | None, lang: str) -> str:
    """Metrics by tier, columns, and members by satisfaction and loyalty."""
    say = sayer(lang)
    tiers = [
        (tier, reached(library, tier, weeks, week)) for tier in library.tiers.values() if tier.id in weeks[week].tiers
    ]
    told = verdicts(library, weeks, week)
    past = sum(name in weeks for name in weeks_before(week))
    lines = [
        f"# {cell(library.brand.name)} · {week} {say('复盘', 'review')}",
        "",
        headline([r for _, r in tiers], told, say),
        "",
    ]
    lines += [f"> {cell(line)}" for line in note.splitlines()] + [""] if note else []
    for tier, row in tiers:
        lines += [f"## {cell(tier.name)}", "", *_metrics(row, past, say), ""]
    lines += _columns(told, say)
    lines += _groups(library, weeks[week], say)
    return "\n".join(lines).rstrip("\n") + "\n"


def headline(tiers: list[list[Reached]], told: list[Verdict], say: Say) -> str:
    """The week in one paragraph."""
    every = [one for row in tiers for one in row]
    judged = [one for one in every if one.now is not None and one.target is not None]
    bad = sum(one.missed for one in judged)
    parts = [
        say(
            f"目标 {len(judged)} 项，达到 {len(judged) - bad} 项，没到 {bad} 项",
            f"{plural(len(judged), 'target')}: {len(judged) - bad} met, {bad} missed",
        )
    ]
    for word, zh, en in (("more", "多排", "more of"), ("less", "少排", "less of")):
        if names := [cell(v.name) for v in told if v.say == word]:
            parts.append(f"{say(zh, en)} {say('、', ', ').join(names)}")
    return say("；", "; ").join(parts) + say("。", ".")


def _metrics(row: list[Reached], past: int, say: Say) -> list[str]:
    heads = (
        say("阶段", "Stage"),
        say("指标", "Metric"),
        say("这周", "This week"),
        say("目标", "Target"),
        say(f"前 {past} 周", f"{plural(past, 'week')} before") if past else say("以前", "Before"),
        "",
    )
    lines = [f"| {' | '.join(heads)} |", "|---|---|--:|--:|--:|---|"]
    stage = ""
    for one in row:
        metric = METRICS[one.metric]
        first = say(*STAGES[metric.stage]) if metric.stage != stage else ""
        stage = metric.stage
        goal = "" if one.target is None else f"{'≥' if metric.least else '≤'} {shown(one.metric, one.target)}"
        cells = (
            first,
            say(metric.zh, metric.en),
            shown(one.metric, one.now),
            goal,
            shown(one.metric, one.before),
            judged(one, say),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def judged(one: Reached, say: Say) -> str:
    """Whether the target was reached, and which way it goes."""
    parts = []
    if one.now is None:
        return say("没有数", "no figures")
    if one.target is not None:
        parts.append(say("**没到**", "**missed**") if one.missed else say("达标", "met"))
    if one.before:
        change = (one.now - one.before) / one.before
        parts.append(
            say("持平", "level")
            if abs(change) < _FAINT
            else say("上升 ↑", "up ↑")
            if change > 0
            else say("下降 ↓", "down ↓")
        )
    return say("，", ", ").join(parts)


def shown(metric: str, number: Decimal | None) -> str:
    """A figure with its unit."""
    if number is None:
        return "—"
    unit = METRICS[metric].unit
    digits = Decimal("0.01") if unit in ("元", "×") and number < 100 else Decimal("0.1")
    rounded = number.quantize(digits, ROUND_HALF_UP)
    plain = f"{rounded:f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:f}"
    return f"¥{plain}" if unit == "元" else f"{plain}{unit if unit in ('%', '×') else ''}"


def _columns(told: list[Verdict], say: Say) -> list[str]:
    if not told:
        return []
    shared = told[0].shared
    one = say("一条，每百人", "A post, of 100 members") if shared else say("一条", "A post")
    heads = (
        say("渠道", "Channel"),
        say("栏目", "Column"),
        say("看什么", "By"),
        say("条数", "Posts"),
        one,
        say("同类", "Its like"),
        "",
    )
    lines = [f"## {say('栏目', 'Columns')}", "", f"| {' | '.join(heads)} |", "|---|---|---|--:|--:|--:|---|"]
    for v in told:
        channel = say(*CHANNELS[v.channel][:2]) if v.channel else say("已停的栏目", "no longer a column")
        by = say("订单", "orders") if v.sells else say("互动", "interactions")
        cells = (channel, cell(v.name), by, str(v.posts), plain(v.typical), plain(v.usual), say(*_SAID[v.say]))
        lines.append(f"| {' | '.join(cells)} |")
    how = say(
        f"看五周：卖货的栏目看订单，其余的看互动（赞、评论、点击），每个栏目取一条的中位数，和同渠道同类的中位数比。高出四分之一多排，低出四分之一少排；量过不到 {ENOUGH} 条、同类不到三个的，不下结论。",
        f"Five weeks: what sells by orders, all else by likes, comments and clicks; a column's median post against the median of its like in the channel. A quarter above is more, a quarter below less; under {ENOUGH} posts, or three columns, nothing is said.",
    )
    return [*lines, "", how, ""]


def plain(number: Decimal | None) -> str:
    """A number to one place."""
    return "—" if number is None else f"{number.quantize(Decimal('0.1'), ROUND_HALF_UP):f}".removesuffix(".0")


def _groups(library: Library, figures: Figures, say: Say) -> list[str]:
    counted = groups(figures)
    if not counted:
        return []
    tiers = [tier for tier in library.tiers.values() if tier.id in counted["loyal"]]
    whole = sum((sum(row.values(), Decimal()) for row in counted.values()), Decimal())
    heads = (say("谁", "Who"), *(cell(tier.name) for tier in tiers), say("占比", "Share"), say("怎么待", "Answer"))
    lines = [
        f"## {say('满意 × 忠诚', 'Satisfaction × loyalty')}",
        "",
        f"| {' | '.join(heads)} |",
        f"|---|{'--:|' * (len(tiers) + 1)}---|",
    ]
    for name, row in counted.items():
        group = GROUPS[name]
        share = f"{plain(sum(row.values(), Decimal()) * 100 / whole)}%" if whole else "—"
        numbers = (plain(row[tier.id]) for tier in tiers)
        lines.append(
            f"| {' | '.join((say(group.zh, group.en), *numbers, share, say(group.zh_answer, group.en_answer)))} |"
        )
    return [*lines, ""]


def cell(text: str) -> str:
    """A name that cannot end a table's cell, nor be markup."""
    kept = " ".join(text.replace("\\", "\\\\").split()).replace("<", "&lt;")
    return "".join(f"\\{c}" if c in "|`*_[]~" else c for c in kept)
