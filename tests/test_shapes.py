"""Brands of other shapes, as their trades need them: a coffee chain, a car maker, a drink that has no groups. Figures counted by hand."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from shapes import (
    changed,
    compiled,
    dates,
    events,
    feed,
    groups,
    items,
    output,
    pasted,
    posts,
    published,
)
from siyu.kinds.tier import shares

BRANDS = ("coffee", "car", "learning", "soda")


@pytest.mark.parametrize("brand", BRANDS)
def test_nothing_is_left_to_say_about_it(brand: str) -> None:
    assert [(str(d.span), d.words.en) for d in compiled(brand).diagnostics] == []


@pytest.mark.parametrize("brand", BRANDS)
def test_its_output_shows_no_placeholder_and_nobody_elses_host(brand: str) -> None:
    own = str(published(brand).library.brand.domain)
    for path, text in output(brand).items():
        if path.endswith((".js", ".css")):
            continue
        assert not [word for word in ("{{", "}}", "{%", "None", "object at", "<class", "Text(") if word in text], path
        hosts = re.findall(r"https?://([\w.-]+\.example)\b", text)
        assert not [host for host in hosts if not host.endswith(f".{own}")], path


# --- coffee: broadcast style, hundreds of groups, one benefits officer ---


def test_coffee_speaks_at_the_same_hours_and_on_a_make_up_workday_too() -> None:
    working = ["8:10 morning", "12:00 noon", "15:00 afternoon", "19:30 evening"]
    for day in ("14", "15", "16", "17", "18", "20"):  # Sunday the 20th is worked
        assert sorted(posts("coffee", "lobby", f"2026-09-{day}"), key=working.index) == working
    assert sorted(posts("coffee", "lobby", "2026-09-19"))[::-1] == ["9:30 weekend-morning", "19:30 evening", "12:00 noon"]  # fmt: skip


def test_coffee_every_greeting_ends_with_the_coupon() -> None:
    hours = ("morning", "afternoon", "evening")
    greetings = [text for path, text in pasted("coffee").items() if "/lobby/group/" in path and path.removesuffix(".txt").endswith(hours)]  # fmt: skip
    assert len(greetings) == 6 + 1 + 6 + 7
    assert {text.split("：")[-1] for text in greetings} == {"https://mini.yanyu.example/coupon"}


def test_coffee_every_weather_is_written_and_none_chosen() -> None:
    noons = [path for path in pasted("coffee") if "-noon" in path]
    assert len(noons) == 3 + 1 + 2 + 2 + 3 + 1 + 1
    monday = [event for event in events(feed("coffee", "檐雨门店群")) if "UID:2026-W38.noon.mon" in event]
    assert len(monday) == 1 and len(dates(feed("coffee", "檐雨门店群"), "CATEGORIES:檐雨门店群,群消息")) == 27
    assert [monday[0].count(case) > 0 for case in ("28 ℃ 以上的城市", "18–27 ℃ 的城市", "下雨的城市")] == [True] * 3
    assert "冰美式" in output("coffee")["2026-W38/lobby/group/09-14-mon-1200-noon-hot.txt"]
    assert "桂花拿铁" in output("coffee")["2026-W38/lobby/group/09-14-mon-1200-noon-mild.txt"]


def test_coffee_a_post_for_one_city_says_so() -> None:
    wind = [item for item in items("coffee") if item.key == "north-wind"]
    assert [item.audience.whom for item in wind if item.audience] == ["北城"]
    assert "给谁：北城" in feed("coffee", "老纪") and "给谁：北城" in output("coffee")["2026-W38/lobby/overview.md"]


def test_coffee_eight_people_divide_480_groups_and_those_of_who_is_away() -> None:
    tier = published("coffee").library.tiers["lobby"]
    monday, wednesday = (shares(tier, "owner", date(2026, 9, day)) for day in (14, 16))
    assert list(monday.values())[:2] == ["第 1–60 群", "第 61–120 群"] and len(monday) == 8
    assert "阿默" not in wednesday and sorted(n for own in wednesday.values() for n in groups(own)) == list(
        range(1, 481)
    )
    assert sorted(len(groups(own)) for own in wednesday.values()) == [68] * 3 + [69] * 4  # 60 more for seven
    assert dates(feed("coffee", "阿默"), "UID:2026-W38.morning") == ["0914", "0915", "0920"]


def test_coffee_the_flash_group_has_its_own_price_and_is_gone_on_sunday() -> None:
    opening = feed("coffee", "石桥店开业群")
    assert dates(opening, "CATEGORIES:石桥店开业群,群") == ["0917", "0917", "0918", "0919", "0920"]
    assert "桂花拿铁 12 元" in output("coffee")["2026-W38/opening/group/09-18-fri-1000-queue.txt"]
    for path, text in output("coffee").items():
        if "lobby" in path:
            assert "stone-bridge" not in text and "12 元" not in text and "开业价" not in text, path
        elif "opening" in path:
            assert "下雨天券" not in text and "coupon" not in text, path


def test_coffee_one_benefits_officer_speaks_everywhere() -> None:
    assert {item.ip.id for item in items("coffee") if item.ip} == {"xiaoyan"}
    assert set(output("coffee")) & {"replies/lobby/replies.csv", "replies/opening/replies.csv"} == {
        "replies/lobby/replies.csv"
    }


# --- car: service style, months, no group and no discount ---


def test_car_no_member_reads_of_a_discount() -> None:
    assert len(pasted("car")) > 30
    for path, text in pasted("car").items():
        assert not re.search("优惠|折扣|降价|立减|限时|秒杀", text), path


@pytest.mark.parametrize(
    ("words", "rule"), [("本周下定立减五千", ("banned-word", "立减")), ("最后三台，今天抢购", ("hard-selling", "抢购"))]
)
def test_car_a_discount_is_told(words: str, rule: tuple[str, str], tmp_path: Path) -> None:
    found = changed("car", tmp_path, "content/weeks/2026-W38.yaml", "到山脚他说", f"{words}。到山脚他说")
    assert rule in found


def test_car_few_messages_and_none_to_everybody_at_once() -> None:
    channels = {item.channel for item in items("car")}
    assert channels == {"moments", "official-account", "task"}  # one to one is typed by the expert, as a task
    sent = [(i.tier.id, i.date.isocalendar().week) for i in items("car") if i.tier and i.channel != "task"]
    counts = {key: sent.count(key) for key in sent}
    assert counts == {("visitor", 38): 3, ("driver", 38): 1, ("visitor", 39): 2, ("driver", 39): 1}


def test_car_stages_of_months_meet_in_one_week() -> None:
    tasks = {i.step: i.title for i in items("car") if i.step and i.date.isocalendar().week == 38}
    assert tasks == {
        "second-call": "T+3（09-14…09-20 留下电话）",
        "route": "认识 T+1（09-14…09-20）",
        "quiet": "认识 T+10（09-07…09-13）",
        "compare": "试驾以后 T+7（09-07…09-13）",
        "config": "下定 T+6（09-14…09-20）",
        "waiting": "排产 T+14（08-31…09-06）",
        "halfway": "排产 T+42（08-03…08-09）",
        "handover": "排产 T+84（06-22…06-28）",
        "third-day": "T+3（09-14…09-20 提车）",
        "first-month": "满 1 个月（08-17…08-23 提车）",
        "half-year": "满 6 个月（03-16…03-22 提车）",
        "year": "满 12 个月（09-15…09-21 提车）",
    }


def test_car_one_journey_hands_over_to_the_next() -> None:
    visitor, driver = (output("car")[f"journeys/{tier}/overview.md"] for tier in ("visitor", "driver"))
    assert [f"转入「{name}」" in visitor for name in ("看车", "等车", "提车第一年")] == [True] * 3
    assert "提车第一年" in driver and "等车" not in driver and "189800" not in driver


def test_car_a_driver_is_never_shown_a_car_to_buy() -> None:
    driver = {path: text for path, text in output("car").items() if "driver" in path}
    assert len(driver) > 15
    assert not [path for path, text in driver.items() if re.search(r"189800|139800|/c5|/c3|/drive\b", text)]


def test_car_posts_are_for_tags_and_a_tier_has_its_own() -> None:
    whom = {(i.tier.id, i.date.day): i.audience.whom for i in items("car") if i.key == "road-note" and i.tier and i.audience}  # fmt: skip
    both = "试驾过或已下定或已提车"
    assert whom == {("visitor", 15): both, ("driver", 15): both, ("visitor", 22): both, ("driver", 22): "已提车"}


def test_car_somebody_stands_in_over_the_holiday() -> None:
    assert dates(feed("car", "秦朗")) == ["0927"] and "0927" not in dates(feed("car", "陆然"))


def test_car_notes_are_written_before_a_holiday_that_takes_the_friday() -> None:
    days = {i.date for i in items("car") if i.key == "notes"}
    assert days == {date(2026, 9, 18), date(2026, 9, 24)}


# --- soda: no group, no IP, everything leads to the mini-program ---


@pytest.mark.parametrize("brand", ["car", "soda"])
def test_a_brand_without_groups_tells_its_team_of_none(brand: str) -> None:
    for path, text in output(brand).items():
        if path != "README.md" and not path.endswith((".js", ".css")):
            assert "群" not in text, path


def test_soda_has_no_tier_and_no_person() -> None:
    assert {item.tier.id for item in items("soda") if item.tier} == {"all"} and not [i for i in items("soda") if i.ip]
    assert not [path for path in output("soda") if re.search("group-joined|contact-added|announcement|/group/", path)]


def test_soda_every_text_leads_to_the_mini_program() -> None:
    texts = {path: text for path, text in pasted("soda").items() if ".comment." not in path}
    assert len(texts) == 2 * 3 + 1  # an article, a video and a front page a week, and the welcome
    assert not [path for path, text in texts.items() if "https://mini.tingguang.example" not in text]
    comments = [text for path, text in pasted("soda").items() if ".comment." in path]
    assert len(comments) == 2 and all("小程序" in text for text in comments)


def test_soda_the_matrix_says_where_each_account_leads() -> None:
    book = output("soda")["site/book.html"]
    assert [name in book for name in ("公众号汀光", "视频号汀光", "汀光小程序")] == [True] * 3
    assert output("soda")["replies/all/replies.csv"].count("https://mini.tingguang.example") >= 5


def test_soda_the_article_comes_before_the_holiday() -> None:
    assert [i.date for i in items("soda") if i.key == "bottle-letter"] == [date(2026, 9, 18), date(2026, 9, 24)]


@pytest.mark.parametrize(
    ("path", "old", "new", "rule"),
    [
        ("brand/accounts/official.yaml", "reply: 退空瓶", "reply: 加盟", "unanswered-keyword"),
        ("brand/accounts/mini.yaml", "jobs: [deal, after-sales]", "jobs: [after-sales]", "no-way-to-buy"),
    ],
)
def test_soda_a_way_that_breaks_is_told(path: str, old: str, new: str, rule: str, tmp_path: Path) -> None:
    found = [name for name, _ in changed("soda", tmp_path, path, old, new)]
    assert rule in found
