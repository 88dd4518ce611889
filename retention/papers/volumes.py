"""The papers of a class's bound journal: last sheet, labels of the spine, and the list «до 30 июня» (R87-R89).

Reads through the desk, builds through records/registers. What happens to the paper is not in the catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from records.actor import Role
from records.documents.forms.binding_sheet import BindingSheet
from records.documents.forms.spine_label import SpineLabels
from records.documents.forms.year_end_list import YearEndList
from records.errors import InputError, NotFoundError
from records.gradebook.reading import read_class
from records.registers.facts import DossierFacts
from records.registers.inventory import number_dossiers
from records.registers.kinds import RecordKind
from records.registers.volumes import build_binding_sheet, build_spine_labels
from records.registers.year_end import YearEndFacts, build_year_end_list
from records.times import local
from retention.papers.desk import Desk, bind
from retention.papers.order import Bound
from retention.papers.reading import contents_of, copies_of, last_cut, periods_of, signatures_of, signed_on


def binding_sheet(desk: Desk) -> BindingSheet:
    """The last sheet of a volume of the class journal. Raises InputError for a volume that there is not."""
    dossier, book = desk.record(RecordKind.CLASS_JOURNAL)
    binding = bind(contents_of(desk.workshop, book).pages, desk.order.bound or Bound())
    volume = desk.order.volume
    if not 1 <= volume <= binding.volumes:
        raise InputError(
            "papers.volume",
            f"Тома {volume} нет: томов {binding.volumes}. Страницы каждого тома задаёт --pages.",
            f"there is no volume {volume} of {binding.volumes}; --pages gives the pages of each",
        )
    with desk.workshop.transaction() as session:
        signed = book.signed(signatures_of(desk.workshop, session, book.id))
    return build_binding_sheet(desk.head, dossier, binding, volume, signed, desk.staff)


def spine_label(desk: Desk) -> SpineLabels:
    """The labels of a dossier's volumes."""
    dossier, bound = desk.dossier(), desk.order.bound or Bound()
    number = number_dossiers(desk.dossiers).get(dossier.id)
    volumes = len(bound.pages) or 1
    return build_spine_labels(desk.head, dossier, volumes, number, desk.order.given.storage)


def year_end_list(desk: Desk) -> YearEndList:
    """What a class has still to do by 30 June; open periods are no hindrance."""
    head = replace(desk.head, dated=desk.today)
    return build_year_end_list(head, _year_end_facts(desk), desk.staff)


def _year_end_facts(desk: Desk) -> YearEndFacts:
    workshop, class_id = desk.workshop, desk.order.class_id
    book = _current(desk.asked, RecordKind.CLASS_JOURNAL)
    sheet = _current(desk.asked, RecordKind.SUMMARY_SHEET)
    journal = next((d for d in desk.asked if d.closed and not d.long), None)
    copies = copies_of(workshop, book) if book else ()
    pages = _pages(desk)
    with workshop.transaction() as session:
        zone = workshop.zone(session)
        stored = [local(copy.written_at, zone).date() for copy in copies]
        director = Role.DIRECTOR.value
        return YearEndFacts(
            class_name=_class_name(session, desk),
            year=desk.year,
            journals=len({key.journal for key in periods_of(workshop, session, class_id)}),
            cut=last_cut(workshop, session, class_id),
            countersigned=_countersigned(session, desk),
            signed=signed_on(workshop, session, book, director) if book else None,
            summary_signed=signed_on(workshop, session, sheet, director) if sheet else None,
            registered=journal.closed if journal else None,
            number=number_dossiers(desk.dossiers).get(journal.id) if journal else None,
            stored=max(stored) if len(stored) == desk.copies else None,
            locations=[copy.location for copy in copies],
            pages=pages,
        )


def _current(dossiers: Sequence[DossierFacts], kind: RecordKind) -> str | None:
    found = (record.id for dossier in dossiers if (record := dossier.current(kind)))
    return next(found, None)


def _pages(desk: Desk) -> int | None:
    try:
        _, book = desk.record(RecordKind.CLASS_JOURNAL)
    except NotFoundError:
        return None
    return contents_of(desk.workshop, book).pages


def _class_name(session: Session, desk: Desk) -> str:
    return read_class(session, desk.workshop.school, desk.order.class_id).name


def _countersigned(session: Session, desk: Desk) -> date | None:
    """The day of the deputy head's last signature under the class's period journals; None while one lacks it."""
    found = periods_of(desk.workshop, session, desk.order.class_id).values()
    days = [
        signed_on(desk.workshop, session, record.id, Role.DEPUTY_HEAD.value) if record else None
        for _, record in found
    ]
    signed = [day for day in days if day]
    return max(signed) if signed and len(signed) == len(days) else None
