"""What a person sees of a rota, a crew and a group that ends; and what roles are called where there is no group."""

from __future__ import annotations

from conftest import Project
from siyu.stages.render import render
from test_people import FLASH, HELLO, PEOPLE, WEEKS, built, published


def made(result: object) -> dict[str, str]:
    return {a.path: a.data.decode() for a in render(published(result)) if isinstance(a.data, bytes)}  # type: ignore[arg-type]


def feed(files: dict[str, str], name: str) -> str:
    """A calendar without folds, by its name."""
    texts = (text.replace("\r\n ", "") for path, text in files.items() if path.endswith(".ics"))
    return next(text for text in texts if f"· {name}\r\n" in text)


def test_each_of_a_crew_sees_their_own_groups_and_the_tier_sees_all(project: Project) -> None:
    tier = f"name: 苔友群\ngroup: general\ngroups: 320\nrules: {{purpose: 聊茶}}\nroles:\n  owner: 小苔\n  koc: {{crew: [{', '.join(PEOPLE)}]}}\n"
    files = {
        "brand/tiers/guest.yaml": tier + "away:\n  - {who: 志愿者02, days: 2026-12-01 to 2026-12-01}\n",
        "content/sop/koc.yaml": "tasks:\n  noon: {name: 午间分享, when: 'mon,tue 12:30'}\n",
    }
    out = made(built(project, files, "2026-W49"))
    first, second = feed(out, "志愿者01"), feed(out, "志愿者02")
    assert "谁：KOC 志愿者01（第 1–16 群） · 苔友群" in first and "志愿者03" not in first
    assert first.count("BEGIN:VEVENT\r\nUID") == 2 and second.count("BEGIN:VEVENT\r\nUID") == 1
    whole = out["calendar/guest.ics"].replace("\r\n ", "")
    assert whole.count("志愿者02（第 17–32 群）") == 1
    assert (
        whole.count("志愿者20（第 305–320 群）") == whole.count("志愿者20（第 32、305–320 群）") == 1
    )  # helps out on Tuesday
    assert "分管 320 个群" in out["site/book.html"]
    page = out["site/guest/2026-W49.html"]  # each day says the names once, however much the crew does
    assert page.count("<details><summary>KOC ") == page.count("志愿者05（") == 2
    assert page.count("<b>KOC 20 人</b>") == page.count("<b>KOC 19 人</b>") == 1, "one is away on Tuesday"


def test_the_book_says_how_a_rota_turns(project: Project) -> None:
    files = {
        "brand/tiers/guest.yaml": "name: 苔友群\nroles:\n  owner: {rota: [阿禾, 小满], every: workday, from: 2026-11-30}\n",
        "content/columns/hello.yaml": HELLO.format(channel="moments"),
    }
    assert "每个工作日轮换，2026-11-30 起" in made(built(project, files, "2026-W49"))["site/book.html"]


def test_marks_of_days_when_it_is_not_open_are_not_in_a_flash_groups_feed(project: Project) -> None:
    weeks = {f"content/weeks/{week}.yaml": f"week: {week}\ntheme: 主题{week}\n" for week in WEEKS}
    out = made(built(project, FLASH | weeks))
    marked = [week for week in WEEKS if f"主题{week}" in out["calendar/dash.ics"]]
    assert marked == ["2026-W53"]
    assert all(f"主题{week}" in out["calendar/guest.ics"] for week in WEEKS)


def test_where_there_is_no_group_nobody_is_called_after_one(project: Project) -> None:
    files = {"content/columns/hello.yaml": HELLO.format(channel="moments"), "brand/personas/student.yaml": ""}
    out = made(built(project, files, "2026-W49"))
    assert not [path for path, text in out.items() if "群主" in text or "群管理" in text]
    assert "负责人" in out["2026-W49/all/overview.md"] and "负责人" in out["site/all/2026-W49.html"]
    assert "负责人" in out["calendar/role-owner.ics"]


def test_where_there_is_a_group_its_owner_keeps_the_name(project: Project) -> None:
    out = made(built(project, {"content/columns/hello.yaml": HELLO.format(channel="group")}, "2026-W49"))
    assert "群主" in out["2026-W49/all/overview.md"]


def test_a_routine_of_some_months_is_not_weekly_in_the_book(project: Project) -> None:
    files = {"content/columns/hello.yaml": HELLO.format(channel="moments").replace("daily", "sat in nov-feb")}
    book = made(built(project, files, "2026-W49"))["site/book.html"]
    assert "1、2、11、12 月的周六 08:00" in book
