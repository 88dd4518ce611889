"""The decisions of the pedagogical council as a column: what was decided of each pupil, and by which minutes.

Takes a snapshot of a year; only those in which something was decided have the column. The minutes that decided of
most pupils stand in its head, others beside the decision. It measures nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from records.amendments.model import Spot
from records.documents import wording as say
from records.documents.addenda import act_signs, pupil_signs, signed
from records.documents.reading import Node, maybe_node, nodes, text

WIDTH: Final = 41.0


@dataclass(frozen=True, slots=True)
class Decisions:
    """The head of the column, and what stands in it by the pupil's id."""

    title: str
    cells: Mapping[str, str]


def list_decisions(snapshot: Node) -> Decisions | None:
    """The column, or None where nothing was decided."""
    pupils, acts = nodes(snapshot, "pupils"), act_signs(snapshot)
    found = {text(pupil, "id"): decision for pupil in pupils if (decision := maybe_node(pupil, "decision"))}
    signs = {text(pupil, "id"): pupil_signs(pupil, acts).get(("", Spot.DECISION)) for pupil in pupils}
    if not found:
        return None
    ((usual, _),) = Counter(map(_minutes, found.values())).most_common(1)
    return Decisions(
        f"Решение педагогического совета, {usual}",
        {pupil: signed(_cell(decision, usual), signs[pupil]) for pupil, decision in found.items()},
    )


def _minutes(decision: Node) -> str:
    return f"протокол {text(decision, 'protocol')} от {say.dotted(text(decision, 'date'))}"


def _cell(decision: Node, usual: str) -> str:
    minutes = _minutes(decision)
    return text(decision, "text") if minutes == usual else f"{text(decision, 'text')} ({minutes})"
