"""How findings look to the programs that show them: merge requests, code scanning, review comments, test reports."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from jsonschema import Draft7Validator

from conftest import HERE, Project, siyu
from siyu import __version__
from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.report import FORMATS
from siyu.report.manual import head
from siyu.report.run import Run
from siyu.rules import RULES
from siyu.source import Source, Span
from test_report import finding

SCHEMA = json.loads((HERE / "report" / "sarif-schema-2.1.0.json").read_text("utf-8"))
LINE = "copy: 🍵🍵姜茶 — 最好\n"
KINDS = [Severity.ERROR, Severity.WARNING, Severity.ADVICE]


def valid(text: str) -> dict[str, Any]:
    """A SARIF log that the standard's schema accepts, its only run."""
    log = json.loads(text)
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(log)] == []
    run: dict[str, Any] = log["runs"][0]
    return run


def test_the_schema_would_notice() -> None:
    log = json.loads(FORMATS["sarif"]([finding(LINE, "姜茶")], "zh"))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] = 0
    with pytest.raises(AssertionError, match="minimum"):
        valid(json.dumps(log))


def defined() -> Note:
    return Note(Words("在这里定义", "defined here"), Span(Source("brand/a b.yaml", "n: 🍵茶"), 4, 5))


# No findings


@pytest.mark.parametrize("format_", ["full", "concise", "json", "github"])
def test_no_findings_no_text(format_: str) -> None:
    assert FORMATS[format_]([], "zh") == ""


def test_no_findings_is_a_document_too() -> None:
    assert FORMATS["gitlab"]([], "zh") == "[]\n"
    assert json.loads(FORMATS["rdjson"]([], "zh")) == {"source": {"name": "siyu"}, "diagnostics": []}
    assert valid(FORMATS["sarif"]([], "zh"))["results"] == []
    assert ET.fromstring(FORMATS["junit"]([], "zh")).attrib["tests"] == "0"


@pytest.mark.parametrize("format_", FORMATS)
def test_every_path_begins_at_the_base(format_: str) -> None:
    text = FORMATS[format_]([finding("a: 坏", "坏", path="content/a.yaml", notes=(defined(),))], "en", Run("tea/"))
    assert text.count("content/a.yaml") == text.count("tea/content/a.yaml") > 0
    assert text.replace("%20", " ").count("brand/a b.yaml") == text.replace("%20", " ").count("tea/brand/a b.yaml")
    assert ("brand/a" in text) == (format_ != "concise")


# gitlab


def test_gitlab() -> None:
    note = Note(Words("改成姜茶", "write ginger tea"))
    found = [finding(f"\n\n{LINE}", "姜茶", severity=severity, notes=(note,)) for severity in KINDS]
    issues = json.loads(FORMATS["gitlab"](found, "zh", Run("tea/")))
    assert [issue["severity"] for issue in issues] == ["major", "minor", "info"]
    assert len({issue.pop("fingerprint") for issue in issues}) == 3
    assert issues[0] == {
        "description": "写错了 → 改成姜茶",
        "check_name": "bad-word",
        "severity": "major",
        "location": {"path": "tea/content/weeks/2026-W48.yaml", "lines": {"begin": 3}},
    }


def fingerprints(text: str, *words: str, lang: str = "zh", **more: Any) -> list[str]:
    """The fingerprint of a finding about every occurrence of words in a text."""
    found = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.append(finding(text, word, **more)._replace(span=Span(Source("a.yaml", text), at, at + len(word))))
            at = text.find(word, at + 1)
    return [issue["fingerprint"] for issue in json.loads(FORMATS["gitlab"](found, lang))]


def test_a_fingerprint_stays_when_lines_move() -> None:
    before = fingerprints("最好\n姜茶\n", "最好", "姜茶")
    assert fingerprints("第一行\n\n  最好 一点\n再一行\n姜茶", "最好", "姜茶") == before
    assert fingerprints("最好\n姜茶\n", "最好", "姜茶", lang="en") == before
    assert len(set(before)) == 2


def test_equal_findings_have_fingerprints_of_their_own() -> None:
    twice = fingerprints("最好 最好\n", "最好")
    assert len(set(twice)) == 2
    assert fingerprints("最好\n别的\n\n最好", "最好") == twice
    assert fingerprints("最好", "最好") == twice[:1]


