"""siyu diff: what a change changes for members and operators."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from siyu.build import Result, compile_project
from siyu.cli.options import lang_option, project, project_option, wrong
from siyu.diagnostic import Words


@click.command()
@click.argument("revisions", metavar="[REV] [REV]", nargs=-1)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="markdown 放进 PR 评论 · markdown for a comment in a pull request",
)
@project_option
@lang_option
@click.pass_context
def command(ctx: click.Context, revisions: tuple[str, ...], format_: str, project_: str, lang: str) -> None:
    """改动让成员看到什么不同 · What a change changes for the member.

    \b
      siyu diff                 还没提交的改动 · uncommitted changes
      siyu diff main            从 main 到现在 · from main to the files as they are
      siyu diff v1 v2           两个版本之间 · between two revisions
    """
    from siyu.changes.compare import compare
    from siyu.stages.git import NoHistory

    if len(revisions) > 2:
        wrong(Words("最多写两个版本", "at most two revisions"), lang)
    root = project(project_, lang)
    old, new = (*revisions, None, None)[:2] if revisions else ("HEAD", None)
    try:
        before = _at(root, old)
        after = _at(root, new)
    except NoHistory as unknown:
        wrong(unknown.words, lang)
    changes = compare(before, after)
    if format_ == "json":
        from siyu.changes.data import data

        told = data(changes)
    elif format_ == "markdown":
        from siyu.changes.markdown import markdown

        told = markdown(changes, lang)
    else:
        from siyu.changes.terminal import terminal

        told = terminal(changes, lang, sys.stdout.isatty())
    click.echo(told, nl=False)
    ctx.exit(1 if after.failed else 0)


def _at(root: Path, revision: str | None) -> Result:
    """The project at a revision, or as its files are."""
    from siyu.stages.git import tree_at

    if revision is None:
        return compile_project(root)
    with tempfile.TemporaryDirectory() as folder:
        tree_at(root, revision, Path(folder))
        if not (Path(folder) / "brand" / "brand.yaml").is_file():
            return Result([], None)
        return compile_project(Path(folder))
