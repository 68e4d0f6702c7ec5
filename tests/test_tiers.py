"""What is for one tier stays in that tier: a brand full of marked words is built, and every file of every tier is searched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conftest import Project, siyu, tree
from siyu.build import Choice, compile_project
from siyu.stages.render import render

NAMES = ("aa", "bb", "cc")
CHANNELS = (
    "moments",
    "group",
    "announcement",
    "one-to-one",
    "official-account",
    "channel-video",
    "mini-program",
    "task",
)


def mark(tier: str, what: str) -> str:
    """A word that only this tier may see."""
    return f"【{what}〔{tier}〕】"


def price(tier: str) -> str:
    return f"7{NAMES.index(tier)}.9{NAMES.index(tier)}"


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def by_tier(what: str) -> str:
    return "{" + ", ".join(f"{tier}: {what.format(tier=tier, price=price(tier))}" for tier in NAMES) + "}"


def brand(channels: list[str], only: list[str], skipped: list[str], at: list[int]) -> dict[str, str]:
    """A brand in which everything that can differ by tier does."""
    files = {
        "brand/brand.yaml": "name: 甲\ndomain: a.example\nzone: Asia/Shanghai\nlocale: zh-CN\nsite: https://out.example\n",
        "brand/products/tea.yaml": f"name: 茶\nrole: profit\npoint: 香\nprice: 99\nprices: {by_tier('{price}')}\nlink: {by_tier('https://{tier}.example/tea')}\n",
        "content/announcements/all.md": '---\nwhen: mon 09:00\npick: "{{ n }} {{ product.name }} {{ product.price }} {{ product.link }}"\n---\n{{ rules }}\n{{ picks }}\n{{ tier.promise }}\n',
        "content/welcome/all.md": "---\nevent: group-joined\n---\n{{ nickname }} {{ tier.name }} {{ tier.promise }} {{ tier.threshold }} {{ tier.positioning }}\n",
    }
    week = "week: 2026-W48\ntheme: 初雪\ncolumns:\n"
    for number, channel in enumerate(channels):
        files[f"content/columns/c{number}.yaml"] = (
            f"name: 栏{number}\nkind: life\npurpose: brand\nchannel: {channel}\nwhen: mon-sun 1{number % 10}:00\nneeds: [hook, product]\n"
            f"hours: {by_tier('09:0' + str(number % 10))}\nchecklist: ['看 {{{{ product.price }}}}']\n"
            "copy: |\n  {{ hook }} {{ product.price }} {{ product.link }} {{ tier.name }}\n"
        )
        week += f"  c{number}:\n"
        for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
            mine = only if day == "tue" else list(NAMES)
            variants = ", ".join(
                f"{t}: {{hook: {mark(t, '钩')}, copy: '{mark(t, '文')}{{{{ hook }}}} {{{{ product.price }}}} {{{{ product.link }}}}', title: {mark(t, '题')}, link: 'https://{t}.example/l', at: '1{at[NAMES.index(t)]}:30'}}"
                for t in mine
            )
            week += f"    {day}: {{hook: 共, product: tea, only: [{', '.join(mine)}], tiers: {{{variants}}}}}\n"
    week += "extra:\n"
    for tier in NAMES:
        week += f"  - {{id: x-{tier}, day: wed, at: '12:00', channel: group, title: {mark(tier, '外')}, only: [{tier}], copy: {mark(tier, '外文')}, note: {mark(tier, '注')}, checklist: [{mark(tier, '查')}]}}\n"
    if skipped:
        files["content/columns/s.yaml"] = (
            "name: 空栏\nkind: life\npurpose: brand\nchannel: group\nwhen: sun 08:00\ncopy: 早\n"
        )
        week += "skip:\n" + "".join(
            f"  - {{column: s, day: sun, tiers: [{t}], because: {mark(t, '因')}}}\n" for t in skipped
        )
    files["content/weeks/2026-W48.yaml"] = week
    for number, tier in enumerate(NAMES):
        up = f"way_up: {{to: {NAMES[number + 1]}, how: {mark(tier, '升')}}}\n" if number < 2 else ""
        files[f"brand/tiers/{tier}.yaml"] = (
            f"name: {mark(tier, '名')}\npromise: {mark(tier, '诺')}\nthreshold: {mark(tier, '槛')}\npositioning: {mark(tier, '位')}\n{up}"
            f"rules: {{purpose: {mark(tier, '规')}, conduct: [{mark(tier, '约')}], penalty: {mark(tier, '罚')}}}\n"
            f"roles: {{owner: {mark(tier, '人')}}}\n"
        )
        files[f"content/sop/{('owner', 'moderator', 'koc')[number]}.yaml"] = (
            f"tasks:\n  t-{tier}: {{name: {mark(tier, '工')}, when: daily 08:00, tiers: [{tier}], checklist: [{mark(tier, '核')}], copy: {mark(tier, '工文')}}}\n"
        )
    return files


def owner(path: str) -> str | None:
    """The tier a file of the output belongs to."""
    return next((tier for tier in NAMES if f"/{tier}/" in path or path == f"calendar/{tier}.ics"), None)


def foreign(path: str, text: str, tier: str) -> list[str]:
    """Words of other tiers."""
    text = text.replace("\r\n ", "")
    others = [other for other in NAMES if other != tier]
    return [
        f"{path}: {word}"
        for other in others
        for word in (f"〔{other}〕", price(other), f"{other}.example")
        if word in text
    ]


@given(
    st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=4),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(NAMES), max_size=3, unique=True),
    st.lists(st.integers(0, 9), min_size=3, max_size=3),
)
@settings(max_examples=15, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_of_a_tier_is_in_a_file_of_another(
    tmp_path_factory: pytest.TempPathFactory, channels: list[str], only: list[str], skipped: list[str], at: list[int]
) -> None:
    root = write(tmp_path_factory.mktemp("brand"), brand(channels, only, skipped, at))
    result = compile_project(root)
    assert result.publication is not None, [(str(d.span), d.words.en) for d in result.diagnostics]
    files = {a.path: a.data.decode() for a in render(result.publication) if isinstance(a.data, bytes)}
    leaked = [word for path, text in files.items() if (tier := owner(path)) for word in foreign(path, text, tier)]
    assert leaked == []
    for tier in NAMES:  # the marks do arrive where they belong
        mine = "".join(text.replace("\r\n ", "") for path, text in files.items() if owner(path) == tier)
        for what in (
            "名",
            "诺",
            "槛",
            "位",
            "规",
            "约",
            "罚",
            "人",
            "工",
            "核",
            "工文",
            "外",
            "外文",
            "注",
            "查",
            "钩",
            "题",
        ):
            if what != "文" and not (what in "钩题" and only == [tier]):
                assert mark(tier, what) in mine, what
        assert price(tier) in mine

    for tier in NAMES:  # a build of one tier is that part of the whole, and nothing of the rest
        alone = compile_project(root, Choice(tiers=(tier,)))
        assert alone.publication is not None
        part = {a.path: a.data.decode() for a in render(alone.publication) if isinstance(a.data, bytes)}
        assert {p: _plain(t) for p, t in part.items() if owner(p)} == {
            p: _plain(t) for p, t in files.items() if owner(p) == tier
        }
        assert [word for path, text in part.items() for word in foreign(path, text, tier)] == []


def _plain(text: str) -> str:
    """A feed without its colour, which follows the tier's place among those that are built."""
    return "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith(("COLOR:", "X-APPLE-CALENDAR-COLOR:"))
    )


def test_the_command_builds_only_the_tier_it_is_asked_for(project: Project, tmp_path: Path) -> None:
    root = project({f"brand/tiers/{tier}.yaml": f"name: {mark(tier, '名')}\n" for tier in NAMES})
    done = siyu("build", root, "--tier", "bb", "--out", tmp_path / "out")
    assert done.returncode == 0
    out = tree(tmp_path / "out")
    assert {owner(path) for path in out} == {"bb", None}
    assert not [word for path, data in out.items() for word in foreign(path, data.decode(), "bb")]
    listed = {row["path"] for row in json.loads(out["manifest.json"])["files"]}
    assert listed == set(out) - {"manifest.json"}
    assert siyu("build", root, "--tier", "nope", "--out", tmp_path / "out").returncode == 2
    assert tree(tmp_path / "out") == out
