"""brand/brand.yaml — marks a project: who the brand is, in which zone it lives, where its pages are."""

from typing import Annotated
from zoneinfo import available_timezones

from pydantic import Field

from siyu.diagnostic import Problem, Words, did_you_mean
from siyu.document import Document, Line
from siyu.source import Text
from siyu.values import FieldName, Link, Parsed


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


class Brand(Document):
    """The brand. `domain` ends every calendar UID and must never change; `site` is where the output is published."""

    name: Line
    domain: Annotated[Text, Parsed(_domain)]
    zone: Annotated[Text, Parsed(_zone)]
    locale: Line
    slogan: Line | None = None
    links: dict[FieldName, Link] = Field(default_factory=dict)
    site: Link | None = None
