"""Forms with a given text in every field that a person fills, whatever the form."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from records.documents.forms.parts import Signing

_Value = TypeVar("_Value")


def spoilt(value: _Value, text: str) -> _Value:
    """The same value with `text` for every text in it, at any depth; dates, numbers and enums stay."""
    changed: Any = _changed(value, text)
    return changed  # type: ignore[no-any-return]


def _changed(value: Any, text: str) -> Any:
    if isinstance(value, Signing | date):
        return value
    if isinstance(value, str):
        return text
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            field.name: _changed(getattr(value, field.name), text) for field in dataclasses.fields(value)
        }
        return dataclasses.replace(value, **fields)
    if isinstance(value, Sequence):
        return tuple(_changed(item, text) for item in value)
    return value


def count_texts(value: Any) -> int:
    """How many texts the value holds."""
    if isinstance(value, Signing | date):
        return 0
    if isinstance(value, str):
        return 1
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return sum(count_texts(getattr(value, field.name)) for field in dataclasses.fields(value))
    if isinstance(value, Sequence):
        return sum(map(count_texts, value))
    return 0
