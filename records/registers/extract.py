"""What the signed sheets of a year say of one pupil: выписка for parents and архивная справка (R59, R87).

Two snapshots and a name in, forms out: marks from the summary sheet, birth date and absences from the class journal.
Other pupils do not enter them. Pure; it verifies no signature.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from records.documents.forms.archive_certificate import ArchiveCertificate
from records.documents.forms.extract import Extract
from records.documents.forms.parts import Head, MarkRow, MarkTable, SignedRecord
from records.documents.reading import Node, maybe, maybe_node, node, nodes, number, text
from records.documents.wording import membership_note
from records.errors import NotFoundError
from records.numerals import DAY, LESSON, counted, long_date
from records.registers.facts import Staff

YEAR_COLUMNS: Mapping[str, str] = {"year": "Год", "exam": "Экзамен", "final": "Итог"}


def find_pupil(pupils: Mapping[str, str], wanted: str) -> str:
    """The id of the pupil of that name, or of the only one whose name begins so. Raises NotFoundError."""
    exact = [key for key, name in pupils.items() if _plain(name) == _plain(wanted)]
    beginning = [key for key, name in pupils.items() if f"{_plain(name)} ".startswith(f"{_plain(wanted)} ")]
    found = exact if len(exact) == 1 else beginning
    if len(found) == 1 and _plain(wanted):
        return found[0]
    known = ", ".join(pupils[key] for key in beginning or pupils) or "нет никого"
    raise NotFoundError(
        "pupil.not_named",
        f"Ученик «{wanted}» не найден или назван неоднозначно. Есть: {known}.",
        f"no pupil, or more than one, is named {wanted!r}; there are: {known}",
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())


@dataclass(frozen=True, slots=True)
class PupilSheet:
    """A pupil's year as two snapshots hold it. `journal` may be missing: then there are no absences and birth date."""

    sheet: Node
    journal: Node | None
    pupil: str

    @property
    def row(self) -> Node:
        """The pupil in the summary sheet."""
        return _row(self.sheet, self.pupil) or {}

    @property
    def general(self) -> Node:
        """The pupil in the class journal."""
        return (self.journal and _row(self.journal, self.pupil)) or {}

    @property
    def name(self) -> str:
        """Surname, given name, patronymic."""
        return text(self.row, "name")

    @property
    def born(self) -> date | None:
        """The date of birth."""
        found = maybe(self.general, "birth_date")
        return date.fromisoformat(found) if found else None

    @property
    def class_name(self) -> str:
        """`9А`."""
        return text(node(self.sheet, "class"), "name")

    @property
    def year(self) -> str:
        """`2025/2026`."""
        return text(node(self.sheet, "year"), "label")

    @property
    def moves(self) -> str:
        """When the pupil came or left, where that was in the year."""
        return membership_note(maybe_node(self.row, "membership") or {})

    @property
    def marks(self) -> MarkTable:
        """Every subject with its periods, and with year, exam and final mark where any is given."""
        periods = {text(period, "id"): text(period, "title") for period in nodes(self.sheet, "periods")}
        subjects = {text(subject, "id"): text(subject, "name") for subject in nodes(self.sheet, "subjects")}
        found = nodes(self.row, "marks")
        given = [key for key in YEAR_COLUMNS if any(maybe(marks, key) for marks in found)]
        rows = [
            MarkRow(
                subjects[text(marks, "subject")],
                [
                    *(maybe(node(marks, "periods"), period) or "" for period in periods),
                    *(maybe(marks, key) or "" for key in given),
                ],
            )
            for marks in found
        ]
        return MarkTable([*periods.values(), *(YEAR_COLUMNS[key] for key in given)], rows)

    @property
    def absences(self) -> str:
        """`Пропущено за год: 6 дней, 34 урока, …`; nothing without the class journal."""
        if not self.general:
            return ""
        periods = nodes(self.general, "absences")
        total = {
            key: sum(number(p, key) for p in periods)
            for key in ("days", "lessons", "days_ill", "lessons_ill")
        }
        whole = f"{counted(total['days'], DAY)}, {counted(total['lessons'], LESSON)}"
        ill = f"{counted(total['days_ill'], DAY)}, {counted(total['lessons_ill'], LESSON)}"
        return f"Пропущено за год: {whole}; из них по болезни: {ill}."


def _row(snapshot: Node, pupil: str) -> Node | None:
    return next((row for row in nodes(snapshot, "pupils") if row.get("id") == pupil), None)


def build_extract(head: Head, of: PupilSheet, source: SignedRecord, staff: Staff) -> Extract:
    """The extract of a year's marks, out of the signed summary sheet."""
    moved = f"В течение года: {of.moves}." if of.moves else ""
    notes = [note for note in (of.absences, moved) if note]
    return Extract(head, of.name, of.born, of.class_name, of.year, of.marks, source, staff.secretary, notes)


def build_certificate(
    head: Head,
    of: PupilSheet,
    grounds: Sequence[str],
    records: Sequence[SignedRecord],
    addressee: str,
    paragraphs: Sequence[str],
    staff: Staff,
) -> ArchiveCertificate:
    """The certificate with the year's marks; without paragraphs of its own it says where the pupil is listed."""
    born = f", {long_date(of.born)} р." if of.born else ""
    listed = f"{of.name} значится в списке {of.class_name} класса за {of.year} учебный год"
    said = paragraphs or [f"{listed}: {of.moves}." if of.moves else f"{listed}."]
    return ArchiveCertificate(
        head,
        addressee,
        f"{of.name}{born}",
        said,
        grounds,
        staff.director,
        of.marks,
        records,
        staff.secretary.name,
    )
