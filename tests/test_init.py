"""siyu init and siyu update: a project that builds from the first minute, and keeps up without losing what a team wrote."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import siyu, tree
from siyu.build import compile_project, publish
from siyu.cli import init
from siyu.layout import laid_out
from siyu.source import Source
from siyu.stages.parse import parse
from siyu.stages.read import read
from siyu.starting.project import TRADES, Answers, kept, scalar, starter, unfit

posix = pytest.mark.skipif(os.name == "nt", reason="links, bash")
MONDAY = date(2026, 11, 23)
WEEKS = {
    "an ordinary one": MONDAY,
    "National Day": date(2026, 9, 28),
    "New Year": date(2026, 12, 28),
    "Spring Festival": date(2026, 2, 16),
    "holidays nobody has published": date(2031, 4, 28),
}
CASES = [(trade, tiers) for trade, one in TRADES.items() for tiers in range(len(one.tiers) + 1)]


def answers(trade: str, tiers: int) -> Answers:
    usual = TRADES[trade]
    return Answers(trade, usual.brand, usual.nickname, usual.tiers[:tiers], usual.domain, "Asia/Shanghai")


def laid(root: Path, made: Mapping[str, str]) -> Path:
    for path, text in made.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8", newline="")
    return root


def told(root: Path) -> list[str]:
    return [f"{one.span} {one.rule} {one.words.zh}" for one in compile_project(root).diagnostics]


# Every starter


@pytest.mark.parametrize(
    ("trade", "tiers", "week"),
    [
        *((trade, tiers, "an ordinary one") for trade, tiers in CASES),
        *(
            (trade, len(one.tiers), week)
            for trade, one in TRADES.items()
            for week in WEEKS
            if week != "an ordinary one"
        ),
    ],
)
def test_every_starter_builds_with_nothing_to_say(trade: str, tiers: int, week: str, tmp_path: Path) -> None:
    root = laid(tmp_path, starter(answers(trade, tiers), WEEKS[week]))
    assert told(root) == []
    publication = compile_project(root).publication
    assert publication is not None
    assert len(publication.editions[0].messages) >= 12
    assert not publication.editions[0].plan.gaps
    assert publish(publication, root / "output", root).written > 40


@pytest.mark.parametrize(("trade", "tiers"), CASES)
def test_a_starter_has_what_was_promised(trade: str, tiers: int, tmp_path: Path) -> None:
    made = starter(answers(trade, tiers), MONDAY)
    counts = {folder: sum(path.startswith(f"{folder}/") for path in made) for folder in ("brand/ip", "brand/personas", "brand/tiers", "content/columns", "content/weeks")}  # fmt: skip
    assert list(counts.values()) == [1, 2, tiers, 5, 1]
    assert not [path for path, text in made.items() if "<<" in text or "\r" in text]
    comments = [path for path, text in made.items() if re.search("^# .*[一-鿿]", text, re.MULTILINE)]
    assert {"brand/brand.yaml", "content/weeks/2026-W48.yaml"} < set(comments)
    for _, _, source in read(laid(tmp_path, made))[0].documents:
        assert laid_out(source) is None, source.path


def test_a_starter_says_the_brands_name_once() -> None:
    """Copy says {{ brand.name }} and {{ ip.self }}: whoever changes a name changes it in one place."""
    for trade, one in TRADES.items():
        texts = {
            path: text for path, text in starter(answers(trade, len(one.tiers)), MONDAY).items() if path != "README.md"
        }
        assert [path for path, text in texts.items() if one.brand in text] == ["brand/brand.yaml"]
        assert [path for path, text in texts.items() if one.nickname in text] == ["brand/ip/host.yaml"]


@pytest.mark.parametrize(("tiers", "text"), [(0, "a\nf"), (1, "a\nb\nf"), (2, "a\nb\nc\nf"), (3, "a\nb\nc\nd\nf")])
def test_lines_for_some_tiers(tiers: int, text: str) -> None:
    written = kept("a\nb <<1>>\nc <<2>>\nd <<3>>\ne <<0>>\nf", tiers)
    assert written == (text if tiers else "a\ne\nf")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co", "Cf")), min_size=1, max_size=30))
def test_any_name_is_read_back_as_it_was_given(name: str) -> None:
    tree, _ = parse(Source("", f"key: {scalar(name)}\n"))
    assert tree is not None
    assert dict(tree) == {"key": name}


@pytest.mark.parametrize("name", ['晨 #"{絮}: x', "a'b", "no", "- x", "&a", "{{ ip.self }}", "<<week>>", "\\"])
def test_hostile_names_build(name: str, tmp_path: Path) -> None:
    made = starter(answers("coffee", 3)._replace(brand=name, tiers=(name, "b", "c")), MONDAY)
    result = compile_project(laid(tmp_path, made))
    assert result.publication is not None
    assert result.publication.library.brand.name == name
    assert result.publication.library.tiers["basic"].name == name


# The command


def test_init_asks_six_questions(tmp_path: Path) -> None:
    said = "2\n素问\n阿问\n新友群，会员群\nsuwen.example\n\n"
    run = subprocess.run(
        [sys.executable, "-m", "siyu", "init", tmp_path / "a", "--week", "2026-W48", "--lang", "zh"],
        input=said, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert [f"{number}/6" in run.stdout for number in range(1, 7)] == [True] * 6
    library = compile_project(tmp_path / "a").publication
    assert library is not None
    assert (library.library.brand.name, library.library.brand.domain) == ("素问", "suwen.example")
    assert [tier.name for tier in library.library.tiers.values()] == ["新友群", "会员群"]
    assert library.library.ips["host"].nickname == "阿问"


def asked(root: Path, said: str, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "siyu", "init", root, "--week", "2026-W48", "--lang", "en", *args],
        input=said, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip


def test_a_wrong_answer_is_asked_again_and_no_answer_is_lost(tmp_path: Path) -> None:
    said = [
        "9",
        "咖啡馆",
        "护肤",
        "x" * 31,
        "素问",
        "阿问",
        "a，a",
        "新友群，会员群",
        "bad domain",
        "suwen.example",
        "Mars",
        "",
    ]
    run = asked(tmp_path / "a", "\n".join(said) + "\n")
    assert run.returncode == 0, run.stderr
    told = ["no trade 9", "no trade 咖啡馆", "is no name", "one to three different tiers", "bad domain is not a host name", "no time zone is called Mars"]  # fmt: skip
    lines = run.stderr.splitlines()
    assert [want in line and line.endswith("please answer again") for want, line in zip(told, lines, strict=True)] == [
        True
    ] * 6
    made = compile_project(tmp_path / "a").publication
    assert made is not None
    assert (made.library.brand.name, made.library.brand.domain, len(made.library.tiers)) == ("素问", "suwen.example", 2)


@pytest.mark.parametrize(
    ("said", "trade"),
    [("咖啡", "coffee"), ("护肤、美妆", "cosmetics"), ("汽车", "car"), ("训练营", "learning"), ("不建群", "no-groups"), ("Skin care", "cosmetics"), ("5", "no-groups"), ("car", "car")],
)  # fmt: skip
def test_a_trade_is_called_as_the_list_calls_it(said: str, trade: str) -> None:
    assert init._trade(said).trade == trade


@pytest.mark.parametrize("flag", [("--zone", "Mars"), ("--domain", "foo"), ("--ip", " ")])
def test_a_wrong_flag_is_told_before_the_first_question(flag: tuple[str, str], tmp_path: Path) -> None:
    run = asked(tmp_path / "a", "", *flag)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("error: ") and not (tmp_path / "a").exists()


@pytest.mark.parametrize("flags", [("--name", "松塔", "--ip", "塔塔"), ("--name", "松塔"), ("--ip", "塔塔")])
@pytest.mark.parametrize("trade", TRADES)
def test_a_brand_of_ones_own_keeps_nothing_of_the_starters(trade: str, flags: tuple[str, ...], tmp_path: Path) -> None:
    run = siyu("init", ".", "--from", trade, "--week", "2026-W48", *flags, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    usual = TRADES[trade]
    theirs = "|".join([usual.brand[:2], usual.nickname, usual.nickname[-1], usual.domain.split(".")[0]]).replace(
        "|口", ""
    )
    texts = {
        path: data.decode()
        for path, data in tree(tmp_path).items()
        if path.startswith(("brand/", "content/", "README"))
    }
    assert len(texts) > 15
    assert {path: re.findall(theirs, text) for path, text in texts.items() if re.search(theirs, text)} == {}
    assert "domain: brand.example\n" in texts["brand/brand.yaml"]
    assert told(tmp_path) == []


def test_the_next_questions_suggest_nothing_of_the_starters_brand(tmp_path: Path) -> None:
    run = asked(tmp_path / "a", "2\n松塔\n\n\n\n\n")
    assert run.returncode == 0, run.stderr
    assert "[brand.example]" in run.stdout and "阿絮" not in run.stdout and "chenxu" not in run.stdout
    run = asked(tmp_path / "b", "2\n\n\n\n\n\n")
    assert run.returncode == 0 and "[chenxu.example]" in run.stdout and "[阿絮]" in run.stdout


def test_init_with_flags_builds_and_is_refused_the_second_time(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    args = ("init", ".", "--from", "car", "--name", "远道", "--tiers", "none", "--week", "2026-W40", "--lang", "en")
    run = siyu(*args, cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "there already, left alone: README.md\n")
    assert (tmp_path / "README.md").read_text() == "mine"
    assert siyu("check", ".", cwd=tmp_path).stderr == "no findings\n"
    assert siyu("fmt", "--check", ".", cwd=tmp_path).returncode == 0
    settings = json.loads((tmp_path / ".vscode" / "settings.json").read_text("utf-8"))
    assert "./.siyu/schema/week.json" in settings["yaml.schemas"]
    files = tree(tmp_path)
    again = siyu(*args, cwd=tmp_path)
    assert (again.returncode, again.stdout) == (2, "")
    assert "is a siyu project already" in again.stderr
    assert tree(tmp_path) == files


@pytest.mark.parametrize(
    ("folder", "steps"),
    [(".", ["siyu build"]), ("shop", ["cd shop", "siyu build"]), ("my shop", ['cd "my shop"', "siyu build"])],
)
def test_what_comes_next_is_a_line_each_for_any_shell(folder: str, steps: list[str], tmp_path: Path) -> None:
    run = siyu("init", folder, "--from", "no-groups", "--week", "2026-W48", "--lang", "en", cwd=tmp_path)
    told = run.stdout.splitlines()
    assert "&&" not in run.stdout
    assert [line.strip() for line in told[told.index("next:") + 1 :]] == [
        *steps,
        "open output/site/index.html; begin with README.md",
    ]


def test_the_plan_is_for_this_week_in_the_brands_zone(tmp_path: Path) -> None:
    """The one place that asks the clock: it is Monday in Auckland while it is still Sunday in Honolulu."""
    code = """
