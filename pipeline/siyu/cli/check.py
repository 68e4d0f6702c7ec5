"""siyu check: everything but writing."""

from __future__ import annotations

import click

from siyu.build import compile_project
from siyu.cli.bar import bar
from siyu.cli.options import base, format_option, lang_option, project, project_argument
from siyu.cli.summary import findings
from siyu.report import FORMATS


@click.command()
@project_argument
@format_option
@lang_option
@click.pass_context
def command(ctx: click.Context, project_: str, format_: str, lang: str) -> None:
    """检查项目，不写文件 · Check the project without writing anything."""
    root = project(project_, lang)
    with bar() as progress:
        result = compile_project(root, progress=progress)
    click.echo(FORMATS[format_](result.diagnostics, lang, base(project_)), nl=False)
    if format_ == "full":
        click.echo(findings(result.diagnostics, lang), err=True)
    ctx.exit(1 if result.failed else 0)
