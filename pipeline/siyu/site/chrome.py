"""The words of the pages themselves, in both languages.

In: a brand's locale. Out: `Chrome`, which says a word by its name. Promise: a page speaks one language; content stays as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping

from siyu.diagnostic import Words

_WORDS: Mapping[str, Words] = {
    "skip": Words("跳到内容", "Skip to content"),
    "navigation": Words("导航", "Navigation"),
    "today": Words("今天", "Today"),
    "weeks": Words("每一周", "Weeks"),
    "subscribe": Words("订阅日历", "Subscribe"),
    "plan": Words("排期图", "The plan"),
    "book": Words("品牌手册", "Brand book"),
    "home": Words("首页", "Home"),
    "before": Words("← 上一周", "← last week"),
    "after": Words("下一周 →", "next week →"),
    "this_week": Words("这一周", "This week"),
    "each": Words("每一条", "Each one"),
    "all": Words("全部", "All"),
    "tier": Words("分层", "Tier"),
    "channel": Words("渠道", "Channel"),
    "role": Words("角色", "Role"),
    "persona": Words("画像", "Persona"),
    "column": Words("栏目", "Column"),
    "state": Words("状态", "State"),
    "copy_text": Words("复制文字", "Copy text"),
    "copied": Words("已复制", "Copied"),
    "hold": Words("已选中，长按复制", "Selected: hold to copy"),
    "done": Words("做完了", "Done"),
    "more": Words("全文", "Full text"),
    "less": Words("收起", "Fold"),
    "earlier": Words("上一条", "The one before"),
    "later": Words("下一条", "The next one"),
    "todo": Words("文字待写：", "Still to be written: "),
    "open": Words("还没有内容", "nothing yet"),
    "image": Words("配图", "Image"),
    "save": Words("长按或点开保存图片", "Hold or open an image to save it"),
    "notice": Words("群公告", "Group announcement"),
    "characters": Words("字", "characters"),
    "subscribe_how": Words(
        "订阅一次，以后改了排期，日历自己会跟着变。一台手机订一份就够。",
        "Subscribe once; when the plan changes, the calendar follows. One feed on one phone is enough.",
    ),
    "no_site": Words(
        "还不知道日历发布在哪个网址：在 brand.yaml 写上 site，再构建一次，这里就有链接和二维码。",
        "Where the calendars are published is not known yet: say site in brand.yaml and build again.",
    ),
    "open_in_calendar": Words("用日历打开", "Open in Calendar"),
    "add_to_google": Words("加到 Google 日历", "Add to Google"),
    "copy_address": Words("复制网址", "Copy address"),
    "quiet": Words("不要提醒的那份：", "The one without alarms:"),
    "how_soon": Words("改动多久能看到", "How soon a change shows"),
    "program": Words("日历", "Program"),
    "how": Words("怎么订", "How"),
    "fresh": Words("多久刷新", "Refreshed"),
    "in_app": Words(
        "在微信、企业微信、钉钉、飞书里打开这一页，链接没有反应：点右上角，选“在浏览器打开”。这几个应用自己不能按网址订阅日历，请收藏每周的页面。",
        "Inside WeChat, WeCom, DingTalk or Feishu these links do nothing: open the page in the system browser. These apps cannot"
        " subscribe to an address themselves; keep the week's page instead.",
    ),
    "roles": Words("按角色", "By role"),
    "tiers": Words("按分层", "By tier"),
    "whole": Words("整个品牌", "The whole brand"),
    "blanks": Words("【】里先填好再发", "Fill in 【】 before sending"),
    "list": Words("、", ", "),
    "speakers": Words("谁在说话", "Who speaks"),
    "people_for": Words("说给谁听", "To whom"),
    "ladder": Words("分层与阶梯", "The ladder"),
    "weekly": Words("栏目周表", "Columns"),
    "goods": Words("商品", "Products"),
    "offers": Words("优惠", "Offers"),
    "wording": Words("不这样写", "Not in these words"),
    "character": Words("性格", "Character"),
    "speaks_in": Words("在哪些群", "Speaks in"),
    "calls_itself": Words("自称", "Calls itself"),
    "calls_customers": Words("称呼顾客", "Calls customers"),
    "catchphrases": Words("口头禅", "Likes to say"),
    "emoji": Words("表情", "Emoji"),
    "emoji_most": Words("一条最多 {} 个", "{} in a text at most"),
    "never_says": Words("从不说", "Never says"),
    "online": Words("在线", "Online"),
    "human": Words("真人说明", "A person is here"),
    "needs": Words("需要", "Needs"),
    "pains": Words("痛点", "Pains"),
    "scenes": Words("场景", "Scenes"),
    "threshold": Words("怎么进来", "Getting in"),
    "promise": Words("承诺", "Promise"),
    "kept_by": Words("兑现栏目", "Kept by"),
    "messages_a_day": Words("群消息一天最多 {} 条", "{} group messages a day"),
    "group_rules": Words("群规", "Group rules"),
    "up_to": Words("升到{}", "Up to {}"),
    "up": Words("往上走", "The way up"),
    "only_for": Words("只给", "Only for"),
    "valid": Words("有效期", "Valid"),
    "suits": Words("适合", "Suits"),
    "price_basis": Words("划线价依据", "Price basis"),
    "public_price": Words("公开价", "Public"),
    "price": Words("价格", "Price"),
    "yuan": Words("{} 元", "¥{}"),
    "terms": Words("条件", "Terms"),
    "code": Words("口令", "Code"),
    "prize": Words("最高奖", "Highest prize"),
    "brand_name": Words("品牌名只写“{}”，不写", "The brand is written {}, never"),
    "instead": Words("改成", "Instead"),
    "fine": Words("这样可以", "Fine"),
    "links": Words("常用链接", "Links"),
    "colon": Words("：", ": "),
    "comma": Words("，", ", "),
    "stop": Words("；", "; "),
    "open_bracket": Words("（", " ("),
    "close_bracket": Words("）", ")"),
    "week_number": Words("周", "week"),
    "target": Words("目标", "target"),
    "most": Words("最多", "most"),
    "budget": Words("上限", "limit"),
    "over_days": Words("超 {} 天", "over on {}"),
    "purpose": Words("目的", "Purpose"),
    "load": Words("一天几条", "Messages a day"),
    "most_a_day": Words("最多一天", "busiest day"),
    "in_windows": Words("{} / {} 条在她有空时", "{} of {} when she has time"),
    "nothing_for_her": Words("没有写给她的内容", "no post is for her"),
    "workdays": Words("工作日", "Work"),
    "days_off": Words("休息日", "Off"),
    "days": Words("哪些天", "Days"),
    "hour": Words("钟点", "Hour"),
    "who_has_time": Words("谁有空", "Who has time"),
    "hers": Words("她有空", "she has"),
    "others": Words("别的画像有空", "another persona has"),
    "nobody": Words("都没空", "nobody has"),
    "posts": Words("条数", "Posts"),
    "kind": Words("种类", "Kind"),
    "person": Words("谁", "Who"),
    "in_all": Words("合计", "In all"),
    "a_day": Words("平均一天", "A day"),
    "hole": Words("{}没有{}内容", "nothing for {} of kind {}"),
    "no_hole": Words("每个画像每类内容都有", "Every persona gets every kind"),
    "numbers": Words("看数字", "The numbers"),
    "no_weeks": Words("还没有排期", "No week is planned yet"),
    "by_tier": Words("每一层的每一周", "Each tier, week by week"),
    "by_tier_note": Words(
        "从上到下：内容种类各占几成，左边细柱是目标，差 15 个百分点以上标出来；目的各占几成；成员一天收到几条群消息、群公告和一对一，超过上限的格子标出来。",
        "From the top: the share of each kind, the target at the left, marked where it is more than 15 points off; the share of each"
        " purpose; how many group messages, announcements and one-to-one messages a member gets on a day, marked over the limit.",
    ),
    "hours": Words("几点发，谁在看", "When we post, who is looking"),
    "hours_note": Words(
        "色块是她有空的时段，点是写给她的内容，点大条数多；空心点发的时候她没空、别的画像有空，橙色的点谁都没空。",
        "Bands are when she has time, dots the posts for her, larger where there are more; a hollow dot reaches another persona, an"
        " orange one nobody.",
    ),
    "people": Words("谁哪天忙", "Who is busy when"),
    "people_note": Words(
        "一格一天，周数多时一格一周、取最忙的那天；颜色深，事情多。一条内容发几层算几件。",
        "A cell is a day, or the busiest day of a week where weeks are many; a post for three tiers is three things to do.",
    ),
    "coverage": Words("哪个栏目写给谁", "Which column is for whom"),
    "coverage_note": Words(
        "色条表示栏目写给这个画像；粗体数字是她在这类内容里能看到几条，橙色的 0 是空缺。",
        "A bar: the column is for this persona; bold numbers are the posts she gets of that kind, an orange 0 is a hole.",
    ),
}


class Chrome(dict[str, str]):
    """The words of one language by name; the language itself is `lang`."""

    def __init__(self, locale: str) -> None:
        self.lang = "zh" if locale.lower().startswith("zh") else "en"
        super().__init__({name: getattr(words, self.lang) for name, words in _WORDS.items()})

    def say(self, words: Words) -> str:
        """The words that belong to this language."""
        return words.zh if self.lang == "zh" else words.en
