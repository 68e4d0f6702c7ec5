"""Copy and templates: what they can say, what they cannot do, and that their mistakes are told where they are written."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Project, siyu, tree
from siyu.diagnostic import Problem
from siyu.placeholders import fill, named
from siyu.sandbox import MAX_OUTPUT
from siyu.source import Source, Text
from siyu.templating import Template, compile_templates

NAMES: dict[str, Any] = {
    "brand": {"name": "半糖山", "slogan": None, "links": {"mini": "https://mini.example"}},
    "product": {"name": "桂花{{ brand.name }}乌龙", "price": "16", "list_price": "18", "link": None},
    "products": [{"name": "甲", "price": "1", "link": None}, {"name": "乙", "price": "2", "link": "https://b.example"}],
    "hook": "降温",
    "tip": None,
    "ip": None,
    "nickname": None,
}


def text(value: str) -> Text:
    return Text(value, Source("copy.txt", value), 0, len(value))


def template(value: str) -> Template:
    made, found = compile_templates({"t": Source("brand/templates/t.txt", value)})
    assert not found, found[0].words.en
    return made["t"]


def refused(value: str) -> str:
    made, found = compile_templates({"t": Source("brand/templates/t.txt", value)})
    assert not made
    (only,) = found
    return only.words.en


def failure(value: str, names: dict[str, Any] = NAMES) -> tuple[str, str, str]:
    """The rule, the characters it points at, and the words of a copy's or template's problem."""
    with pytest.raises(Problem) as caught:
        template(value).render(names) if "{%" in value or "|" in value else fill(text(value), names)[0]
    problem = caught.value
    assert problem.end is not None
    return (
        problem.rule,
        value[problem.start : problem.end],
        " / ".join([problem.words.en, *(n.en for n in problem.notes)]),
    )


# --- copy ---


@pytest.mark.parametrize(
    ("copy", "said"),
    [
        ("{{ hook }}，{{brand.name}}", "降温，半糖山"),
        ("{{ product.name }}", "桂花{{ brand.name }}乌龙"),  # rendered once, never again
        ("【姓名】{a} %NICKNAME% 100%", "【姓名】{a} %NICKNAME% 100%"),  # blanks and others' placeholders are not ours
        ("{ 一 }", "{ 一 }"),
        ("｛{{ hook }}｝", "｛降温｝"),
        ("", ""),
    ],
)
def test_copy_is_filled_once(copy: str, said: str) -> None:
    assert fill(text(copy), NAMES)[0] == said


@pytest.mark.parametrize(
    ("copy", "rule", "wrong", "hint"),
    [
        ("早{{ hok }}", "unknown-name", "hok", "did you mean hook"),
        ("早{{ brand.nmae }}", "unknown-name", "brand.nmae", "brand.name"),
        ("早{{ prodct.name }}", "unknown-name", "prodct.name", "did you mean product.name"),
        ("早{{ prodct.nmae }}", "unknown-name", "prodct.nmae", "did you mean product.name"),
        ("早{{ bran.links.mini }}", "unknown-name", "bran.links.mini", "did you mean brand.links"),
        ("早{{ brand.links.mino }}", "unknown-name", "brand.links.mino", "brand.links.mini"),
        ("早{{ product.price.yuan }}", "unknown-name", "product.price.yuan", "did you mean product.price"),
        ("早{{ product }}", "unknown-name", "product", "product.name"),
        ("早{{ tip }}", "name-not-given", "tip", "not given"),
        ("早{{ brand.slogan }}", "name-not-given", "brand.slogan", "not given"),
        ("早{{ ip.nickname }}", "name-not-given", "ip.nickname", "no brand IP"),
        ("早{{ nickname }}", "name-not-given", "nickname", "no recipient"),
        ("早{{ product.link }}", "name-not-given", "product.link", "no link"),
        ("早{{ product.__class__ }}", "unknown-name", "product.__class__", ""),
        ("早{{ hook.__init__.__globals__ }}", "unknown-name", "hook.__init__.__globals__", ""),
        ("早{{ product.items }}", "unknown-name", "product.items", ""),
        ("早{{ brand.name() }}", "template-syntax", "{{", "placeholder"),
        ("早{{ 7*7 }}", "template-syntax", "{{", "placeholder"),
        ("早{{ hook", "template-syntax", "{{", "placeholder"),
        ("早 hook }}", "template-syntax", "}}", "placeholder"),
        ("早{{{ hook }}}", "template-syntax", "{{", "placeholder"),
        ("早｛｛ hook ｝｝", "template-syntax", "｛｛", "placeholder"),
        ("早{｛ hook }}", "template-syntax", "{｛", "placeholder"),
        ("早｛{ hook }}", "template-syntax", "｛{", "placeholder"),
        ("早{{ hook }｝", "template-syntax", "{{", "placeholder"),
        ("早{ hook }", "template-syntax", "{ hook }", "placeholder"),
        ("早｛ hook ｝", "template-syntax", "｛ hook ｝", "placeholder"),
        ("早{product.name}", "template-syntax", "{product.name}", "placeholder"),
        ("早{{ a..b }}", "unknown-name", "a..b", ""),
    ],
)  # fmt: skip
def test_a_mistake_in_copy_is_told_at_its_characters(copy: str, rule: str, wrong: str, hint: str) -> None:
    assert failure(copy)[:2] == (rule, wrong)
    assert hint in failure(copy)[2]


def test_copy_has_no_conditions() -> None:
    with pytest.raises(Problem) as caught:
        fill(text("{% if hook %}"), NAMES)
    assert "brand/templates" in caught.value.words.en


# --- templates ---


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            "{% for p in products %}{{ loop.index }}.{{ p.name }}{% if not loop.last %}、{% endif %}{% endfor %}",
            "1.甲、2.乙",
        ),
        ("{{ product.name }}", "桂花{{ brand.name }}乌龙"),
        ("{% if tip %}{{ tip }}{% else %}无{% endif %}", "无"),
        ("{% if tip is defined %}{{ tip }}{% else %}无{% endif %}", "无"),
        ("{{ tip | default('常温') }}|{{ hook | default('常温') }}", "常温|降温"),
        ("{{ products | join('、', attribute='name') }}", "甲、乙"),
        (
            "{{ products | length }}{{ (products | first).name }}{{ (products | last).name }}{{ ' x ' | trim }}",
            "2甲乙x",
        ),
        ("{% if product.price != product.list_price %}优惠{% endif %}", "优惠"),
        ("{{ products[1].name }}{{ product['price'] }}", "乙16"),
        ("{% raw %}{{ hook }}{% endraw %}{# 备注 #}", "{{ hook }}"),
        ("【姓名】 %NICKNAME%", "【姓名】 %NICKNAME%"),
    ],
)
def test_templates_may_use_loops_and_conditions(source: str, said: str) -> None:
    assert template(source).render(NAMES) == said
    assert template(source).render(NAMES) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("甲{% if hook %}乙{% endif %}\n丙", "甲乙\n丙"),  # a tag after a text ends its line like any word
        ("甲{% if tip %}乙{% endif %}\n\n丙", "甲\n\n丙"),
        ("{{ hook }}{# 备注 #}\n丙", "降温\n丙"),
        ("甲\n{% if hook %}\n乙\n{% endif %}\n丙", "甲\n乙\n丙"),  # a tag alone on its line leaves no line behind
        ("甲\n  {% if tip %} {# 无 #}\n乙\n{% endif %}\n丙", "甲\n丙"),
        ("{% for p in products %}\n{{ p.name }}{% if not loop.last %}；{% endif %}\n{% endfor %}", "甲；\n乙\n"),
        ("甲{% if hook -%}\n乙{% endif %}", "甲乙"),
    ],
)
def test_lines_end_where_the_author_ends_them(source: str, said: str) -> None:
    assert template(source).render(NAMES) == said


@pytest.mark.parametrize(
    "source",
    [
        "{{ hook.upper() }}", "{{ product.items() }}", "{{ range(9) }}", "{{ self.x() }}", "{{ 'a' ~ 'b' }}", "{{ 'a' * 99999999 }}",
        "{{ 10 ** 10 ** 10 }}", "{{ 1 + 1 }}", "{{ -1 }}", "{{ [1] }}", "{{ (1, 2) }}", "{{ {'a': 1} }}", "{{ products[0:1] }}", "{{ 1.5 }}",
        "{{ 'x' | center(10 ** 9) }}", "{{ 'x' | center(999999999) }}", "{{ '%s' | format(hook) }}", "{{ hook | attr('__class__') }}",
        "{{ products | map(attribute='name') | join }}", "{{ hook | replace('a', 'b') }}", "{{ products | tojson }}", "{{ products | pprint }}",
        "{% macro m() %}{% endmacro %}", "{% include 'x' %}", "{% import 'x' as y %}", "{% extends 'x' %}", "{% from 'x' import y %}",
        "{% set a = 1 %}", "{% block a %}{% endblock %}", "{% call m() %}{% endcall %}", "{% filter trim %}{% endfilter %}",
        "{% with a = 1 %}{% endwith %}", "{% autoescape true %}{% endautoescape %}", "{% autoescape true %}{{ hook }}{% endautoescape %}", "{% for a, b in products %}{% endfor %}",
        "{% do 1 %}", "{% break %}", "{{ hook is callable }}", "{{ hook is filter }}", "{{ hook |", "{% if %}", "{% endif %}", "{{ }}",
        "{{ '" + "9" * 9 + "' | join(attribute=1.0) }}", "{{ " + "9" * 5000 + " }}",
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_refused_before_it_becomes_code(source: str) -> None:
    assert refused(source)


@pytest.mark.parametrize(
    ("source", "rule", "wrong", "hint"),
    [
        ("好\n{% if x %}{% endif %}{{ hok }}", "unknown-name", "x", ""),
        ("好 hok\n{{ hok | trim }}", "unknown-name", "hok", "did you mean hook"),
        ("{% if produt.name %}{% endif %}", "unknown-name", "produt.name", "did you mean product"),
        ("{{ product.nmae | trim }}", "unknown-name", "product.nmae", "product.name"),
        ("{{ product.__class__ | trim }}", "unknown-name", "product.__class__", ""),
        ("{{ product.items | trim }}", "unknown-name", "product.items", ""),
        ("{{ hook.__init__ | trim }}", "unknown-name", "hook.__init__", "hook"),
        ("{{ loop | trim }}", "unknown-name", "{{ loop | trim }}", ""),
        ("{% for p in products %}{{ p.nmae }}{% endfor %}", "unknown-name", "{% for p in products %}{{ p.nmae }}{% endfor %}", "did you mean name"),
        ("{% for p in products %}\n{{ p.link }}{% endfor %}", "name-not-given", "p.link", "p.link"),
        ("{% if hook %}\n好 {{ tip }}{% endif %}", "name-not-given", "tip", "tip"),
        ("{% if hook %}{{ product.link }}{% endif %}", "name-not-given", "product.link", "no link"),
        ("{% if hook %}{{ products }}{% endif %}", "unknown-name", "products", "not a text"),
        ("{% if hook %}{{ product }}{% endif %}", "unknown-name", "product", "product.name"),
        ("{% if hook %}{{ hook == hook }}{% endif %}", "unknown-name", "{% if hook %}{{ hook == hook }}{% endif %}", "not a text"),
        ("{% for x in hook %}{% endfor %}", "template-error", "{% for x in hook %}{% endfor %}", "list"),
        ("好\n{% for x in tip %}{% endfor %}", "template-error", "{% for x in tip %}{% endfor %}", "list"),
        ("好\n{% if hook < products %}{% endif %}", "template-error", "{% if hook < products %}{% endif %}", "fails"),
        ("{{ products | join('、') }}", "unknown-name", "{{ products | join('、') }}", "not a text"),
        ("{{ products | join('、', attribute='link') }}", "name-not-given", "{{ products | join('、', attribute='link') }}", "link"),
        ("{{ products | join('、', attribute='__class__') }}", "unknown-name", "{{ products | join('、', attribute='__class__') }}", ""),
        ("{{ tip | first }}", "template-error", "{{ tip | first }}", ""),
        ("{{ product[products] | trim }}", "unknown-name", "{{ product[products] | trim }}", ""),
    ],
)  # fmt: skip
def test_a_mistake_in_a_template_is_told_where_it_is_written(source: str, rule: str, wrong: str, hint: str) -> None:
    assert failure(source)[:2] == (rule, wrong)
    assert hint in failure(source)[2]


def test_none_is_never_printed() -> None:
    for source in (
        "{{ tip | trim }}",
        "{{ tip | join }}",
        "{{ none }}",
        "{{ tip if tip else none }}",
        "{{ products | join }}",
    ):
        with pytest.raises(Problem):
            template(source).render(NAMES)


# --- braces and syntax, told in the author's words ---


@pytest.mark.parametrize(
    ("source", "before", "wrong"),
    [
        ("{% if hook %}\n  ｛｛ hook ｝｝{% endif %}", "{% if hook %}\n  ", "｛｛"),
        ("{# ｛｛ #}{｛ hook }}", "{# ｛｛ #}", "{｛"),
        ("  {% if hook %}\n{% endif %}\n hook }}", "  {% if hook %}\n{% endif %}\n hook ", "}}"),
        ("{% raw %}}}{% endraw %} }}", "{% raw %}}}{% endraw %} ", "}}"),
        ("{{ hook }} ｛% if hook %}", "{{ hook }} ", "｛%"),
        ("{{ '}}' }}{{ hook -}}  %}", "{{ '}}' }}{{ hook -}}  ", "%}"),
        ("{{ hook }}{{ hook }}}}", "{{ hook }}{{ hook }}", "}}"),
    ],
)
def test_braces_that_would_be_pasted_are_refused(source: str, before: str, wrong: str) -> None:
    _, (found,) = compile_templates({"t": Source("t.txt", source)})
    assert found.rule == "template-syntax" and found.words.en.startswith("braces")
    assert (source[: found.span.start], source[found.span.start : found.span.end]) == (before, wrong)


@pytest.mark.parametrize("bare", ["{ hook }", "{product.name}", "｛ hook ｝", "{ hook ｝"])
def test_a_known_name_in_single_braces_is_told(bare: str) -> None:
    assert failure(f"{{% if hook %}}\n早{bare}{{% endif %}}")[:2] == ("template-syntax", bare)
    assert template(f"早{bare}").render({"week": "好"}) == f"早{bare}"  # braces of the author's own


def test_braces_of_the_authors_own_stay_in_a_template() -> None:
    assert template("{ 一 } ｛{{ hook }}｝{# { hook } #}").render(NAMES) == "{ 一 } ｛降温｝"
    assert template("{% raw %}{ hook } ｛｛{% endraw %}").render(NAMES) == "{ hook } ｛｛"


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("好\n{% if hook %}\n{% if tip %}{% endif %}\n好\n", 2, "if 没有结束"),
        ("好\n{% for p in products %}\n{% if tip %}\n{% endfor %}\n", 4, "{% endif %}"),
        ("好\n{% fi hook %}", 2, "没有“fi”"),
        ("{% if hook %}\n{% elseif tip %}{% endif %}", 2, "没有“elseif”"),
        ("好\n{% endif %}", 2, "成对"),
        ("好\n{{ product name }}", 2, "却写了“name”"),
        ("好\n{{ hook\n好", 2, "“}}”"),
        ("好\n{{ hook }\n好", 2, "花括号"),
        ("好\n{{ hook ｝｝", 2, "花括号"),
        ("好\n{{ }}", 2, "少了名字"),
        ("好\n{{ hook. }}", 2, "少了名字"),
        ("好\n{% for p of products %}{% endfor %}", 2, "“in”"),
        ("好\n{{ hook！ }}", 2, "！"),
        ("好\n{# 备注\n好", 2, "注释"),
        ("好\n{% raw %}\n好", 2, "raw"),
        ("好\n{{ [1] }}", 2, "列表"),
        ("好\n{{ 1.5 }}", 2, "小数"),
        ("好\n{% set a = 1 %}", 2, "set"),
        ("好\n{{ hook | replace('a', 'b') }}", 2, "过滤器"),
    ],
)
def test_jinja_is_told_in_chinese_and_on_its_line(source: str, line: int, said: str) -> None:
    _, (found,) = compile_templates({"t": Source("t.txt", source)})
    assert str(found.span).startswith(f"t.txt:{line}:") and said in found.words.zh
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", found.words.zh)


# --- bounds ---


def test_output_is_bounded() -> None:
    many = {"products": [{"name": "甲" * 1000}] * 300, "s": "x" * 60000}
    for source in (
        "{% for p in products %}{{ p.name }}{% endfor %}",
        "{{ products | join(s, attribute='name') }}",
        "{% for p in products %}{{ s }}{% endfor %}",
        "{% for p in products %}" + "字" * 60000 + "{% endfor %}",
    ):
        with pytest.raises(Problem) as caught:
            template(source).render(many)
        assert caught.value.rule == "template-too-large"
    assert (
        len(template("{% for p in products %}{{ p.name }}{% endfor %}").render({"products": many["products"][:262]}))
        <= MAX_OUTPUT
    )


def test_loops_are_bounded_by_passes_and_by_the_length_of_their_body() -> None:
    many = {"products": [{"name": ""}] * 200, "a": ""}
    nested = "{% for p in products %}{% for q in products %}{% endfor %}{% endfor %}"
    long = "{% for p in products %}" + "{% if a %}{% endif %}" * 2500 + "{% endfor %}"
    for source in (nested, long):
        made, began = template(source), time.process_time()
        with pytest.raises(Problem) as caught:
            made.render(many)
        assert caught.value.rule == "template-too-large"
        assert time.process_time() - began < 1
    assert (
        template("{% for p in products %}{{ loop.index }}{% endfor %}").render(many).endswith("200")
    )  # fuel is filled up again


def test_a_template_is_64_kib_at_most() -> None:
    assert template("字" * 65536).render({}) == "字" * 65536
    assert "64 KiB" in refused("字" * 65537)


@pytest.mark.parametrize(
    "source",
    [
        "{{ " + "(" * 30000 + "1" + ")" * 30000 + " }}",
        "{{ a" + ".a" * 30000 + " }}",
        "{{ a" + "[0]" * 20000 + " }}",
        "{{ a" + "|trim" * 12000 + " }}",
        "{{ a" + " and a" * 10000 + " }}",
        "{{ " + "not " * 16000 + "a }}",
        "{{ a" + " == a" * 12000 + " }}",
        "{{ a" + " if a else a" * 5000 + " }}",
        "{% if a %}" * 3000 + "{% endif %}" * 3000,
        "{% for a in b %}" * 1900 + "{% endfor %}" * 1900,
        "{% if a %}" + "{% elif a %}" * 5000 + "{% endif %}",
        "{{ a }}" * 9000,
        "".join(f"{{{{a{n}}}}}" for n in range(7000)),
        "\n".join(f"{{{{a{n}}}}}" for n in range(6000)),
        "{%" * 32000,
        "x{%" * 21000 + "\n%}",
        "{% if a %}" + "x{# #}\n" * 9000 + "{% endif %}",
        "{% if a %}x{% endif %}" * 2900,
        "{{ '" + "x" * 65000 + "' }}",
    ],
    ids=lambda source: source[:24],
)
def test_huge_and_deep_templates_end_in_a_text_or_a_message(source: str) -> None:
    assert len(source) <= 65536
    began = time.process_time()
    made, found = compile_templates({"t": Source("t.txt", source)})
    assert len(made) + len(found) == 1
    for compiled in made.values():
        with suppress(Problem):
            assert len(compiled.render({"a": "甲", "b": ["甲"]})) <= MAX_OUTPUT
    assert time.process_time() - began < 20


TOKENS = "{{ }} {% %} {# #} {{- -%} if else elif endif for endfor in p products product hook tip .name .link . | join default first last length trim ( ) [ ] ' \" , = == != < 0 1 9 None none true not and or is defined loop loop.index set x __class__ .__class__ .items () ~ + - * ** % 字 ｛｛ \n raw endraw { }".split(" ")  # noqa: SIM905  # fmt: skip


@given(st.lists(st.sampled_from(TOKENS), max_size=25))
@settings(max_examples=600)
def test_any_soup_is_a_text_a_problem_or_a_diagnostic(soup: list[str]) -> None:
    for source in (" ".join(soup), "{{ " + " ".join(soup) + " }}", "".join(soup)):
        try:
            assert "None" in source or "None" not in fill(text(source), NAMES)[0]
        except Problem as problem:
            assert problem.end is not None
        made, found = compile_templates({"t": Source("t.txt", source)})
        assert len(made) + len(found) == 1
        for compiled in made.values():
            try:
                said = compiled.render(NAMES)
            except Problem as problem:
                assert problem.end is not None
                assert 0 <= problem.start <= problem.end <= len(source)
            else:
                assert said == compiled.render(NAMES)
                assert "None" in source or "None" not in said
                assert "<" in source or "<" not in said  # no object ever shows itself


@pytest.mark.parametrize(
    "copy",
    ["{{" * 32000, "{" * 65000, "{ a" * 20000, "{{ " + " " * 60000, "{{ a" + ".a" * 30000 + " }}", "{% " * 20000],
)
def test_copy_of_nothing_but_braces_is_told_quickly(copy: str) -> None:
    began = time.process_time()
    with suppress(Problem):
        fill(text(copy), NAMES)
    named(copy)
    assert time.process_time() - began < 1


# --- in a project ---

WEEK = "week: 2026-W40\ncolumns:\n  noon-cup:\n    mon: {product: osmanthus, %s}\n    tue: {product: osmanthus}\n    wed: {product: osmanthus}\n"
TIERS = {f"brand/tiers/{name}.yaml": f"name: {name}群\n" for name in ("low", "mid", "top")}


def test_a_field_in_wrong_braces_is_one_message(project: Project) -> None:
    column = "name: 午间\nkind: product\npurpose: conversion\nchannel: moments\nwhen: mon-wed 11:40\nneeds: [product]\naccepts: [hook]\ntemplate: noon\n"
    files = {"content/columns/noon-cup.yaml": column, "content/weeks/2026-W40.yaml": WEEK % "hook: 降温"}
    root = project(files)
    for wrong in ("｛｛ hook ｝｝", "{｛ hook }}", "{ hook }", "{{ hook }", "{{ hook ｝｝"):
        (root / "brand/templates").mkdir(exist_ok=True)
        (root / "brand/templates/noon.txt").write_text(f"早\n{wrong}\n", "utf-8")
        done = siyu("check", "--lang", "zh", "--format", "concise", cwd=root)
        assert [line.partition(" ")[0] for line in done.stdout.splitlines()] == ["brand/templates/noon.txt:2:1:"]


def test_one_mistake_in_copy_shared_by_three_tiers_is_one_message(project: Project) -> None:
    root = project({**TIERS, "content/weeks/2026-W40.yaml": WEEK % 'copy: "早 {{ product.nmae }}"'})
    done = siyu("check", "--lang", "en", "--format", "concise", cwd=root)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "content/weeks/2026-W40.yaml:4:43: error[unknown-name] no name product.nmae is known here"
    ]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("早\n{{ product.nmae }}", "2:4"),
        ("早\n\n字{{ hok }}字", "3:5"),
        ("{% if hook %}\n{{ hook }}{% endif %}", "1:7"),
    ],
)
def test_one_mistake_in_a_template_is_one_message(project: Project, source: str, place: str) -> None:
    column = "name: 午间\nkind: product\npurpose: conversion\nchannel: moments\nwhen: mon-wed 11:40\nneeds: [product]\ntemplate: noon\n"
    root = project({**TIERS, "brand/templates/noon.txt": source, "content/columns/noon-cup.yaml": column})
    done = siyu("check", "--format", "concise", cwd=root)
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"brand/templates/noon.txt:{place}: error[unknown-name]")


def test_a_template_that_writes_what_an_entry_may_leave_out_is_one_message(project: Project) -> None:
    column = "name: 午间\nkind: product\npurpose: conversion\nchannel: moments\nwhen: mon-wed 11:40\nneeds: [product]\naccepts: [hook]\ntemplate: noon\n"
    root = project({"brand/templates/noon.txt": "早\n字{{ hook }}\n", "content/columns/noon-cup.yaml": column})
    done = siyu("check", "--lang", "en", cwd=root)
    assert done.stdout.count("name-not-given") == 1
    assert "brand/templates/noon.txt:2:5" in done.stdout
    assert "content/weeks/2026-W40.yaml:" in done.stdout  # an entry that has no hook


@pytest.mark.parametrize(
    ("path", "content", "place"),
    [
        ("content/welcome/hi.md", "---\nevent: contact-added\n---\n你好 👋🏻，{{ brand.nmae }}\n", "4:10"),
        ("content/columns/menu.yaml", "name: 菜单\nkind: brand\npurpose: brand\nchannel: group\nwhen: mon 09:00\ncopy: |\n  一\n    二 👋🏻 {{ brand.nmae }}\n", "8:13"),
        ("content/columns/menu.yaml", "name: 菜单\nkind: brand\npurpose: brand\nchannel: group\nwhen: mon 09:00\ncopy: \"一{{ brand.nmae }}\"\n", "6:12"),
        ("content/columns/menu.yaml", "name: 菜单\nkind: brand\npurpose: brand\nchannel: group\nwhen: mon 09:00\ncopy: 一{{ brand.nmae }}\n", "6:11"),
        ("content/columns/menu.yaml", "name: 菜单\nkind: brand\npurpose: brand\nchannel: task\nwhen: mon 09:00\nchecklist: [看 {{ brand.nmae }}]\n", "6:18"),
        ("content/sop/owner.yaml", "tasks:\n  look: {name: 看群, when: daily 09:00, checklist: [\"看 {{ brand.nmae }}\"]}\n", "2:57"),
        ("content/announcements/all.md", "---\nwhen: mon 09:00\npick: \"{{ n }} {{ product.nmae }}\"\n---\n{{ picks }}\n", "3:19"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_told_at_its_own_characters(project: Project, path: str, content: str, place: str) -> None:
    done = siyu("check", "--lang", "en", "--format", "concise", cwd=project({path: content}))
    if "checklist: [看 {{" in content:
        assert done.returncode == 1  # flow YAML eats the braces: told by the parser
        return
    assert [line.partition(" ")[0] for line in done.stdout.splitlines()] == [f"{path}:{place}:"]


def test_nickname_is_spelled_per_channel(project: Project) -> None:
    hello = "---\nevent: %s\n---\n{{ nickname }}，你好\n"
    root = project({"content/welcome/a.md": hello % "group-joined"})
    assert siyu("build", root).returncode == 0
    assert tree(root / "output")["welcome/all/group-joined.txt"].decode() == "%NICKNAME%，你好"
    (root / "content/welcome/b.md").write_text(hello % "contact-added", "utf-8")
    done = siyu("check", "--lang", "en", "--format", "concise", cwd=root)
    assert "content/welcome/b.md:4:4: error[name-not-given]" in done.stdout


def test_names_that_hold_placeholders_stay_as_typed(project: Project) -> None:
    product = 'name: "桂花 {{ brand.name }} {% if %}"\nrole: traffic\npoint: "好 {{ nope }}"\nprice: 16\nlink: https://mini.example/p\n'
    root = project({"brand/products/osmanthus.yaml": product})
    assert siyu("build", root).returncode == 0
    (posts,) = {data for path, data in tree(root / "output").items() if "/moments/" in path}
    assert posts.decode().startswith("桂花 {{ brand.name }} {% if %}，好 {{ nope }}。")
