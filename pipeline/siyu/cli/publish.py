"""siyu publish: the built output to a folder or a bucket."""

from __future__ import annotations

import os
from pathlib import Path

import click

from siyu.cli.options import lang_option, project, project_option, wrong
from siyu.diagnostic import Words, plural
from siyu.publish.bucket import bucket
from siyu.publish.carry import carry
from siyu.publish.compare import Difference, difference, output, watch
from siyu.publish.folder import Folder
from siyu.publish.place import Bucket, Failed, Place, Unfit, named
from siyu.report.words import safe, say
from siyu.stages.guard import Shrunk


@click.command()
@click.argument("url", metavar="URL")
@project_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="要发布的输出 · the output to publish  [PROJECT/output]",
)
@click.option(
    "--endpoint",
    envvar="AWS_ENDPOINT_URL",
    metavar="URL",
    help="对象存储的地址，也可以放在 AWS_ENDPOINT_URL · the object storage's address, or AWS_ENDPOINT_URL",
)
@click.option("--dry-run", is_flag=True, help="只说会传什么、删什么 · only say what would be uploaded and deleted")
@click.option(
    "--max-deletes",
    default=100,
    show_default=True,
    type=click.IntRange(0),
    metavar="N",
    help="要删的比这还多就不发布 · publish nothing where more would be deleted",
)
@click.option(
    "--allow-shrink", is_flag=True, help="日历变空、少掉一半也发布 · publish calendars that go empty or lose half"
)
@lang_option
@click.pass_context
def command(
    ctx: click.Context,
    url: str,
    project_: str,
    out: Path | None,
    endpoint: str | None,
    dry_run: bool,
    max_deletes: int,
    allow_shrink: bool,
    lang: str,
) -> None:
    """把输出传到文件夹或对象存储 · Upload the output to a folder or a bucket.

    \b
      siyu publish /srv/siyu
      siyu publish s3://bucket/32-random-characters --endpoint https://s3.provider.example
    """
    folder = out or project(project_, lang) / "output"
    try:
        at = named(url)
        made = output(folder)
        place, shown = _opened(at, folder, endpoint, lang)
        found = difference(made, place)
        if len(found.deletes) > max_deletes:
            raise _TooMany(len(found.deletes), found.deletes[0])
        if not allow_shrink:
            watch(made, place, found)
        if dry_run:
            for path in (*found.uploads, *found.deletes):
                click.echo(safe(f"{'-' if path in found.deletes else '+' if path in found.new else '~'} {path}"))
        sent = 0 if dry_run else carry(made, place, found)
    except (Shrunk, _TooMany) as refused:
        click.echo(say(refused.words, lang), err=True)
        ctx.exit(1)
    except Unfit as unfit:
        wrong(unfit.words, lang)
    except Failed as failed:
        words = Words(
            f"没有传完：{failed.words.zh}。再运行一次会接着传",
            f"not everything was published: {failed.words.en}. Run it again to complete it",
        )
        click.echo(say(words, lang), err=True)
        ctx.exit(3)
    click.echo(say(_closing(found, len(made.files) - len(found.uploads), sent, dry_run, shown), lang), err=True)


class _TooMany(Exception):
    """More files would be deleted than was allowed."""

    def __init__(self, count: int, first: str) -> None:
        super().__init__(count)
        self.words = Words(
            f"会删掉 {count} 个文件（第一个：{first}）。没有发布；地址没写错的话，加 --max-deletes {count}",
            f"{plural(count, 'file')} would be deleted (the first: {first}). Nothing was published; if the address is right, add --max-deletes {count}",
        )


def _opened(at: Path | Bucket, made: Path, endpoint: str | None, lang: str) -> tuple[Place, str]:
    """The place, and its name without what may be a secret."""
    if isinstance(at, Path):
        here, there = Path(os.path.realpath(made)), Path(os.path.realpath(at))
        if here == there or here in there.parents or there in here.parents:
            raise Unfit(
                Words(f"{at} 就是输出，或者在它里面、外面", f"{at} is the output itself, or inside or around it")
            )
        if at.exists() and not at.is_dir():
            raise Unfit(Words(f"{at} 不是文件夹", f"{at} is no folder"))
        return Folder(there), str(at)
    try:
        return bucket(at, endpoint), f"s3://{at.name}/" + ("…" if at.prefix else "")
    except ModuleNotFoundError as missing:
        wrong(
            Words(
                f"发布到对象存储要装 siyu[publish]（缺 {missing.name}）：pip install 'siyu[publish]'",
                f"buckets need siyu[publish] ({missing.name} is missing): pip install 'siyu[publish]'",
            ),
            lang,
        )


def _closing(found: Difference, same: int, sent: int, dry_run: bool, shown: str) -> Words:
    up, down = len(found.uploads), len(found.deletes)
    if dry_run:
        return Words(
            f"{shown}：会传 {up} 个文件，删 {down} 个，{same} 个没变；什么都没有动",
            f"{shown}: {up} to upload, {down} to delete, {same} unchanged; nothing was touched",
        )
    size = f"{sent / 1000:.0f} kB"
    return Words(
        f"{shown}：传了 {up} 个文件（{size}），删了 {down} 个，{same} 个没变",
        f"{shown}: {up} uploaded ({size}), {down} deleted, {same} unchanged",
    )
