"""What the calendars' history costs: the same build of the same project with its git history and without.

    python history.py [--commits 10000] [--events 10000] [--runs 5] [--all] [--where DIR]

A brand as `generate.py` makes it, with as many weeks as the events need, and a history of commits that each change one line: of a hundred
95 an entry, 4 a product's selling point, 1 a column's name; one in ten comes in by a merge. `--all` puts every week into the
calendars' window instead of the usual seventeen. Runs alternate; the medians are told.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from entries import FIRST_MONDAY, expected
from generate import _library, _weeks
from measure import Cost, Tool, measure

Edit = tuple[str, int]
"""A file and one of its lines."""


def edits(files: dict[str, list[str]], commits: int) -> Iterator[tuple[str, str]]:
    """Paths and texts, one a commit; where a line is edited for the last time it becomes what it was."""
    rng = random.Random(7)
    weeks = [path for path in files if path.startswith("content/weeks/")]
    products = [path for path in files if path.startswith("brand/products/")]
    columns = [path for path in files if path.startswith("content/columns/")]
    keys = ("line: ", "hook: ", "title: ", "point: ", "name: ")
    places: list[Edit] = []
    for _ in range(commits):
        path = rng.choice(rng.choices((weeks, products, columns), (95, 4, 1))[0])
        lines = files[path]
        places.append((path, rng.choice([n for n, line in enumerate(lines) if line.lstrip().startswith(keys)])))
    last = {place: number for number, place in enumerate(places)}
    now = {path: list(lines) for path, lines in files.items()}
    for number, (path, line) in enumerate(places):
        now[path][line] = files[path][line] + ("" if last[path, line] == number else f"（第 {number} 稿）")
        yield path, "\n".join(now[path])


def repository(where: Path, events: int, commits: int, everything: bool) -> date:
    """A clone with that history, and the day of its last commit."""
    weeks = next(n for n in range(1, 1000) if expected(n) >= events)
    texts = _library() | _weeks(weeks)
    if everything:
        texts["brand/brand.yaml"] += "feeds: {back: 53, ahead: 106}\n"
    files = {path: text.split("\n") for path, text in texts.items()}
    last = datetime.combine(FIRST_MONDAY, datetime.min.time(), UTC) + timedelta(weeks=weeks // 2)
    made = where / "made"
    subprocess.run(["git", "init", "-qb", "main", str(made)], check=True)
    git = subprocess.Popen(["git", "-C", str(made), "fast-import", "--quiet"], stdin=subprocess.PIPE)
    assert git.stdin is not None

    def commit(mark: int, branch: str, after: list[int], changes: dict[str, str]) -> None:
        seconds = int((last - timedelta(hours=commits - mark + 1)).timestamp())
        head = f"commit refs/heads/{branch}\nmark :{mark}\ncommitter a <a@b.example> {seconds} +0800\ndata 1\n.\n"
        head += "".join(f"{word} :{other}\n" for word, other in zip(("from", "merge"), after, strict=False))
        parts = [f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n" for path, text in changes.items()]
        assert git.stdin is not None
        git.stdin.write((head + "".join(parts)).encode())

    commit(1, "main", [], texts)
    tip, mark = 1, 1
    steps = edits(files, commits)
    for number, (path, text) in enumerate(steps):
        mark += 1
        commit(mark, "side" if number % 10 == 9 else "main", [tip], {path: text})
        if number % 10 == 9:
            mark += 1
            commit(mark, "main", [tip, mark - 1], {path: text})
        tip = mark
    git.stdin.close()
    if git.wait():
        raise SystemExit("git fast-import failed")
    subprocess.run(["git", "clone", "-q", made.as_uri(), str(where / "project")], check=True)
    return last.date()


def main() -> None:
    """Make the repository, build it both ways, say what the difference is."""
    parser = argparse.ArgumentParser(description="What the calendars' history costs.")
    parser.add_argument("--commits", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--all", action="store_true", help="every week in the window")
    parser.add_argument("--where", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.where) as folder:
        where = Path(folder)
        day = repository(where, options.events, options.commits, options.all)
        project, out = where / "project", where / "out"
        build = [sys.executable, "-m", "siyu", "build", ".", "--out", str(out), "--as-of", str(day), "--allow-shrink"]
        tools = {
            "without": Tool("without history", project, out, [*build, "--no-history"]),
            "with": Tool("with history", project, out, build),
        }
        costs: dict[str, list[Cost]] = {name: [] for name in tools}
        for tool in tools.values():
            measure(tool, where)  # bytecode, and a warm cache of the disk
        for _ in range(options.runs):
            for name, tool in tools.items():
                costs[name].append(measure(tool, where))
        wall = {name: statistics.median(cost.wall for cost in some) for name, some in costs.items()}
        cpu = {name: statistics.median(cost.cpu for cost in some) for name, some in costs.items()}
        memory = {name: statistics.median(cost.memory for cost in some) for name, some in costs.items()}
        extra = [a.wall - b.wall for a, b in zip(costs["with"], costs["without"], strict=True)]
        print(f"{options.commits} commits, {options.events} events{', all in the window' if options.all else ''}")
        for name in tools:
            print(f"{name:>8}: {wall[name]:.2f} s, CPU {cpu[name]:.2f} s, {memory[name]:.0f} MB")
        print(f"on top of the build: {statistics.median(extra):.2f} s ({min(extra):.2f}–{max(extra):.2f})")


if __name__ == "__main__":
    main()
