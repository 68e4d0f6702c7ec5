"""Seed in, Chinese prose out: the same seed gives the same lines on every machine and Python.

Only `Random.random()` is drawn from (its sequence is promised to stay), nothing is remembered between calls.
The wording keeps clear of absolute, medical and urging claims, so a linter has nothing to say about it.
"""

from random import Random

_SLOTS = {
    "place": "办公室 地铁口 阳台 厨房 楼下花店 会议室 书桌前 菜市场 公交站 图书馆 沙发上 江边",
    "time": "清晨 午休 傍晚 睡前 下班路上 周末上午 洗完脸 出门前 加班间隙 雨停以后 晒被子那天 换季那周",
    "part": "脸颊 额头 鼻翼 嘴角 手背 脖子 眼周 下巴 指尖 耳后",
    "feel": "软软的 不紧绷 润而不黏 清清爽爽 透着光 安安静静 暖乎乎 服服帖帖 松快许多 像喝饱了水",
    "act": "轻轻按一按 停半分钟 用掌心捂热 少量多次地抹 由下往上带 先喝一杯温水 把窗开一条缝 "
    "把闹钟调早五分钟 换一条软毛巾 记一行笔记 泡一壶淡茶 把灯调暗一点",
    "thing": "加湿器 旧围巾 一盆薄荷 白瓷杯 棉布口罩 木梳 帆布包 保温壶 台历 小夜灯 毛线袜 搪瓷碗",
    "who": "楼上的邻居 同组的同事 做早餐的阿姨 群里的橘子 门卫大叔 妈妈 表妹 老同学 花店老板 隔壁的姐姐",
    "sky": "风有点干 雨下得细 太阳很好 起了薄雾 降了三四度 云压得低 夜里有霜 空气潮潮的",
}
SLOTS = {slot: words.split() for slot, words in _SLOTS.items()}

SENTENCES = (
    "{time}路过{place}，{sky}，忽然想起该给{part}补一点水了。",
    "{who}说自己从前总嫌麻烦，后来学会{act}，{part}就{feel}。",
    "我们试了很多种顺序，留下来的只有一步：{act}，再等它{feel}。",
    "{place}放一个{thing}，不贵，也不占地方，{time}看见它就记得照顾自己。",
    "如果{part}有点干，别急着叠加，{act}，等它{feel}再往下走。",
    "昨天{sky}，{who}带来{thing}，大家围着聊了半个钟头的护肤旧账。",
    "有人问{time}要不要多洗一遍脸，我们的回答是不用，{act}就够。",
    "把{thing}放进包里，到了{place}顺手用一下，日子就没那么赶。",
    "护肤不是比赛，{who}说慢慢来，{part}不着急{feel}。",
    "{time}的十分钟留给自己，{act}，什么消息都可以晚一点回。",
    "今天的小作业：在{place}{act}，回来告诉大家{part}是什么感觉。",
    "天气预报说{sky}，记得带上{thing}，也记得{act}。",
    "我们把{who}的问题记在本子上，{time}一条一条回，答得慢，但都算数。",
    "别急着换{thing}，先把手边的用完，{part}不着急。",
    "有时候{part}闹脾气，只是因为{time}太赶，忘了{act}。",
    "{who}拍了一张{place}的照片，{sky}，看着心里也{feel}。",
    "想偷懒的时候，就只做一件事：{act}，其余的明天再说。",
    "配方表看不懂没关系，先记住{part}的感受，{feel}就是好消息。",
    "{time}量要少，手要轻，{act}，比多买一瓶管用。",
    "上回说到{thing}，{who}真的去买了一个，放在{place}，天天看见。",
)
TITLES = (
    "{time}怎么照顾{part}",
    "{part}{feel}的小办法",
    "{sky}，今天{act}",
    "从{thing}说起的{part}课",
)
HOOKS = (
    "{sky}的日子，{part}也想{feel}",
    "{time}在{place}，{act}",
    "{who}问了三遍的那一瓶",
    "{thing}旁边的老朋友",
)


def _fill(pattern: str, random: Random) -> str:
    """A pattern with every {slot} replaced by a drawn word."""
    head, *rest = pattern.split("{")
    out = [head]
    for piece in rest:
        slot, tail = piece.split("}")
        out += [SLOTS[slot][int(random.random() * len(SLOTS[slot]))], tail]
    return "".join(out)


def phrase(seed: int, patterns: tuple[str, ...]) -> str:
    """One short line: a title or a hook."""
    random = Random(seed)
    return _fill(patterns[int(random.random() * len(patterns))], random)


def passage(seed: int, length: int) -> list[str]:
    """Paragraphs of three sentences, at least `length` characters together, no sentence pattern twice."""
    random = Random(seed)
    order = sorted((random.random(), sentence) for sentence in SENTENCES)
    sentences: list[str] = []
    while sum(map(len, sentences)) < length:
        sentences.append(_fill(order[len(sentences)][1], random))
    return ["".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)]
