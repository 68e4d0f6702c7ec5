"""siyu check: everything but writing."""

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
@format_option
@lang_option
@click.pass_context
def command(ctx: click.Context, project_: str, since: str | None, format_: str, lang: str) -> None:
    """检查项目，不写文件 · Check the project without writing anything."""
    root = project(project_, lang)
    with bar() as progress:
        result = compile_project(root, progress=progress)
    told = result.diagnostics if since is None else _since(result.diagnostics, root, since, lang)
    click.echo(formatted(told, format_, lang, project_), nl=False)
    if format_ == "full":
        click.echo(findings(told, lang), err=True)
    ctx.exit(1 if any(diagnostic.severity is Severity.ERROR for diagnostic in told) else 0)


def _since(found: list[Diagnostic], root: Path, revision: str, lang: str) -> list[Diagnostic]:
    from siyu.since import caused_since
    from siyu.stages.git import NoHistory

    try:
        with tempfile.TemporaryDirectory() as folder:
            return caused_since(found, root, revision, Path(folder))
    except NoHistory as unknown:
        wrong(unknown.words, lang)
