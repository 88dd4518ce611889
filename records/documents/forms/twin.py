"""The machine-readable twin of a printed form: a typed value <-> canonical JSON (RFC 8785), embedded in the PDF.

docs/form-v1.schema.json describes it. Whatever is not exactly what a form writes of itself is refused. It is no
snapshot and no record: what commits to it is the log's event of its issue (records/registers/issued.py); a form
without an anchor is a draft.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from records.anchor import Anchor
from records.digest import Json, canonical, sha256
from records.documents.forms.kinds import FORMS
from records.documents.forms.parts import Form
from records.errors import InputError

SCHEMA: Final = "letopis/form/1"


@dataclass(frozen=True, slots=True)
class Twin:
    """What a printed form was made of."""

    form: Form
    anchor: Anchor | None


def write_twin(form: Form, anchor: Anchor | None) -> bytes:
    """The canonical JSON of a form and the anchor at its foot."""
    return canonical(
        {
            "schema": SCHEMA,
            "form": form.TEMPLATE,
            "anchor": None if anchor is None else encode(anchor),
            "value": encode(form),
        }
    )


def commitment(form: Form) -> str:
    """What the log keeps of an issued paper: SHA-256 of the form's canonical JSON without its place in the log."""
    return sha256(write_twin(form, None))


def read_twin(data: bytes) -> Twin:
    """The form again. Raises InputError (form.broken) for anything that no form writes of itself."""
    try:
        body = json.loads(data)
        twin = Twin(_decode(FORMS[body["form"]], body["value"]), _decode(Anchor | None, body["anchor"]))
        if write_twin(twin.form, twin.anchor) != data:
            raise ValueError("not the canonical JSON of this form")
        return twin
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise InputError(
            "form.broken",
            "Данные печатной формы повреждены или записаны другой программой.",
            f"the data of the printed form are damaged or another program's: {error}",
        ) from error


def encode(value: Any) -> Json:
    """A value of the forms as JSON: every member, dates and moments in ISO 8601."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return encode(value.value)
    if isinstance(value, date):  # a datetime too: the school's clock with its offset
        return value.isoformat()
    if isinstance(value, str | int | None):
        return value
    return [encode(item) for item in value]


def members(kind: Any) -> Mapping[str, Any]:
    """The members of a dataclass and their types."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def optional(hint: Any) -> Any:
    """What `X | None` may be beside nothing; None for any other type."""
    if get_origin(hint) is not UnionType:
        return None
    (kind,) = (choice for choice in get_args(hint) if choice is not NoneType)
    return kind


def _decode(hint: Any, value: Any) -> Any:
    if (kind := optional(hint)) is not None:
        return None if value is None else _decode(kind, value)
    if get_origin(hint) is Sequence:
        return tuple(_decode(get_args(hint)[0], item) for item in value)
    if dataclasses.is_dataclass(hint):
        return hint(**{name: _decode(of, value[name]) for name, of in members(hint).items()})  # type: ignore[operator]
    if issubclass(hint, date):
        return _moment(value) if hint is datetime else date.fromisoformat(value)
    if issubclass(hint, Enum):
        return hint(value)
    if type(value) is not hint:
        raise TypeError(f"{value!r:.60} is no {hint.__name__}")
    return value


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"no offset in {text!r:.60}")
    return found
