"""A second process does some of the work, and nobody can tell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from siyu.aside import aside

ROOT = Path(__file__).parents[1]
TWO = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
BEGIN = "import os, sys, threading\nfrom siyu.aside import ahead, aside\n"
BUILD = """
import os, sys
cores, *sys.argv[1:] = sys.argv[1:]
if cores == "one":
    os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1])
import siyu.build, siyu.outputs.site
site = sys.modules["siyu.outputs.site"]
siyu.build.ENOUGH = site.ENOUGH = 1
fork, forks = os.fork, []
os.fork = lambda: (forks.append(1), fork())[1]
from siyu.cli import main
try:
    main()
finally:
    assert len(forks) == (0 if cores == "one" else 2 if sys.argv[1] == "build" else 1), forks
"""


def said(program: str, *args: str) -> str:
    """What a program of its own says: a test's worker has threads, where nothing is forked."""
    done = subprocess.run([sys.executable, "-c", program, *args], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.skipif(not TWO, reason="one core")
def test_the_work_is_done_elsewhere_and_known_things_come_back() -> None:
    program = "thing = object()\nwait = aside(lambda: (os.getpid(), thing, 'x'), [thing])\npid, same, x = wait()\n"
    assert said(BEGIN + program + "print(pid != os.getpid(), same is thing, x)") == "True True x\n"


@pytest.mark.parametrize("fault", ["os._exit(0)", "1 / 0", "sys.exit(3)", "os.kill(os.getpid(), 9)"])
def test_a_second_process_that_fails_is_not_missed(fault: str) -> None:
    program = f"here = os.getpid()\nwait = aside(lambda: os.getpid() == here or {fault})\nprint(wait())"
    assert said(BEGIN + program) == "True\n"


def test_many_works_are_told_in_order_and_the_first_is_done_here() -> None:
    program = "here = os.getpid()\nworks = [lambda n=n: (n, os.getpid() == here) for n in range(40)]\n"
    told = said(BEGIN + program + "print([wait() for wait in ahead(works)], list(ahead([])))")
    assert told == f"{[(n, n == 0 or not TWO) for n in range(40)]} []\n"


def test_what_cannot_be_sent_is_made_here() -> None:
    assert said(BEGIN + "print(aside(lambda: lambda: 'here')()())") == "here\n"


def test_a_fault_of_the_work_is_told_here() -> None:
    program = "wait = aside(lambda: {}['nothing'])\ntry:\n    wait()\nexcept KeyError as error:\n    print(error)"
    assert said(BEGIN + program) == "'nothing'\n"


def test_beside_threads_nothing_is_forked() -> None:
    program = "held = threading.Event()\nthreading.Thread(target=held.wait, daemon=True).start()\nos.fork = None\n"
    assert said(BEGIN + program + "print(aside(lambda: 'here')())") == "here\n"


def test_elsewhere_than_linux_the_work_is_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    work = list[str]
    assert aside(work) is work


@pytest.mark.skipif(not TWO, reason="one core")
def test_two_processes_write_what_one_does(tmp_path: Path) -> None:
    root = tmp_path / "project"
    for name in ("brand", "content"):
        shutil.copytree(ROOT / name, root / name)
    findings = [said(BUILD, cores, "check", str(root)) for cores in ("one", "two")]
    for cores in ("one", "two"):
        said(BUILD, cores, "build", str(root), "--out", str(tmp_path / cores))
    one, two = (
        {
            path.relative_to(tmp_path / cores): path.read_bytes()
            for path in (tmp_path / cores).rglob("*")
            if path.is_file()
        }
        for cores in ("one", "two")
    )
    assert one == two and len(one) > 100
    assert findings[0] == findings[1]
