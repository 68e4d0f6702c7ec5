"""Options that commands share: where the project is and which language messages are in."""

from __future__ import annotations

import locale
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from siyu.diagnostic import Words

Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def language() -> str:
    """ "zh" in a Chinese locale, else "en"."""
    name = (
        next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(key))), None)
        or locale.getlocale()[0]
        or ""
    )
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def project(value: str) -> Path:
    """The project's root; wrong usage where it is none."""
    root = Path(value)
    if not (root / "brand" / "brand.yaml").is_file():
        raise click.UsageError(
            f"{value} 不是 siyu 项目：没有 brand/brand.yaml · not a siyu project: no brand/brand.yaml"
        )
    return root


def spoken(words: Words, lang: str) -> str:
    """A sentence in the language chosen."""
    return words.zh if lang == "zh" else words.en


project_argument: Option = click.argument("project_", metavar="[PROJECT]", default=".", type=click.Path())
lang_option: Option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default=language, help="消息的语言 · language of messages"
)
format_option: Option = click.option(
    "--format",
    "format_",
    type=click.Choice(["full", "concise", "json", "github"]),
    default="full",
    show_default=True,
    help="报告的样子 · how findings look",
)
