"""<week>/<tier>/plan.csv — the tier's week as a table for teams that work in WPS or import into an SCRM; only where brand.yaml says `sheets: [plan]`."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Words
from siyu.edition import Artifact, Edition, Item, Message, Publication, who
from siyu.facts.channels import CHANNELS, STATES
from siyu.kinds.tier import Tier
from siyu.sheets import Row, csv_bytes
from siyu.site.chrome import Chrome
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, clock

_HEAD = (
    Words("日期", "Date"),
    Words("星期", "Day"),
    Words("时间", "Hour"),
    Words("分层", "Tier"),
    Words("渠道", "Channel"),
    Words("栏目", "Column"),
    Words("标题", "Title"),
    Words("文字", "Text"),
    Words("首评", "First comment"),
    Words("配图", "Images"),
    Words("链接", "Link"),
    Words("备注", "Notes"),
    Words("谁", "Who"),
    Words("状态", "State"),
)


def plan_sheets(publication: Publication) -> Iterator[Artifact]:
    """One for each week and tier, for a brand that wants them."""
    if "plan" not in publication.library.brand.sheets:
        return
    for edition in publication.editions:
        for tier in publication.library.tiers.values():
            path = f"{edition.plan.week.name}/{tier.id}/plan.csv"
            yield Artifact(path, csv_bytes(plan_rows(edition, tier)), (edition.plan.week.id.span,))


def plan_rows(edition: Edition, tier: Tier) -> list[Row]:
    """A header, then everything that the tier's team does, in time order; a row for each text to paste."""
    chrome = Chrome(edition.library.brand.locale)
    rows = (_row(one, message.item, tier, chrome) for message in edition.of(tier) for one in message.versions)
    return [[chrome.say(words) for words in _HEAD], *rows]


def _row(one: Message, whole: Item, tier: Tier, chrome: Chrome) -> Row:
    """A message, or one of its cases, which is the same thing to do."""
    item, channel, day = one.item, CHANNELS[whole.channel], whole.date.weekday()
    notes = [item.when, *one.beside, item.note or ""]
    return [
        whole.date.isoformat(),
        chrome.say(Words(WEEKDAYS_ZH[day], WEEKDAYS[day])),
        clock(whole.start),
        tier.name,
        chrome.say(Words(channel.zh, channel.en)),
        whole.name,
        item.subject,
        one.text or item.todo or "",
        one.comment or "",
        "\n".join(item.images),
        item.link or "",
        "\n".join(note for note in notes if note),
        who(whole),
        chrome.say(Words(STATES[whole.state], whole.state)),
    ]
