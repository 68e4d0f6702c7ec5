"""A campaign whose plan gives a benefit for forwarding: the copy may be clean, the terms and checklists tell the team to do it all the same."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.kinds.campaign import QUESTIONS, Campaign
from siyu.library import Library
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule
from siyu.source import Text


def rewarded_referral(library: Library) -> Iterator[Finding]:
    """Every such phrase in what a campaign's team reads: its flow, notes and checklists, and the terms of its offer."""
    if library.campaigns:
        passages = [
            _passage(campaign, text) for campaign in library.campaigns.values() for text in _read(library, campaign)
        ]
        texts = Texts(library, tuple(passages))
        yield from said(texts, "rewarded-sharing", Words("活动里的{}是利诱分享", "{} in a campaign rewards sharing"))
        yield from said(texts, "coercive-sharing", Words("活动里的{}是胁迫分享", "{} in a campaign coerces sharing"))


def _read(library: Library, campaign: Campaign) -> Iterator[Text]:
    answers = [getattr(campaign.flow, key) for key in QUESTIONS if key != "product"] if campaign.flow else []
    offer = library.offers.get(campaign.offer) if campaign.offer else None
    yield from (text for text in (*answers, campaign.note, offer and offer.terms) if text)
    for step in campaign.steps.values():
        yield from (text for text in (step.note, step.todo, *step.checklist) if text)


def _passage(campaign: Campaign, text: Text) -> Passage:
    return Passage(str(text), campaign.id, campaign.name, "task", None, None, text.span, others=(text,))


RULE = Rule(
    name="rewarded-referral",
    severity=Severity.ERROR,
    what=Words(
        "活动的条件、步骤里用好处换转发、集赞、拉人",
        "a campaign's terms or steps give a benefit for forwarding, likes or helpers",
    ),
    why=Words(
        "文案没写，群里照样这么做；微信封链接、限制账号，整个群跟着受影响",
        "the copy does not say it, the team does it; WeChat blocks the link and limits the account",
    ),
    instead=Words(
        "奖励到来的人和真实的购买、到店、作品，不奖励“转发”这个动作",
        "reward those who come, buy, visit or make something, not the act of forwarding",
    ),
    find=rewarded_referral,
    source="《微信外部链接内容管理规范》（2019-10）三、诱导分享",
)
