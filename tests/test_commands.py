"""docs/commands.md says what every command takes, in both languages, from the commands themselves, and leads to the page of every rule.

SIYU_GOLDEN=write uv run pytest -n 0 tests/test_commands.py writes both pages again; look at the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import click
import pytest

from conftest import ROOT
from siyu.cli import cli
from siyu.report.words import SEVERITY, say
from siyu.rules import RULES

SUFFIX = {"en": ".md", "zh": ".zh-CN.md"}
HAN = re.compile(r"[一-鿿]")
HEADS = {
    "en": """# Commands

[中文](commands.zh-CN.md)

Written from the program; `siyu COMMAND --help` says the same. Every command takes `--lang zh|en`, which is the locale's without it, and `--help`.
Exit codes: 0 no errors · 1 the content has errors, nothing is published · 2 wrong usage · 3 siyu or the disk failed.
""",
    "zh": """# 命令

[English](commands.md)

这一页由程序自己写出，和 `siyu 命令 --help` 说的一样。每个命令都有 `--lang zh|en`（不写就跟着系统）和 `--help`。
退出码：0 没有错误 · 1 内容有错误，什么都不发布 · 2 用法不对 · 3 siyu 或磁盘出了错。
""",
}
RULES_HEAD = {
    "en": "## The rules\n\n`siyu explain RULE` prints the page.\n\n| rule | | finds |\n|---|---|---|\n",
    "zh": "## 规则\n\n`siyu explain 规则` 打印出那一页。\n\n| 规则 | | 找什么 |\n|---|---|---|\n",
}


def told(text: str, lang: str) -> str:
    """One language of a line `中文 · English`; what stands before the Chinese, and a default behind the English, belong to both."""
    zh, dot, en = text.partition(" · ")
    if not dot:
        return text
    note = re.search(r"  \[[^\]]+\]$", en)
    first = HAN.search(zh)
    lead = zh[: first.start()] if first and re.search(r"\s{2,}$", zh[: first.start()]) else ""
    return f"{zh}{note[0] if note and ' ' not in note[0].strip() else ''}" if lang == "zh" else f"{lead}{en}"


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its whole name."""
    context = click.Context(group, info_name=name)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None, word
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


def usage(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    return " ".join(
        [name, "[OPTIONS]", *(one.make_metavar(context) for one in command.params if isinstance(one, click.Argument))]
    )


def options(command: click.Command, lang: str) -> str:
    """The rows of a command's table."""
    context = click.Context(command)
    rows = []
    for one in command.params:
        if not isinstance(one, click.Option) or one.name == "lang":
            continue
        assert one.help and " · " in one.help, (command.name, one.opts)
        value = "" if one.is_flag else f" {one.make_metavar(context)}"
        says = told(one.help, lang) + (f"  [{one.default}]" if one.show_default else "")
        cells = (f"{', '.join(f'`{name}`' for name in one.opts)}{f' `{value.strip()}`' if value else ''}", says)
        rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n")
    return "".join(["| | |\n", "|---|---|\n", *rows]) if rows else ""


def words(command: click.Command, lang: str) -> str:
    """Its help without the first line, and what stands below it: prose as prose, examples as they are."""
    parts = [part for part in re.split(r"\n\s*\n", (command.help or "").strip())[1:] if part.strip()]
    made = []
    for part in [*parts, command.epilog or ""]:
        lines = [line for line in part.replace("\b", "").splitlines() if line.strip()]
        if "\b" in part:
            made.append("```\n" + "".join(f"{told(line.strip(), lang)}\n" for line in lines) + "```\n")
        elif lines:
            made.append(_sentence(told(" ".join(line.strip() for line in lines), lang)) + "\n")
    return "\n".join(made)


def page(lang: str) -> str:
    """The whole page; what `siyu new` makes stands together where it takes the same."""
    groups: dict[tuple[str, ...], list[tuple[str, click.Command]]] = {}
    for name, command in commands(cli, "siyu"):
        key = ("new", options(command, lang), words(command, lang)) if name.startswith("siyu new ") else (name,)
        groups.setdefault(key, []).append((name, command))
    parts = [HEADS[lang]]
    for some in groups.values():
        (name, command), *more = some
        says = [_sentence(told((one.help or "").splitlines()[0], lang)) for _, one in some]
        if more:
            parts.append(f"## siyu new {' · '.join(one.rpartition(' ')[2] for one, _ in some)}\n")
            parts.append("".join(f"- `{usage(*one)}`: {line}\n" for one, line in zip(some, says, strict=True)))
        else:
            parts += [f"## {name}\n", f"{says[0]}\n", f"```\n{usage(name, command)}\n```\n"]
        parts += [text for text in (words(command, lang), options(command, lang)) if text]
    rows = (
        f"| [`{rule.name}`](../tests/rules/{rule.name}.md) | {say(SEVERITY[rule.severity], lang)} | {say(rule.what, lang)} |\n"
        for rule in RULES.values()
    )
    return "\n".join([*parts, RULES_HEAD[lang] + "".join(rows)])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


@pytest.mark.parametrize("lang", SUFFIX)
def test_the_page_says_what_the_commands_take(lang: str) -> None:
    path = ROOT / "docs" / f"commands{SUFFIX[lang]}"
    made = page(lang)
    if os.environ.get("SIYU_GOLDEN") == "write":
        path.write_text(made, "utf-8", newline="")
    assert path.read_text("utf-8") == made, "SIYU_GOLDEN=write"


def test_it_leads_to_every_rule_and_to_nothing_else() -> None:
    for suffix in SUFFIX.values():
        led = re.findall(r"\]\(\.\./tests/rules/(\S+)\.md\)", (ROOT / "docs" / f"commands{suffix}").read_text("utf-8"))
        assert led == list(RULES)
        assert all((ROOT / "tests" / "rules" / f"{name}.md").is_file() for name in led)


def test_each_language_stands_alone() -> None:
    """No Chinese in what the English page says of a command, but for names that are Chinese; no line in English only on the other."""
    english = (ROOT / "docs" / "commands.md").read_text("utf-8").partition("## The rules")[0]
    left = [line for line in english.splitlines()[4:] if HAN.search(re.sub(r"`[^`]*`", "", line))]
    assert [line for line in left if not line.startswith("siyu ")] == []
    chinese = (ROOT / "docs" / "commands.zh-CN.md").read_text("utf-8").partition("## 规则")[0]
    assert [
        line for line in chinese.splitlines() if " · " in line and not line.startswith(("退出码", "## siyu "))
    ] == []
