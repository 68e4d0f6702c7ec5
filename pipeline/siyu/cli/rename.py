"""siyu rename: an id, everywhere it stands."""

from __future__ import annotations

import click

from siyu.cli.options import lang_option, project, project_option, wrong
from siyu.cli.where import found
from siyu.diagnostic import Words, plural
from siyu.report.words import safe, say


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--diff", is_flag=True, help="只显示会改什么，不写文件 · only show what would change")
@project_option
@lang_option
def command(old: str, new: str, diff: bool, project_: str, lang: str) -> None:
    """把一个 id 到处改名 · Rename an id everywhere.

    注释原样；同名的写 kind:id · comments stay; kind:id where several are called so.
    """
    from siyu.look.rename import IN_CALENDARS, Refused, carry_out, renamed
    from siyu.repair import diff as shown
    from siyu.stages.read import read

    root = project(project_, lang)
    files, _ = read(root)
    own, uses, keys = found(files, old, lang)
    if len(keys) > 1:
        which = "、".join(f"{kind}:{name}" for kind, name in keys)
        wrong(
            Words(
                f"有 {len(keys)} 个“{old}”，写清楚是哪个：{which}",
                f"{len(keys)} are called {old!r}; say which: {which}",
            ),
            lang,
        )
    kind, name = keys[0]
    if (kind, new) in own:
        wrong(Words(f"{kind} 里已经有“{new}”", f"there is a {kind} {new!r} already"), lang)
    try:
        planned = renamed(root, files, uses, kind, name, new, own.get((kind, name)))
    except Refused as refused:
        wrong(refused.words, lang)
    if planned.left:
        path, why = planned.left[0]
        wrong(
            Words(f"{path} 改不了：{why.zh}；什么都没有动", f"{path} cannot be changed: {why.en}; nothing was touched"),
            lang,
        )
    click.echo(shown(planned.changes), nl=False)
    if planned.move:
        click.echo(safe(f"{planned.move[0]} → {planned.move[1]}"))
    if not diff:
        try:
            carry_out(root, planned)
        except OSError as error:
            click.echo(
                say(
                    Words(
                        f"写不进 {error.filename}：{error.strerror}", f"cannot write {error.filename}: {error.strerror}"
                    ),
                    lang,
                ),
                err=True,
            )
            raise click.exceptions.Exit(3) from None
    count = sum(change.edits for change in planned.changes)
    click.echo(
        say(
            Words(
                f"{count} 处，{len(planned.changes)} 个文件",
                f"{plural(count, 'place')} in {plural(len(planned.changes), 'file')}",
            ),
            lang,
        ),
        err=True,
    )
    if kind in IN_CALENDARS:
        words = Words(
            "日历认事件靠这个 id：订阅的人会看到旧的取消、新的出现，没写 id 的条目都这样",
            "calendars know events by this id: subscribers see the old ones cancelled and new ones appear, except entries with an id of their own",
        )
        click.echo(say(words, lang), err=True)
