"""Who: tiers, groups that end, people who take turns or divide hundreds of groups among them, and projects that have none of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Project
from siyu.build import Result, compile_project
from siyu.edition import Item, Publication
from siyu.ical.feeds import feeds, window
from siyu.kinds.tier import Away, Roles, Shift, Tier, on_duty, shares
from siyu.schedule import turn
from siyu.source import Source, Text
from siyu.stages.render import render

QUIET = {
    "brand/products/osmanthus.yaml": "",
    "content/columns/menu.yaml": "",
    "content/columns/noon-cup.yaml": "",
    "content/weeks/2026-W40.yaml": "",
}
HELLO = "name: 早安\nkind: life\npurpose: activation\nchannel: {channel}\nwhen: daily 08:00\ncopy: 早，今天也慢慢来。\n"
WEEKS = ("2026-W52", "2026-W53", "2027-W01", "2027-W02")


def text(word: str) -> Text:
    return Text(word, Source("t.yaml", word), 0, len(word))


def tier_with(role: Shift, groups: int | None = None, away: tuple[Away, ...] = ()) -> Tier:
    roles = Roles.model_construct(koc=role)
    return Tier.model_construct(id=text("crew"), name=text("苔友群"), roles=roles, groups=groups, away=away)


def crew(names: list[str], groups: int, *away: str) -> dict[str, str]:
    """What each looks after on 1 December, with some away that day."""
    day = date(2026, 12, 1)
    gone = tuple(Away.model_construct(who=text(name), days=(day, day), instead=None) for name in away)
    return shares(tier_with(Shift.model_construct(crew=tuple(map(text, names))), groups, gone), "koc", day)


def numbers(said: str) -> list[int]:
    """ "第 1–16、305 群" → the groups."""
    found: list[int] = []
    for part in said.removeprefix("第 ").removesuffix(" 群").split("、"):
        first, _, last = part.partition("–")
        found += range(int(first), int(last or first) + 1)
    return found


def built(project: Project, files: Mapping[str, str], *weeks: str) -> Result:
    plans = {f"content/weeks/{week}.yaml": f"week: {week}\n" for week in weeks}
    quiet = {path: empty for path, empty in QUIET.items() if path not in {**plans, **files}}
    result = compile_project(project({**quiet, **plans, **files}))
    assert result.publication is not None, [(str(d.span), d.words.en) for d in result.diagnostics]
    return result


def published(result: Result) -> Publication:
    assert result.publication is not None
    return result.publication


def items(result: Result) -> list[Item]:
    return [item for edition in published(result).editions for item in edition.plan.items]


def told(result: Result) -> list[str]:
    return [f"{i.date:%m-%d} {'、'.join(i.people)}" for i in items(result)]


def rules(result: Result) -> list[tuple[str, str]]:
    """Rule and the characters it points at."""
    return [(d.rule, d.span.source.text[d.span.start : d.span.end]) for d in result.diagnostics]


# --- turns ---


def test_a_rota_by_week_goes_on_over_the_turn_of_the_year(project: Project) -> None:
    files = {
        "brand/tiers/guest.yaml": "name: 福利群\nroles:\n  owner: {rota: [阿禾, 小满, 木木], from: 2026-12-23}\n",
        "content/columns/hello.yaml": HELLO.format(channel="moments").replace("daily", "mon,wed"),
    }
    result = built(project, files, *WEEKS)
    assert told(result) == [
        "12-21 ", "12-23 阿禾",  # it begins on a Wednesday, and changes hands on Wednesdays
        "12-28 阿禾", "12-30 小满", "01-04 小满", "01-06 木木", "01-11 木木", "01-13 阿禾",
    ]  # fmt: skip
    assert rules(result) == [("nobody-on-duty", "阿禾")]


def test_a_rota_by_workday_stays_with_the_last_one_over_the_holiday(project: Project) -> None:
    files = {
        "brand/tiers/guest.yaml": "name: 福利群\nroles:\n  owner: {rota: [阿禾, 小满, 木木], every: workday, from: 2026-09-28}\n",
        "content/columns/hello.yaml": HELLO.format(channel="moments"),
    }
    result = built(project, files, "2026-W40", "2026-W41")
    assert told(result) == [
        "09-28 阿禾", "09-29 小满", "09-30 木木",
        "10-01 木木", "10-02 木木", "10-03 木木", "10-04 木木", "10-05 木木", "10-06 木木", "10-07 木木",
        "10-08 阿禾", "10-09 小满", "10-10 木木", "10-11 木木",  # 10-10 is a worked Saturday
    ]  # fmt: skip
    assert rules(result) == []


@pytest.mark.parametrize(("every", "guessed"), [("workday", [date(2027, 2, 15)]), ("day", [])])
def test_turns_by_workday_are_a_guess_while_the_year_is_not_published(
    project: Project, every: str, guessed: list[date]
) -> None:
    files = {
        "brand/tiers/guest.yaml": f"name: 福利群\nroles:\n  owner: {{rota: [阿禾, 小满], every: {every}, from: 2026-12-28}}\n",
        "content/columns/hello.yaml": HELLO.format(channel="moments").replace("daily", "mon"),
    }
    (edition,) = published(built(project, files, "2027-W07")).editions
    assert list(edition.plan.provisional) == guessed


def test_a_rota_by_day_turns_every_day_and_two_turns_of_three_are_one_persons() -> None:
    duty = Shift.model_construct(
        rota=(text("阿禾"), text("阿禾"), text("小满")), every=text("day"), from_=date(2026, 12, 31)
    )
    tier = tier_with(duty)
    days = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)]
    assert [on_duty(tier, "koc", day) for day in days] == [(), ("阿禾",), ("阿禾",), ("小满",), ("阿禾",)]


def test_a_rota_that_begins_on_a_day_off() -> None:
    assert [turn(date(2026, 10, 1), "workday", date(2026, 10, day)) for day in (1, 7, 8, 9)] == [0, 0, 0, 1]


def test_persons_feeds_follow_the_rota(project: Project) -> None:
    files = {
        "brand/tiers/guest.yaml": "name: 福利群\nroles:\n  owner: {rota: [阿禾, 小满], from: 2026-12-28}\n",
        "content/columns/hello.yaml": HELLO.format(channel="moments").replace("daily", "mon,fri"),
    }
    publication = published(built(project, files, "2026-W53", "2027-W01"))
    found = {feed.name: feed.steps for feed in feeds(publication, window(publication))}
    assert [f"{step.message.item.date:%m-%d}" for step in found["阿禾"]] == ["12-28", "01-01"]
    assert [f"{step.message.item.date:%m-%d}" for step in found["小满"]] == ["01-04", "01-08"]


# --- absences ---


def test_who_is_away_is_stood_in_for(project: Project) -> None:
    files = {
        "brand/tiers/guest.yaml": """name: 福利群
