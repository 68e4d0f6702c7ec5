"""siyu check: everything but writing the output."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from siyu.build import compile_project
from siyu.cli.bar import bar
from siyu.cli.formats import formatted
from siyu.cli.options import format_option, lang_option, project, project_argument, wrong
from siyu.cli.summary import findings
from siyu.diagnostic import Diagnostic, Severity


@click.command()
@project_argument
@click.option(
    "--since",
    metavar="REV",
    help="只报告相对这个 git 版本改动引起的 · only what changes since this git revision cause",
)
@click.option(
    "--fix", "fix", is_flag=True, help="把能稳妥改的直接改好，再报告剩下的 · make the safe fixes, report what is left"
)
@click.option(
    "--diff",
    is_flag=True,
    help="只显示 --fix 会改什么，不写文件；会改或有错误时退出码 1 · only show what --fix would change; exit 1 if it would, or on errors",
)
@format_option
@lang_option
@click.pass_context
def command(
    ctx: click.Context, project_: str, since: str | None, fix: bool, diff: bool, format_: str, lang: str
) -> None:
    """检查项目，不写输出 · Check the project without writing any output."""
    root = project(project_, lang)

    def look() -> list[Diagnostic]:
        with bar() as progress:
            found = compile_project(root, progress=progress).diagnostics
        return found if since is None else _since(found, root, since, lang)

    if diff:
        from siyu.cli.fixing import shown

        told, changes = shown(root, look, lang)
        ctx.exit(1 if changes or _failed(told) else 0)
    if fix:
        from siyu.cli.fixing import fixed

        told = fixed(root, look, lang)
    else:
        told = look()
    click.echo(formatted(told, format_, lang, project_), nl=False)
    if format_ == "full":
        click.echo(findings(told, lang), err=True)
    ctx.exit(1 if _failed(told) else 0)


def _failed(told: list[Diagnostic]) -> bool:
    return any(diagnostic.severity is Severity.ERROR for diagnostic in told)


def _since(found: list[Diagnostic], root: Path, revision: str, lang: str) -> list[Diagnostic]:
    from siyu.since import caused_since
    from siyu.stages.git import NoHistory

    try:
        with tempfile.TemporaryDirectory() as folder:
            return caused_since(found, root, revision, Path(folder))
    except NoHistory as unknown:
        wrong(unknown.words, lang)
