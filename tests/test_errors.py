"""Every error as its author meets it: the pages in tests/errors, run.

A page is named after a rule. A case is files laid over the drinks brand and the report that `siyu build` prints: Chinese, and English for
the first case. After changing a message, `uv run python tests/test_errors.py` writes the reports anew; read them in the diff.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from pydantic import BaseModel

from conftest import DRINKS, HERE, ROOT, Project, siyu, tree
from siyu.build import Result, compile_project
from siyu.document import Choice
from siyu.facts.words import NAMES, english
from siyu.kinds import KINDS
from siyu.report import FORMATS

PAGES = sorted((HERE / "errors").glob("*.md"))
WEEK = "content/weeks/2026-W40.yaml"


class Case(NamedTuple):
    """One case of a page: files by path, and what is said about them by language."""

    page: str
    name: str
    files: dict[str, bytes]
    reports: dict[str, str]


def blocks(text: str) -> Iterator[tuple[str, str, str]]:
    """Case name, what stands before a fence or in its info, and what is inside."""
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        name = section.partition("\n")[0]
        for match in re.finditer(r"(?:^`([^`\n]+)`\n+)?^```(.*)\n((?:(?!```).*\n)*?)```$", section, re.MULTILINE):
            yield name, f"{match[1] or ''}\n{match[2]}", match[3]


def cases(page: Path) -> list[Case]:
    """The cases of one page."""
    found: dict[str, Case] = {}
    for name, head, inside in blocks(page.read_text(encoding="utf-8")):
        case = found.setdefault(name, Case(page.stem, name, {}, {}))
        path, _, info = head.partition("\n")
        if path:
            case.files[path] = _bytes(inside, info.split()[1:])
        else:
            case.reports["en" if info == "text en" else "zh"] = inside
    return list(found.values())


def _bytes(text: str, info: list[str]) -> bytes:
    """`escaped` makes characters of \\uXXXX, `crlf` Windows line ends; any other word is an encoding."""
    if "escaped" in info:
        text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    if "crlf" in info:
        text = text.replace("\n", "\r\n")
    return text.encode(next((word for word in info if word not in ("escaped", "crlf")), "utf-8"))


def lay(root: Path, files: dict[str, bytes]) -> None:
    """Put files over a project; an empty one is removed."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def said(result: Result, lang: str) -> str:
    """The report as it stands on a page."""
    return FORMATS["full"](result.diagnostics, lang).rstrip("\n") + "\n"


CASES = [case for page in PAGES for case in cases(page)]


SAY_IT_THEMSELVES = {
    "bad-name", "bad-number", "empty-value", "front-matter", "rota-or-crew", "second-document", "too-deep", "too-many", "todo-and-copy",
    "two-texts", "unknown-key", "unseen-character", "template-syntax", "field-not-shown", "goes-to-nobody",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.page}: {case.name}")
def test_a_message_says_what_to_write_instead(case: Case) -> None:
    for told in case.reports["zh"].strip().split("\n\n"):
        rule = re.search(r"(?:错误|提醒|建议)\[([a-z-]+)\]", told)
        assert rule and ("  → " in told or rule[1] in SAY_IT_THEMSELVES), told


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.page}: {case.name}")
def test_the_report_is_what_the_page_says(case: Case, project: Project) -> None:
    root = project({})
    lay(root, case.files)
    result = compile_project(root)
    for lang, report in case.reports.items():
        assert said(result, lang) == report
    assert case.page in {diagnostic.rule for diagnostic in result.diagnostics}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_has_both_languages_and_a_reason(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.match(rf"# {page.stem}\n\n\S.*\n", text)
    made = cases(page)
    assert made and set(made[0].reports) == {"zh", "en"} and all("zh" in case.reports for case in made)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The drinks brand with its output, to be copied."""
    root = tmp_path_factory.mktemp("published") / "project"
    shutil.copytree(DRINKS, root)
    assert siyu("build", root).returncode == 0
    return root


@pytest.fixture(scope="module")
def builds(published: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str, bool]]:
    """`siyu build` of each page's first case: exit code, report, and whether the old output is untouched."""
    before = tree(published / "output")

    def run(page: Path) -> tuple[int, str, bool]:
        root = tmp_path_factory.mktemp(page.stem) / "project"
        shutil.copytree(published, root)
        lay(root, cases(page)[0].files)
        ran = siyu("build", root, "--lang", "zh", "--format", "json")
        return ran.returncode, ran.stdout, tree(root / "output") == before

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip((page.stem for page in PAGES), pool.map(run, PAGES), strict=True))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_nothing_is_published(page: Path, builds: dict[str, tuple[int, str, bool]]) -> None:
    code, report, untouched = builds[page.stem]
    assert code == 1 and untouched
    assert f'"rule": "{page.stem}"' in report


