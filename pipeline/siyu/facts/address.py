"""What copy calls itself and its readers when nobody thought of a name: 小编, 家人们, 亲.

In: nothing. Out: patterns for the words where they are used so, not where they are only mentioned.
Promise: seen in brand communities up to 2026-11. 家人 at the table, 亲自, 宝宝 on a baby's product and 找客服 are no address.
"""

from __future__ import annotations

import re

_SMILE = "\u2600-\u27bf\ufe0f\U0001f300-\U0001faff"
_BEGINS = re.compile(
    rf"(?:^|[\n\s，。！？；：、～~…—｜|）)】!?,.;:#*{_SMILE}]|[早晚午]安|[早中午晚]上好|午好|你好|哈喽|嗨|各位|亲爱的|感谢|谢谢|欢迎|[新老])$"
)
_ENDS = rf"(?=$|[\s，。！？；：、～~…—!?,.;:{_SMILE}]|早|晚安|[晚早中上下]午?上?好|好(?:[呀啊]|$|(?=\W))|冲|快来|快看|看过来|听我说|集合|注意|久等|谁懂|请|有福)"

_MANY = "家人 亲 亲爱的 宝宝 宝贝 宝子 宝儿 宝 集美 姐妹 姐妹儿 老铁 铁子 铁汁 粉丝 粉丝宝宝 小可爱 小仙女 仙女 友友 宝友 小主 小伙伴儿"
_ONE = "亲亲 亲 宝子 集美 老铁 铁子 铁汁 宝 宝贝 小主 小可爱 小仙女"


def address(*names: str) -> re.Pattern[str]:
    """What finds readers called by one of these names, with 们 or without."""
    return re.compile(
        f"(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})们?{_ENDS}", re.MULTILINE
    )


_ANY = re.compile(
    f"(?:{'|'.join(sorted(_MANY.split(), key=len, reverse=True))})[们萌]{_ENDS}|(?:{'|'.join(sorted(_ONE.split(), key=len, reverse=True))})(?![，,]?(?:就是|是|指)){_ENDS}",
    re.MULTILINE,
)
_CROWD = re.compile("们(?<=[人亲宝贝子儿美妹铁汁丝爱女友主]们)")  # each begins with a letter: fast to look for
_DEAR = re.compile("亲(?=[亲爱们，,！!～~\\s]|$)")
_BABY = re.compile("宝(?=[宝贝子儿友们，,！!～~\\s]|$)")


def customers(text: str) -> list[re.Match[str]]:
    """Readers called by a name that any shop uses."""
    if (
        ("们" in text and _CROWD.search(text))
        or ("亲" in text and _DEAR.search(text))
        or ("宝" in text and _BABY.search(text))
        or ("美" in text and "集美" in text)
        or ("主" in text and "小主" in text)
        or ("铁" in text and ("老铁" in text or "铁子" in text or "铁汁" in text))
        or ("萌" in text or "仙" in text or "可爱" in text)
    ):
        return [match for match in _ANY.finditer(text) if addressed(text, match.start())]
    return []


def addressed(text: str, at: int) -> bool:
    """Whether a word here begins its clause or follows a greeting; elsewhere it is only mentioned."""
    return _BEGINS.search(text, max(0, at - 4), at) is not None


NOBODYS = frozenset(["大家", "各位", "朋友", "朋友们", "你", "您", "你们", "同学", "同学们", "伙伴", "伙伴们"])
"""Words for readers that belong to no single voice."""

_SERVICE = "客服|小客服|小助手|小助理|小管家|小秘书|小二|店小二|管理员|机器人"
_SELF = re.compile(
    rf"(?P<frame>(?:我是|我就是|这里是|我叫)(?:(?:[\u4e00-\u9fffA-Za-z]{{1,6}}(?:家)?的|你的|您的|本店|[\u4e00-\u9fffA-Za-z]{{0,6}}(?:官方|专属|在线|智能|人工)|真人){{0,3}}))(?P<named>{_SERVICE}|小编)(?![的部群们])"
    r"|(?P<plain>本(?:小编|客服|店小二|管理员)|(?<![的位名个那哪某位做当号家壁行叫是们])小编(?![们部辑程织制排码号])|店小二(?=来|给|为|在|[，！~～]))"
)
DENIED = re.compile(r"(?:不是|不叫|别叫我?|不要叫我?|不再是|不想当|[「『“‘\"])$")
"""What takes it back, or quotes it."""


def functions(text: str) -> list[tuple[int, int]]:
    """The writer called by the name of a function: 小编 alone, the others with 我是 or 本; where it is denied or quoted it is not."""
    if not (
        ("编" in text and "小编" in text)  # one letter is looked for much faster than two
        or ("客" in text and "客服" in text)
        or ("助" in text and "小助" in text)
        or ("管" in text and ("管理员" in text or "小管家" in text))
        or ("秘" in text and "小秘书" in text)
        or ("器" in text and "机器人" in text)
        or ("二" in text and "小二" in text)
    ):
        return []
    return [
        match.span("named" if match["named"] else "plain")
        for match in _SELF.finditer(text)
        if not DENIED.search(text, max(0, match.start() - 4), match.start())
    ]