roles:
  owner: 小苔
  moderator: {rota: [阿芷, 豆豆, 知夏], from: 2026-11-30}
  koc: [橘子, 云朵]
away:
  - {who: 小苔, days: 2026-12-01 to 2026-12-02, instead: 沅姐}
  - {who: 阿芷, days: 2026-12-01 to 2026-12-01}
  - {who: 云朵, days: 2026-12-02 to 2026-12-02}
""",
        "content/columns/hello.yaml": HELLO.format(channel="moments").replace("daily", "mon-wed"),
        "content/sop/moderator.yaml": "tasks:\n  round: {name: 巡群, when: mon-wed 10:00}\n",
        "content/sop/koc.yaml": "tasks:\n  chat: {name: 接话, when: mon-wed 12:00}\n",
    }
    result = built(project, files, "2026-W49")
    assert told(result) == [
        "11-30 小苔", "11-30 阿芷", "11-30 橘子、云朵",
        "12-01 沅姐", "12-01 豆豆", "12-01 橘子、云朵",
        "12-02 沅姐", "12-02 阿芷", "12-02 橘子",  # the next in the rota helps out; the turn itself does not move
    ]  # fmt: skip
    assert rules(result) == []


def test_a_whole_rota_that_is_away_leaves_nobody() -> None:
    day = date(2026, 12, 1)
    gone = tuple(Away.model_construct(who=text(name), days=(day, day), instead=None) for name in ("阿禾", "小满"))
    duty = Shift.model_construct(rota=(text("阿禾"), text("小满")), every=None, from_=date(2026, 11, 30))
    assert on_duty(tier_with(duty, None, gone), "koc", day) == ()


# --- a crew ---

PEOPLE = [f"志愿者{number:02}" for number in range(1, 21)]


def test_twenty_volunteers_divide_320_groups() -> None:
    said = crew(PEOPLE, 320)
    assert said["志愿者01"] == "第 1–16 群" and said["志愿者20"] == "第 305–320 群"
    assert {len(numbers(groups)) for groups in said.values()} == {16}


@given(st.integers(1, 30), st.integers(1, 400), st.data())
def test_every_group_is_somebodys_and_nobody_elses(people: int, groups: int, data: st.DataObject) -> None:
    names = [f"p{n}" for n in range(people)]
    away = data.draw(st.lists(st.sampled_from(names), unique=True, max_size=people - 1))
    said = {name: numbers(own) for name, own in crew(names, groups, *away).items()}
    assert sorted(group for own in said.values() for group in own) == list(range(1, groups + 1))
    assert not said.keys() & set(away)
    whole = {name: numbers(own) for name, own in crew(names, groups).items()}
    sizes = [len(whole.get(name, ())) for name in names]
    assert max(sizes) - min(sizes) <= 1
    for name, own in said.items():  # who stays keeps what was theirs
        assert set(whole.get(name, ())) <= set(own)


def test_changing_one_person_moves_nobody_else() -> None:
    before, after = crew(PEOPLE, 325), crew([*PEOPLE[:6], "新来的", *PEOPLE[7:]], 325)
    assert after.pop("新来的") == before.pop("志愿者07")
    assert after == before


def test_a_group_more_moves_as_few_as_possible() -> None:
    before, after = crew(PEOPLE, 320), crew(PEOPLE, 321)
    assert [name for name in PEOPLE if before[name] != after[name]] == ["志愿者20"]


def test_a_crew_does_not_multiply_the_plan_and_stays_the_same_everywhere(project: Project) -> None:
    names = ", ".join(PEOPLE)
    tier = f"name: 苔友群\ngroup: general\ngroups: 320\nrules: {{purpose: 聊茶}}\nroles:\n  owner: 小苔\n  koc: {{crew: [{names}]}}\n"
    sop = "tasks:\n  noon: {name: 午间分享, when: mon-fri 12:30}\n"
    files = {"brand/tiers/guest.yaml": tier, "content/sop/koc.yaml": sop}
    result = built(project, files, "2026-W49")
    assert len(items(result)) == 5
    assert all(item.people == tuple(PEOPLE) for item in items(result))
    publication = published(result)
    assert [len(feed.steps) for feed in feeds(publication, window(publication)) if feed.name in PEOPLE] == [5] * 20


# --- too busy ---


def test_too_busy_is_who_has_the_turn_that_day(project: Project) -> None:
    files = {
        "brand/tiers/guest.yaml": "name: 福利群\nroles:\n  owner: {rota: [阿禾, 小满], every: day, from: 2026-11-30}\n  service: 小满\n",
        "content/columns/hello.yaml": HELLO.format(channel="moments").replace("daily", "mon,tue"),
        "content/sop/service.yaml": "tasks:\n  inbox: {name: 清收件箱, when: 'mon,tue 08:02'}\n",
    }
    busy = [d.words.en for d in built(project, files, "2026-W49").diagnostics if d.rule == "too-busy"]
    assert busy == ["小满 has two things to do at 08:02 on tue: hello and inbox"]


def test_too_busy_is_each_of_a_crew_told_once_and_not_a_role_that_several_share(project: Project) -> None:
    tier = "name: 苔友群\ngroups: 20\nroles:\n  owner: [阿禾, 小满]\n  koc: {}\n"
    files = {
        "content/columns/hello.yaml": HELLO.format(channel="moments").replace("daily", "mon") + "owner: koc\n",
        "content/columns/poll.yaml": HELLO.format(channel="group").replace("daily", "mon").replace("早安", "接龙")
        + "owner: koc\n",
        "brand/tiers/guest.yaml": tier.format("{crew: [橘子, 云朵, 木木]}"),
    }
    busy = [d.words.en for d in built(project, files, "2026-W49").diagnostics if d.rule == "too-busy"]
    assert busy == ["橘子 has two things to do at 08:00 on mon: hello and poll"]


def test_a_role_of_several_people_shares(project: Project) -> None:
    files = {
        "content/columns/hello.yaml": HELLO.format(channel="moments").replace("daily", "mon") + "owner: koc\n",
        "content/columns/poll.yaml": HELLO.format(channel="group").replace("daily", "mon").replace("早安", "接龙")
        + "owner: koc\n",
        "brand/tiers/guest.yaml": "name: 苔友群\nroles:\n  koc: [橘子, 云朵, 木木]\n  owner: 小苔\n",
    }
    assert "too-busy" not in {rule for rule, _ in rules(built(project, files, "2026-W49"))}


# --- a flash group ---

FLASH = {
    "brand/tiers/guest.yaml": "name: 福利群\nway_up: {to: core, how: 买三杯}\n",
    "brand/tiers/core.yaml": "name: 核心群\n",
    "brand/tiers/dash.yaml": "name: 年货快闪群\ngroup: flash\nopens: 2026-12-29\nends: 2027-01-03\nrules: {purpose: 抢年货}\n",
    "content/columns/hello.yaml": HELLO.format(channel="moments").replace("daily", "tue"),
    "content/columns/deal.yaml": HELLO.format(channel="group").replace("早安", "半价盒") + "tiers: [dash]\n",
    "content/sop/owner.yaml": "tasks:\n  round: {name: 巡群, when: daily 10:00}\n",
    "content/welcome/all.md": "---\nevent: group-joined\n---\n你好，我是半糖山的阿榛，真人在线。\n先看群公告，每周三有试饮券。\n",
}


def test_a_flash_group_takes_what_names_it_and_only_on_its_days(project: Project) -> None:
    result = built(project, FLASH, *WEEKS)
    dash = [f"{i.date:%m-%d} {i.key}" for i in items(result) if i.tier and i.tier.id == "dash"]
    assert dash == [f"{day} deal" for day in ("12-29", "12-30", "12-31", "01-01", "01-02", "01-03")]
    assert {i.key for i in items(result) if i.tier and i.tier.id == "guest"} == {"hello", "round"}
    assert {gap.tier.id for edition in published(result).editions for gap in edition.plan.gaps} == set()
    assert rules(result) == []


def test_a_flash_group_stands_beside_the_ladder_and_its_feed_ends(project: Project) -> None:
    publication = published(built(project, FLASH, *WEEKS))
    assert list(publication.library.tiers) == ["guest", "core", "dash"]
    (feed,) = (feed for feed in feeds(publication, window(publication)) if feed.file == "dash")
    assert (feed.steps[0].message.item.date, feed.steps[-1].message.item.date) == (date(2026, 12, 29), date(2027, 1, 3))


def test_whoever_joins_a_flash_group_is_greeted(project: Project) -> None:
    publication = published(built(project, FLASH, *WEEKS))
    assert [script.tier.id for script in publication.scripts] == ["guest", "core", "dash"]


def test_a_column_of_several_tiers_leaves_out_the_one_that_has_ended(project: Project) -> None:
    files = FLASH | {
        "content/columns/deal.yaml": HELLO.format(channel="group").replace("daily", "thu") + "tiers: [guest, dash]\n",
        "content/weeks/2027-W01.yaml": "week: 2027-W01\ncolumns:\n  deal: {thu: {copy: 新年第一壶。}}\n",
    }
    result = built(project, files, "2026-W53")
    found = [(f"{i.date:%m-%d}", i.tier.id) for i in items(result) if i.key == "deal" and i.tier]
    assert found == [("12-31", "guest"), ("12-31", "dash"), ("01-07", "guest")]


def test_an_entry_for_all_does_not_go_to_a_flash_group(project: Project) -> None:
    week = 'week: 2026-W53\nextra:\n  - {id: bye, day: thu, at: "20:00", channel: group, title: 收尾, copy: 明年见。}\n'
    result = built(project, FLASH | {"content/weeks/2026-W53.yaml": week})
    assert [i.tier.id for i in items(result) if i.key == "bye" and i.tier] == ["guest", "core"]


def test_a_group_is_not_missed_on_days_when_it_is_not_there(project: Project) -> None:
    brand = "name: 半糖山\ndomain: b.example\nzone: Asia/Shanghai\nlocale: zh-CN\nrhythm: {moments_per_day: 1}\n"
    files = {
        "brand/brand.yaml": brand,
        "brand/tiers/guest.yaml": "name: 福利群\n",
        "brand/tiers/late.yaml": "name: 新店群\nopens: 2026-12-30\n",
        "content/columns/hello.yaml": HELLO.format(channel="moments"),
    }
    result = built(project, files, *WEEKS)
    assert [f"{i.date:%m-%d}" for i in items(result) if i.tier and i.tier.id == "late"][:2] == ["12-30", "12-31"]
    assert rules(result) == []


# --- a project that has none of it ---


def test_a_brand_without_tiers_groups_or_an_ip(project: Project) -> None:
    files = {
        "content/columns/hello.yaml": HELLO.format(channel="moments") + "owner: editor\n",
        "content/columns/care.yaml": HELLO.format(channel="one-to-one").replace("早安", "回访") + "owner: service\n",
        "content/sop/service.yaml": "tasks:\n  inbox: {name: 清收件箱, when: workday 09:30, tiers: []}\n",
        "brand/personas/student.yaml": "",
    }
    result = built(project, files, "2026-W49")
    assert {rule for rule, _ in rules(result)} <= {"left-out"}
    made = {a.path: a.data.decode() for a in render(published(result)) if isinstance(a.data, bytes)}
    assert {
        "calendar/all.ics",
        "2026-W49/all/overview.md",
        "site/all/2026-W49.html",
        "calendar/role-service.ics",
    } <= made.keys()
    assert not [path for path, text in made.items() if "None" in text.replace('"none"', "")]
    mine = {path: text for path, text in made.items() if path.startswith(("2026-W49/", "site/all/2026"))}
    assert not [path for path, text in mine.items() if "群" in text]


def test_a_tier_without_a_group_of_its_own_is_asked_for_nothing_of_a_group(project: Project) -> None:
    files = {
        "brand/tiers/friend.yaml": "name: 好友\nway_up: {to: club, how: 进群}\n",
        "brand/tiers/club.yaml": "name: 会员群\ngroup: general\nrules: {purpose: 聊茶}\n",
        "content/columns/hello.yaml": HELLO.format(channel="moments"),
        "content/columns/talk.yaml": HELLO.format(channel="group").replace("早安", "茶话") + "tiers: [club]\n",
        "content/announcements/week.md": "---\nwhen: mon 09:30\ntiers: [club]\n---\n本周照常开门。\n",
        "content/welcome/all.md": "---\nevent: group-joined\ntiers: [club]\n---\n你好，我是半糖山的阿榛，真人在线。\n先看群公告，每周三有试饮券。\n",
    }
    result = built(project, files, "2026-W49")
    assert not [rule for rule, _ in rules(result) if rule.startswith("tier-without")]
    made = {a.path: a.data.decode() for a in render(published(result)) if isinstance(a.data, bytes)}
    assert not [
        path for path in made if path.startswith("2026-W49/friend/") and ("group/" in path or "announcement" in path)
    ]
