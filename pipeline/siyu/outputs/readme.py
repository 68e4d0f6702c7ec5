"""README.md — says what the output folder is; the only file of it that is committed."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.edition import Artifact, Publication

README = """\
# 这里的文件都是生成的 · Everything here is generated

`siyu build` 从 `brand/` 和 `content/` 写出这个文件夹。请不要在这里改：下一次构建会盖掉。
`siyu build` writes this folder from `brand/` and `content/`. Do not edit it: the next build replaces it.

| 文件 file | 用途 what it is for |
|---|---|
| `<week>/<tier>/overview.md` | 这一层的一周，一张表 · the tier's week as one table |
| `<week>/<tier>/moments/*.txt` `group/*.txt` … | 全选、复制、粘贴 · select all, copy, paste |
| `<week>/<tier>/announcement.txt` | 群公告 · the group announcement |
| `<week>/<tier>/plan.csv` `<week>/review.csv` | 排期表、要填的复盘表；brand.yaml 写了 sheets 才有 · the plan, and the review to fill in, as sheets; where brand.yaml asks for them |
| `<week>/<tier>/wecom/index.md` `*.json` | 企业微信接口的请求体，siyu 自己不发；brand.yaml 写了 wecom 才有 · request bodies for WeCom's API, never sent; where brand.yaml asks for them |
| `welcome/<tier>/*.txt` | 欢迎语，按事件、来源、时段 · welcome scripts by event, source and hour |
| `journeys/<tier>/overview.md` `<journey>/*.txt` | 旅程每一步的话术 · the scripts of each journey's steps |
| `campaigns/<id>.md` | 一场活动的执行表 · a campaign as a sheet to run it by |
| `incentives/<tier>/<id>-rules.txt` `-announcement.txt` `-checklist.md` | 激励：规则、公告、登记和发放要做的 · an incentive's rules, announcement, and what its keeper does |
| `replies/<tier>/replies.csv` | 自动回复，导入用的表 · auto-replies as a sheet to import |
| `site/index.html` | 运营的页面：今天、每一周、复制按钮、订阅 · the operators' pages: today, each week, copy buttons, subscribing |
| `calendar/<tier>.ics` `role-<role>.ics` `person-<…>.ics` `all.ics` | 可订阅的 SOP 日历，加 `-quiet` 是不提醒的 · SOP calendars to subscribe to, `-quiet` without alarms |
| `*.hant.txt` `replies.hant.csv` | 同一份文字的繁体；brand.yaml 写了 traditional 才有 · the same text in traditional Chinese; where brand.yaml asks for it |
| `manifest.json` | 每个文件的大小、哈希和来源 · size, hash and source of every file |
"""


def readme(publication: Publication) -> Iterator[Artifact]:
    """The same bytes for every project."""
    yield Artifact("README.md", README.encode(), ())
