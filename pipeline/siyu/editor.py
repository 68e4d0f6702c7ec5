"""Settings, tasks and snippets for VS Code, laid over those a project has.

In: where each kind of document lives. Out: the files below .vscode by name.
Promise: what a team has set itself is kept; laying the same over twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

_TASKS: Json = {
    "version": "2.0.0",
    "tasks": [
        {
            "label": f"siyu {name}",
            "type": "process",
            "command": "siyu",
            "args": [name, "--format", "concise"],
            "group": group,
            "problemMatcher": {
                "owner": "siyu",
                "source": "siyu",
                "fileLocation": ["relative", "${workspaceFolder}"],
                "severity": "info",  # what "advice" becomes: editors have no such word
                "pattern": {
                    "regexp": r"^(.+?):(\d+):(\d+): (error|warning|advice)\[([a-z0-9-]+)\] (.*)$",
                    "file": 1,
                    "line": 2,
                    "column": 3,
                    "severity": 4,
                    "code": 5,
                    "message": 6,
                },
            },
        }
        for name, group in (("check", "test"), ("build", "build"))
    ],
}
_SNIPPETS: Json = {
    "一周 week": {
        "scope": "yaml",
        "prefix": "week",
        "description": "周计划 · a weekly plan",
        "body": [
            "week: ${1:2026-W48}",
            "theme: ${2:主题}",
            "",
            "columns:",
            "  ${3:column}:",
            "    mon: {product: $4}",
            "$0",
        ],
    },
    "正文 copy": {
        "scope": "yaml",
        "prefix": "copy",
        "description": "多行正文写在 | 下面 · text over several lines",
        "body": ["copy: |", "  ${1:第一行}", "  $0"],
    },
    "按分层 tiers": {
        "scope": "yaml",
        "prefix": "tiers",
        "description": "某一层不一样的地方 · what differs for one tier",
        "body": ["tiers:", "  ${1:core}:", "    copy: |", "      $0"],
    },
    "跳过 skip": {
        "scope": "yaml",
        "prefix": "skip",
        "description": "故意空着，写明原因 · left empty on purpose",
        "body": ["skip:", "  - {column: ${1:column}, day: ${2:fri}, because: ${3:缺货}}", "$0"],
    },
    "自动回复 reply": {
        "scope": "markdown",
        "prefix": "reply",
        "description": "一条自动回复 · an auto-reply",
        "body": ["---", "keywords: [${1:打卡}, ${2:怎么打卡}]", "---", "$0"],
    },
    "旅程 journey": {
        "scope": "yaml",
        "prefix": "journey",
        "description": "从客户自己的那一天算起 · steps from a member's own day zero",
        "body": [
            "name: ${1:新朋友的两周}",
            "trigger: ${2|joined,added,first-purchase,purchase,promoted,silent,event|}",
            "stop:",
            "  bought: {}",
            "  left: {}",
            "steps:",
            "  ${3:first-week}:",
            "    after: ${4:7 days}",
            "    channel: one-to-one",
            "    copy: |",
            "      $0",
        ],
    },
    "激励 incentive": {
        "scope": "yaml",
        "prefix": "incentive",
        "description": "积分：怎么攒、怎么用 · points: how they are earned, what they buy",
        "body": [
            "name: ${1:苔点}",
            "kind: points",
            "valid: ${2:12 months}",
            "notice: ${3:30 days}",
            "earn:",
            "  ${4:empty}:",
            "    what: ${5:寄回一只空瓶}",
            "    points: ${6:20}",
            "    per_month: ${7:4}",
            "spend:",
            "  ${8:small}:",
            "    what: ${9:一支护手霜}",
            "    cost: ${10:180}",
            "$0",
        ],
    },
    "放行 allow": {
        "scope": "yaml,markdown",
        "prefix": "allow",
        "description": "放行一条发现 · a waiver",
        "body": ["allow:", "  - {rule: ${1:rule}, words: ${2:这几个字}, reason: ${3:为什么可以}}", "$0"],
    },
}


def files(places: Mapping[str, str]) -> dict[str, Json]:
    """Each file's content; a kind's place is a folder or a single file."""
    globs = {kind: f"/{place}" if place.endswith(".yaml") else f"/{place}/*.yaml" for kind, place in places.items()}
    return {
        "settings.json": {"yaml.schemas": {f"./.siyu/schema/{kind}.json": glob for kind, glob in globs.items()}},
        "extensions.json": {"recommendations": ["redhat.vscode-yaml"]},
        "tasks.json": _TASKS,
        "siyu.code-snippets": _SNIPPETS,
    }


def merged(old: Any, new: Any) -> Any:
    """`new` laid over `old`: keys of both are merged, of a list's parts those with the same label replaced."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: merged(old[key], value) if key in old else value for key, value in new.items()}}
    if isinstance(old, list) and isinstance(new, list):
        labels = {part["label"] for part in new if isinstance(part, dict)}
        kept = [
            part for part in old if part not in new and not (isinstance(part, dict) and part.get("label") in labels)
        ]
        return kept + new
    return new
