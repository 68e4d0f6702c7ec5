"""What click says, in Chinese.

In: click's own sentences, as it hands them to gettext. Out: ours, where the language is Chinese.
Promise: every sentence of the click that is installed has one here, with the same places to fill (tests/test_cli_words.py looks).

A table and not a compiled catalogue: it is read as it is, and Windows, which sets none of gettext's variables, needs no second way.
"""

from __future__ import annotations

import gettext

import click

SAID: dict[str, str] = {
    # help
    "Usage:": "用法：",
    "Options": "选项",
    "Positional arguments": "参数",
    "Commands": "命令",
    "Show this message and exit.": "显示帮助",
    "Show the version and exit.": "显示版本",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "env var: {var}": "环境变量：{var}",
    "default: {default}": "默认：{default}",
    "(dynamic)": "（运行时定）",
    "required": "必填",
    "deprecated": "已废弃",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    # wrong usage
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "看帮助：{command} {option}",
    "Missing command.": "没有写命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少 {param_type}",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Choose from:\n\t{choices}": "可以写：\n\t{choices}",
    "No such option {name!r}.": "没有 {name!r} 这个选项",
    "No such command {name!r}.": "没有 {name!r} 这个命令",
    "Did you mean {possibility}?": "（是不是 {possibilities}？）",
    "Got unexpected extra argument ({args})": "多写了：{args}",
    "Option {name!r} does not take a value.": "选项 {name!r} 后面不用写值。",
    "Option {name!r} requires an argument.": "选项 {name!r} 后面要写 {nargs} 个值。",
    "Argument {name!r} takes {nargs} values.": "参数 {name!r} 要写 {nargs} 个值。",
    "Takes {nargs} values but 1 was given.": "要写 {nargs} 个值，写了 {len} 个。",
    "{len_type} values are required, but {len_value} was given.": "要写 {len_type} 个值，写了 {len_value} 个。",
    "Invalid start character for option ({option})": "选项不能这样开头：{option}",
    "Value must be an iterable.": "要写好几个值。",
    # wrong values
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "{value!r} is not {choice}.": "没有 {value!r}，可以写：{choices}",
    "{value!r} does not match the format {format}.": "{value!r} 不是这样的格式：{formats}",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是数字。",
    "{value} is not in the range {range}.": "{value} 不在范围里：{range}",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} 不是“是”或“否”，可以写：{states}",
    "{value!r} is not a valid UUID.": "{value!r} 不是 UUID。",
    "{name} {filename!r} does not exist.": "{name} {filename!r} 不存在。",
    "{name} {filename!r} is a file.": "{name} {filename!r} 是一个文件。",
    "{name} {filename!r} is a directory.": "{name} {filename!r} 是一个文件夹。",
    "{name} {filename!r} is not readable.": "{name} {filename!r} 读不了。",
    "{name} {filename!r} is not writable.": "{name} {filename!r} 写不了。",
    "{name} {filename!r} is not executable.": "{name} {filename!r} 不能执行。",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename!r}：{message}",
    "unknown error": "原因不明",
    # questions
    "Do you want to continue?": "要继续吗？",
    "Confirm the action without prompting.": "不问，直接做",
    "Repeat for confirmation": "再输一遍",
    "Error: The two entered values do not match.": "错误：两次输入的不一样",
    "Error: invalid input": "错误：只能答 y 或 n",
    "Press any key to continue...": "按任意键继续……",
    "Aborted!": "中止了。",
    "d": "天",
    # surroundings
    "{editor}: Editing failed": "{editor}：没有编辑成",
    "{editor}: Editing failed: {e}": "{editor}：没有编辑成：{e}",
    "Windows error: {error}": "Windows 报错：{error}",
    "Shell completion is not supported for Bash versions older than 4.4.": "补全要 Bash 4.4 或更新的版本。",
    "Couldn't detect Bash version, shell completion is not supported.": "认不出 Bash 的版本，不能补全。",
    # our own slips
    "Unknown standard stream '{name}'": "没有“{name}”这个标准流",
    "Unknown color {colour!r}": "没有颜色 {colour!r}",
    "Choice({choices})": "Choice({choices})",
    "Name '{name}' defined twice": "“{name}”定义了两次",
    "Boolean option {decl!r} cannot use the same flag for true/false.": "选项 {decl!r} 的是和否不能是同一个写法。",
    "Could not determine name for option with declarations {decls!r}": "看不出选项的名字：{decls!r}",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? Did you mean to pass '--{name}'?": "只有名字（{name}），没有选项；是要声明参数，还是要写 '--{name}'？",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.": "参数只能有一个声明，这里有 {length} 个：{decls}",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": "命令 {name!r} 已废弃。{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": "{param_type} {name!r} 已废弃。{extra_message}",
}

_PLACES = {"[OPTIONS]": "[选项]", "COMMAND": "命令", "[ARGS]...": "[参数]..."}
"""Click's own words in a line of usage; it does not hand these to gettext."""


class _Help(click.HelpFormatter):
    """Help with full-width colons, and the usage line's words."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        words = " ".join(_PLACES.get(word, word) for word in args.split(" "))
        super().write_usage(prog, words, SAID["Usage:"] if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}：\n")


def speak() -> None:
    """From here on click speaks Chinese: gettext, which it asks for every sentence, asks us."""
    gettext.dgettext = _said
    gettext.dngettext = _counted
    click.Context.formatter_class = _Help


def _said(domain: str, message: str) -> str:
    return SAID.get(message, message)


def _counted(domain: str, msgid1: str, msgid2: str, n: int) -> str:
    """Chinese has one form; click fills the places of both."""
    return SAID.get(msgid1) or (msgid1 if n == 1 else msgid2)