# --- what a page cannot show


def link(root: Path) -> str:
    (root / "brand/products/link.yaml").symlink_to(root / "brand/products/osmanthus.yaml")
    return "brand/products/link.yaml:1:1"


def link_to_folder(root: Path) -> str:
    (root / "content/columns/more").symlink_to(root / "brand")
    return "content/columns/more:1:1"


def link_at_the_top(root: Path) -> str:
    (root / "content").rename(root.parent / "elsewhere")
    (root / "content").symlink_to(root.parent / "elsewhere")
    return "content:1:1"


def deep_folders(root: Path) -> str:
    folder = root / "brand/assets" / Path(*["a"] * 900)
    folder.mkdir(parents=True)
    return f"brand/assets/{'/'.join('a' * 15)}:1:1"


def product_with_another_ending(root: Path) -> str:
    (root / "brand/products/osmanthus.yaml").rename(root / "brand/products/osmanthus.yml")
    return "brand/products/osmanthus.yml:1:1"


def product_in_gbk(root: Path) -> str:
    lay(root, {"brand/products/osmanthus.yaml": "name: 桂花乌龙\n".encode("gbk")})
    return "brand/products/osmanthus.yaml:1:7"


def template_in_gbk(root: Path) -> str:
    column = (root / "content/columns/noon-cup.yaml").read_text(encoding="utf-8").partition("copy:")[0]
    lay(root, {"content/columns/noon-cup.yaml": f"{column}template: pick\n".encode()})
    lay(root, {"brand/templates/pick.txt": "今天也半糖\n".encode("gbk")})
    return "brand/templates/pick.txt:1:1"


def product_without_syntax(root: Path) -> str:
    lay(root, {"brand/products/osmanthus.yaml": "name：桂花乌龙\n".encode()})
    return "brand/products/osmanthus.yaml:1:5"


def pipe(root: Path) -> str:
    os.mkfifo(root / "brand/products/pipe.yaml")
    return "brand/products/pipe.yaml:1:1"


def large_file(root: Path) -> str:
    lay(root, {WEEK: b"week: 2026-W40\n" + b"# " + b"x" * 256 * 1024})
    return f"{WEEK}:1:1"


def large_text(root: Path) -> str:
    lay(root, {WEEK: b"week: 2026-W40\ntheme: " + "好".encode() * 22_000})
    return f"{WEEK}:2:8"


def many_nodes(root: Path) -> str:
    lay(root, {WEEK: b"week: 2026-W40\nskip: [" + b"x," * 21_000 + b"]"})
    return f"{WEEK}:2:39994"


def large_template(root: Path) -> str:
    lay(root, {"brand/templates/long.txt": b"x" * 65_537})
    return "brand/templates/long.txt:1:1"


def unprintable_name(root: Path) -> str:
    lay(root, {"brand/products/a\nb.yaml": b"x"})
    return "brand/products/a\\nb.yaml:1:1"


BY_HAND: list[tuple[str, Callable[[Path], str]]] = [
    ("symlink", link),
    ("symlink", link_to_folder),
    ("symlink", link_at_the_top),
    ("too-deep", deep_folders),
    ("stray-file", product_with_another_ending),
    ("encoding", product_in_gbk),
    ("encoding", template_in_gbk),
    ("full-width-punctuation", product_without_syntax),
    ("unreadable", pipe),
    ("too-large", large_file),
    ("too-large", large_text),
    ("too-large", many_nodes),
    ("template-too-large", large_template),
    ("bad-name", unprintable_name),
]


