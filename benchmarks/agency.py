"""An agency's repository in; out: what `siyu build` and `siyu check` of all its brands cost, several at once / on one core.

    uv run python benchmarks/agency.py [--brands 100] [--runs 3]

Every brand is the one in this repository, under another name. The outputs are there already, as on the second push of a day.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from measure import Tool, measure

HERE = Path(__file__).parents[1]
ALONE = "import os; os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1]); "
RUN = "from siyu.cli import main; main()"


def main() -> None:
    """Copy the brand, run both commands both ways in turn, print medians."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--brands", type=int, default=100)
    options.add_argument("--runs", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root, cache = Path(folder), Path(folder) / "cache"
        for number in range(given.brands):
            for part in ("brand", "content"):
                shutil.copytree(HERE / part, root / "brands" / f"{number:03}" / part)
        walls: dict[str, list[float]] = {}
        for _ in range(given.runs + 1):  # the first writes the outputs
            for command in ("build", "check"):
                for before in ("", ALONE):
                    run = [sys.executable, "-c", before + RUN, command, "brands/*"]
                    walls.setdefault(command + before, []).append(measure(Tool("siyu", root, root, run), cache).wall)
        for command in ("build", "check"):
            several, one = (statistics.median(walls[command + before][1:]) for before in ("", ALONE))
            cores = len(os.sched_getaffinity(0))
            print(
                f"{command}: {several / one:.2f} ({several:.1f} s on {cores} cores / {one:.1f} s on one, {given.brands} brands)"
            )


if __name__ == "__main__":
    main()
