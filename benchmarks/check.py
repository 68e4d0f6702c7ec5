"""A year's brand in; out: what checking costs beside composing, rule by rule, and what 20,000 words of the brand's own add to a build.

    uv run python benchmarks/check.py [--runs 5] [--terms 20000]

Both are ratios of the same run: check / compose in one process, build with words / build without in fresh ones.
"""

import argparse
import gc
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from measure import Tool, measure
from siyu.edition import Publication
from siyu.kinds.week import Week
from siyu.passage import texts_of
from siyu.rules import LIBRARY_RULES, PLAN_RULES, TEXT_RULES, WEEK_RULES
from siyu.stages.compose import Composer
from siyu.stages.load_all import load_all
from siyu.stages.plan import plan
from siyu.stages.read import read
from siyu.stages.resolve import resolve
from siyu.templating import compile_templates


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def publication(root: Path) -> tuple[Publication, float]:
    """A project's publication, and the seconds that planning and composing took."""
    files, _ = read(root)
    documents, _, _ = load_all(files)
    library, _ = resolve(documents, files.templates, files.assets)
    assert library is not None
    templates, _ = compile_templates(files.templates)
    began = time.perf_counter()
    composer = Composer(library, templates)
    weeks = [week for week in documents["week"].values() if isinstance(week, Week)]
    editions = tuple(composer.compose(plan(library, week)[0])[0] for week in weeks)
    scripts, _ = composer.scripts()
    return Publication(library, editions, tuple(scripts)), time.perf_counter() - began


def drain(found: Iterable[object]) -> int:
    """How many there are."""
    return sum(1 for _ in found)


def rules(made: Publication) -> dict[str, float]:
    """Seconds by rule."""
    cost = {rule.name: timed(lambda rule=rule: drain(rule.look(made.library))) for rule in LIBRARY_RULES}  # type: ignore[misc]
    cost |= {rule.name: timed(lambda rule=rule: drain(rule.look(made))) for rule in PLAN_RULES}  # type: ignore[misc]
    cost["(texts)"] = timed(lambda: [texts_of(edition) for edition in made.editions])
    texts = [texts_of(edition) for edition in made.editions]
    for week_rule in WEEK_RULES:
        cost[week_rule.name] = timed(lambda: [drain(week_rule.look(edition)) for edition in made.editions])  # noqa: B023
    for each in texts:  # all rules of one week before the next, as check does: they share a search
        for rule in TEXT_RULES:
            cost[rule.name] = cost.get(rule.name, 0) + timed(lambda: drain(rule.look(each)))  # noqa: B023
    return cost


def words(count: int) -> str:
    """So many invented words of two to four characters, one to a line; the same ones every time."""
    pick = random.Random(count)
    han = [chr(code) for code in range(0x4E00, 0x9000)]
    made = {"".join(pick.choices(han, k=pick.choice((2, 3, 3, 4)))) for _ in range(count * 2)}
    return "\n".join(f"  {word}" for word in sorted(made)[:count])


def main() -> None:
    """Print both ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--terms", type=int, default=20000)
    given = options.parse_args()
    gc.disable()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "year"
        here = Path(__file__).parent
        subprocess.run([sys.executable, here / "generate.py", root], check=True, stdout=subprocess.DEVNULL)
        composing, checking = [], []
        for _ in range(given.runs):
            made, seconds = publication(root)
            cost = rules(made)
            composing.append(seconds)
            checking.append(sum(cost.values()))
        for name, seconds in sorted(cost.items(), key=lambda pair: -pair[1])[:15]:
            print(f"{seconds * 1000:7.1f} ms  {name}")
        compose, check = statistics.median(composing), statistics.median(checking)
        print(f"compose {compose:.3f} s · check {check:.3f} s · ratio {check / compose:.2f}")
        siyu = [sys.executable, "-m", "siyu", "build", str(root), "--out", str(Path(folder) / "out")]
        tool = Tool("siyu", root, Path(folder) / "out", siyu)
        walls: dict[bool, list[float]] = {False: [], True: []}
        for _ in range(given.runs):
            for own in (False, True):
                parts = words(given.terms).splitlines()
                (root / "brand" / "wording").mkdir(exist_ok=True)
                for number in range(0, len(parts), 4000):
                    text = "why: 测试\nterms: |\n" + "\n".join(parts[number : number + 4000]) + "\n" if own else ""
                    place = root / "brand" / "wording" / f"own-{number}.yaml"
                    place.write_text(text, "utf-8") if own else place.unlink(missing_ok=True)
                walls[own].append(measure(tool, Path(folder) / "cache").wall)
        without, with_ = statistics.median(walls[False]), statistics.median(walls[True])
        print(f"build {without:.3f} s · with {given.terms} words {with_:.3f} s · ratio {with_ / without:.3f}")


if __name__ == "__main__":
    main()
