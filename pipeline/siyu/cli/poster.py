"""siyu poster: the group rules as pictures to send, and as PDF. No part of the build: it needs fonts and a heavy library."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from siyu.build import Choice, Unknown, compile_project
from siyu.cli.formats import formatted
from siyu.cli.options import lang_option, project, project_argument, wrong
from siyu.cli.saving import put, unwritten
from siyu.cli.summary import findings
from siyu.diagnostic import Words
from siyu.library import Library
from siyu.poster.fonts import Unfit
from siyu.poster.sheet import sheet
from siyu.report.words import say
from siyu.stages.swap import Refused
from siyu.stages.write import refuse

if TYPE_CHECKING:
    from siyu.poster.draw import Poster


@click.command(
    epilog="要装 siyu[poster] 和中文字体，所以不在 build 里 · Needs siyu[poster] and Chinese fonts, so it is no part of the build."
)
@project_argument
@click.option(
    "--tier",
    "tiers",
    multiple=True,
    metavar="ID",
    help="只画这一层，可重复 · only this tier, repeatable  [all with rules]",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="图片放到哪里 · where to put them  [PROJECT/posters]"
)
@lang_option
@click.pass_context
def command(ctx: click.Context, project_: str, tiers: tuple[str, ...], out: Path | None, lang: str) -> None:
    """把群规画成长图和 PDF · Draw the group rules as pictures and PDF."""
    root = project(project_, lang)
    target = out or root / "posters"
    _refuse(target, root, lang)
    try:
        result = compile_project(root, Choice(tiers=tiers))
    except Unknown as unknown:
        wrong(unknown.words, lang)
    if result.publication is None:
        click.echo(formatted(result.diagnostics, "full", lang, project_), nl=False)
        nothing = Words("没有画图", "nothing was drawn")
        click.echo(f"{findings(result.diagnostics, lang)} · {say(nothing, lang)}", err=True)
        ctx.exit(1)
    library = result.publication.library
    if bare := [tier.id for tier in library.tiers.values() if not tier.rules]:
        words = Words(f"没有写群规 rules，不画：{'、'.join(bare)}", f"without rules, not drawn: {', '.join(bare)}")
        if tiers or len(bare) == len(library.tiers):
            wrong(words, lang)
        click.echo(say(words, lang), err=True)
    posters = _posters(ctx, root, library, lang)
    try:
        for name, poster in posters.items():
            for suffix, data in (("png", poster.png), ("pdf", poster.pdf)):
                put(target / f"{name}-rules.{suffix}", data)
                click.echo(target / f"{name}-rules.{suffix}")
    except OSError as error:
        unwritten(ctx, target, error, lang)


def _posters(ctx: click.Context, root: Path, library: Library, lang: str) -> dict[str, Poster]:
    """All of them before any is written."""
    try:
        from siyu.poster.draw import draw, face, installed
    except ModuleNotFoundError as missing:
        if missing.name != "typst":
            raise
        wrong(
            Words(
                "画图要用 typst，还没有装：pip install 'siyu[poster]'",
                "posters need typst, which is not installed: pip install 'siyu[poster]'",
            ),
            lang,
        )
    posters = {}
    for name, tier in library.tiers.items():
        if tier.rules is None:
            continue
        made = sheet(library, tier, tier.rules)
        avatar = library.assets[made.face] if made.face else None
        try:
            posters[name] = draw(
                made, face(root, avatar) if avatar else b"", avatar.kind if avatar else "", installed()
            )
        except Unfit as unfit:
            words = Words(f"{name}：{unfit.words.zh}", f"{name}: {unfit.words.en}")
            if unfit.usage:
                wrong(words, lang)
            click.echo(say(Words(f"错误：{words.zh}", f"error: {words.en}"), lang), err=True)
            ctx.exit(1)
    return posters


def _refuse(target: Path, root: Path, lang: str) -> None:
    """Not among the sources; nor in output/, all of which is the build's."""
    try:
        refuse(target, root)
    except Refused as refused:
        wrong(refused.words, lang)
    output, real = Path(os.path.realpath(root / "output")), Path(os.path.realpath(target))
    if output in (real, *real.parents):
        wrong(
            Words(
                f"{target} 归 siyu build 管，下次构建不认这些图；换一个文件夹",
                f"{target} belongs to siyu build, which refuses files that are not its own; name another directory",
            ),
            lang,
        )
