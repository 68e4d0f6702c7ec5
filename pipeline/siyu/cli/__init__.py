"""The command `siyu`: options in, exit code out. 0 clean · 1 the content has errors · 2 wrong usage · 3 our own fault.

Each command is imported only when it runs.
"""

from __future__ import annotations

import importlib
import sys

import click

from siyu import __version__

_COMMANDS = {
    "build": "把 brand/ 和 content/ 编译成可粘贴的文字和日历 · Compile the project into text and calendars.",
    "check": "只检查，不写文件 · Check the project without writing anything.",
}


class _Lazy(click.Group):
    """Commands by name; the module is loaded with the command."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"siyu.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="siyu %(version)s")
def cli() -> None:
    """siyu (私域): 品牌社群的内容即代码 · content as code for brand communities."""


def main() -> None:
    """Run the command line; our own faults end with a report to paste and exit code 3."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        cli.main(prog_name="siyu")
    except Exception:  # the last door: whatever gets here is our own fault
        from siyu.cli.fault import report

        report()
        sys.exit(3)
