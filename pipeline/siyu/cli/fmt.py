"""siyu fmt: every document in the one layout."""

from __future__ import annotations

import click

from siyu.cli.options import lang_option, project, project_argument
from siyu.diagnostic import Words, plural
from siyu.report.words import say


@click.command()
@project_argument
@click.option(
    "--check", is_flag=True, help="只看，不写；有要改的退出码 1 · only look; exit 1 where something would change"
)
@click.option("--diff", is_flag=True, help="显示会改什么，不写 · show what would change, write nothing")
@lang_option
@click.pass_context
def command(ctx: click.Context, project_: str, check: bool, diff: bool, lang: str) -> None:
    """统一排版，内容和注释不动 · One layout for every document.

    只动空白；证明不了的文件原样留着 · only white space changes; what cannot be proved so stays.
    """
    from siyu.layout import laid_out
    from siyu.repair import diff as shown
    from siyu.stages.fix import Change, put
    from siyu.stages.read import read

    root = project(project_, lang)
    changes = []
    for _, _, source in read(root)[0].documents:
        if (text := laid_out(source)) is not None:
            path = root / source.path
            before = path.read_bytes()
            end = "\r\n" if b"\r\n" in before else "\n"
            changes.append(Change(source.path, before, text.replace("\n", end).encode(), 1))
    if diff:
        click.echo(shown(changes), nl=False)
    elif not check:
        for change in changes:
            put(root, change)
    for change in changes:
        click.echo(change.path)
    words = Words(f"{len(changes)} 个文件", f"{plural(len(changes), 'file')}")
    click.echo(say(words, lang), err=True)
    ctx.exit(1 if changes and (check or diff) else 0)
