"""siyu review: a filled sheet read back, kept in content/reviews, compared and reported."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from siyu.build import compile_project
from siyu.cli.formats import formatted
from siyu.cli.options import format_option, lang_option, project, project_option, wrong
from siyu.cli.saving import put, unwritten
from siyu.cli.summary import findings
from siyu.diagnostic import Diagnostic, Words
from siyu.edition import Publication
from siyu.measures.figures import Figures, figures, merged
from siyu.measures.keep import Remark, path_of, text_of
from siyu.measures.picture import picture
from siyu.measures.read import read, week_of
from siyu.measures.report import report
from siyu.outputs.review import posts
from siyu.report import FORMATS
from siyu.report.words import safe, say
from siyu.stages.swap import Refused
from siyu.stages.write import refuse
from siyu.tables.cells import Table, Unreadable
from siyu.tables.files import tables


@click.command(
    epilog="数字记进 content/reviews；不给 FILE，就报告记下的最后一周 · The figures are kept in content/reviews; without FILE the last week kept is reported."
)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@project_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="review.md 和 review.svg 放到哪里 · where to put the report  [stdout]",
)
@click.option(
    "--diff",
    "--dry-run",
    "diff",
    is_flag=True,
    help="只显示 content/reviews 会怎么变，不写 · only show what would change, write nothing",
)
@format_option
@lang_option
@click.pass_context
def command(
    ctx: click.Context, files: tuple[Path, ...], project_: str, out: Path | None, diff: bool, format_: str, lang: str
) -> None:
    """读回填好的复盘表，算指标 · Read a filled review sheet, compute and compare."""
    root = project(project_, lang)
    if out is not None:
        try:
            refuse(out, root)
        except Refused as refused:
            wrong(refused.words, lang)
    result = compile_project(root)
    if (publication := result.publication) is None:
        click.echo(formatted(result.diagnostics, format_, lang, project_), nl=False)
        click.echo(
            f"{findings(result.diagnostics, lang)} · {say(Words('没有读表', 'no sheet was read'), lang)}", err=True
        )
        ctx.exit(1)
    library = publication.library
    weeks = {review.name: figures(review) for review in library.reviews.values()}
    if files:
        new, told = _read(files, publication, lang)
        click.echo(FORMATS[format_](told, lang), nl=False)
        if new is None:
            click.echo(say(Words("有错误，什么都没有记", "with errors, nothing is kept"), lang), err=True)
            ctx.exit(1)
        weeks[new.week] = merged(weeks.get(new.week, Figures(new.week)), new)
        _keep(ctx, root, publication, weeks[new.week], diff, lang)
        week = new.week
    elif weeks:
        week = max(weeks)
    else:
        wrong(Words("content/reviews 还是空的；给一份填好的表", "content/reviews is empty; name a filled sheet"), lang)
    kept = library.reviews.get(week.lower())
    page = report(library, weeks, week, kept.note if kept else None, lang)
    if diff:
        return
    if out is None:
        click.echo(page, nl=False)
        return
    try:
        for name, data in (("review.md", page.encode()), ("review.svg", picture(library, weeks, week, lang))):
            put(out / name, data)
            click.echo(out / name)
    except OSError as error:
        unwritten(ctx, out, error, lang)


def _read(files: tuple[Path, ...], publication: Publication, lang: str) -> tuple[Figures | None, list[Diagnostic]]:
    read_: dict[str, list[Table]] = {}
    for file in files:
        try:
            with file.open("rb") as opened:
                read_[file.as_posix()] = tables(file.as_posix(), opened.read(8 * 1024 * 1024 + 1))
        except Unreadable as bad:
            return None, [bad.told]
        except OSError as error:
            wrong(Words(f"读不了 {file}：{error.strerror}", f"cannot read {file}: {error.strerror}"), lang)
    week, told = week_of(read_)
    if week is None:
        return None, told
    edition = next((one for one in publication.editions if one.plan.week.name == week), None)
    if edition is None:
        zh = f"{week} 没有排期，对不上每一条；先把 content/weeks 里的这一周补上"
        wrong(Words(zh, f"{week} has no plan, so no row can be matched; add it to content/weeks"), lang)
    known = {post.identity: (post.column, post.slot) for post in posts(edition)}
    tiers = {str(tier.id): str(tier.name) for tier in publication.library.tiers.values()}
    new, told = read(week, [table for of_file in read_.values() for table in of_file], tiers, known)
    if new is not None and not (new.tiers or new.posts):
        wrong(Words("表里一个数都没有填", "no count is filled in"), lang)
    return new, told


def _keep(ctx: click.Context, root: Path, publication: Publication, kept: Figures, diff: bool, lang: str) -> None:
    name = path_of(kept.week)
    path = root / name
    old = path.read_text("utf-8-sig") if path.is_file() else None
    try:
        text = text_of(kept, publication.library, old)
    except Remark as remark:
        zh = f"{name}:{remark.line} 的备注会丢；移到 tiers 上面再试"
        wrong(Words(zh, f"the remark at {name}:{remark.line} would be lost; move it above tiers"), lang)
    if diff:
        lines = difflib.unified_diff((old or "").splitlines(), text.splitlines(), f"a/{name}", f"b/{name}", lineterm="")
        click.echo("".join(f"{safe(line)}\n" for line in lines), nl=False)
        return
    if text == old:
        return
    try:
        put(path, text.encode())
    except OSError as error:
        unwritten(ctx, path, error, lang)
    click.echo(say(Words(f"记在 {name}", f"kept in {name}"), lang), err=True)
