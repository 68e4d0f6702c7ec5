"""siyu check: everything but writing the output."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import click

from siyu.build import compile_project
from siyu.cli.bar import bar
from siyu.cli.formats import formatted
from siyu.cli.options import format_option, lang_option, project, wrong
from siyu.cli.several import Done, each, named, projects_argument
from siyu.cli.summary import findings
from siyu.diagnostic import Diagnostic, Words, failed


@click.command()
@projects_argument
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
    ctx: click.Context, projects: tuple[str, ...], since: str | None, fix: bool, diff: bool, format_: str, lang: str
) -> None:
    """检查项目，不写输出 · Check the project without writing any output."""
    names = named(projects, lang)
    if len(names) != 1:
        if diff:
            wrong(Words("--diff 一次只看一个项目", "--diff shows one project at a time"), lang)
        ctx.exit(each(names, partial(_summed, since=since, fix=fix, lang=lang), format_, lang))
    (name,) = names
    if diff:
        from siyu.cli.fixing import shown

        told, changes = shown(project(name, lang), _look(project(name, lang), since, lang), lang)
        ctx.exit(1 if changes or failed(told) else 0)
    told = _told(name, since, fix, lang)
    click.echo(formatted(told, format_, lang, name), nl=False)
    if format_ == "full":
        click.echo(findings(told, lang), err=True)
    ctx.exit(1 if failed(told) else 0)


def _summed(name: str, since: str | None, fix: bool, lang: str) -> Done:
    told = _told(name, since, fix, lang, alone=False)
    return Done(1 if failed(told) else 0, told, findings(told, lang))


def _told(name: str, since: str | None, fix: bool, lang: str, alone: bool = True) -> list[Diagnostic]:
    """What is found, or with `fix` what is left of it."""
    root = project(name, lang)
    look = _look(root, since, lang, alone)
    if not fix:
        return look()
    from siyu.cli.fixing import fixed

    return fixed(root, look, lang)


def _look(root: Path, since: str | None, lang: str, alone: bool = True) -> Callable[[], list[Diagnostic]]:
    def look() -> list[Diagnostic]:
        with bar() if alone else nullcontext() as progress:  # a bar would wipe the line that names the project
            found = compile_project(root, progress=progress).diagnostics
        return found if since is None else _since(found, root, since, lang)

    return look


def _since(found: list[Diagnostic], root: Path, revision: str, lang: str) -> list[Diagnostic]:
    from siyu.since import caused_since
    from siyu.stages.git import NoHistory

    try:
        with tempfile.TemporaryDirectory() as folder:
            return caused_since(found, root, revision, Path(folder))
    except NoHistory as unknown:
        wrong(unknown.words, lang)
