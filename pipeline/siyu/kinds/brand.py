"""brand/brand.yaml — marks a project: who the brand is, in which zone it lives, where its pages are."""

from typing import Annotated
from zoneinfo import available_timezones

from pydantic import Field

from siyu.diagnostic import Problem, Words, did_you_mean
from siyu.document import Choice, ContentKind, Document, Line, Part
from siyu.source import Text
from siyu.values import Day, FieldName, Host, Link, Parsed, Window


def _zone(text: Text) -> Text:
    if text != "Asia/Shanghai" and text not in (zones := available_timezones()):
        raise Problem(
            "unknown-zone",
            Words(f"没有叫“{text}”的时区", f"no time zone is called {text!s}"),
            *did_you_mean(text, zones),
        )
    return text


def _domain(text: Text) -> Text:
    if not text.isascii() or "." not in text or not all(c.isalnum() or c in ".-" for c in text):
        raise Problem(
            "bad-name",
            Words(f"“{text}”不是域名", f"{text!s} is not a host name"),
            Words("例如 brand.example", "for example brand.example"),
        )
    return text


Limited = Annotated[
    Text,
    Choice(("moments", "group", "announcement", "one-to-one", "contact-added", "group-joined", "account-followed")),
]
"""Where a platform limits texts: a channel, or the event of a welcome script."""


class Rhythm(Part):
    """How often the brand speaks. `moments_per_day` is what it promises at least, `minutes_apart` the least distance of two posts in
    one place, `awake` the hours it speaks in, `repeat_after` how many days the same text rests."""

    moments_per_day: Annotated[int, Field(ge=1, le=20)] | None = None
    minutes_apart: Annotated[int, Field(ge=1, le=24 * 60)] | None = None
    awake: Window | None = None
    repeat_after: Annotated[int, Field(ge=1, le=365)] | None = None


class Sending(Part):
    """Who sends Moments posts, and what the administrator allows a customer to get as mass messages: 7 a week, 1 a day, or as many a month as it has days."""

    moments: Annotated[Text, Choice(("employee", "company"))] | None = None
    mass: Annotated[Text, Choice(("day", "week", "month"))] | None = None


class Override(Part):
    """A platform limit as the brand knows it: at most so many characters, cells of width, bytes, images; who says so, and since when."""

    source: Line
    dated: Day
    chars: Annotated[int, Field(ge=1)] | None = None
    width: Annotated[int, Field(ge=1)] | None = None
    utf8: Annotated[int, Field(ge=1)] | None = None
    images: Annotated[int, Field(ge=0)] | None = None


class Feeds(Part):
    """Which weeks the calendars hold: `back` and `ahead` of the week of the last change; `approved` keeps to what is approved."""

    back: Annotated[int, Field(ge=0, le=53)] = 4
    ahead: Annotated[int, Field(ge=0, le=106)] = 12
    approved: Annotated[Text, Choice(("only",))] | None = None


class Brand(Document):
    """The brand. `domain` ends every calendar UID and must never change; `site` is where the output is published.

    `wrong_names` are ways the name is misspelt, `hosts` the only ones that links may lead to, `targets` the share of each content kind in percent.
    """

    name: Line
    domain: Annotated[Text, Parsed(_domain)]
    zone: Annotated[Text, Parsed(_zone)]
    locale: Line
    slogan: Line | None = None
    links: dict[FieldName, Link] = Field(default_factory=dict)
    site: Link | None = None
    wrong_names: tuple[Line, ...] = ()
    hosts: tuple[Host, ...] = ()
    rhythm: Rhythm = Field(default_factory=Rhythm)
    targets: dict[ContentKind, Annotated[int, Field(ge=0, le=100)]] = Field(default_factory=dict)
    sending: Sending = Field(default_factory=Sending)
    limits: dict[Limited, Override] = Field(default_factory=dict)
    feeds: Feeds = Field(default_factory=Feeds)
