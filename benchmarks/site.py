"""A year's brand in; out: what the operators' pages cost beside the rest of a build, how heavy they are, and what one edit rewrites.

    uv run python benchmarks/site.py [--runs 5]

The cost is a ratio of fresh processes that take turns: a build with the pages / one without them.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import Tool, measure
from siyu.build import compile_project

WITHOUT = "from siyu import outputs; from siyu.outputs.site import site; outputs.OUTPUTS.remove(site); "
BUILD = "from siyu.cli import main; main()"
EDITED = "改一个字。"


def tool(root: Path, out: Path, before: str = "") -> Tool:
    """A build in a process of its own, `before` which something is done."""
    return Tool("siyu", root, out, [sys.executable, "-c", before + BUILD, "build", str(root), "--out", str(out)])


def numbers(out: Path) -> dict[str, int]:
    """Every file's own number: a file that stays keeps it."""
    return {path.relative_to(out).as_posix(): path.stat().st_ino for path in out.rglob("*") if path.is_file()}


def edit(root: Path) -> str:
    """A few characters more in one post of a week in the middle; says which."""
    weeks = sorted((root / "content" / "weeks").glob("*.yaml"))
    path = weeks[len(weeks) // 2]
    text = path.read_text("utf-8")
    at = text.index("。", text.index("  line:"))
    path.write_text(text[:at] + "，" + EDITED + text[at + 1 :], encoding="utf-8", newline="\n")
    return path.stem


def main() -> None:
    """Make the year, build it both ways in turn, print medians; then edit one entry and count what is new."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root, cache = Path(folder) / "year", Path(folder) / "cache"
        here = Path(__file__).parent
        subprocess.run([sys.executable, here / "generate.py", root], check=True, stdout=subprocess.DEVNULL)
        made = compile_project(root).publication
        assert made is not None
        items = sum(len(edition.messages) for edition in made.editions)
        walls: dict[str, list[float]] = {"": [], WITHOUT: []}
        work: dict[str, list[float]] = {"": [], WITHOUT: []}
        for run in range(given.runs):
            for first in walls:
                cost = measure(tool(root, Path(folder) / f"out-{run}-{len(first)}", first), cache)
                walls[first].append(cost.wall)
                work[first].append(cost.cpu)
        wall, rest = statistics.median(walls[""]), statistics.median(walls[WITHOUT])
        cpu, cpu_rest = statistics.median(work[""]), statistics.median(work[WITHOUT])
        print(f"{items} items · build {wall:.2f} s · without pages {rest:.2f} s · pages / rest {wall / rest - 1:.2f}")
        print(f"CPU {cpu:.2f} s · without pages {cpu_rest:.2f} s · pages / rest {cpu / cpu_rest - 1:.2f}")
        out = Path(folder) / "out-0-0"
        pages = sorted((out / "site").rglob("*.html"), key=lambda path: path.stat().st_size)
        weeks = [path for path in pages if path.stem.startswith("20")]
        whole = sum(path.stat().st_size for path in (out / "site").rglob("*") if path.is_file())
        heaviest = f"{weeks[-1].stat().st_size / 1000:.0f} kB ({weeks[-1].relative_to(out)})"
        print(f"{len(pages)} pages, {whole / 1e6:.1f} MB · the heaviest week {heaviest}")
        before = numbers(out)
        week = edit(root)
        edited = measure(tool(root, out), cache)
        fresh = sorted(path for path, number in numbers(out).items() if before.get(path) != number)
        site = [path for path in fresh if path.startswith("site/")]
        print(
            f"one entry of {week} changed: {edited.wall:.2f} s, {len(fresh)} of {len(before)} files new, {len(site)} of the site:"
        )
        print("  " + "  ".join(site))


if __name__ == "__main__":
    main()
