"""Ярлык на корешок: a strip for the spine of each bound volume, printed along, cut out and glued on.

The strip is as wide as the volume is thick; what does not fit a thin one (place, term) is set smaller, not left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from records.documents.forms.parts import Head, Keeping


@dataclass(frozen=True, slots=True)
class Spine:
    """One volume: what it is, which one of how many, how long it is kept and where it stands."""

    heading: str
    class_name: str
    year: str
    index: str
    volume: int
    volumes: int
    keeping: Keeping
    act_from: date | None = None
    inventory: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class SpineLabels:
    """The strips of a file's volumes on one sheet or more."""

    TEMPLATE: ClassVar[str] = "spine_label"
    head: Head
    spines: Sequence[Spine]

    @property
    def title(self) -> str:
        """What the file is called."""
        return "Ярлыки на корешки дел"
