"""A welcome script that leaves a newcomer guessing: who is this, what do I get, what now, is anybody there?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule

_EVENTS = ("contact-added", "group-joined")
_WHO = re.compile(r"我是|这里是|这边是|我叫|在下|叫我|喊我")
_GETS = re.compile(
    r"领|送|券|福利|礼|优惠|权益|专享|折|[会成]员价|价|好处|你会有|你会收到|你有|你能|能得到|可以得到|每[天周月日]|提醒|资料|课|回放|答疑|分享|清单|教程|试用|积分|直播|一对一|新品|干货|推荐|查订单|售后"
)
_FIRST = re.compile(
    r"https?:|#小程序|先|第一[步件]|首先|点|回复|回个|回我|回“|回「|发我|发给|告诉我|说一声|填|扫|看|进群|入群|加群|群里|报[个上]|戳|置顶|群公告|领|逛|下单|注册|登记|改.{0,4}昵称"
)
_PERSON = re.compile(
    r"真人|本人|不是机器人|非机器人|人工|在线|值班|轮班|上班|工作时间|服务时间|客服|亲自|我都在|我在|都会?回|会回|回你|回复你|为你解答|随时|有问题|有事|有任何|喊我|找我|问我|叫我|@我|私信|私聊|一条条|看到就|等我"
)
_PARTS = (
    Words("你是谁", "who you are"),
    Words("进来有什么", "what they get"),
    Words("先做什么", "what to do first"),
    Words("这里有真人", "that a person is here"),
)


_HOW = Note(
    Words(
        "四句话：我是 {{ ip.nickname }}；这里有 {{ tier.promise }}；先点哪里；{{ ip.human }}",
        "four sentences: {{ ip.nickname }}, {{ tier.promise }}, where to tap first, {{ ip.human }}",
    )
)


def incomplete_welcome(texts: Texts) -> Iterator[Finding]:
    """One warning for each script of a contact or a group, with all that it lacks."""
    lacks: dict[str, tuple[Passage, set[Words]]] = {}
    for passage in texts.passages:
        if passage.item is None and passage.channel in _EVENTS:
            said = (_who(passage, texts.library.brand.name), _gets(passage), _first(passage), _person(passage))
            missing = {part for part, there in zip(_PARTS, said, strict=True) if not there}
            lacks.setdefault(passage.key, (passage, set()))[1].update(missing)
    for passage, missing in lacks.values():
        if missing:
            parts = [part for part in _PARTS if part in missing]
            words = Words(
                f"欢迎语没说{'、'.join(part.zh for part in parts)}",
                f"the welcome script does not say {', nor '.join(part.en for part in parts)}",
            )
            yield Finding(words, passage.span, (_HOW,))


def _who(passage: Passage, brand: str) -> bool:
    ip = passage.ip
    names = [brand] if ip is None else [name for name in (ip.nickname, ip.voice.self, ip.role) if name]
    return any(name in passage.text for name in names) or bool(_WHO.search(passage.text))


def _gets(passage: Passage) -> bool:
    promised = passage.tier is not None and passage.tier.promise is not None and passage.tier.promise in passage.text
    return promised or bool(_GETS.search(passage.text))


def _first(passage: Passage) -> bool:
    return passage.link is not None or bool(_FIRST.search(passage.text))


def _person(passage: Passage) -> bool:
    human = passage.ip is not None and passage.ip.human is not None and passage.ip.human in passage.text
    return human or bool(_PERSON.search(passage.text))


RULE = Rule(
    name="incomplete-welcome",
    severity=Severity.WARNING,
    what=Words(
        "加好友或入群的欢迎语没说清你是谁、进来有什么、先做什么、有没有真人",
        "a welcome script lacks who you are, what they get, what to do first, or that a person is here",
    ),
    why=Words(
        "新人只看这一条，看完还在猜，就不会再看第二条",
        "a newcomer reads this one; whoever still has to guess reads no second",
    ),
    instead=Words("四件事各一句，少一句补一句", "a sentence for each of the four"),
    find=incomplete_welcome,
)
