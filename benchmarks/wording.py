"""What the wording adds to a year's build when a brand has 20,000 words of its own: import, packs, automaton, search, in fresh processes.

    python wording.py [--runs 7] [--words 20000]

The copy is that of the other benchmarks. The words are once of all the usual characters, once of those alone that the copy is made of.
Prints medians in milliseconds, and the whole build's beside them.
"""

import argparse
import gc
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import _library, _weeks, save
from generate_hugo import site
from measure import Tool, measure


def copy() -> list[str]:
    """The year's posts, placeholders filled in."""
    posts = site(52, "plain").items()
    return [text.split("+++\n", 2)[2].strip() for path, text in posts if path.endswith(".md") and "_index" not in path]


def own_words(texts: list[str], count: int, common: bool) -> list[str]:
    """A brand's words: Chinese characters at random, the same each time."""
    usual = {chr(code) for code in range(0x4E00, 0x9FA5) if len(chr(code).encode("gb2312", "ignore")) == 2}
    pool = sorted(usual & set("".join(texts)) if common else usual)
    rnd = random.Random(1)
    return sorted(
        {"".join(rnd.choices(pool, k=rnd.choice((3, 4, 5) if common else (2, 3, 4, 5)))) for _ in range(count)}
    )


def added(count: int, common: bool) -> tuple[float, float, float]:
    """Milliseconds of import, compilation and search, where all else that a build imports is there."""
    import pydantic  # noqa: F401
    import yaml  # noqa: F401

    from siyu.diagnostic import Words

    texts = copy()
    words = own_words(texts, count, common)
    gc.collect()
    gc.disable()  # as in a build
    start = time.perf_counter()
    from siyu.wording import Own, find_all, wording

    imported = time.perf_counter()
    compiled = wording([Own(words, Words("", ""))])
    ready = time.perf_counter()
    find_all(compiled, texts)
    return 1000 * (imported - start), 1000 * (ready - imported), 1000 * (time.perf_counter() - ready)


def build(runs: int) -> float | None:
    """Milliseconds of the whole build, None where it does not end well."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "brand"
        save(root, _library() | _weeks(52))
        tool = Tool("siyu", root, root / "output", [sys.executable, "-m", "siyu", "build"])
        try:
            return statistics.median(1000 * measure(tool, Path(folder) / "cache").wall for _ in range(runs))
        except SystemExit:
            return None


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description="What the wording adds to a build.")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--words", type=int, default=20_000)
    parser.add_argument("--added", choices=("usual", "common"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.added:
        print(*added(options.words, options.added == "common"))
        return
    whole = build(options.runs)
    print(f"build {whole:.0f} ms" if whole else "the build does not end well: nothing to compare with")
    for characters in ("usual", "common"):
        command = [sys.executable, __file__, "--words", str(options.words), "--added", characters]
        runs = [
            [float(part) for part in subprocess.check_output(command, text=True).split()] for _ in range(options.runs)
        ]
        parts = [statistics.median(column) for column in zip(*runs, strict=True)]
        print(
            f"{characters} characters: {statistics.median(map(sum, runs)):.0f} ms"
            f" = import {parts[0]:.0f} + compile {parts[1]:.0f} + search {parts[2]:.0f}"
        )


if __name__ == "__main__":
    main()
