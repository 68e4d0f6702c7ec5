"""The command line as its user meets it: exit codes, languages, help, terminals, pipes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pytest

import siyu as package
from conftest import ROOT, Project, siyu, tree
from siyu.cli import cli

posix = pytest.mark.skipif(os.name == "nt", reason="terminals, pipes and signals")
BROKEN = {"content/weeks/2026-W40.yaml": "week: 2026-W40\ncolums: {}\n"}


def drive(code: str, *args: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command after some Python of our own."""
    program = f"import sys\nsys.argv[0] = 'siyu'\n{code}\nfrom siyu.cli import main\nmain()\n"
    command = [sys.executable, "-c", program, *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False)


# Exit codes


def test_0_clean(project: Project) -> None:
    root = project({})
    assert siyu("check", root).returncode == 0
    assert siyu("build", root).returncode == 0


def test_0_with_warnings(project: Project) -> None:
    root = project({"content/weeks/2026-W40.yaml": "week: 2026-W40\n"})
    run = siyu("check", root, "--format", "concise")
    assert (run.returncode, "warning[" in run.stdout) == (0, True)
    assert siyu("build", root).returncode == 0


def test_1_the_content_has_errors(project: Project) -> None:
    root = project(BROKEN)
    check, build = siyu("check", root, "--lang", "en"), siyu("build", root, "--lang", "en")
    assert (check.returncode, build.returncode) == (1, 1)
    assert check.stdout == build.stdout
    assert "content/weeks/2026-W40.yaml:2:1\n  error[" in check.stdout
    assert check.stderr == "1 error · 0 warnings · 0 advice\n"
    assert build.stderr == "1 error · 0 warnings · 0 advice · nothing was published; the previous output is untouched\n"
    assert not (root / "output").exists()


@pytest.mark.parametrize(
    "args",
    [
        ["bulid"],
        [],
        ["build", "--wek", "2026-W40"],
        ["build", "--lang", "fr"],
        ["build", "--as-of", "gestern"],
        ["check", "--format", "xml"],
    ],
)
def test_2_wrong_usage(args: list[str], tmp_path: Path) -> None:
    run = siyu(*args, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("Usage: siyu")
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("args", "zh", "en"),
    [
        (["--week", "2026-W41"], "没有 2026-W41 这一周（有：2026-W40）", "no week 2026-W41 (there are: 2026-W40)"),
        (["--tier", "vip"], "没有 vip 这一层（有：all）", "no tier vip (there are: all)"),
        (
            ["--week", "\x1b[2J\u202e"],
            "没有 \\x1b[2J\\u202e 这一周（有：2026-W40）",
            "no week \\x1b[2J\\u202e (there are: 2026-W40)",
        ),
    ],
)
def test_2_what_the_project_does_not_have(project: Project, args: list[str], zh: str, en: str) -> None:
    root = project({})
    for lang, text in (("zh", f"错误：{zh}\n"), ("en", f"error: {en}\n")):
        run = siyu("build", root, *args, "--lang", lang)
        assert (run.returncode, run.stdout, run.stderr) == (2, "", text)
    assert not (root / "output").exists()


@pytest.mark.parametrize("command", ["build", "check"])
def test_2_no_project(tmp_path: Path, command: str) -> None:
    (tmp_path / "file").touch()
    for name in (".", "nowhere", "file", "file/deeper"):
        run = siyu(command, name, "--lang", "en", cwd=tmp_path)
        assert (run.returncode, run.stdout) == (2, "")
        assert (
            run.stderr
            == f"error: {(tmp_path / name).resolve()} is no siyu project: no brand/brand.yaml; siyu init makes one\n"
        )
    assert "不是 siyu 项目" in siyu(command, tmp_path, "--lang", "zh").stderr


def test_2_a_folder_inside_the_project(project: Project) -> None:
    root = project({})
    run = siyu("check", "--lang", "en", cwd=root / "content" / "weeks")
    assert run.returncode == 2
    assert f"did you mean {root.resolve()}?" in run.stderr


def test_3_our_own_fault_comes_with_a_report(project: Project) -> None:
    root = project({})
    assert siyu("build", root).returncode == 0
    before = tree(root / "output")
    fault = "import siyu.outputs\ndef bad(publication): raise RuntimeError('tea \\x1b[2J cold')\nsiyu.outputs.OUTPUTS.append(bad)"
    run = drive(fault, "build", root, "--as-of", "2026-09-01", "--week", "2026-W40")
    assert (run.returncode, run.stdout) == (3, "")
    for part in (
        "这是我们的问题",
        "our fault",
        f"siyu {package.__version__} · Python 3",
        "--week 2026-W40\nTraceback",
        "tea \\x1b[2J cold",
    ):
        assert part in run.stderr
    assert "\x1b" not in run.stderr
    assert tree(root / "output") == before
    assert not (root / ".output.siyu").exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_3_the_disk_is_full(project: Project, lang: str) -> None:
    root = project({})
    full = "import errno, os\ndef write(*a): raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))\nos.write = write"
    run = drive(full, "build", root, "--lang", lang)
    assert (run.returncode, run.stdout) == (3, "")
    assert os.strerror(28) in run.stderr
    assert ("上一次的输出没有动" if lang == "zh" else "the previous output is untouched") in run.stderr
    assert "Traceback" not in run.stderr
    assert sorted(path.name for path in root.iterdir()) == ["brand", "content"]


