"""Draws docs/form-v1.schema.json from the dataclasses of the forms (JSON Schema 2020-12).

`python -m records.documents.forms.schema` prints it; a test compares the page with the code. It checks no value.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from inspect import cleandoc
from typing import Any, Final, get_args, get_origin

from records.anchor import Anchor
from records.documents.forms.kinds import FORMS
from records.documents.forms.twin import SCHEMA, members, optional

_FORMATS: Final = {datetime: "date-time", date: "date"}


def draw_schema() -> str:
    """The schema as it is published."""
    definitions: dict[str, Any] = {}
    branches = [_branch(name, form, definitions) for name, form in FORMS.items()]
    anchor = {"anyOf": [{"type": "null"}, _type(Anchor, definitions)]}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A printed form of Letopis, version 1",
        "description": "Embedded as form.json in each printed form; canonical JSON (RFC 8785).",
        "type": "object",
        "properties": {"schema": {"const": SCHEMA}, "form": True, "anchor": anchor, "value": True},
        "required": ["schema", "form", "anchor", "value"],
        "additionalProperties": False,
        "oneOf": branches,
        "$defs": dict(sorted(definitions.items())),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _branch(name: str, form: Any, definitions: dict[str, Any]) -> Mapping[str, Any]:
    return {"properties": {"form": {"const": name}, "value": _type(form, definitions)}}


def _type(hint: Any, definitions: dict[str, Any]) -> Mapping[str, Any]:
    if (kind := optional(hint)) is not None:
        return {"anyOf": [{"type": "null"}, _type(kind, definitions)]}
    if get_origin(hint) is Sequence:
        return {"type": "array", "items": _type(get_args(hint)[0], definitions)}
    if dataclasses.is_dataclass(hint):
        return _reference(hint, definitions)
    if issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if hint in _FORMATS:
        return {"type": "string", "format": _FORMATS[hint]}
    return {"type": "integer" if hint is int else "string"}


def _reference(kind: Any, definitions: dict[str, Any]) -> Mapping[str, Any]:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # named before it is entered: a type may hold itself
        properties = {name: _type(hint, definitions) for name, hint in members(kind).items()}
        definitions[kind.__name__] = {
            "description": cleandoc(kind.__doc__).splitlines()[0],
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}


if __name__ == "__main__":
    print(draw_schema(), end="")  # noqa: T201
