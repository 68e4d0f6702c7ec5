"""Calendar programs: how each subscribes to a feed, and how long it takes until a change shows.

Sources, read 2026-11-22: Apple Support 102301 and the iPhone User Guide (Calendar accounts, Fetch New Data), Google Calendar Help 37100
("it might take up to 12 hours"), Microsoft Support "Import or subscribe to a calendar" ("more than 24 hours"), Mozilla Support
"Creating new calendars" (30 minutes, adjustable).
"""

from __future__ import annotations

from typing import NamedTuple

from siyu.diagnostic import Words


class Program(NamedTuple):
    """`how` to subscribe, and `fresh`: how soon a change is there."""

    name: Words
    how: Words
    fresh: Words


PROGRAMS: tuple[Program, ...] = (
    Program(
        Words("iPhone、iPad 日历", "iPhone and iPad"),
        Words("点“用日历打开”，或用相机扫码", "tap “Open in Calendar”, or point the camera at the code"),
        Words(
            "看“设置 › 日历 › 账户 › 获取新数据”，可以选每 15 分钟",
            "as Settings › Calendar Accounts › Fetch New Data says; every 15 minutes can be chosen",
        ),
    ),
    Program(
        Words("Mac 日历", "Calendar on a Mac"),
        Words("文件 › 新建日历订阅，粘贴网址", "File › New Calendar Subscription, paste the address"),
        Words("自动刷新可以选每 5 分钟到每周", "Auto-refresh: every 5 minutes to every week"),
    ),
    Program(
        Words("Google 日历", "Google Calendar"),
        Words(
            "点“加到 Google 日历”，在电脑上加一次，手机自己会有", "“Add to Google”, once on a desk; the phone follows"
        ),
        Words("最长约 12 小时，不能调", "up to 12 hours, not adjustable"),
    ),
    Program(
        Words("Outlook", "Outlook"),
        Words("添加日历 › 从 Web 订阅，粘贴网址", "Add calendar › Subscribe from web, paste the address"),
        Words("可能超过一天，不能调", "may take more than a day, not adjustable"),
    ),
    Program(
        Words("Thunderbird", "Thunderbird"),
        Words("新建日历 › 网络上，粘贴网址", "New Calendar › On the Network, paste the address"),
        Words("默认 30 分钟，可以调", "every 30 minutes, adjustable"),
    ),
)
