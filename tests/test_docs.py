"""The documents name what the program knows, in both languages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from conftest import ROOT
from siyu.build import compile_project
from siyu.document import Choice, Document
from siyu.kinds import KINDS
from siyu.report import FORMATS


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.values()
        return [annotation, *(model for field in fields for model in _models(field.annotation))]
    return [model for part in get_args(annotation) for model in _models(part)]


def _words(value: Any) -> set[str]:
    if isinstance(value, Choice):
        return set(value.words)
    metadata = getattr(value, "__metadata__", ())
    return {word for part in (*metadata, *get_args(value)) for word in _words(part)}


MODELS = {model for kind in KINDS.values() for model in _models(kind.model)}


@pytest.mark.parametrize("name", ["formats.md", "formats.zh-CN.md"])
def test_every_key_and_every_word_is_documented(name: str) -> None:
    text = (ROOT / "docs" / name).read_text("utf-8")
    told = set(re.findall(r"[a-z][a-z_-]*", text))
    for model in MODELS:
        for field_name, field in model.model_fields.items():
            key = field.alias or field_name
            if not (key == "id" and issubclass(model, Document)):
                assert re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", text), f"{model.__name__}.{key}"
            words = {word for part in (field.annotation, *field.metadata) for word in _words(part)}
            assert words <= told, f"{model.__name__}.{key}: {words - told}"


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_mistake_in_the_readme_is_told_like_that(name: str, lang: str, tmp_path: Path) -> None:
    for folder in ("brand", "content"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    week = tmp_path / "content" / "weeks" / "2026-W48.yaml"
    week.write_text(week.read_text("utf-8").replace("product: hand-cream", "product: hand-creme", 1), "utf-8")
    report = FORMATS["full"](compile_project(tmp_path).diagnostics, lang)
    assert f"```text\n{report.rstrip()}\n```" in (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_excerpt_in_the_readme_is_the_brands(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    week = (ROOT / "content" / "weeks" / "2026-W48.yaml").read_text("utf-8")
    written = next(block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "member-day" in block)
    assert all(line.strip() in week for line in written.splitlines() if "…" not in line)
    publication = compile_project(ROOT).publication
    assert publication is not None
    shown: dict[str, str] = {
        message.item.tier.id: message.text or ""
        for message in publication.editions[0].messages
        if message.item.key == "member-day" and message.item.tier
    }
    for tier, block in zip(("member", "core"), re.findall(r"<td>\n\n(会.*?)\n\n</td>", text, re.DOTALL), strict=True):
        lines = [line.removesuffix("<br>") for line in block.split("\n")]
        assert lines[-1] == "…"
        assert shown[tier].startswith("\n".join(lines[:-1]))
