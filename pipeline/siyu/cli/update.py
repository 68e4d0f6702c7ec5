"""siyu update: an older project up to this siyu."""

from __future__ import annotations

import click

from siyu.cli.options import lang_option, project, project_argument, wrong
from siyu.diagnostic import Words, plural
from siyu.kinds.brand import FORMAT
from siyu.report.words import say


@click.command()
@project_argument
@click.option("--diff", is_flag=True, help="显示会改什么，不写 · show what would change, write nothing")
@lang_option
@click.pass_context
def command(ctx: click.Context, project_: str, diff: bool, lang: str) -> None:
    """让项目跟上新版本的 siyu · Bring a project up to this siyu."""
    from siyu.cli.schema import command as schema
    from siyu.repair import diff as shown
    from siyu.stages.fix import Change, put
    from siyu.stages.read import read
    from siyu.starting.formats import migrated, version
    from siyu.starting.upkeep import upkeep, written

    root = project(project_, lang)
    texts = {source.path: source.text for _, _, source in read(root)[0].documents}
    if (number := version(texts)) > FORMAT:
        wrong(
            Words(
                f"这个项目用的是格式 {number}，这个 siyu 只认识到 {FORMAT}；升级 siyu：pip install -U siyu",
                f"this project has format {number}, this siyu knows formats up to {FORMAT}; update siyu: pip install -U siyu",
            ),
            lang,
        )
    changes, own = upkeep(root, written())
    for path, text in migrated(texts).items():
        old = (root / path).read_bytes()
        changes.append(Change(path, old, text.replace("\n", "\r\n" if b"\r\n" in old else "\n").encode(), 1))
    if diff:
        click.echo(shown(changes), nl=False)
    else:
        for change in changes:
            put(root, change)
            click.echo(change.path)
    for change in own:
        click.echo(
            say(
                Words(
                    f"你们改过，没有动：{change.path}" + ("" if diff else "（--diff 看新版本是什么样）"),
                    f"changed by you, left alone: {change.path}" + ("" if diff else " (--diff shows the new one)"),
                ),
                lang,
            ),
            err=True,
        )
    if diff:
        click.echo(shown(own), nl=False, err=True)
    else:
        ctx.invoke(schema, project_=project_, lang=lang)
    words = Words(
        f"{len(changes)} 个文件{'要跟上' if diff else '跟上了'}",
        f"{plural(len(changes), 'file')} {'to update' if diff else 'updated'}",
    )
    click.echo(say(words, lang), err=True)
