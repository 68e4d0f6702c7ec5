"""The documents name what the program knows, in both languages."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from conftest import ROOT
from siyu.document import Choice, Document
from siyu.kinds import KINDS


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
                assert f"`{key}`" in text, f"{model.__name__}.{key}"
            words = {word for part in (field.annotation, *field.metadata) for word in _words(part)}
            assert words <= told, f"{model.__name__}.{key}: {words - told}"
