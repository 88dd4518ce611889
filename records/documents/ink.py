"""A PDF content stream being written: grounds, rules and text in points from the lower left corner.

Operators of ISO 32000-1, 8.5 (paths) and 9.4 (text); grey only. It knows no table.
"""

from __future__ import annotations

from typing import Final

from records.documents.faces import Face, Faces

_TURNS: Final = {False: "1 0 0 1", True: "0 1 -1 0"}


class Ink:
    """Collects what is painted. Grounds come under rules, rules under text."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        self._grounds: list[str] = []
        self._rules: dict[tuple[float, float], list[str]] = {}
        self._texts: list[str] = []
        self._font: tuple[Face, float] | None = None
        self._grey = 0.0

    def ground(self, x: float, y: float, width: float, height: float, grey: float) -> None:
        """Fill a rectangle with a grey between 0 (black) and 1 (white)."""
        self._grounds.append(f"{grey:g} g {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def rule(self, start: tuple[float, float], end: tuple[float, float], weight: float, grey: float) -> None:
        """Draw a straight rule `weight` points thick."""
        path = f"{start[0]:.2f} {start[1]:.2f} m {end[0]:.2f} {end[1]:.2f} l"
        self._rules.setdefault((weight, grey), []).append(path)

    def frame(self, x: float, y: float, width: float, height: float, weight: float, grey: float) -> None:
        """Draw the outline of a rectangle `weight` points thick."""
        path = f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re"
        self._rules.setdefault((weight, grey), []).append(path)

    def write(self, text: str, face: Face, size: float, x: float, y: float, grey: float = 0.0) -> None:
        """Set a line of visible text with its baseline starting at (x, y)."""
        if self._grey != grey:
            self._grey = grey
            self._texts.append(f"{grey:g} g")
        self._set(text, face, size, x, y, upright=False)

    def write_upright(self, text: str, face: Face, size: float, x: float, y: float) -> None:
        """Set a line that is read from below, its baseline starting at (x, y) and going up."""
        self._set(text, face, size, x, y, upright=True)

    def _set(self, text: str, face: Face, size: float, x: float, y: float, *, upright: bool) -> None:
        size = round(size, 2)
        if self._font != (face, size):
            self._font = (face, size)
            self._texts.append(f"/{face} {size:g} Tf")
        codes = self.faces[face].codes(text)
        self._texts.append(f"{_TURNS[upright]} {x:.2f} {y:.2f} Tm <{codes}> Tj")

    def data(self) -> bytes:
        """The content stream; it leaves the graphics state as it found it."""
        rules = [
            f"{weight:g} w {grey:g} G {' '.join(paths)} S" for (weight, grey), paths in self._rules.items()
        ]
        return "\n".join(["q", *self._grounds, *rules, "0 g BT", *self._texts, "ET Q"]).encode()
