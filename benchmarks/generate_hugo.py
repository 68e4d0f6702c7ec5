"""A folder and a number of weeks in, a Hugo site out: the posts of `generate.py`, placeholders already filled in.

    python generate_hugo.py OUT [--weeks 52] [--site stock]

One Markdown file a publication, one page a post, one .ics a tier. Three sites, each sparing Hugo more than the one before:
`stock` as Hugo comes, with a folder a page, lists, RSS and a sitemap; `lean` posts and calendars alone; `plain` without Markdown too.
"""

import argparse
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment

from entries import Entry, entries, expected, theme
from generate import save
from material import BRAND, DOMAIN, IP, MALL, PRODUCTS, TEMPLATES, TIERS

WEEKDAYS = "一二三四五六日"

STOCK = f"""\
baseURL = "https://siyu.{DOMAIN}/"
languageCode = "zh-CN"
title = "{BRAND["name"]}"
timeZone = "Asia/Shanghai"
buildFuture = true
[outputs]
page = ["html"]
section = ["html", "rss", "feed"]
[outputFormats.feed]
mediaType = "text/calendar"
baseName = "calendar"
isPlainText = true
"""

LEAN = STOCK.replace('"html", "rss", "feed"', '"feed"').replace(
    "buildFuture = true",
    """\
buildFuture = true
uglyURLs = true
disableKinds = ["home", "taxonomy", "term", "rss", "sitemap", "robotstxt", "404"]
disableHugoGeneratorInject = true
titleCaseStyle = "none"
pluralizeListTitles = false""",
)

LIST = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>{{ .Title }}</title>
<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></html>
"""

PAGE = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>{{ .Title }}</title>
<h1>{{ .Title }}</h1><p>{{ .Params.tier }} {{ .Date.Format "2006-01-02 15:04" }}</p>
{{ .Content }}</html>
"""
SITES = {
    "stock": {"hugo.toml": STOCK, "layouts/page.html": PAGE, "layouts/list.html": LIST},
    "lean": {"hugo.toml": LEAN, "layouts/page.html": PAGE},
    "plain": {"hugo.toml": LEAN, "layouts/page.html": PAGE.replace("{{ .Content }}", "<pre>{{ .RawContent }}</pre>")},
}

FEED = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//siyu//benchmark//ZH
CALSCALE:GREGORIAN
NAME:{{ .Title }}
BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
TZNAME:CST
END:STANDARD
END:VTIMEZONE
{{- range .RegularPages }}
{{- $text := replace (strings.TrimSpace .RawContent) "\\" "\\\\" }}
{{- $text = replace (replace (replace $text "," "\\,") ";" "\\;") "\n" "\\n" }}
BEGIN:VEVENT
UID:{{ .File.ContentBaseName }}-{{ .Params.tier }}@DOMAIN
DTSTAMP:{{ .Date.UTC.Format "20060102T150405Z" }}
DTSTART;TZID=Asia/Shanghai:{{ .Date.Format "20060102T150405" }}
DTEND;TZID=Asia/Shanghai:{{ .Params.end }}
SUMMARY:{{ .Title }}
DESCRIPTION:{{ $text }}
END:VEVENT
{{- end }}
END:VCALENDAR
""".replace("DOMAIN", DOMAIN).replace("\n", "\r\n")


def _product(id_: str, tier: str) -> dict[str, str | int]:
    """What a text may ask of a product, with that tier's price."""
    product = PRODUCTS[id_]
    return {"name": product.name, "point": product.point, "price": product.prices[tier], "link": f"{MALL}/p/{id_}"}


def publication(jinja: Environment, entry: Entry, tier: str) -> tuple[str, str]:
    """One entry for one tier as (path, Markdown file)."""
    column, day, fields = entry.column, entry.day, entry.fields | entry.variants.get(tier, {})
    names: dict[str, Any] = {"brand": BRAND, "ip": IP, "tier": {"name": TIERS[tier]}, "week": {"theme": theme(day)}}
    names |= fields | {"day": {"date": f"{day.month}月{day.day}日", "weekday": f"周{WEEKDAYS[day.weekday()]}"}}
    if "product" in fields:
        names["product"] = _product(str(fields["product"]), tier)
    names["products"] = [_product(product, tier) for product in fields.get("products", [])]
    text = jinja.from_string(TEMPLATES[column.template] if column.template else str(fields["copy"])).render(names)
    start = datetime.combine(day, time.fromisoformat(column.hour(tier)))
    title = f"{column.name}：{fields['title']}" if "title" in fields else column.name
    end = f"{start + timedelta(minutes=15):%Y%m%dT%H%M%S}"
    head = f'title = "{title}"\ndate = {start.isoformat()}+08:00\ntier = "{tier}"\nend = "{end}"\n'
    return f"content/{tier}/{day}-{column.id}.md", f"+++\n{head}+++\n{text.strip()}\n"


def site(weeks: int, kind: str) -> dict[str, str]:
    """Every file of the site: path → text."""
    jinja = Environment()
    files = SITES[kind] | {"layouts/section.feed.ics": FEED}
    files |= {f"content/{tier}/_index.md": f'+++\ntitle = "{name}"\n+++\n' for tier, name in TIERS.items()}
    return files | dict(publication(jinja, entry, tier) for entry in entries(weeks) for tier in entry.column.tiers)


def main() -> None:
    """Write the site, say how many publications it holds."""
    parser = argparse.ArgumentParser(description="Write the same posts as a Hugo site.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--site", choices=SITES, default="stock")
    options = parser.parse_args()
    save(options.out, site(options.weeks, options.site))
    print(f"{expected(options.weeks)} publications in {options.weeks} weeks")


if __name__ == "__main__":
    main()
