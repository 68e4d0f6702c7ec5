"""siyu where: which documents name an id."""

from __future__ import annotations

from collections.abc import Mapping

import click

from siyu.cli.options import lang_option, project, project_option, wrong
from siyu.diagnostic import Words, did_you_mean, plural
from siyu.look.references import Uses, references
from siyu.report.words import safe, say
from siyu.stages.read import Files, read

Own = Mapping[tuple[str, str], str]
"""The path of each document, template and picture, by kind and id."""


@click.command()
@click.argument("id_", metavar="ID")
@project_option
@lang_option
def command(id_: str, project_: str, lang: str) -> None:
    """谁用到这个 id · Who uses an id.

    商品、分层、栏目、图片……同名的写 kind:id · a product, tier, column, picture …; kind:id where several are called so.
    """
    own, uses, keys = found(read(project(project_, lang))[0], id_, lang)
    for key in keys:
        places = list(uses.get(key, {}))
        head = Words(
            f"{key[0]} {key[1]}（{own.get(key, '—')}）：{len(places)} 处用到",
            f"{key[0]} {key[1]} ({own.get(key, '-')}): {plural(len(places), 'use')}",
        )
        click.echo(say(head, lang))
        for span in places:
            line, _ = span.source.place(span.start)
            click.echo(f"  {safe(str(span))}  {safe(span.source.line(line).strip())}")


def found(files: Files, id_: str, lang: str) -> tuple[Own, Uses, list[tuple[str, str]]]:
    """Where documents are, who uses what, and what is called so (`id`, or `kind:id`); nothing is wrong usage."""
    own = {(kind, name): source.path for kind, name, source in files.documents}
    own |= {("template", name): source.path for name, source in files.templates.items()}
    own |= {("asset", name): f"brand/assets/{name}" for name in files.assets}
    uses = references(files)
    kind, _, bare = id_.partition(":")
    keys = sorted({key for key in (*own, *uses) if key[1] == id_ or key == (kind, bare)})
    if not keys:
        near = did_you_mean(id_, {name for _, name in (*own, *uses)})
        zh, en = (f"：{near[0].zh}", f": {near[0].en}") if near else ("", "")
        wrong(Words(f"没有叫“{id_}”的东西{zh}", f"nothing is called {id_!r}{en}"), lang)
    return own, uses, keys
