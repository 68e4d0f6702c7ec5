"""Sentences that rules about prices, lotteries and names must find, and their look-alikes: one project, a text each."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from conftest import Project
from siyu.build import compile_project
from siyu.facts.amounts import amounts, cents
from siyu.facts.emoji import emoji
from siyu.facts.prices import price

BASE = {
    "brand/brand.yaml": "name: 听山\ndomain: tingshan.example\nzone: Asia/Shanghai\nlocale: zh-CN\nhosts: [tingshan.example]\nwrong_names: [听衫, 听三, Tingsan]\n",
    "brand/tiers/basic.yaml": "name: 听山福利群\nip: xiaoshan\nway_up: {to: member, how: 下过单}\n",
    "brand/tiers/member.yaml": "name: 听山会员群\nip: xiaoshan\n",
    "brand/ip/xiaoshan.yaml": "nickname: 小山\nrole: 福利官\nvoice: {self: 小山, customers: 山友}\n",
    "brand/ip/lanjie.yaml": "nickname: 岚姐\nrole: 配方师\nvoice: {self: 岚姐, customers: 茶友}\n",
    "brand/products/osmanthus.yaml": "name: 苔原护手霜\nrole: traffic\npoint: 半分钟抹开\nprice: 39\nprices: {basic: 29, member: 26}\nlink: https://mall.tingshan.example/p/1\n",
    "brand/products/kit.yaml": "name: 旅行三件套\nrole: traffic\npoint: 三天出差够用\nprice: 49\nlink: https://mall.tingshan.example/p/2\n",
    "content/weeks/2026-W40.yaml": "",
    "content/columns/noon-cup.yaml": "",
    "content/columns/menu.yaml": "",
}
PRODUCT = {"product": "osmanthus"}


def found(project: Project, rule: str, texts: list[str], tier: str = "basic", **entry: object) -> list[str]:
    """The texts that the rule finds, each sent alone to a tier."""
    extra = [
        {
            "id": f"t-{n}",
            "day": "mon",
            "at": f"{n // 60:02}:{n % 60:02}",
            "channel": "task",
            "title": "一条",
            "only": [tier],
            "copy": text,
            **entry,
        }
        for n, text in enumerate(texts)
    ]
    week = {"week": "2026-W41", "extra": extra}
    files = {**BASE, "content/weeks/2026-W41.yaml": json.dumps(week, ensure_ascii=False, indent=1)}
    told = compile_project(project(files)).diagnostics
    structure = [each for each in told if each.rule in ("missing-field", "unknown-id", "syntax")]
    assert not structure
    source = (
        next(each.span.source.text for each in told if each.rule == rule) if any(d.rule == rule for d in told) else ""
    )
    starts = [source.find(f'"id": "t-{n}"') for n in range(len(texts))]
    places = [each.span.start for each in told if each.rule == rule and each.span.source.path.endswith("W41.yaml")]
    return [texts[max(n for n, start in enumerate(starts) if start <= place)] for place in places]


WRONG_PRICES = """
护手霜今天 25 元
今天只要 25 元
¥25
￥25.00 一支
到手价 25
到手价：２５元
福利群 25 元，小程序下单
苔原护手霜 25 元
苔原护手霜｜半分钟抹开｜25 元
广告｜25 元
售价 25.5 元
现在 25 块，明天恢复
才 25 块钱
群内价 25 元
一支 25 元
25 元/支
25 元，包邮
原价 45 元，今天 29 元
公开价 59 元
特价 1,299 元
39 元就能带走
护手霜 25 元一支，家里还有就先用完
广告｜福利群 25 元（商城价 39 元）
「护手霜」福利价：25元
护手霜，福利群里 25 块
🌿 25 元 🌿
护手霜才25元！
仅需25元
苔原护手霜（25 元）
护手霜 RMB 25 元
到手25
护手霜￥25
价格是 25 元
官网价 49 元，群里 29 元
只要 39 元
护手霜今晚 27 元，明早恢复
报价：护手霜 25 元，润唇膏 29 元
给群友的价：25 元
护手霜 ¥ 25.9
29.9 元拿下这支护手霜
就 19 块，一杯奶茶的钱
护手霜一支25元包邮
福利价 ￥ 27，今晚十点止
苔原护手霜（群价 25 元/支）
广告｜护手霜｜25 元｜https://mall.tingshan.example/p/1
""".strip().split("\n")
FINE_PRICES = """
今天 29 元
29.00 元
￥２９
商城价 39 元，群里 29 元
群里 29 元（商城价 39 元）
原价 39 元，今天 29 元
平时 39，今天 29 元
两支 55 元
2 支 55 元
买二 50 元
任选三件 99 元
满 199 减 30 元
满99元可用
省 10 元
立省 10 元
比商城便宜 10 元
再减 5 元
运费 8 元
不满 99 元要付邮费 8 元
15 元见面券
领一张 15 元券，到手 14 元
用券后 14 元
8 折，23.2 元
第二支 9.9 元
加 9.9 元换购一支
0 元试用
一杯奶茶 20 元，一支护手霜 29 元
少喝一杯 18 元的奶茶
2027 元旦快乐
三块蛋糕，一人一块
25 元起
20-30 元之间
25 元左右
300 元的霜也要会用
打车花了 40 元
秒杀价 19.9 元
直播间 25 元
会员群 25 元，升级看得到
价值 88 元的礼盒
返现 5 元
定金 10 元
25 片
12 月 25 日
合计 58 元
门店价 45 元
超过 88 元包邮
账户余额 25 元
一片 5.8 元
补差价 3 元
护手霜 29 元，面膜 59 元，一起带走
面膜 59 元
那支 300 块的护手霜
楼下奶茶 18 元
同事说她那支要 128 元
3 块饼干，2 块糖
护手霜卖过 45 元，那是三年前
去年 35 元，今年 29 元
买 100 元送小样
每满 100 元返 10 元
花 25 元买杯咖啡
找零 1 元
一天不到 1 元
平均下来一天 0.5 元
红包封面 25 元
公益捐了 500 元
冬至 25 度
凭券 19 元
25 元以内的护手霜怎么挑
二十块钱的事
预算 50 元怎么搭
两人拼 25 元
拼团价 25 元
定时 25 分钟
门票 25 元，群友免费
停车费 25 元
会员价 26 元
新人价 19 元
护手霜 29 块钱，一顿早饭的钱
外面一支 60 多块，这支 29
这瓶 29 元，够用两个月，平均一天 5 毛
买护手霜送 9 元小样
群价 29 元，邮费 6 元，满 59 元包邮
3 支装 79 元
护手霜 3 支 79 元
加 10 元换大支
她花 200 元买了围巾，手还是干
朋友送的 500 元礼盒，我只用了护手霜
今天营业额破 10000 元
先交 1 元占位
护手霜降价 10 元
贵 3 元的那款是滋润型
押一付三，房租 3000 元
29 元，不是 39 元
下次见到 29 元要等双 12
抵 5 元
上一批卖 35 元，这批 29 元
隔壁店同款卖 59 元
100 元的羽绒服也要好好洗
""".strip().split("\n")


def test_prices_typed_by_hand_that_are_not_the_products(project: Project) -> None:
    assert found(project, "price-differs", WRONG_PRICES + FINE_PRICES, **PRODUCT) == WRONG_PRICES


LOTTERIES = """
评论区聊聊你的冬天，抽 3 位送护手霜
抽三位山友送护手霜
转发不用，留言就行，随机抽5名送小样
点赞这条，抽取 10 名幸运山友，各送一支
抽奖啦，回复「1」就算参加
下单抽奖，大奖是旅行三件套
来抽奖：头奖护手霜一箱
幸运大转盘，转到什么送什么
抽奖福利是一支护手霜
群里抽 2 个人免单
抽一位，送全年护手霜
评论区随机抽 5 位，送护手霜一支
点赞抽奖，送旅行三件套
留言说说你的冬天，小山抽 3 个人送护手霜
转盘抽奖上线了，最高免单
抽一位锦鲤，送全套
开奖啦？还没有，先来参加抽奖
""".strip().split("\n")
NO_LOTTERIES = """
评论区抽 3 位送护手霜，周五晚八点开奖
抽 3 位，明天中午公布
留言抽奖，12 月 20 日 20:00 开奖
满 100 人抽 5 位
抽 5 位送小样，规则见置顶
抽奖活动今晚截止
公司年会抽奖，我抽到一台加湿器
上周抽的 3 位山友，护手霜已经寄出
中奖名单来了，恭喜 3 位山友
我们不抽奖，人人都有
抽屉里翻出三支护手霜
抽 3 分钟做个手部按摩
抽空看一眼
抽一张纸巾按干
每周抽 2 个晚上不护肤
抽时间喝水
抽出 10 分钟给自己
从来不搞抽奖活动
抽奖送护手霜，直播间当场开
抽两位同事值班
抽 3 个问题在直播里答，提问就行
抽 2 个字写下来
随机抽查 3 支送检
抽了 3 位，名单在下面
抽样 20 支送检
抽 3 瓶样品送第三方检测
抽奖结果公布，三位山友请私信地址
评论区抽 5 位，12/1 开奖
抽 3 位，下周一公布名单
抽签决定谁洗碗
年底抽奖我又陪跑
抽 3 条弹幕念一念
每天抽 2 张卡片
抽两天去爬山
从评论里抽了三个问题来答
朋友圈那种集赞抽奖，我们不做
别抽烟了，抽空涂护手霜
抽 10 个名额，满 20 人开
""".strip().split("\n")


def test_lotteries_without_a_time(project: Project) -> None:
    assert found(project, "lottery-without-terms", LOTTERIES + NO_LOTTERIES) == LOTTERIES


SELVES = """
小编给大家带来一个好消息
今天小编试了三支
小编觉得可以不买
本小编亲自试过
我是客服小美，有事找我
你好，我是听山的客服
我是你的专属客服，有问题随时问
这里是小助手，发数字领券
我是智能客服
店小二来啦，护手霜补货了
大家好，我是小编
我是岚姐，今晚答疑
这里是岚姐
岚姐我今天话多
——岚姐
我叫岚姐
小编今天值班
听山小编在此
我是听山的小编糖糖
我是您的专属客服小王
小编我也没想到
这里是听山官方客服
我是本店店小二
""".strip().split("\n")
NO_SELVES = """
有问题找客服
客服在线时间 9 点到 21 点
订单的事私聊客服木木
公众号小编写了一篇长文
隔壁的小编又加班了
我不是客服，我是小山
别叫我小编
「我是客服」这句话我从来不说
岚姐说，先看皮肤
今晚岚姐和我都在
我是岚姐的同事
我是岚姐带出来的
小编辑部今天搬家
三位小编辑
岚姐，今天讲什么？
这里是岚姐家的猫
请找客服改地址
不是机器人，是真人
小山我今天话多
——小山
本店今天盘点
小二班的孩子们
我是来找客服的
我是客服部的邻居
客服小木会打电话给你
扫地机器人该充电了
小编程课开课了
我是小山，不是客服
和客服聊了半小时
我是群主小山
我是山友里最怕冷的那个
客服说明天发货
联系在线客服
机器人不会回你，我会
""".strip().split("\n")


def test_names_that_a_speaker_does_not_call_itself(project: Project) -> None:
    assert found(project, "wrong-self-name", SELVES + NO_SELVES) == SELVES


CUSTOMERS = """
家人们，护手霜补货了
家人们谁懂啊，手裂了
亲，在的
亲们早上好
亲亲，你的快递到了
宝宝们，天冷多喝水
早安，宝子们
姐妹们冲
集美们看过来
老铁们，今晚直播
粉丝们久等了
小仙女们，睡前记得护手
各位亲，群规在置顶
感谢宝宝们，今天卖完了
护手霜到货，宝子们快来
🌿家人们！
天冷了～宝贝们，记得护手
亲爱的们，早
茶友们，早
各位茶友，今天讲手
小可爱，手干不干
家人们好
宝子们，今天的护手霜来咯
宝，今天手干吗
亲～护手霜补货了
大家好呀，家人们！
姐妹们注意，今晚断货
各位宝宝们，开会啦
晚上好，老铁们
hi，小仙女们～
亲爱的家人们：
""".strip().split("\n")
NO_CUSTOMERS = """
和家人们一起吃饭
家人们都爱用
给家人带一支
家人，是过年才凑齐的
亲自试过才敢说
父亲，母亲，各一支
亲手写的卡片
亲测好用
宝宝的小脸要轻轻擦
给宝宝擦完，自己也擦一点
宝宝睡了，终于轮到我
宝妈也能用
姐妹们聚会那天，我带了三支
和姐妹们逛街
粉丝们的留言我都看了
主播的粉丝们很热情
山友们，早
各位山友，晚上好
朋友们，下雪了
大家好
相亲角的阿姨
亲子装
家人群里发一句
老铁锅炖鱼
这支是宝藏
宝贝仓库今天盘点
集美大学的同学
小主人公是一只猫
老茶友送了一饼茶
「家人们，上链接」这种话我们不说
仙女座流星雨
他喊了一声亲，又改口
姐妹们约好了一起去泡汤
宝宝树开花了
亲戚来串门
宝贝，是奶奶对那口锅的称呼
家人们围着火炉，外面下雪
粉丝们煮好了，趁热吃
一家人
老铁门吱呀一声
小主意
今天认亲，明天分家
宝子山的日出
孩子们，雪停了
姐妹们都说好用
家人爱吃
""".strip().split("\n")


def test_names_that_a_speaker_does_not_call_customers(project: Project) -> None:
    assert found(project, "wrong-customer-name", CUSTOMERS + NO_CUSTOMERS) == CUSTOMERS


BRANDS = """
听衫的护手霜
欢迎来听三
关注 Tingsan，每天一条
""".strip().split("\n")
NO_BRANDS = """
听山的护手霜
是听山，不是听衫
别写成听三
看 https://mall.tingshan.example/Tingsan
写信到 hi@Tingsan.example
听山听雨
""".strip().split("\n")


def test_the_brands_name_misspelt(project: Project) -> None:
    assert found(project, "misspelt-brand", BRANDS + NO_BRANDS) == BRANDS


OFF_HOSTS = """
看这里 https://evil.example/p
https://mall.tingshan.example@evil.example/p
https://mall.tingshan.example.evil.example
https://eviltingshan.example/p
HTTPS://EVIL.EXAMPLE
https://mаll.tingshаn.example/p
https://mall．tingshan.example.evil.example
https://evil.example\\@mall.tingshan.example/
https:/evil.example/p
https://xn--80ak6aa92e.example
""".strip().split("\n")
ON_HOSTS = """
https://mall.tingshan.example/p
https://tingshan.example
HTTPS://Mall.TingShan.Example:443/p?x=1#y
点这里https://mall.tingshan.example立即下单
（https://mall.tingshan.example/p）
https://mall.tingshan.example/p，别的都不是
https://mall.tingshan.example./p
https://user@mall.tingshan.example/p
[去看看](https://mall.tingshan.example/p)
https:是一种协议
https://mall．tingshan．example/p
https://mall.tingshan.example/p?to=https://evil.example
""".strip().split("\n")


def test_links_that_lead_elsewhere(project: Project) -> None:
    assert found(project, "link-off-hosts", OFF_HOSTS + ON_HOSTS) == OFF_HOSTS


CROSSED = """
原价 39 元，今天 29 元
原价39，今天 29 元
划线价：39 元
市场价 59 元，这里 29 元
门店价￥39
日常价是 39 元
29 元（原价 39 元）
39 元（划线价），今天 29 元
吊牌价 １，２９９ 元
""".strip().split("\n")
NOT_CROSSED = """
今天 29 元
商城价 39 元
周一恢复原价 39 元
原价购买的，七天可退
不写原价，只写今天的价
原价 29 元，今天还是 29 元
原价是 2 支的价
按原价 39 元退
原价 8 折
建议零售价 39 元
原价 39 元（10 月 1 日至 7 日商城成交价）
市场价格波动
""".strip().split("\n")


def test_prices_that_are_crossed_out(project: Project) -> None:
    assert found(project, "crossed-price-without-basis", CROSSED + NOT_CROSSED, **PRODUCT) == CROSSED


LEAKS = """
会员群 26 元
苔原护手霜，会员群友只要 26 元
升到会员群，护手霜 26 元
26 元
￥26
到手 26.00 元
""".strip().split("\n")
NO_LEAKS = """
29 元
满 26 元可用
省 26 元
两支 26 元
运费 26 元
今天 26 号
26 度
面膜 26 元
打车 26 元
26 元的奶茶
""".strip().split("\n")


def test_prices_of_a_higher_tier(project: Project) -> None:
    assert found(project, "higher-tier-leak", LEAKS + NO_LEAKS, **PRODUCT) == LEAKS


def test_a_price_belongs_to_the_product_that_is_named(project: Project) -> None:
    assert found(project, "higher-tier-leak", ["护手霜会员群 26 元", "26 元", "今天 26 元"]) == ["护手霜会员群 26 元"]


def test_what_a_higher_tier_pays_is_no_secret_from_itself(project: Project) -> None:
    assert found(project, "higher-tier-leak", LEAKS, tier="member", **PRODUCT) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("桂花到了 ① → ★ ✓ © 1 #话题#", 0),
        ("☕🧣🫧", 3),
        ("👨‍👩‍👧‍👦", 1),
        ("🇨🇳🇫🇷", 2),
        ("👍🏽👍", 2),
        ("1️⃣2⃣#️⃣", 3),
        ("❤️‍🔥❤", 2),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿🏳️‍🌈", 2),
        ("🧑🏻‍❤️‍💋‍🧑🏿", 1),
        ("☎ ☎️ ☕︎", 1),
        ("🤷🏽‍♀️🧑‍⚕️", 2),
    ],
)
def test_emoji_are_counted_as_they_are_seen(text: str, count: int) -> None:
    assert len(emoji(text)) == count


@given(st.lists(st.sampled_from([*"🌿☕👍👩🏽🇨❤♀1#字a，", "\u200d", "\ufe0f", "\u20e3", "\ufe0e"])).map("".join))
def test_nothing_that_is_seen_as_one_counts_twice(text: str) -> None:
    edges = list(accumulate(map(len, iter_graphemes(text))))
    begun = [bisect_right(edges, start) for start, _ in emoji(text)]
    assert len(begun) == len(set(begun))


@given(st.text(alphabet="元块价¥￥ ，。\n减满两支券到手护霜0１9.．,：", max_size=60))
def test_amounts_are_where_they_are_said_to_be(text: str) -> None:
    for found in amounts(text):
        assert cents("".join(re.findall(r"[\d.．,]+", text[found[1] : found[2]]))) == found[0]
        mention = price(text, found, ["护手霜"], ["福利群"])
        assert mention.around in text
        assert text[found[1] : found[2]] in mention.around
