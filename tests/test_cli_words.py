"""Every word of the command line in Chinese and in English: click's sentences, and ours."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest

from conftest import ROOT, siyu
from siyu.cli import cli
from siyu.cli.chinese import SAID
from siyu.cli.language import asked

HAN = re.compile(r"[一-鿿]")
LATIN = re.compile(r"[A-Za-z]{2,}")
SENTENCE = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}")
SOURCES = sorted((ROOT / "pipeline" / "siyu").rglob("*.py"))
ZH, EN = {"LC_ALL": "zh_CN.UTF-8"}, {"LC_ALL": "C"}


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in names:
                yield node


def sentences() -> dict[str, tuple[str, ...]]:
    """Every sentence that the installed click hands to gettext: the singular, and what it may fill of either form."""
    found: dict[str, tuple[str, ...]] = {"required": ("required",)}  # behind a variable
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for call in calls(path, "_", "gettext", "ngettext"):
            texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if texts:
                found[texts[0]] = tuple(texts)
            else:
                assert ast.unparse(call) == "_(extra['required'])", ast.unparse(call)
    return found


def places(text: str) -> set[str]:
    """What a sentence leaves to fill, how it is shown, too: `!r` keeps a terminal's commands harmless."""
    fields = {f"{name}!{how}" if how else name for _, name, _, how in string.Formatter().parse(text) if name}
    return fields | set(re.findall(r"%\(\w+\)s", text))


def test_every_sentence_of_click_has_chinese() -> None:
    assert set(SAID) == set(sentences())


@pytest.mark.parametrize("texts", sentences().values())
def test_the_chinese_fills_the_same_places(texts: tuple[str, ...]) -> None:
    zh = SAID[texts[0]]
    assert places(zh) in [places(text) - {"number_type"} for text in texts]  # an English word
    assert HAN.search(zh) or not LATIN.search(re.sub(r"\{\w+(!r)?\}|%\(\w+\)s|Choice", "", zh))


def text_of(node: ast.expr) -> str:
    """The words of a string as written; a value to fill is a space."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return text_of(node.left) + text_of(node.right)
    return " "


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT / "pipeline" / "siyu").as_posix())
def test_every_message_is_said_in_both(path: Path) -> None:
    for call in calls(path, "Words"):
        if len(call.args) == 2:
            zh, en = map(text_of, call.args)
            where = f"{path.name}:{call.lineno} {zh!r} {en!r}"
            assert HAN.search(zh) or not SENTENCE.search(zh) or zh.startswith("pip install "), where
            assert LATIN.search(en) or not HAN.search(en), where
    for call in calls(path, "echo", "UsageError", "BadParameter", "ClickException"):
        for one in call.args[:1]:
            said = text_of(one)
            assert HAN.search(said) or not SENTENCE.search(said), f"{path.name}:{call.lineno} {said!r}"


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group, info_name=name)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        yield f"{name} {word}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")


def test_every_command_and_option_is_told_in_both() -> None:
    for name, command in [("siyu", cli), *commands(cli, "siyu")]:
        told = [(name, command.help or "")]
        told += [(f"{name} {one.opts[0]}", one.help or "") for one in command.params if isinstance(one, click.Option)]
        for where, text in told:
            assert HAN.search(text), where
            assert re.search(r" · .*[A-Za-z]{2}", text), where


# As the user meets it


@pytest.fixture(scope="module")
def foreign() -> set[str]:
    """Click's English words, that no sentence of ours needs."""
    words = {word for texts in sentences().values() for text in texts for word in LATIN.findall(re.sub(r"\{[^}]*\}|%\(\w+\)s", " ", text))}  # fmt: skip
    return words | {"OPTIONS", "ARGS", "COMMAND"}


def strange(text: str, foreign: set[str]) -> list[str]:
    """Click's words in what was said, but for the English half of our own two-language lines."""
    ours = re.sub(
        r"^  [a-z]+  | · [^\n]*(\n {10,}[^\n]*)*|exit codes|--?\w[\w-]*|'[^'\n]*'|\[[a-z][a-z|-]*\]|siyu [a-z ]+",
        " ",
        text,
        flags=re.MULTILINE,
    )
    return [word for word in LATIN.findall(ours) if word in foreign]