def test_a_fingerprint_depends_on_what_is_said_but_not_on_numbers_in_it() -> None:
    def of(zh: str, en: str, rule: str = "bad-word", path: str = "a.yaml") -> str:
        diagnostic = finding("最好", "最好", path=path)._replace(words=Words(zh, en), rule=rule)
        fingerprint: str = json.loads(FORMATS["gitlab"]([diagnostic], "zh"))[0]["fingerprint"]
        return fingerprint

    assert of("超 9 条", "9 of 8") == of("超了 10 条", "10 of 8")
    assert len({of("一", "one"), of("一", "two"), of("一", "one", rule="b"), of("一", "one", path="b.yaml")}) == 4


# sarif


def test_sarif() -> None:
    note = Note(Words("是不是想写 a？", "did you mean a?"))
    found = finding(f"\n{LINE}", "姜茶", notes=(note, defined()), fix="红茶")
    run = valid(FORMATS["sarif"]([found], "zh", Run("tea/")))
    assert run["tool"]["driver"] == {"name": "siyu", "version": __version__, "rules": [{"id": "bad-word"}]}
    assert (run["language"], run["columnKind"]) == ("zh-CN", "utf16CodeUnits")
    where = {
        "artifactLocation": {"uri": "tea/content/weeks/2026-W48.yaml"},
        "region": {"startLine": 2, "startColumn": 11, "endLine": 2, "endColumn": 13},
    }
    there = {
        "artifactLocation": {"uri": "tea/brand/a%20b.yaml"},
        "region": {"startLine": 1, "startColumn": 6, "endLine": 1, "endColumn": 7},
    }
    (result,) = run["results"]
    assert len(result.pop("partialFingerprints")["siyu/v1"]) == 32
    assert result == {
        "ruleId": "bad-word",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "写错了\n→ 是不是想写 a？\n→ [在这里定义](0)"},
        "locations": [{"physicalLocation": where}],
        "relatedLocations": [{"id": 0, "message": {"text": "在这里定义"}, "physicalLocation": there}],
        "fixes": [
            {
                "artifactChanges": [
                    {
                        "artifactLocation": where["artifactLocation"],
                        "replacements": [{"deletedRegion": where["region"], "insertedContent": {"text": "红茶"}}],
                    }
                ]
            }
        ],
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_has_the_manual_of_every_rule(lang: str) -> None:
    found = [finding(LINE, "姜茶")._replace(rule=name) for name in [*RULES, "unknown-id"]]
    run = valid(FORMATS["sarif"](found, lang, Run(rules=RULES)))
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert [run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] for result in run["results"]] == [
        *RULES,
        "unknown-id",
    ]
    assert rules["unknown-id"] == {"id": "unknown-id"}
    for name, rule in RULES.items():
        told = rules[name]
        assert told["help"]["markdown"].replace("{{", "{").replace("}}", "}") == head(rule, (lang,))
        for words in (rule.what, rule.why, rule.instead):
            assert getattr(words, lang) in told["help"]["text"].replace("{{", "{").replace("}}", "}")
        assert rule.source in told["help"]["text"]
        assert told["defaultConfiguration"]["level"] == ["error", "warning", "note"][rule.severity]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("用 {{ product.name }}", "用 {{{{ product.name }}}}"),  # 3.11.5: braces are placeholders
        ("{0}", "{{0}}"),
        ("[呲牙] a\\b", "[呲牙] a\\b"),
        ("[这里](javascript:x)", "\\[这里\\](javascript:x)"),  # 3.11.6: no link that is not ours
        ("[a\\](0)", "\\[a\\\\\\](0)"),
    ],
)
def test_a_sarif_message_is_plain_text(text: str, written: str) -> None:
    found = finding(LINE, "姜茶", notes=(Note(Words(text, text)),))._replace(words=Words(text, text))
    message = valid(FORMATS["sarif"]([found], "zh"))["results"][0]["message"]["text"]
    assert message == f"{written}\n→ {written}"


@pytest.mark.parametrize(
    ("base", "path", "uri"),
    [
        ("", "content/周 #1?.yaml", "content/%E5%91%A8%20%231%3F.yaml"),
        ("", "a:b/100%.yaml", "a%3Ab/100%25.yaml"),
        ("../x/", "a.yaml", "../x/a.yaml"),
        ("/home/tea/", "a.yaml", "file:///home/tea/a.yaml"),
        ("C:/tea/", "a.yaml", "file:///C:/tea/a.yaml"),
    ],
)
def test_a_path_is_a_uri(base: str, path: str, uri: str) -> None:
    run = valid(FORMATS["sarif"]([finding(LINE, "姜茶", path=path)], "zh", Run(base)))
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


# rdjson


