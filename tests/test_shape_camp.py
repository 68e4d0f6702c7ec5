"""A reading camp: mornings, noons and evenings in 320 groups that twenty volunteers look after, over the turn of the year. Figures counted by hand."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from shapes import changed, dates, events, feed, groups, items, output, pasted, posts, published, remade, rendered
from siyu.kinds.tier import shares
from siyu.when import WEEKDAYS


def test_the_day_of_a_group() -> None:
    week = {
        "2026-12-28": ["7:00 check-in", "12:20 noon", "20:00 qa"],
        "2026-12-29": ["7:00 check-in", "12:20 noon", "19:30 seven-days"],
        "2026-12-30": ["7:00 check-in", "12:20 noon", "20:00 qa"],
        "2027-01-02": ["7:00 check-in"],
        "2027-01-05": ["7:00 check-in", "12:20 noon", "19:30 seven-days"],
    }
    for day, told in week.items():
        assert sorted(posts("learning", "camp", day), key=lambda post: int(post.split(":")[0])) == told
    ends = {(i.start, i.end) for i in items("learning") if i.key in ("check-in", "qa")}
    assert ends == {(7 * 60, 8 * 60), (20 * 60, 21 * 60)}


def test_every_volunteer_reads_of_their_own_groups() -> None:
    tier = published("learning").library.tiers["camp"]
    crew = list(tier.roles.moderator)
    assert len(crew) == 20
    for number, name in enumerate(crew):
        own = f"{name}（第 {16 * number + 1}–{16 * number + 16} 群）"
        mine = [event for event in events(feed("learning", name)) if "中午小讲" in event]
        assert own in mine[0], name
        assert not [other for other in crew if other != name and f"{other}（第" in feed("learning", name)]


def test_whoever_is_away_is_missed_by_no_group() -> None:
    tier = published("learning").library.tiers["camp"]
    for offset in range(14):
        day = date(2026, 12, 28) + timedelta(offset)
        assert sorted(n for own in shares(tier, "moderator", day).values() for n in groups(own)) == list(range(1, 321))
    assert dates(feed("learning", "谷雨"), "UID:2026-W53.check-in") == ["1228", "1229", "1230", "0103"]
    sizes = [len(groups(own)) for own in shares(tier, "moderator", date(2026, 12, 31)).values()]
    assert sizes == [16] * 3 + [17] * 16  # sixteen groups for nineteen people
    assert "青禾（第 273–288 群）" in feed("learning", "青禾")  # stands in for the eighteenth
    assert dates(feed("learning", "唐糖"), "UID:2027-W01.check-in") == []


def test_the_weekend_rota_goes_on_over_the_turn_of_the_year() -> None:
    duty = {i.date: "、".join(i.people) for i in items("learning") if i.key == "weekend"}
    assert list(duty.values()) == ["周老师"] * 2 + ["许老师"] * 2
    assert list(duty) == [date(2027, 1, day) for day in (2, 3, 9, 10)]


def test_greetings_come_round_after_ten_days() -> None:
    days = [date(2026, 12, 28) + timedelta(offset) for offset in range(14)]
    said = {
        path.split("/")[-1][:9]: text for path, text in pasted("learning").items() if path.endswith("-check-in.txt")
    }
    mornings = [said[f"{day:%m-%d}-{WEEKDAYS[day.weekday()]}"].split("\n", 1)[1] for day in days]
    assert mornings[0] == mornings[10] != mornings[1] and mornings[0].startswith("读完发一段录音，或者打个「到」。")
    assert len(set(mornings[:10])) == 10 and mornings[10:] == mornings[:4]
    assert said["12-28-mon"].startswith("周一早。") and said["01-07-thu"].startswith("周四早。")


def test_every_second_week_is_counted_from_a_date() -> None:
    assert [i.date for i in items("learning") if i.key == "live"] == [date(2027, 1, 6)]  # weeks 52 and 1: parity fails


def test_days_are_counted_towards_the_year() -> None:
    texts = pasted("learning")
    assert "离新年还有 1 天。" in texts["2026-W53/camp/group/12-31-thu-1220-noon.txt"]
    assert "今天是新年第一天，" in texts["2026-W53/camp/group/01-01-fri-1220-noon.txt"]


def test_the_check_in_gives_the_same_to_everybody() -> None:
    rules = output("learning")["incentives/camp/seven-days-rules.txt"]
    assert "12月30日至1月5日" in rules and "打满 5 天：纸书签一枚" in rules and "共 19200 份" in rules
    assert 19200 == 320 * 60  # what the offer says of each group
    assert not re.search("抽奖|转发到|邀请好友", rules)
    steps = [(i.identity.split(".")[-1], str(i.date)) for i in items("learning") if i.campaign]
    assert steps == [
        ("table", "2026-12-28"), ("signup", "2026-12-29"), ("fourth", "2027-01-02"), ("close", "2027-01-05"), ("review", "2027-01-07"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "rule"), [("读完保证普通话过一级", "guaranteed-result"), ("转发到三个群就送书签", "rewarded-sharing")]
)
def test_a_promise_or_a_bait_is_told(words: str, rule: str, tmp_path: Path) -> None:
    found = changed("learning", tmp_path, "content/weeks/2026-W53.yaml", "先找动词", f"{words}。先找动词")
    assert rule in [name for name, _ in found]


def test_is_read_in_traditional_chinese_too(tmp_path: Path) -> None:
    pytest.importorskip("opencc")
    more = "locale: zh-CN\ntraditional: {except: {阿叶: 阿葉老師}}\n"
    made = remade("learning", tmp_path, "brand/brand.yaml", "locale: zh-CN\n", more)
    assert made.publication and made.diagnostics == []
    files = rendered(made.publication)
    assert "我是阿葉老師，頁聲的領讀人。" in files["welcome/camp/group-joined.hant.txt"]
    assert {path for path in files if ".hant." not in path} == set(output("learning"))