CASES: Mapping[str, tuple[str, int, str, str]] = {
    "help": ("--help", 0, "用法：siyu [选项] 命令 [参数]...", "Usage: siyu [OPTIONS] COMMAND [ARGS]..."),
    "help of one": ("build --help", 0, "[默认：full]", "[default: full]"),
    "help of a group": ("new --help", 0, "命令：", "Commands:"),
    "required": ("new campaign --help", 0, "[必填]", "[required]"),
    "option": ("build --nope", 2, "没有 '--nope' 这个选项", "No such option '--nope'."),
    "slip in an option": ("build --forma x", 2, "（是不是 '--format'？）", "Did you mean '--format'?"),
    "slip in a command": (
        "buidl",
        2,
        "没有 'buidl' 这个命令 （是不是 'build'？）",
        "No such command 'buidl'. Did you mean 'build'?",
    ),
    "no command": ("new nope", 2, "没有 'nope' 这个命令", "No such command 'nope'."),
    "missing": ("explain", 2, "缺少参数 'RULE'", "Missing argument 'RULE'."),
    "missing choice": ("completion", 2, "可以写：\n\tbash,", "Choose from:\n\tbash,"),
    "choice": ("completion csh", 2, "没有 'csh'，可以写：'bash', 'zsh'", "'csh' is not one of 'bash', 'zsh'"),
    "date": ("build --as-of 12.1", 2, "'12.1' 不是这样的格式：", "'12.1' does not match the format"),
    "number": ("preview --port x", 2, "'x' 不是数字", "'x' is not a valid integer"),
    "range": ("preview --port 99999", 2, "99999 不在范围里：0<=x<=65535", "99999 is not in the range 0<=x<=65535."),
    "no value": ("build --week", 2, "选项 '--week' 后面要写 1 个值", "Option '--week' requires an argument."),
    "value": ("init --yes=no", 2, "选项 '--yes' 后面不用写值", "Option '--yes' does not take a value."),
    "too much": ("rules alpha beta", 2, "多写了：alpha beta", "Got unexpected extra arguments (alpha beta)"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_click_says(case: str, foreign: set[str], tmp_path: Path) -> None:
    line, code, zh, en = CASES[case]
    chinese, english = (siyu(*line.split(), env=env, cwd=tmp_path) for env in (ZH, EN))
    assert chinese.returncode == english.returncode == code
    said, told = chinese.stdout + chinese.stderr, english.stdout + english.stderr
    assert zh in said
    assert en in told
    assert strange(said, foreign) == []
    assert strange(told, foreign)  # so the search finds what it looks for


def test_a_bare_siyu_shows_its_commands(foreign: set[str]) -> None:
    run = siyu(env=ZH)
    assert (run.returncode, run.stdout) == (2, "")
    assert strange(run.stderr, foreign) == []


@pytest.mark.parametrize(
    ("lang", "asks", "ends"), [("zh", "1/6 哪个行业", "没有答完"), ("en", "1/6 which trade", "not all")]
)
def test_questions(lang: str, asks: str, ends: str, foreign: set[str], tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "siyu", "init", "a", "--lang", lang],
        cwd=tmp_path, input="coffee\n", capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert run.returncode == 2
    assert asks in run.stdout
    assert ends in run.stderr
    if lang == "zh":
        assert strange(run.stdout + run.stderr, foreign) == []


@pytest.mark.parametrize(
    ("args", "locale", "lang"),
    [
        ([], "zh_CN.UTF-8", "zh"),
        ([], "C", "en"),
        (["check", "--lang", "zh"], "C", "zh"),
        (["check", "--lang=en", "--nope"], "zh_CN.UTF-8", "en"),
        (["--lang", "zh", "--lang", "en"], "C", "en"),
        (["check", "--lang"], "zh_CN.UTF-8", "zh"),
        (["check", "--lang", "fr"], "C", "en"),
        (["check", "--lang", "fr"], "zh_CN.UTF-8", "zh"),
    ],
)
def test_the_language_is_known_before_anything_is_parsed(
    args: list[str], locale: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert asked(args) == lang


def test_a_mistake_beside_lang_is_told_in_it(tmp_path: Path) -> None:
    assert "没有 '--nope' 这个选项" in siyu("check", "--nope", "--lang", "zh", env=EN, cwd=tmp_path).stderr
    assert "No such option" in siyu("check", "--nope", "--lang=en", env=ZH, cwd=tmp_path).stderr


def test_an_unknown_sentence_stays_as_it_is() -> None:
    code = "import gettext\nfrom siyu.cli.chinese import speak\nspeak()\nprint(gettext.gettext('x'), gettext.ngettext('a', 'b', 1), gettext.ngettext('a', 'b', 2))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "x a b\n"
