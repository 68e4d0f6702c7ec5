"""A tool in, its cost and what it produced out: one child process measured by the kernel, posts and events counted."""

import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from material import TIERS

MARK = re.compile(f"(?:{'|'.join(TIERS.values())})·第[0-9]{{5}}则")


@dataclass(frozen=True)
class Cost:
    """One child process: seconds on the wall, seconds of CPU, MB of its largest process."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Tool:
    """A program to measure: its sources, where it writes, and the command that does it."""

    name: str
    sources: Path
    out: Path
    command: list[str]


def measure(tool: Tool, cache: Path) -> Cost:
    """Run the tool in its sources, say what it cost."""
    os.sync()
    place = os.environ | {"XDG_CACHE_HOME": str(cache)}
    place.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    with tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        child = subprocess.Popen(tool.command, cwd=tool.sources, stdout=log, stderr=log, env=place)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            log.seek(0)
            said = log.read().decode(errors="replace")[-4000:]
            raise SystemExit(f"{tool.name} ended with {child.returncode}\n{said}")
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def count(out: Path) -> tuple[int, int]:
    """How many different posts the pages and texts hold, and how many events the feeds; line by line, to stay small."""
    posts: set[str] = set()
    events = 0
    for path in out.rglob("*"):
        if path.is_file() and path.suffix in (".ics", ".html", ".txt", ".md"):
            with path.open(encoding="utf-8", newline="\n") as lines:
                for line in lines:
                    if path.suffix == ".ics":
                        events += line.startswith("BEGIN:VEVENT")
                    else:
                        posts.update(MARK.findall(line))
    return len(posts), events
