"""siyu new: every playbook builds in every brand as it comes."""

from __future__ import annotations

import os
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from conftest import HERE, ROOT, Project, siyu, tree
from siyu.build import compile_project
from siyu.kinds.campaign import PHASES, PROMOTION, REFERRAL, Campaign
from siyu.library import Library
from siyu.rules.misspelt_blank import near as misspelt
from siyu.stages.load_all import load_all
from siyu.stages.read import read
from siyu.stages.resolve import resolve
from siyu.starting.playbook import draft
from siyu.starting.project import starter
from test_init import answers, laid

posix = pytest.mark.skipif(os.name == "nt", reason="links")
MECHANICS = (*PROMOTION, *REFERRAL)
BRANDS = {"ours": ROOT, "tea": HERE / "brands" / "tea", "drinks": HERE / "brands" / "drinks"}
LAUNCH = date(2026, 12, 8)
ARGS = ("--mechanic", "lottery", "--launch", "2026-12-12", "--lang", "en", "--project")


@pytest.fixture(params=BRANDS)
def brand(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A brand with empty weeks around the launch, and no columns of other texts."""
    root = tmp_path / "project"
    for name in ("brand.yaml", "tags.yaml", "ip", "personas", "tiers", "products", "assets"):
        source, target = BRANDS[request.param] / "brand" / name, root / "brand" / name
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    for tier in (root / "brand" / "tiers").glob("*.yaml"):
        kept = [line for line in tier.read_text("utf-8").splitlines() if not line.startswith("kept_by:")]
        tier.write_text("\n".join(kept) + "\n", "utf-8")
    (root / "content" / "weeks").mkdir(parents=True)
    for number in range(-3, 8):
        year, week, _ = (LAUNCH + timedelta(weeks=number)).isocalendar()
        (root / "content" / "weeks" / f"{year}-W{week:02}.yaml").write_text(f"week: {year}-W{week:02}\n", "utf-8")
    return root


def library(root: Path) -> Library:
    files, _ = read(root)
    documents, _, _ = load_all(files)
    made, _ = resolve(documents, files.templates, files.assets)
    assert made
    return made


def test_every_playbook_builds_without_a_word_to_say(brand: Path) -> None:
    own = library(brand)
    for mechanic in MECHANICS:
        for path, text in draft(own, mechanic, mechanic, LAUNCH, ()).items():
            assert "<<" not in text and text.startswith(("#", "name: "))
            (brand / path).parent.mkdir(exist_ok=True)
            (brand / path).write_text(text, "utf-8")
        result = compile_project(brand)
        assert result.publication, (mechanic, [(str(d.span), d.words.zh) for d in result.diagnostics])
        told = [d for d in result.diagnostics if d.span.source.path.endswith(f"/{mechanic}.yaml")]
        assert not [(str(d.span), d.rule, d.words.zh) for d in told], mechanic
        campaign = result.publication.library.campaigns[mechanic]
        assert isinstance(campaign, Campaign)
        assert campaign.mechanic == mechanic and {step.phase for step in campaign.steps.values()} == set(PHASES)
        tasks = [step for step in campaign.steps.values() if step.channel == "task"]
        assert len(tasks) >= 4 and all(len(step.checklist) >= 2 for step in tasks)
        for path in draft(own, mechanic, mechanic, LAUNCH, ()):
            (brand / path).unlink()


def test_a_playbook_speaks_in_the_brands_own_words(tmp_path: Path) -> None:
    ours = draft(library(ROOT), "lottery", "x", LAUNCH, ("basic", "core"))
    assert (
        "tiers: [basic, core]" in ours["content/campaigns/x.yaml"]
        and "{{ ip.self }}" in ours["content/campaigns/x.yaml"]
    )
    assert "offer: x\n" in ours["content/campaigns/x.yaml"]
    assert (
        "ends: 2026-12-14\n" in ours["content/offers/x.yaml"]
        and "tiers: [basic, core]" in ours["content/offers/x.yaml"]
    )
    drinks = draft(library(BRANDS["drinks"]), "lottery", "x", LAUNCH, ())["content/campaigns/x.yaml"]
    assert not any(word in drinks for word in ("ip.", "channel: group", "announcement", "群里", "tiers:"))


def test_new_writes_what_then_checks(project: Project) -> None:
    root = project({})
    run = siyu("new", "campaign", "year-end", *ARGS, root)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == ["content/campaigns/year-end.yaml", "content/offers/year-end.yaml"]
    assert siyu("check", root).returncode == 0


def test_it_says_which_tiers_are_left_out_and_takes_them_where_they_are_named(tmp_path: Path) -> None:
    root = laid(tmp_path, starter(answers("cosmetics", 3), date(2026, 11, 23)))
    made = root / "content" / "campaigns"
    run = siyu("new", "campaign", "year-end", *ARGS, root)
    name = library(root).tiers["core"].name
    assert f"not for {name}: a tier served one by one (style: service) gets no promotions" in run.stderr
    assert "tiers: [basic, member]" in (made / "year-end.yaml").read_text("utf-8")
    run = siyu("new", "campaign", "all", "--tier", "basic", "--tier", "core", *ARGS, root)
    assert "not for" not in run.stderr
    assert "tiers: [basic, core]" in (made / "all.yaml").read_text("utf-8")
    car = laid(tmp_path / "car", starter(answers("car", 3), date(2026, 11, 23)))
    run = siyu("new", "campaign", "open-day", *ARGS, car)  # where every tier is served so, it is for all of them
    assert run.returncode == 0 and "not for" not in run.stderr


def test_a_chinese_name_is_the_campaigns_name(project: Project) -> None:
    root = project({})
    run = siyu("new", "campaign", "双十二老客专场", *ARGS, root)
    assert run.stdout.splitlines()[0] == "content/campaigns/double-12-regulars.yaml"
    assert run.stderr.startswith("its id is double-12-regulars; --id gives it another\n")
    text = (root / "content/campaigns/double-12-regulars.yaml").read_text("utf-8")
    assert "\nname: 双十二老客专场\n" in text and "\noffer: double-12-regulars\n" in text


def test_a_brand_that_declares_its_blanks_is_told_the_new_ones(project: Project) -> None:
    root = project({"brand/rules.yaml": "blanks: [称呼]\n"})
    told = siyu(
        "new", "campaign", "a", "--mechanic", "word-of-mouth", "--launch", "2026-12-12", "--lang", "en", "-C", root
    )
    line = next(line for line in told.stderr.splitlines() if "blanks in brand/rules.yaml" in line)
    assert line.endswith("……") and "称呼" not in line
    assert "blanks" not in siyu("new", "campaign", "b", *ARGS, project_without(root)).stderr


def project_without(root: Path) -> Path:
    (root / "brand" / "rules.yaml").unlink()
    return root


def test_no_blank_of_a_playbook_is_taken_for_one_that_a_brand_has_misspelt() -> None:
    written = {
        blank
        for path in (ROOT / "pipeline" / "siyu" / "playbooks").glob("*.yaml")
        for blank in re.findall(r"【([^【】\n]{1,20})】", path.read_text("utf-8"))
    }
    assert len(written) > 50
    brands = {path.name: path for path in (ROOT, *sorted((HERE / "brands").iterdir()))}
    for name, root in brands.items():
        house = library(root).house if (root / "brand" / "rules.yaml").exists() else None
        for blank in house.blanks if house else ():
            near = [one for one in written if one != blank and misspelt(one, str(blank))]
            assert not near, (name, blank, near)


def test_nothing_is_ever_overwritten(project: Project) -> None:
    root = project({"content/offers/year-end.yaml": "name: 我的\nmechanic: gift\nends: 2026-10-01\n"})
    before = tree(root)
    run = siyu("new", "campaign", "year-end", *ARGS, root)
    assert (run.returncode, run.stdout) == (2, "") and "content/offers/year-end.yaml exists" in run.stderr
    assert tree(root) == before


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("年末", "--id", "Year End", "--launch", "2026-12-12"), "Year End is no id"),
        (("", "--launch", "2026-12-12"), "the name is empty"),
        (("a", "--launch", "12-12"), "12-12 is not a date"),
        (("a", "--launch", "2026-12-12", "--tier", "cor"), "no tier cor (there are: all)"),
        (("a", "--launch", "2026-12-12", "--project", "nowhere"), "is no siyu project"),
    ],
)
def test_wrong_usage_is_told_and_writes_nothing(project: Project, args: tuple[str, ...], told: str) -> None:
    root = project({})
    before = tree(root)
    run = siyu("new", "campaign", "--mechanic", "gift", "--lang", "en", *args, cwd=root)
    assert (run.returncode, run.stdout) == (2, "") and told in run.stderr
    assert tree(root) == before


@posix
def test_a_link_is_not_followed(project: Project, tmp_path: Path) -> None:
    root = project({})
    (tmp_path / "elsewhere").mkdir()
    (root / "content" / "campaigns").symlink_to(tmp_path / "elsewhere")
    assert siyu("new", "campaign", "a", *ARGS, root).returncode == 2
    assert not list((tmp_path / "elsewhere").iterdir())


def test_help_says_it_in_both_languages() -> None:
    page = siyu("new", "campaign", "--help").stdout
    assert all(mechanic in page for mechanic in MECHANICS)
    assert "第一天，例如 2026-12-12 · the first day" in page
