"""Writes on a page in millimetres from its top left corner, where Ink counts points from the lower left.

Text is made visible and fitted before it is written (typeset.py). It knows no form.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from records.documents.faces import Face
from records.documents.geometry import PAGE_HEIGHT, POINTS, Box
from records.documents.ink import Ink
from records.documents.typeset import SMALLEST, fit, wrap


class Edge(StrEnum):
    """What of a line stands at the given place: its start, its middle or its end."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


_SHARE: Final = {Edge.START: 0.0, Edge.MIDDLE: 0.5, Edge.END: 1.0}


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set: face, size in points, grey (0 black), and the share of the size it may shrink to."""

    face: Face
    size: float
    grey: float = 0.0
    smallest: float = SMALLEST


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes into one Ink."""

    ink: Ink

    def line(self, text: str, style: Style, x: float, baseline: float, width: float, edge: Edge) -> None:
        """One line no wider than `width`, its edge at `x`."""
        line = fit(text, self.ink.faces[style.face], style.size, width * POINTS, style.smallest)
        start = x * POINTS - line.width * _SHARE[edge]
        self.ink.write(line.text, style.face, line.size, start, _up(baseline), style.grey)

    def paragraph(
        self, text: str, style: Style, x: float, baseline: float, width: float, leading: float, edge: Edge
    ) -> float:
        """Lines no wider than `width`, `leading` millimetres apart; the baseline that a next line would have."""
        for line in self.lines(text, style, width):
            self.line(line, style, x, baseline, width, edge)
            baseline += leading
        return baseline

    def lines(self, text: str, style: Style, width: float) -> list[str]:
        """The lines into which a paragraph breaks."""
        return wrap(text, self.ink.faces[style.face], style.size, width * POINTS)

    def frame(self, box: Box, weight: float, grey: float) -> None:
        """The outline of a box, `weight` points thick."""
        low, width, height = _up(box.top + box.height), box.width * POINTS, box.height * POINTS
        self.ink.frame(box.left * POINTS, low, width, height, weight, grey)

    def rule(self, left: float, right: float, top: float, weight: float, grey: float) -> None:
        """A level rule `weight` points thick."""
        self.ink.rule((left * POINTS, _up(top)), (right * POINTS, _up(top)), weight, grey)


def _up(top: float) -> float:
    return (PAGE_HEIGHT - top) * POINTS