def test_rdjson() -> None:
    note = Note(Words("在这里定义", "defined here"), Span(Source("brand/a.yaml", "n: 茶"), 3, 4))
    found = [finding(f"\n{LINE}", "姜茶", severity=severity, notes=(note,)) for severity in KINDS]
    found[0] = found[0]._replace(fix="红茶")
    rows = json.loads(FORMATS["rdjson"](found, "en", Run("tea/")))["diagnostics"]
    assert [row.pop("severity") for row in rows] == ["ERROR", "WARNING", "INFO"]
    where = {"start": {"line": 2, "column": 15}, "end": {"line": 2, "column": 21}}
    row = {
        "message": "this is wrong\n→ defined here (tea/brand/a.yaml:1:4)",
        "location": {"path": "tea/content/weeks/2026-W48.yaml", "range": where},
        "code": {"value": "bad-word"},
    }
    assert rows == [{**row, "suggestions": [{"range": where, "text": "红茶"}]}, row, row]


def test_to_delete_is_a_fix() -> None:
    found = [finding(LINE, "姜茶", fix="")]
    assert json.loads(FORMATS["rdjson"](found, "zh"))["diagnostics"][0]["suggestions"][0]["text"] == ""
    change = valid(FORMATS["sarif"](found, "zh"))["results"][0]["fixes"][0]["artifactChanges"][0]
    assert change["replacements"][0]["insertedContent"] == {"text": ""}


# junit


def test_junit() -> None:
    text = "a: 坏 & <b>\n"
    advice = finding(text, "坏", path="b.yaml", severity=Severity.ADVICE)
    found = [finding(text, "坏", path="a.yaml"), finding(text, "<b>", path="a.yaml"), advice]
    run = Run("tea/", ("content/c.yaml", "a.yaml"))
    assert (
        FORMATS["junit"](found, "zh", run)
        == """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="siyu" tests="3" failures="1" errors="0">
<testsuite name="siyu" tests="3" failures="1" errors="0" skipped="0">
<testcase classname="siyu" name="tea/a.yaml" file="tea/a.yaml">
<failure message="写错了" type="bad-word">tea/a.yaml:1:4
  错误[bad-word] 写错了
    |
  1 | a: 坏 &amp; &lt;b&gt;
    |    ^^

tea/a.yaml:1:8
  错误[bad-word] 写错了
    |
  1 | a: 坏 &amp; &lt;b&gt;
    |         ^^^

</failure>
</testcase>
<testcase classname="siyu" name="tea/b.yaml" file="tea/b.yaml">
<system-out>tea/b.yaml:1:4
  建议[bad-word] 写错了
    |
  1 | a: 坏 &amp; &lt;b&gt;
    |    ^^

</system-out>
</testcase>
<testcase classname="siyu" name="tea/content/c.yaml" file="tea/content/c.yaml">
</testcase>
</testsuite>
</testsuites>
"""
    )


def test_junit_has_a_case_for_every_document(project: Project) -> None:
    root = project({"content/weeks/2026-W40.yaml": "week: 2026-W40\ncolums: {}\n", "brand/templates/a.txt": "好"})
    written = {
        path.relative_to(root).as_posix()
        for top in ("brand", "content")
        for path in (root / top).rglob("*")
        if path.suffix in (".yaml", ".md", ".txt") and "assets" not in path.parts
    }
    suite = ET.fromstring(siyu("check", "--format", "junit", cwd=root).stdout)[0]
    assert {case.attrib["name"] for case in suite} == written
    assert [case.attrib["name"] for case in suite if case.find("failure") is not None] == [
        "content/weeks/2026-W40.yaml"
    ]
    assert suite.attrib["tests"] == str(len(written))


def test_formats_agree_on_the_findings() -> None:
    found = [
        finding(f"{'x' * number}坏", "坏", path=f"{number}.yaml", severity=KINDS[number % 3]) for number in range(9)
    ]
    counts = [
        len(json.loads(FORMATS["gitlab"](found, "zh"))),
        len(valid(FORMATS["sarif"](found, "zh"))["results"]),
        len(json.loads(FORMATS["rdjson"](found, "zh"))["diagnostics"]),
        len(ET.fromstring(FORMATS["junit"](iter(found), "zh"))[0]),
        *(FORMATS[format_](iter(found), "zh").count("\n") for format_ in ("concise", "json", "github")),
    ]
    assert counts == [9] * 7


def test_every_format_takes_any_iterable() -> None:
    found: list[Diagnostic] = [finding("坏", "坏"), finding("a坏", "坏")]
    for format_ in FORMATS.values():
        assert format_(iter(found), "zh") == format_(found, "zh") == format_(tuple(found), "zh")
