"""What commands share: where the project is, which language messages are in, and how wrong usage is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from siyu.cli.language import language
from siyu.diagnostic import Words
from siyu.report import FORMATS
from siyu.report.words import say

Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def project(value: str, lang: str) -> Path:
    """The project's root; wrong usage where it is none."""
    root = Path(value)
    if not _marked(root):
        here = Path(os.path.abspath(root))  # noqa: PTH100 — folds `..`
        above = next(filter(_marked, here.parents), None)
        how = (
            Words(f"是不是 {above}？", f"did you mean {above}?")
            if above
            else Words("新建一个用 siyu init", "siyu init makes one")
        )
        words = Words(
            f"{here} 不是 siyu 项目：没有 brand/brand.yaml；{how.zh}",
            f"{here} is no siyu project: no brand/brand.yaml; {how.en}",
        )
        wrong(words, lang)
    return root


def _marked(root: Path) -> bool:
    return os.path.isfile(root / "brand" / "brand.yaml")  # noqa: PTH113 — False, not an exception, where it may not look


def wrong(words: Words, lang: str) -> NoReturn:
    """Tell wrong usage and end with 2."""
    click.echo(say(Words(f"错误：{words.zh}", f"error: {words.en}"), lang), err=True)
    raise click.exceptions.Exit(2)


def _chosen(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    """`auto`: annotations in a GitHub workflow; anywhere else a person reads, also the log of a GitLab job."""
    if value != "auto":
        return value
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "full"


project_argument: Option = click.argument("project_", metavar="[PROJECT]", default=".", type=click.Path())
project_option: Option = click.option(
    "-C",
    "--project",
    "project_",
    metavar="PROJECT",
    default=".",
    type=click.Path(),
    help="项目在哪里 · where the project is",
)
lang_option: Option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default=language, help="消息的语言 · language of messages  [locale]"
)
format_option: Option = click.option(
    "--format",
    "format_",
    type=click.Choice([*FORMATS, "auto"]),
    default="full",
    show_default=True,
    callback=_chosen,
    help="报告的样子；auto 看运行环境 · how findings look; auto asks the environment",
)
