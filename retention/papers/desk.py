"""What every paper begins with: head, staff, school year and dossiers, read once; and the papers' common questions.

Catalogue in, values out; a dossier or record that a paper needs and the archive lacks is refused by name. No paper
is built here, and no transaction is open while copies are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from records.documents.forms.parts import Head
from records.errors import InputError, NotFoundError
from records.gradebook.reading import read_class
from records.registers.facts import DossierFacts, FiledRecord, Staff, YearFacts
from records.registers.kinds import RecordKind
from records.registers.reading import read_dossiers, read_school_year, read_staff
from records.registers.volumes import Binding
from records.times import local
from retention.papers.order import Bound, Order
from retention.papers.reading import contents_of, organisation
from retention.workshop import Workshop

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Desk:
    """An order at work: `dossiers` are all of the school's, in the order of closing."""

    workshop: Workshop
    order: Order
    at: datetime
    progress: Progress
    today: date
    head: Head
    staff: Staff
    year: YearFacts
    dossiers: Sequence[DossierFacts]

    @property
    def copies(self) -> int:
        """How many electronic copies the school keeps of each record."""
        return len(self.workshop.locations)

    @property
    def asked(self) -> Sequence[DossierFacts]:
        """The dossiers of the class that was asked for, or of the year."""
        if self.order.class_id:
            return [d for d in self.dossiers if d.class_id == self.order.class_id]
        return [d for d in self.dossiers if d.year.id == self.year.id]

    def dossier(self) -> DossierFacts:
        """The one dossier that is asked for, the journal's unless an index says otherwise. Raises NotFoundError."""
        for dossier in self.asked:
            if self.order.index in ("", dossier.index) and (self.order.index or _is_journal(dossier)):
                return dossier
        known = ", ".join(f"{d.index} «{d.heading}»" for d in self.asked) or "нет ни одного"
        raise NotFoundError(
            "papers.dossier",
            f"Такого дела у этого класса нет. Есть: {known}. Дело заводится, когда закрывают первый период.",
            f"this class has no such dossier; there are: {known}",
        )

    def record(self, kind: RecordKind) -> tuple[DossierFacts, FiledRecord]:
        """The class's record of the year that is in force, with its dossier. Raises NotFoundError."""
        for dossier in self.asked:
            if record := dossier.current(kind):
                return dossier, record
        raise NotFoundError(
            "papers.record",
            f"{_NAMES[kind]} этого класса в архиве нет. Закройте год: letopis close-year.",
            f"the archive has no {kind.value} of this class: close the year",
        )

    def bindings(self, dossiers: Sequence[DossierFacts]) -> Mapping[str, Binding]:
        """How each of these dossiers is bound; none where nobody said that they are."""
        if self.order.bound is None:
            return {}
        found = {}
        for number, dossier in enumerate(dossiers, start=1):
            if book := _book(dossier):
                found[dossier.id] = bind(contents_of(self.workshop, book).pages, self.order.bound)
            self.progress(number, len(dossiers))
        return found


def open_desk(workshop: Workshop, order: Order, at: datetime, progress: Progress) -> Desk:
    """Read what every paper needs. Raises NotFoundError for a year or class that is not there."""
    given = order.given
    with workshop.transaction() as session:
        today = local(at, workshop.zone(session)).date()
        name = organisation(workshop, session)
        label = (
            read_class(session, workshop.school, order.class_id).year_label if order.class_id else order.year
        )
        return Desk(
            workshop,
            order,
            at,
            progress,
            today,
            Head(name, at, given.place, given.number, given.dated),
            read_staff(session, workshop.school, today),
            read_school_year(session, workshop.school, label),
            read_dossiers(session, workshop.school),
        )


_NAMES: Mapping[RecordKind, str] = {
    RecordKind.CLASS_JOURNAL: "Классного журнала",
    RecordKind.SUMMARY_SHEET: "Сводной ведомости",
}


def _is_journal(dossier: DossierFacts) -> bool:
    return any(record.kind is RecordKind.PERIOD_JOURNAL for record in dossier.records)


def _book(dossier: DossierFacts) -> FiledRecord | None:
    """What is bound of a dossier: its class journal, else its summary sheet."""
    return dossier.current(RecordKind.CLASS_JOURNAL) or dossier.current(RecordKind.SUMMARY_SHEET)


def bind(pages: int, bound: Bound) -> Binding:
    """The volumes of a book of so many pages. Raises InputError when the volumes hold more or fewer."""
    if bound.pages and sum(bound.pages) != pages:
        told = " + ".join(map(str, bound.pages))
        raise InputError(
            "papers.pages",
            f"В журнале {pages} страниц, а в томах {told} = {sum(bound.pages)}. Исправьте --pages.",
            f"the journal has {pages} pages, the volumes {told} = {sum(bound.pages)}; mend --pages",
        )
    return Binding(tuple(bound.pages) or (pages,), bound.printing)
