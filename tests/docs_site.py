"""The documents as a site, in both languages: `uv run python tests/docs_site.py` writes dist/docs.

In: the documents, and the files that they link to. Out: a site that loads nothing from elsewhere; a broken link fails.
They are copied first: zensical walks all that lies beside them, and does not come back from an environment of thousands of files.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
FOLDERS = ("docs", "brand", "content", "deploy", "tests/rules", "tests/brands")
FILES = ("README.md", "README.zh-CN.md", "zensical.toml", "action.yml", ".gitlab-ci.yml", ".pre-commit-hooks.yaml", "pipeline/ARCHITECTURE.md", "benchmarks/README.md")  # fmt: skip


def copied(root: Path) -> Path:
    """What the site is made of, in an empty folder."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, root / name)
    for name in FILES:
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    return root


def built(root: Path) -> subprocess.CompletedProcess[str]:
    """The site is in dist/docs below it, unless the program says why not."""
    command = [str(Path(sys.executable).with_name("zensical")), "build", "--strict"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False, timeout=240)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        made = built(copied(Path(folder)))
        if made.returncode == 0:
            shutil.rmtree(ROOT / "dist/docs", ignore_errors=True)
            shutil.copytree(Path(folder) / "dist/docs", ROOT / "dist/docs")
    sys.exit(made.stdout + made.stderr if made.returncode else 0)