@posix
def test_an_interrupt_is_no_verdict(project: Project) -> None:
    interrupt = "import os, signal\nimport siyu.cli.check as c\nc.compile_project = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT)"
    run = drive(interrupt, "check", project({}))
    assert (run.returncode, run.stdout, run.stderr.strip()) == (128 + signal.SIGINT, "", "")


# Options


def test_week_and_tier_and_out_and_as_of(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "er"
    run = siyu(
        "build",
        ROOT,
        "--no-history",
        "--week",
        "2026-W49",
        "--week",
        "2026-W48",
        "--tier",
        "core",
        "--out",
        out,
        "--as-of",
        "2026-11-20",
        "--lang",
        "en",
    )
    assert run.returncode == 0, run.stderr
    made = tree(out)
    assert {path.split("/")[0] for path in made} == {
        "2026-W48",
        "campaigns",
        "incentives",
        "replies",
        "2026-W49",
        "welcome",
        "site",
        "calendar",
        "README.md",
        "manifest.json",
    }
    assert not [path for path in made if "basic" in path or "member." in path or "/member/" in path]
    assert "2026-W48/core/overview.md" in made
    rows = [line.split() for line in run.stderr.splitlines()]
    assert [row[0] for row in rows[:3]] == ["core", "2026-W48", "2026-W49"]
    assert f"{out}: {len(made)} files written, 0 unchanged" in run.stderr


def test_the_closing_lines(project: Project) -> None:
    root = project({})
    first = siyu("build", root, "--lang", "en").stderr.splitlines()
    assert [line.split() for line in first[:2]] == [["all", "items"], ["2026-W40", "3", "3"]]
    made = len(tree(root / "output"))
    assert re.fullmatch(rf"{root}/output: {made} files written, 0 unchanged · \d+\.\d\d s", first[-1])
    (root / "content/weeks/2026-W41.yaml").write_text(
        "week: 2026-W41\ncolumns: {noon-cup: {thu: {product: osmanthus}}}\n", "utf-8"
    )
    (root / "content/weeks/2026-W40.yaml").unlink()
    again = siyu("build", root, "--lang", "zh").stderr.splitlines()
    assert again[0].split() == ["all", "合计"]
    assert re.fullmatch(rf"{root}/output：写入 \d+ 个文件，未变 [1-9]\d*，删除 [1-9]\d* · \d+\.\d\d 秒", again[-1])
    assert any(line.startswith("错误 0 · 提醒") for line in again)


def test_a_year_is_summed_up(project: Project) -> None:
    week = "week: 2026-W{:02}\ncolumns: {{noon-cup: {{mon: {{product: osmanthus}}}}}}\n"
    root = project({f"content/weeks/2026-W{number:02}.yaml": week.format(number) for number in range(21, 39)})
    run = siyu("build", root, "--lang", "zh")
    lines = [line.split() for line in run.stderr.splitlines()]
    assert lines[0] == ["all", "合计"]
    assert lines[1][:2] == ["19", "周"]
    assert len(lines) == 5


@pytest.mark.parametrize(
    ("env", "lang"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "zh_TW"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.GBK"}, "zh"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "C"}, "en"),
        ({"LC_ALL": "nonsense"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "", "LC_CTYPE": "UTF-8"}, "en"),
    ],
)
def test_the_language_comes_from_the_locale(project: Project, env: Mapping[str, str], lang: str) -> None:
    run = siyu("check", project({}), env=env)
    assert run.stderr == ("没有发现问题\n" if lang == "zh" else "no findings\n")


def test_the_option_beats_the_locale(project: Project) -> None:
    assert siyu("check", project({}), "--lang", "en", env={"LC_ALL": "zh_CN.UTF-8"}).stderr == "no findings\n"


@pytest.mark.parametrize("format_", ["concise", "json", "github"])
def test_formats_for_programs_print_nothing_else(project: Project, format_: str) -> None:
    root = project(BROKEN)
    run = siyu("check", root, "--format", format_)
    assert (run.returncode, run.stderr, run.stdout.count("\n")) == (1, "", 1)


# Help


@pytest.mark.parametrize("option", ["--version", "--help", "-h"])
def test_version_and_help_import_little(option: str) -> None:
    heavy = "import atexit\natexit.register(lambda: print({'pydantic', 'jinja2', 'yaml', 'icalendar', 'borax', 'wcwidth', 'siyu.build'} & set(sys.modules)))"
    run = drive(heavy, option)
    assert run.returncode == 0
    assert run.stdout.endswith("set()\n")
    if option == "--version":
        assert run.stdout == f"siyu {package.__version__}\nset()\n"


def test_every_command_and_option_is_explained() -> None:
    overview = " ".join(siyu("--help").stdout.split())
    with cli.make_context("siyu", ["check"], resilient_parsing=True) as ctx:
        for name in cli.list_commands(ctx):
            command = cli.get_command(ctx, name)
            assert command is not None
            assert command.help
            assert f"{name} {command.help.partition(chr(10))[0]}" in overview
            page = siyu(name, "--help").stdout
            for parameter in command.params:
                if isinstance(parameter, click.Option):
                    assert parameter.opts[0] in page
                    assert parameter.name == "help" or re.search("[一-鿿].* · [a-z]", parameter.help or ""), parameter
    assert "退出码 exit codes" in overview


# Terminals and pipes


@posix
@pytest.mark.parametrize("seconds", [0.1, 0.6])
@pytest.mark.parametrize("command", ["build", "check"])
def test_a_bar_on_a_terminal_after_a_second(project: Project, seconds: float, command: str) -> None:
    root = project({"content/weeks/2026-W39.yaml": "week: 2026-W39\n"})
    clock = f"import itertools, time\ntime.perf_counter = map({seconds}.__mul__, itertools.count()).__next__"
    text = on_a_terminal(clock, command, root, "--lang", "en")
    if seconds < 0.5:
        assert "█" not in text and "░" not in text
        assert "\x1b" not in text
    else:
        assert f"\r{'█' * 12}{'░' * 12} 1/2" in text
        bar, wiped, rest = text.rpartition("\r\x1b[K")
        assert wiped and "░" in bar and "░" not in rest
    assert "0 errors" in text


def on_a_terminal(code: str, *args: str | Path) -> str:
    """What the command writes to a terminal on standard error."""
    import pty

    ours, theirs = pty.openpty()
    program = f"import sys\n{code}\nfrom siyu.cli import main\nmain()"
    with subprocess.Popen([sys.executable, "-c", program, *map(str, args)], stdout=subprocess.DEVNULL, stderr=theirs):
        os.close(theirs)
        chunks = []
        try:
            while chunk := os.read(ours, 4096):
                chunks.append(chunk)
        except OSError:  # how Linux says that the other end is closed
            pass
    os.close(ours)
    return b"".join(chunks).decode()


def test_no_bar_in_a_file(project: Project) -> None:
    clock = "import itertools, time\ntime.perf_counter = itertools.count().__next__"
    run = drive(clock, "build", project({}))
    assert run.returncode == 0
    assert "\r" not in run.stderr
    assert "░" not in run.stderr


@posix
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_reader_that_leaves_early(project: Project, command: str) -> None:
    root = project({"content/weeks/2026-W40.yaml": "week: 2026-W40\n"})
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [sys.executable, "-m", "siyu", command, root], stdout=writer, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writer)
    assert run.returncode == 128 + signal.SIGPIPE
    assert run.stderr == ""
    assert (root / "output" / "manifest.json").exists() is (command == "build")


@posix
def test_nobody_reads_at_all(project: Project) -> None:
    root = project({"content/weeks/2026-W40.yaml": "week: 2026-W40\n"})
    reader, writer = os.pipe()
    os.close(reader)
    for args in (["check", root], ["build", root], ["check", root / "nowhere"], ["bulid"]):
        run = subprocess.run([sys.executable, "-m", "siyu", *args], stdout=writer, stderr=writer, check=False)
        assert run.returncode == 128 + signal.SIGPIPE
    os.close(writer)


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
)
def test_chinese_comes_out_in_any_locale(project: Project, env: Mapping[str, str]) -> None:
    root = project(BROKEN)
    for command in ("check", "build"):
        run = siyu(command, root, "--lang", "zh", env=env)
        assert run.returncode == 1
        assert "错误[" in run.stdout
        assert "错误 1 · 提醒 0" in run.stderr


def test_a_chinese_folder_in_an_ascii_locale(project: Project) -> None:
    root = project({})
    root = root.rename(root.with_name("桂花铺 🌿"))
    run = siyu("build", root, env={"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"})
    assert run.returncode == 0, run.stderr
    assert (root / "output" / "manifest.json").exists()
