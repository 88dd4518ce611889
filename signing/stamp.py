"""Paints the mark of an electronic signature: «Документ подписан электронной подписью», certificate, owner, validity.

What ГОСТ Р 7.0.97-2016 (5.23) wants on a printed copy, as the appearance of a signature field (ISO 32000-1, 12.5.5)
in its frame, between the role and the name that the page gives. For people only: no validation reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from records.documents.faces import Face, Faces
from records.documents.frame import STAMP_INSET, STAMP_PERSON_HEIGHT, STAMP_ROLE_HEIGHT
from records.documents.geometry import POINTS
from records.documents.ink import Ink
from records.documents.typeset import fit, wrap
from records.times import local, offset_text, russian_date
from signing.credential import CertificateFacts

FACES: Final = (Face.SANS, Face.SANS_BOLD)
HEAD: Final = "Документ подписан электронной подписью"
LABELS: Final = ("Сертификат:", "Владелец:", "Действителен:", "Подписано:")
NOBODY: Final = "—"
SIZES: Final = tuple(size / 10 for size in range(66, 35, -2))
LEADING: Final = 1.2  # of the size
GUTTER: Final = 0.55
EDGE: Final = 0.8
LABEL_GREY: Final = 0.3


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark says: the certificate, and when the document was signed on the clocks of the school's zone."""

    certificate: CertificateFacts
    at: datetime
    zone: str

    def validity(self) -> str:
        """From which day to which the certificate is good."""
        return f"с {self._day(self.certificate.not_before)} по {self._day(self.certificate.not_after)}"

    def moment(self) -> str:
        """`27.10.2025 12:00 (+03:00)`: when the document was signed."""
        return f"{local(self.at, self.zone):%d.%m.%Y %H:%M} ({offset_text(self.at, self.zone)})"

    def _day(self, moment: datetime) -> str:
        return russian_date(local(moment, self.zone).date())


def grouped(serial: str) -> list[str]:
    """A hexadecimal serial number as whole octets in groups of two, ten octets a line: `01AB 23CD 4F`.

    The longest that RFC 5280 (4.1.2.2) allows has two lines, so that the marks of a record look alike.
    """
    digits = serial.upper().zfill(len(serial) + len(serial) % 2)
    groups = [digits[place : place + 4] for place in range(0, len(digits), 4)]
    return [" ".join(groups[place : place + 5]) for place in range(0, len(groups), 5)]


def paint_mark(mark: Mark, width: float, height: float, faces: Faces) -> bytes:
    """The content stream of the mark, for a frame of this size in points. What the faces lack becomes a lozenge."""
    top = height - STAMP_ROLE_HEIGHT * POINTS
    room = top - STAMP_PERSON_HEIGHT * POINTS
    block = _fitted(mark, width - 2 * STAMP_INSET * POINTS, room, faces)
    ink = Ink(faces)
    ink.frame(EDGE / 2, EDGE / 2, width - EDGE, height - EDGE, EDGE, 0.0)
    block.paint(ink, STAMP_INSET * POINTS, top)
    return ink.data()


@dataclass(frozen=True, slots=True)
class _Block:
    """The head and the rows, each a label and the lines of its value, set in one size."""

    size: float
    width: float
    indent: float
    rows: Sequence[tuple[str, Sequence[str]]]

    @property
    def height(self) -> float:
        return self.size * LEADING * (1 + sum(len(lines) for _, lines in self.rows))

    def paint(self, ink: Ink, left: float, top: float) -> None:
        """Write it with its upper left corner at the place."""
        baseline = top - self.size
        head = fit(HEAD, ink.faces[Face.SANS_BOLD], self.size, self.width)
        ink.write(head.text, Face.SANS_BOLD, head.size, left, baseline)
        for label, lines in self.rows:
            ink.write(label, Face.SANS, self.size, left, baseline - self.size * LEADING, LABEL_GREY)
            for line in lines:
                baseline -= self.size * LEADING
                shown = fit(line, ink.faces[Face.SANS], self.size, self.width - self.indent)
                ink.write(shown.text, Face.SANS, shown.size, left + self.indent, baseline)


def _fitted(mark: Mark, width: float, height: float, faces: Faces) -> _Block:
    """The block in the largest size that has room; in the smallest one, what is too long is cut."""
    block = _block(mark, SIZES[0], width, faces)
    for size in SIZES:
        block = _block(mark, size, width, faces)
        if block.height <= height:
            return block
    return _cut(block, height, faces)


def _block(mark: Mark, size: float, width: float, faces: Faces) -> _Block:
    metrics = faces[Face.SANS]
    indent = max(metrics.width(label, size) for label in LABELS) + GUTTER * size
    owner = wrap(mark.certificate.name, metrics, size, width - indent) or [NOBODY]
    values = (grouped(mark.certificate.serial), owner, [mark.validity()], [mark.moment()])
    return _Block(size, width, indent, tuple(zip(LABELS, values, strict=True)))


def _cut(block: _Block, height: float, faces: Faces) -> _Block:
    """As many lines of the longest value as there is room for, the last one ended by an ellipsis."""
    over = -int((height - block.height) // (block.size * LEADING))
    longest = max(range(len(block.rows)), key=lambda place: len(block.rows[place][1]))
    label, lines = block.rows[longest]
    kept = max(1, len(lines) - over)
    rest = " ".join(lines[kept - 1 :])
    last = fit(rest, faces[Face.SANS], block.size, block.width - block.indent, 1.0).text
    rows = [*block.rows[:longest], (label, [*lines[: kept - 1], last]), *block.rows[longest + 1 :]]
    return _Block(block.size, block.width, block.indent, rows)
