"""What a format may know of a run besides its findings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from siyu.rule import Rule


class Run(NamedTuple):
    """`base`: the way to the project, in front of every path; `documents`: the paths that were checked; `rules` by name."""

    base: str = ""
    documents: tuple[str, ...] = ()
    rules: Mapping[str, Rule[Any]] = MappingProxyType({})


NOTHING = Run()
