"""The command `siyu`: options in, exit code out.

0 no errors · 1 the content has errors · 2 wrong usage · 3 our own fault, or the disk's. Each command is imported only when it runs.
"""

from __future__ import annotations

import gc
import importlib
import keyword
import os
import sys
from gettext import gettext

import click

from siyu import __version__
from siyu.cli.language import asked

_COMMANDS = {
    "build": "编译出可粘贴的文字和日历 · Write paste-ready text and calendars.",
    "check": "检查项目，不写输出 · Check the project without writing any output.",
    "init": "新建一个项目，马上就能编译 · Make a project that builds at once.",
    "update": "让项目跟上新版本的 siyu · Bring a project up to this siyu.",
    "new": "生成一份可以改的文件 · Make a document to begin with.",
    "schema": "写出编辑器用的补全和检查 · Write schemas, settings, tasks and snippets for the editor.",
    "rules": "列出全部规则 · List every rule.",
    "explain": "说明一条规则 · Say what a rule finds, why, and what to write instead.",
    "import": "把团队的排期表读进来 · Bring a team's spreadsheet into the plan.",
    "export": "把排期写成可以改的 Excel 表 · Write the plan as a workbook to edit and import again.",
    "sheet": "把一周写成 Excel 表 · Write a week as a workbook for Excel or WPS.",
    "review": "读回填好的复盘表，算指标 · Read a filled review sheet, compute and compare.",
    "poster": "把群规画成长图和 PDF · Draw the group rules as pictures and PDF.",
    "preview": "边写边看，存盘就更新 · Show the pages while you write, as soon as a file is saved.",
    "show": "看一周、一天、一层或一条 · Show a week, a day, a tier, a role, an item or an id.",
    "suggest": "空着的时段可以放什么 · What could fill the unfilled slots.",
    "search": "在所有成文里找几个字 · Find words in all composed copy.",
    "where": "谁用到这个 id · Who uses an id.",
    "diff": "改动让成员看到什么不同 · What a change changes for the member.",
    "doctor": "看看环境和项目哪里不对 · Look at the environment and the project.",
    "fmt": "统一排版，内容和注释不动 · One layout for every document.",
    "rename": "把一个 id 到处改名 · Rename an id everywhere.",
    "completion": "让终端按 Tab 补全命令和 id · Complete commands and ids with the Tab key.",
    "publish": "把输出传到文件夹或对象存储 · Upload the output to a folder or a bucket.",
    "serve": "用 HTTP 提供日历和页面 · Serve the built calendars and pages.",
}


class _Lazy(click.Group):
    """Commands by name; the module is loaded with the command."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in _COMMANDS:
            raise click.exceptions.NoSuchCommand(cmd_name, possibilities=_COMMANDS, ctx=ctx)
        module = f"siyu.cli.{cmd_name}{'_' * keyword.iskeyword(cmd_name)}"
        command: click.Command = importlib.import_module(module).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(gettext("Commands")):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="siyu %(version)s", help="版本 · show the version")
def cli() -> None:
    """siyu (私域): 品牌社群的内容即代码 · content as code for brand communities.

    \b
    退出码 exit codes
      0  没有错误 · no errors
      1  内容有错误，什么都不发布 · the content has errors, nothing is published
      2  用法不对 · wrong usage
      3  siyu 或磁盘出了错 · siyu or the disk failed
    """


def main() -> None:
    """Run the command line; our own faults end with a report to paste and exit code 3."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # no other package's plug-in reads along
    gc.disable()  # a build leaves no cycles behind; looking for them took 8 % of a year's
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if asked(sys.argv[1:]) == "zh":
        from siyu.cli.chinese import speak

        speak()
    try:
        code = _completed() if "_SIYU_COMPLETE" in os.environ else _run()
    except BrokenPipeError:
        # The reader left (`| head`): say nothing, not even when Python flushes at the end.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for number in (1, 2):
            os.dup2(nowhere, number)
        code = 141
    except Exception:  # the last door: whatever gets here is our own fault
        from siyu.cli.fault import report

        report()
        code = 3
    gc.freeze()  # Python looks for cycles once more when it leaves, asleep or not: 3 % of a year's
    sys.exit(code)


def _completed() -> int:
    """The answer to a shell that asks what may stand at the cursor."""
    from siyu.cli.completing import complete

    return complete(os.environ["_SIYU_COMPLETE"], cli, _COMMANDS)


def _run() -> int:
    """The exit code. Not by click's own `main`, for which a reader that left is content with errors."""
    try:
        with cli.make_context("siyu", sys.argv[1:]) as context:
            cli.invoke(context)
        return 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except KeyboardInterrupt:
        return 130
