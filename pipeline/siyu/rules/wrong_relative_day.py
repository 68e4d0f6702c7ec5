"""Words like 明天 or 今晚 that contradict the text's own day and hour: nothing looks as copied as a 早安 at three in the afternoon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Item
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, clock

_NAMED = [  # each begins with a letter: fast to look for
    re.compile(rf"{word}(?=[ （(）)就是周星礼早上中下傍晚0-9一二两三四五六七八九十])")
    for word in ("今[天日晚早夜]", "明[天日晚早夜]", "昨[天日晚早夜]", "后天", "前天")
]
_AWAY = {"今": 0, "明": 1, "昨": -1, "后": 2, "前": -2}
_DATE = r"(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]"
_WEEKDAY = r"(?:周|星期|礼拜)([一二三四五六天]|日(?![常记历程]))"
_ALONE = "(?! ?[至到~—–、和及或/-]|会员日|福利日|直播|限时|专场|场|的|价|课)"  # 周三至周五, 周三会员日
_BESIDE = re.compile(rf"(?:[ （(]{{0,2}}|就?是 ?)(?:{_DATE}|{_WEEKDAY}{_ALONE})")
_BEFORE = re.compile(rf"(?:{_DATE}|{_WEEKDAY})$")

_VERB = "开始|开播|开抢|开售|开场|开课|开团|开讲|开门|上线|见(?!到)|截止|截单|收单|结束|之?前"
_CLOCK = r"(\d{1,2}|十[一二]?|[一二两三四五六七八九])(?:[:：](\d{2})| ?点(半)?)"
_HOUR = re.compile(
    rf"(早上|上午|中午|下午|傍晚|晚上)? ?{_CLOCK}[^，。！？!?；;、\n已刚的了]{{0,6}}?(?:{_VERB})(?![的了过后啦已])"
)
_NUMBERS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "十一": 11, "十二": 12}
_EARLY = 5 * 60  # before that, people still call it yesterday

_GREETINGS = {
    "早上好": (0, 12 * 60),
    "早安": (0, 12 * 60),
    "上午好": (_EARLY, 12 * 60),
    "中午好": (10 * 60, 16 * 60),
    "午安": (10 * 60, 16 * 60),
    "下午好": (12 * 60, 20 * 60),
    "晚上好": (16 * 60, 24 * 60),
    "晚安": (18 * 60, 24 * 60),
}
_GREETING = re.compile(
    rf"\W*(?:各位|大家|家人们|姐妹们|朋友们|宝子们)?[，, ]?({'|'.join(_GREETINGS)})(?=\W|[呀啊哦呐啦]|各位|大家|$)"
)


def wrong_relative_day(texts: Texts) -> Iterator[Finding]:
    """A date beside such a word that is another day's (an error), or its weekday; an hour of today that has passed; a greeting of another time of day."""
    for passage in texts.passages:
        text, item = passage.text, passage.item
        if item is None or item.start < _EARLY:
            continue
        for at in _mentioned(text):
            yield from _day(passage, item, at)
            if text[at] == "今":
                yield from _hour(passage, item, at)
        head = text[:24]
        if "安" in head or "午好" in head or "上好" in head:
            yield from _greeting(passage, item)


def _mentioned(text: str) -> Iterator[int]:
    """Where a day is named from the day of the text, with something to compare behind it."""
    for named in _NAMED:
        for match in named.finditer(text) if named.search(text) else ():
            if not text.endswith("大", 0, match.start()):
                yield match.start()


def _day(passage: Passage, item: Item, at: int) -> Iterator[Finding]:
    """明天（11月25日）, 今天周三, or 11月25日（明天）, where the two are not one day."""
    text, start, end = passage.text, at, at + 2
    match = _BESIDE.match(text, end)
    if match:
        end = match.end()
    elif text.startswith(("（", "("), at - 1) and text.startswith(("）", ")"), end):
        match = _BEFORE.search(text, max(0, at - 12), at - 1)
        start, end = match.start() if match else at, end + 1
    meant = item.date + timedelta(_AWAY[text[at]])
    if match is None or _is(match, meant):
        return
    zh = f"{meant.month}月{meant.day}日 {WEEKDAYS_ZH[meant.weekday()]}"
    words = Words(
        f"“{text[start:end]}”不对：这条 {item.date} 发，{text[at : at + 2]}是 {zh}",
        f"{text[start:end]!r} is wrong: posted on {item.date}, it means {meant}, {WEEKDAYS[meant.weekday()]}",
    )
    note = Note(Words(f"改成 {zh}，或改“{text[at : at + 2]}”", "correct the date, or the word"))
    yield Finding(words, passage.at(start, end), (note,), Severity.WARNING if match[3] else None)


def _is(match: re.Match[str], day: date) -> bool:
    month, number, weekday = match.groups()
    if weekday:
        return "一二三四五六日".find(weekday.replace("天", "日")) == day.weekday()
    return (int(month), int(number)) == (day.month, day.day)


def _hour(passage: Passage, item: Item, at: int) -> Iterator[Finding]:
    """今晚 8 点开始, in a text that is posted later."""
    match = _HOUR.match(passage.text, at + 2)
    if match and _minutes(passage.text[at + 1] + (match[1] or ""), match[2], match[3], match[4]) < item.start:
        written = passage.text[at : match.end()]
        words = Words(
            f"“{written}”已经过了：这条 {clock(item.start)} 才发", f"{written!r} is over: posted at {clock(item.start)}"
        )
        note = Note(Words("改钟点，或把这条提前", "correct the hour, or post it earlier"))
        yield Finding(words, passage.at(at, match.end()), (note,), Severity.WARNING)


def _minutes(part: str, hour: str, minute: str | None, half: str | None) -> int:
    """Minutes after today's midnight; an hour that could be in the morning or in the evening is the later one."""
    number = _NUMBERS.get(hour) or int(hour)
    if "晚" in part or "夜" in part:
        number += 24 if number < 5 else 12 if number <= 12 else 0
    elif "早" not in part and "上午" not in part and number < 12 and ("下午" in part or minute is None):
        number += 12
    return number * 60 + (int(minute) if minute else 30 if half else 0)


def _greeting(passage: Passage, item: Item) -> Iterator[Finding]:
    customers = passage.ip.voice.customers if passage.ip else None
    opened = len(customers) if customers and passage.text.startswith(customers) else 0
    match = _GREETING.match(passage.text, opened)
    if match and not _GREETINGS[match[1]][0] <= item.start <= _GREETINGS[match[1]][1]:
        words = Words(
            f"{clock(item.start)} 发的，开头却是“{match[1]}”",
            f"{match[1]!r} opens a text posted at {clock(item.start)}",
        )
        note = Note(Words("换个问候，或改钟点", "choose another greeting, or another hour"))
        yield Finding(words, passage.at(*match.span(1)), (note,), Severity.WARNING)


RULE = Rule(
    name="wrong-relative-day",
    severity=Severity.ERROR,
    what=Words(
        "“明天（11月25日）”和发的那天对不上：错误；“今天周三”、今晚已经过了的钟点、不合时候的问候：提醒",
        "a word like tomorrow stands beside a date that is another day's: an error; beside another weekday, or an hour or greeting that does not fit: a warning",
    ),
    why=Words(
        "成员会来错日子，也看得出这条是从别处复制的",
        "members come on the wrong day, and see that the text was copied from elsewhere",
    ),
    instead=Words("改日期、星期、钟点或那个词", "correct the date, the weekday, the hour or the word"),
    find=wrong_relative_day,
)
