"""siyu check --fix: exactly the characters that a finding names change, and everything else stays byte for byte."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Project, siyu, tree
from siyu.build import compile_project
from siyu.diagnostic import Diagnostic, Words
from siyu.repair import diff, repair
from siyu.source import Mapping, Node, Source, Span, Text
from siyu.stages.fix import Change, fix, put
from siyu.stages.parse import parse

WEEK = "content/weeks/2026-W40.yaml"
DIRTY = """\
# 第一周,还没校对␣␣
week: 2026-W40
columns:   # 国庆(前)
  noon-cup:
    mon: {product: osmanthus}
    tue: { product:   osmanthus }
    wed: {product: osmanthus}
extra:
  - id: rain
    day: mon
    at: "15:00"
    channel: moments
    title: 下雨了
    note: 给同事看的,不改
    copy: |
      今天下雨,到店送一把伞(限前十名)␣␣

      先到先得。。来！
    # 备注,不是正文
  - {id: sun, day: tue, at: '15:00', channel: moments, title: 天晴了, copy: '晒太阳!''半糖'''}
  - {id: fog, day: wed, at: '15:00', channel: moments, title: 起雾了, copy: "慢慢走!\\u002c别急"}
""".replace("␣", " ")
CLEAN = """\
# 第一周,还没校对␣␣
week: 2026-W40
columns:   # 国庆(前)
  noon-cup:
    mon: {product: osmanthus}
    tue: { product:   osmanthus }
    wed: {product: osmanthus}
extra:
  - id: rain
    day: mon
    at: "15:00"
    channel: moments
    title: 下雨了
    note: 给同事看的,不改
    copy: |
      今天下雨，到店送一把伞（限前十名）

      先到先得。来！
    # 备注,不是正文
  - {id: sun, day: tue, at: '15:00', channel: moments, title: 天晴了, copy: '晒太阳!''半糖'''}
  - {id: fog, day: wed, at: '15:00', channel: moments, title: 起雾了, copy: "慢慢走!\\u002c别急"}