import datetime
from siyu.cli import init
class Fixed(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC).astimezone(tz)
init.datetime = Fixed
print(init._monday(None, "Pacific/Auckland", "zh"), init._monday(None, "Pacific/Honolulu", "zh"))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["2026-11-23", "2026-11-16"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--domain", "foo"), "foo is not a host name"),
        (("--zone", "Mars"), "no time zone is called Mars"),
        (("--week", "2026-W54"), "2026-W54 is not a week"),
        (("--week", "48"), "48 is not a week"),
        (("--tiers", "a,b,c,d"), "one to three different tiers"),
        (("--tiers", "a,a"), "one to three different tiers"),
        (("--name", "x" * 31), "is no name"),
        (("--name", "a\nb"), "is no name"),
        (("--ip", " "), "is no name"),
        (("--from", "no-groups", "--tiers", "a"), "no-groups has no groups"),
    ],
)
def test_wrong_answers_write_nothing(args: tuple[str, ...], words: str, tmp_path: Path) -> None:
    run = siyu("init", "new", "--yes", "--lang", "en", *args, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert words in run.stderr
    assert not (tmp_path / "new").exists()


def test_answers_that_stop_early_write_nothing(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "siyu", "init", tmp_path / "a", "--lang", "en"],
        input="1\n", capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert run.returncode == 2
    assert "nothing was written" in run.stderr
    assert not (tmp_path / "a").exists()


@posix
def test_init_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "content").symlink_to(tmp_path / "elsewhere")
    assert siyu("init", tmp_path / "new", "--yes").returncode == 2
    assert not list((tmp_path / "elsewhere").iterdir())
    assert not (tmp_path / "new" / "brand").exists()


def test_unfit_answers_are_told_by_the_model_itself() -> None:
    assert unfit(answers("coffee", 3)) is None
    wrong = unfit(answers("coffee", 3)._replace(domain="brand。example"))
    assert wrong is not None
    assert wrong.rule == "bad-name"


def test_a_week_after_the_first_one_is_made_from_it(tmp_path: Path) -> None:
    """What the README says to do each week."""
    for trade, one in TRADES.items():
        root = laid(tmp_path / trade, starter(answers(trade, len(one.tiers)), MONDAY))
        after = (MONDAY + timedelta(7)).isocalendar()
        name = f"{after.year}-W{after.week:02}"
        assert f"siyu new week {name}" in (root / "README.md").read_text("utf-8")
        run = siyu("new", "week", name, "-C", root, "--lang", "en")
        assert (run.stdout, run.stderr) == (f"content/weeks/{name}.yaml\n", "")
        assert all("unfilled-slot" in one and "一条都没有写" in one for one in told(root))
        assert len(told(root)) == 1  # it says that nothing of it is published yet, and no more
        run = siyu("new", "week", "2026-W50", "--from", "2026-W48", "-C", root, "--lang", "en")
        assert (run.returncode, run.stderr) == (0, "")
        assert len(told(root)) == 2