@pytest.mark.parametrize(("rule", "make"), BY_HAND, ids=lambda value: getattr(value, "__name__", value))
def test_what_a_page_cannot_show(rule: str, make: Callable[[Path], str], published: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(published, root)
    before = tree(root / "output")
    place = make(root)
    assert [(d.rule, str(d.span)) for d in compile_project(root).diagnostics] == [(rule, place)]
    run = siyu("build", root, "--lang", "en")
    assert run.returncode == 1 and f"error[{rule}]" in run.stdout
    assert tree(root / "output") == before


# --- every word of the format is known by its Chinese name


def choices(annotation: Any) -> Iterator[tuple[str, ...]]:
    if isinstance(annotation, Choice):
        yield annotation.words
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for field in annotation.model_fields.values():
            yield from choices(field.annotation)
            yield from (words for part in field.metadata for words in choices(part))
    else:
        for part in (*getattr(annotation, "__metadata__", ()), *get_args(annotation)):
            yield from choices(part)


def test_a_chinese_word_leads_to_the_one_that_is_meant() -> None:
    allowed = {words for kind in KINDS.values() for words in choices(kind.model)}
    assert len(allowed) >= 10
    for words in allowed:
        names = [(word, name) for word, name in NAMES if word in words]
        assert {word for word, _ in names} == set(words)
        assert [english(name, words) for _, name in names] == [word for word, _ in names]


# --- no rule without a page

UNREACHED = {
    "bad-value",
    "missing-extra",
}  # load's answer to an error of pydantic that no model can cause today; what only a machine without OpenCC says


def rules_of(path: Path) -> Iterator[str]:
    """The rule names written in one module: what Diagnostic, Problem and the tables of load and document are given."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        given: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = (
                node.args[:1]
                if name in ("Diagnostic", "Problem", "_stop", "_wrong")
                else node.args[1:2]
                if name == "_pattern"
                else []
            )
        elif (
            isinstance(node, ast.Tuple)
            and len(node.elts) == 2
            and isinstance(node.elts[1], ast.Call)
            and getattr(node.elts[1].func, "id", "") == "Words"
        ):
            given = node.elts[:1]
        for part in given:
            either = [part.body, part.orelse] if isinstance(part, ast.IfExp) else [part]
            yield from (c.value for c in either if isinstance(c, ast.Constant) and isinstance(c.value, str))


def test_no_rule_is_without_a_page() -> None:
    package = ROOT / "pipeline/siyu"
    modules = [
        path for path in package.rglob("*.py") if path.parent.name not in ("rules", "report", "cli", "spreadsheet")
    ]  # a sheet has no page here: tests/test_import.py
    rules = {rule for path in modules for rule in rules_of(path)}
    assert len(rules) > 50
    assert rules - UNREACHED == {page.stem for page in PAGES} | {rule for rule, _ in BY_HAND}


def rewrite(page: Path) -> None:
    """Write the reports of a page anew."""
    text = page.read_text(encoding="utf-8")
    for number, case in enumerate(cases(page)):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "project"
            shutil.copytree(DRINKS, root)
            lay(root, case.files)
            result = compile_project(root)
        head, _, rest = text.partition(f"## {case.name}\n")
        section, mark, after = rest.partition("\n## ")
        section = re.sub(r"^```text(?: en)?\n(?:(?!```).*\n)*```\n*", "", section, flags=re.MULTILINE).rstrip("\n")
        section += f"\n\n```text\n{said(result, 'zh')}```\n"
        if number == 0:
            section += f"\n```text en\n{said(result, 'en')}```\n"
        text = f"{head}## {case.name}\n{section}{mark}{after}"
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for each in PAGES:
        rewrite(each)


TAGS = "groups:\n  age: {name: 年龄, kind: basic, tags: {young: 年轻}}\n"


@pytest.mark.parametrize(
    ("tags", "rule"),
    [
        (TAGS.encode("gbk"), "encoding"),
        (b"\n", "empty-value"),
        (b"groups: [", "syntax"),
        (b"groups: {}\nx: 1\n", "unknown-key"),
    ],
)
def test_tags_that_cannot_be_read_are_one_message(project: Project, tags: bytes, rule: str) -> None:
    """Whoever uses a tag is not to blame for the table that is missing."""
    persona = "name: 下课的学生\ntags: [young]\n"
    root = project({"brand/tags.yaml": tags, "brand/personas/student.yaml": persona})
    assert [diagnostic.rule for diagnostic in compile_project(root).diagnostics] == [rule]


def test_a_tag_that_no_table_has_is_told(project: Project) -> None:
    persona = "name: 下课的学生\ntags: [yung]\n"
    root = project({"brand/tags.yaml": TAGS, "brand/personas/student.yaml": persona})
    assert [diagnostic.rule for diagnostic in compile_project(root).diagnostics] == ["unknown-id"]