""".replace("␣", " ")


def look(root: Path) -> list[Diagnostic]:
    return compile_project(root).diagnostics


def repaired(root: Path) -> dict[str, bytes]:
    repair(root, lambda: look(root))
    return tree(root)


def test_only_the_characters_of_the_findings_change(project: Project) -> None:
    root = project({WEEK: DIRTY})
    before = tree(root)
    after = repaired(root)
    assert after.pop(WEEK).decode() == CLEAN
    del before[WEEK]
    assert after == before
    assert not [diagnostic for diagnostic in look(root) if diagnostic.fix is not None]


@pytest.mark.parametrize(("bom", "end"), [("\ufeff", "\r\n"), ("", "\r\n"), ("\ufeff", "\n"), ("", "\r")])
def test_line_ends_and_a_bom_stay(project: Project, bom: str, end: str) -> None:
    root = project({WEEK: (bom + DIRTY).replace("\n", end).encode()})
    assert repaired(root)[WEEK] == (bom + CLEAN).replace("\n", end).encode()


def test_texts_of_the_library_and_of_templates_are_fixed_where_they_stand(project: Project) -> None:
    root = project(
        {
            "brand/products/osmanthus.yaml": "name: 桂花乌龙\nrole: traffic\npoint: 当年的桂花,半糖刚好\nprice: 16\n",
            "brand/templates/cup.txt": "{% if product %}{{ product.name }},今天{% endif %}喝一杯,好不好\n{{ product.point }}\n",
            "content/columns/noon-cup.yaml": "name: 午间一杯\nkind: life\npurpose: brand\nchannel: moments\n"
            "when: workday 11:40\nholiday: skip\nneeds: [product]\ntemplate: cup\n",
        }
    )
    files = repaired(root)
    assert "point: 当年的桂花，半糖刚好\n" in files["brand/products/osmanthus.yaml"].decode()
    template = files["brand/templates/cup.txt"].decode()
    assert "喝一杯，好不好" in template
    assert (
        "{% if product %}{{ product.name }},今天" in template
    )  # another product may end in English: not for a machine


def test_a_mark_beside_a_placeholder_is_found_by_its_other_side(project: Project) -> None:
    copy = "name: 换菜单\nkind: brand\npurpose: brand\nchannel: mini-program\nwhen: first mon 09:00\ncopy: '{}'\n"
    root = project(
        {
            "content/weeks/2026-W41.yaml": "week: 2026-W41\nskip:\n"
            + "".join(f"  - {{column: noon-cup, day: {day}, because: 歇业}}\n" for day in ("thu", "fri")),
            "content/columns/menu.yaml": copy.format("Hi, {{ brand.name }},菜单换好了,{{ brand.slogan }}"),
        }
    )
    text = repaired(root)["content/columns/menu.yaml"].decode()
    assert "Hi, {{ brand.name }}，菜单换好了，{{ brand.slogan }}" in text


def test_unseen_characters_that_stop_everything_are_taken_out_first(project: Project) -> None:
    dirty = (
        DIRTY.replace("osmanthus }", "osmanthus\u200b }").replace("week:", "\u2060week:").replace("校对", "\u202d校对")
    )
    root = project(
        {WEEK: dirty, "brand/templates/x.txt": "半\u200b糖\n", "content/columns/menu.yaml": "name: 换\u0008\n"}
    )
    found = look(root)
    assert {diagnostic.rule for diagnostic in found} == {"unseen-character"}
    files = repaired(root)
    assert files[WEEK].decode() == DIRTY  # the missing keys of menu keep the rules from running
    assert files["brand/templates/x.txt"].decode() == "半糖\n"
    assert files["content/columns/menu.yaml"].decode() == "name: 换\n"


def test_a_character_that_may_mean_something_is_left_to_its_author(project: Project) -> None:
    root = project({WEEK: DIRTY.replace("下雨,", "下雨\u2028")})
    before = tree(root)
    assert repaired(root) == before


def test_nothing_is_written_through_a_link_or_over_a_change(project: Project, tmp_path: Path) -> None:
    root = project({WEEK: DIRTY})
    found = look(root)
    (root / WEEK).write_text(DIRTY + "# mehr\n", "utf-8")
    changes, left = fix(root, found)
    assert (changes, [path for path, _ in left]) == ([], [WEEK])
    (root / WEEK).rename(tmp_path / "elsewhere.yaml")
    (tmp_path / "elsewhere.yaml").write_text(DIRTY, "utf-8")
    (root / WEEK).symlink_to(tmp_path / "elsewhere.yaml")
    changes, left = fix(root, found)
    assert (changes, [path for path, _ in left]) == ([], [WEEK])
    (root / WEEK).unlink()
    assert fix(root, found)[0] == []


def test_a_file_is_replaced_whole_with_its_mode(project: Project) -> None:
    root = project({WEEK: DIRTY})
    (root / WEEK).chmod(0o640)
    (change,), _ = fix(root, look(root))
    held = (root / WEEK).open("rb")
    put(root, change)
    with held:
        assert held.read() == change.before
    assert (root / WEEK).read_bytes() == change.after
    assert (root / WEEK).stat().st_mode & 0o777 == 0o640
    assert [path.name for path in (root / "content" / "weeks").iterdir()] == ["2026-W40.yaml"]


def test_a_disk_that_fails_leaves_the_old_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project({WEEK: DIRTY})
    (change,), _ = fix(root, look(root))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    before = tree(root)
    with pytest.raises(OSError, match="No space"):
        put(root, change)
    assert tree(root) == before


def scalars(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from scalars(value)
    else:
        for value in node:
            yield from scalars(value)


def flat(source: Source) -> list[tuple[str, str]] | None:
    root, _ = parse(source)
    return None if root is None else [(text.style, str(text)) for text in scalars(root)]


def planned(source: Source, root: Path, edits: list[tuple[Span, str]]) -> list[Change]:
    (root / source.path).write_bytes(source.text.encode())
    found = [Diagnostic("x", Words("改", "x"), span, fix=better) for span, better in edits]
    return fix(root, found)[0]


NASTY = st.text(alphabet="好,:;#-&*!|>'\"%@`{}[]?~\\ \n\u3000，a1=<.", min_size=1, max_size=12)
BETTER = st.sampled_from(["", "，", "：", "好", "'", '"', "\\", "#", ": ", " #", "- ", "{", "\n"])


def written(text: str, style: str) -> str | None:
    """The text as a value in one style; None where YAML cannot say it so."""
    if style == "|":
        return "|-\n" + "".join(f"  {line}\n" if line else "\n" for line in text.split("\n"))
    if "\n" in text:
        return None
    if style == "'":
        return "'" + text.replace("'", "''") + "'\n"
    if style == '"':
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"\n'
    return text + "\n"


@given(st.data(), NASTY, NASTY, st.sampled_from(["", "'", '"', "|", "md"]))
def test_an_edit_changes_its_scalar_or_nothing(data: st.DataObject, first: str, second: str, style: str) -> None:
    """Whatever characters anybody asks to change: the file then says the same but for them, or stays as it is."""
    one = written(first, "|" if style == "md" else style)
    two = f"---\n{second}\n" if style == "md" else written(second, style)
    if one is None or two is None:
        return
    name = "a.md" if style == "md" else "a.yaml"
    head = f"---\na: {one}" if style == "md" else f"# note,\na: {one}b: "
    source = Source(name, head + two)
    tree_, _ = parse(source)
    if tree_ is None:
        return
    texts = [text for text in scalars(tree_) if text]
    if not texts:
        return
    which = data.draw(st.integers(0, len(texts) - 1))
    text = texts[which]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    better = data.draw(BETTER)
    with tempfile.TemporaryDirectory() as folder:
        changes = planned(source, Path(folder), [(text.at(start, end), better)])
        if not changes:
            return
    after = Source(name, changes[0].after.decode())
    span = text.at(start, end)
    assert after.text == source.text[: span.start] + better + source.text[span.end :]
    expected = [(other.style, str(other)) for other in scalars(tree_)]
    place = next(number for number, other in enumerate(scalars(tree_)) if other is text)
    expected[place] = (text.style, text[:start] + better + text[end:])
    assert flat(after) == expected


COPY = st.text(alphabet="好糖,,::!?()（）。。，  \u3000\n\u00ada1.\u200d", min_size=1, max_size=40)


@given(COPY, st.sampled_from(["", "'", '"', "|", "md"]), st.booleans())
def test_fixing_twice_is_fixing_once_and_touches_one_text(copy: str, style: str, windows: bool) -> None:
    value = f"---\n{copy}\n" if style == "md" else written(copy, style)
    if value is None:
        return
    indent = "" if style == "md" else "    "
    value = re.sub(r"\n(?=[^\n])", f"\n{indent}", value) if indent else value
    name = "content/welcome/hi.md" if style == "md" else WEEK
    whole = (
        f"---\nevent: account-followed  # 关注,不改\n{value}"
        if style == "md"
        else f"week: 2026-W40\ncolumns: {{}}  # 空,着\nextra:\n  - id: rain\n    day: mon\n    at: '15:00'\n    channel: group\n"
        f"    title: 下雨,了\n    copy: {value}"
    )
    raw = whole.replace("\n", "\r\n") if windows else whole
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = {
            "brand/brand.yaml": "name: 半糖山\ndomain: bantangshan.example\nzone: Asia/Shanghai\nlocale: zh-CN\n",
            name: raw,
        }
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(text.encode())
        repair(root, lambda: look(root))
        once = tree(root)
        repair(root, lambda: look(root))
        assert tree(root) == once
    assert once["brand/brand.yaml"].decode() == files["brand/brand.yaml"]
    fixed = once[name].decode()
    assert fixed.count("\r\n") == raw.count("\r\n")
    before, after = flat(Source(name, whole)), flat(Source(name, fixed.replace("\r\n", "\n")))
    if before is None or after is None:
        assert fixed == raw
        return
    assert len(before) == len(after)
    changed = [number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
    assert len(changed) <= 1
    lost = re.compile("[ \u3000\u00ad\u200d,，。：:!！?？()（）.]")
    for number in changed:
        assert lost.sub("", before[number][1]) == lost.sub("", after[number][1])
    if not changed:
        assert fixed == raw


def test_the_diff_shows_what_nobody_sees(project: Project) -> None:
    root = project({WEEK: DIRTY.replace("今天下雨", "今天\u00ad下雨").replace("\n", "\r\n").encode()})
    shown = diff(fix(root, look(root))[0])
    assert "-      今天\\xad下雨,到店送一把伞(限前十名)  \n" in shown
    assert "+      今天下雨，到店送一把伞（限前十名）\n" in shown
    assert shown.startswith(f"--- a/{WEEK}\n+++ b/{WEEK}\n@@ ")
    assert "\r" not in shown


def test_the_command_fixes_then_reports_what_is_left(project: Project) -> None:
    root = project({WEEK: DIRTY.replace("先到先得", "**先到先得**")})
    before = tree(root)
    shown = siyu("check", root, "--diff", "--lang", "en")
    assert (shown.returncode, tree(root)) == (1, before)
    assert "+      今天下雨，到店送一把伞（限前十名）\n" in shown.stdout
    assert "--fix would fix 4 in 1 file(s)" in shown.stderr
    fixed = siyu("check", root, "--fix", "--format", "concise", "--lang", "en")
    assert fixed.returncode == 0, fixed.stderr
    assert "4 fixed in 1 file(s)" in fixed.stderr
    assert "shown-as-typed" in fixed.stdout
    assert "mixed-punctuation" not in fixed.stdout.replace("extra", "")
    again = siyu("check", root, "--diff", "--lang", "en")
    assert (again.returncode, again.stdout) == (0, "")


def test_with_errors_of_structure_the_command_says_so(project: Project) -> None:
    root = project({WEEK: DIRTY.replace("title: 下雨了", "titel: 下雨了")})
    before = tree(root)
    done = siyu("check", root, "--fix", "--lang", "en")
    assert (done.returncode, tree(root)) == (1, before)
    assert "0 fixed in 0 file(s)\nwith errors of structure nothing else is looked for" in done.stderr
