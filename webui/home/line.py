"""A line of the first page: what there is to do, how many, where, and how urgent. Pure values.

The page shows the lines in the order of urgency; their words stand in words.py under the line's key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How urgent a line is, the most urgent first: the day is over, it is to be done now, it is to be known."""

    LATE = "late"
    NOW = "now"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its count and the page where it is done; `detail` says which, in the school's own words."""

    key: str
    weight: Weight
    count: int
    url: str
    detail: str = ""


def by_weight(lines: Iterable[Line]) -> dict[Weight, list[Line]]:
    """The lines that count anything, by their weight; a weight without lines is left out."""
    found: dict[Weight, list[Line]] = {weight: [] for weight in Weight}
    for line in lines:
        if line.count:
            found[line.weight].append(line)
    return {weight: of_weight for weight, of_weight in found.items() if of_weight}


def late(*, over: bool) -> Weight:
    """The weight of something that has a last day."""
    return Weight.LATE if over else Weight.NOW
