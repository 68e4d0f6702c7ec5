"""The copy uses an absolute term: Advertising Law forbids absolute terms, fines begin at 200,000 yuan; attitudes, comparison within the brand, usage tips, grades, names and provable order are exempt."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def absolute_term(texts: Texts) -> Iterator[Finding]:
    """Every such phrase, whatever it is disguised as; its severity is the pack's."""
    yield from said(texts, "absolute-term", Words("{}是绝对化用语", "{} is an absolute term"))


RULE = Rule(
    name="absolute-term",
    severity=Severity.ERROR,
    what=Words("文案用了“最佳”“国家级”这样的绝对化用语", "the copy uses an absolute term"),
    why=Words(
        "《广告法》禁止绝对化用语，罚款二十万元起；自己的态度和目标、品牌内部比较、使用提示、分级标准、名称、可证的次序不在其列",
        "Advertising Law forbids absolute terms, fines begin at 200,000 yuan; attitudes, comparison within the brand, usage tips, grades, names and provable order are exempt",
    ),
    instead=Words(
        "换成能证明的事实：数字、时间、地点、来源；或说自己的感受",
        "say a fact that can be proved (number, time, place, source), or what you feel",
    ),
    find=absolute_term,
    source="《广告法》（2021 修正）第九条第（三）项；《广告绝对化用语执法指南》（国家市场监督管理总局，2023-02-25）",
    evidence=True,
)
