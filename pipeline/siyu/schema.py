"""JSON Schema of every kind of document, with the project's own ids in it: an editor completes `product: ` with the real products.

In: the loaded documents and the ids the project knows. Out: a schema by kind.
Promise: made from the models that check, so the two never differ; every id is shown with what people call it; what a column does not
take is flagged in its entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from siyu.document import Documents
from siyu.facts.words import chinese
from siyu.kinds import KINDS
from siyu.kinds.column import Column
from siyu.kinds.tags import Tags
from siyu.reference import Known
from siyu.rules import RULES
from siyu.said import BASE_FIELDS
from siyu.values import Json

Labels = Mapping[str, Mapping[str, str]]
"""What people call the ids of each kind."""

_TEXT: Json = {"type": ["string", "number", "boolean"]}


def schemas(documents: Documents, known: Known) -> dict[str, Json]:
    """The schema of each kind (draft 7, which editors know best)."""
    labels = {kind: {name: _label(documents, kind, name) for name in sorted(known[kind])} for kind in known}
    columns = [column for column in documents["column"].values() if isinstance(column, Column)]
    made = {}
    for kind, (_, model) in KINDS.items():
        schema = _plain(model.model_json_schema(by_alias=True), labels)
        schema["required"].remove("id")
        del schema["properties"]["id"]
        if kind == "week":
            schema["properties"]["columns"] = _columns(schema["$defs"], columns, schema["properties"]["columns"])
        if kind == "column":
            schema["properties"]["needs"]["items"] = schema["properties"]["accepts"]["items"] = _field_names(columns)
        ids = {f"{name}-ids": _choice(labels[name]) for name in labels}
        schema["$defs"] = schema.get("$defs", {}) | ids
        made[kind] = {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
    return made


def _label(documents: Documents, kind: str, name: str) -> str:
    """A document's name, a tag's, a rule's; else the id itself."""
    if kind == "rule":
        return RULES[name].what.zh
    if kind == "tag":
        groups = [g for tags in documents["tags"].values() if isinstance(tags, Tags) for g in tags.groups.values()]
        return next(
            (f"{group.name} · {group.tags[tag]}" for group in groups for tag in group.tags if tag == name), name
        )
    document = documents.get(kind, {}).get(name)
    return str(getattr(document, "name", None) or getattr(document, "nickname", None) or name)


def _choice(labels: Mapping[str, str]) -> Json:
    if not labels:
        return {"type": "string", "pattern": "^$", "description": "还没有 · there is none yet"}
    return {"type": "string", "enum": list(labels), "enumDescriptions": list(labels.values())}


def _plain(node: Any, labels: Labels) -> Any:
    """Without pydantic's titles and defaults; ids become the project's, mappings by id or word their keys."""
    if isinstance(node, list):
        return [_plain(part, labels) for part in node]
    if not isinstance(node, dict):
        return node
    plain = {
        key: {name: _plain(part, labels) for name, part in value.items()}
        if key in ("properties", "$defs")
        else _plain(value, labels)
        for key, value in node.items()
        if key not in ("default", "x-ids") and not (key in ("title", "description") and "properties" in node)
    }
    plain.pop("title", None)
    if "x-ids" in node:
        return plain | {"$ref": f"#/$defs/{node['x-ids']}-ids"}
    if {"type": "null"} in plain.get("anyOf", ()):
        rest = [part for part in plain.pop("anyOf") if part != {"type": "null"}]
        plain |= rest[0] if len(rest) == 1 else {"anyOf": rest}
    if names := node.get("propertyNames"):
        plain.pop("propertyNames")
        keys = labels[names["x-ids"]] if "x-ids" in names else {word: chinese(word) for word in names.get("enum", ())}
        if keys or "x-ids" in names:
            value = plain.pop("additionalProperties")
            plain |= {"properties": _named(keys, value), "additionalProperties": False}
    return plain


def _named(keys: Mapping[str, str], value: Json) -> Json:
    return {key: {**value, "description": label} for key, label in keys.items()}


def _columns(definitions: dict[str, Json], columns: list[Column], schema: Json) -> Json:
    """Every column's entries with the column's own fields, and nothing it does not take."""
    by_column = {}
    for column in columns:
        own = {str(name): _TEXT | {"description": f"{column.name}的字段"} for name in (*column.needs, *column.accepts)}
        own = {name: field for name, field in own.items() if name not in BASE_FIELDS}
        variant, entry = f"{column.id}-variant", f"{column.id}-entry"
        definitions[variant] = _with(definitions["Variant"], own)
        definitions[entry] = _with(definitions["Entry"], own)
        tiers = definitions["Entry"]["properties"]["tiers"]
        each = {name: tier | {"$ref": f"#/$defs/{variant}"} for name, tier in tiers["properties"].items()}
        definitions[entry]["properties"] |= {"tiers": tiers | {"properties": each}}
        one = {"$ref": f"#/$defs/{entry}"}
        days = {
            day: {"description": chinese(day), "anyOf": [one, {"type": "array", "items": one}]}
            for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        }
        by_column[str(column.id)] = {
            "description": column.name,
            "type": "object",
            "properties": days,
            "additionalProperties": False,
        }
    return {**schema, "properties": schema["properties"] | by_column}


def _with(part: Json, own: Json) -> Json:
    return {**part, "properties": part["properties"] | own, "additionalProperties": False}


def _field_names(columns: list[Column]) -> Json:
    """What an entry may be asked for: the format's own fields and those that columns have named."""
    used = {str(name) for column in columns for name in (*column.needs, *column.accepts)}
    return {"type": "string", "anyOf": [{"enum": sorted(BASE_FIELDS | used)}, {"pattern": "^[a-z][a-z0-9_]*$"}]}
