"""Class journals of a small and a large size: real pages of class 9А, bound, and signed by three as at a year's end.

It measures nothing. Pages are made, bound and signed by the product itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bench.assembly import QUARTERS, bind_year, make_parts
from bench.printers import pages_in
from bench.school import AT, empty_school, opened, read_sample, store
from records.actor import Role
from records.digest import sha256
from records.documents.model import Document
from records.documents.places import StampPlaces, stamp_places
from records.registers.kinds import RecordKind
from records.school.imports.model import ImportedClass, ImportedJournal
from records.school.signing_rules import DEFAULT_RULES
from signing.authority import SchoolAuthority
from signing.credential import Credential, facts
from signing.pades import SigningOrder, sign
from signing.policy import fields, steps
from signing.report import Expectation, Revision, expect
from signing.services import services_at

CHAIN: Final = steps(DEFAULT_RULES[RecordKind.CLASS_JOURNAL].signers)
REASON: Final = "Классный журнал 9А, 2025/2026"
ZONE: Final = "Europe/Moscow"
SCHOOL: Final = "МБОУ «Средняя общеобразовательная школа № 16»"
ELECTIVES: Final = 2  # journals beyond those of the sample, for a large class journal of 150 pages
CAST: Final = {
    Role.CLASS_TEACHER: "Лебедева Ирина Олеговна",
    Role.DEPUTY_HEAD: "Орлов Павел Сергеевич",
    Role.DIRECTOR: "Орлова Анна Петровна",
}


@dataclass(frozen=True, slots=True)
class Book:
    """A class journal: its pages, where its marks stand, and the file before the first and after each signature."""

    pages: int
    places: StampPlaces
    states: tuple[bytes, ...]

    @property
    def waiting(self) -> bytes:
        """The file that waits for its last signature."""
        return self.states[-2]

    @property
    def signed(self) -> bytes:
        """The whole file."""
        return self.states[-1]


@dataclass(frozen=True, slots=True)
class Office:
    """The school's authority and those who sign a class journal."""

    authority: SchoolAuthority
    people: Mapping[Role, Credential]

    def sign(self, pdf: bytes, place: int, places: StampPlaces) -> bytes:
        """The file with the signature of one step, as the conveyor makes it: services of its own for each."""
        step = CHAIN[place]
        order = SigningOrder(step, fields(CHAIN), REASON, AT, ZONE, places if step.certifies else None)
        return sign(pdf, order, self.people[step.role], services_at(self.authority, AT))

    def expectation(self, book: Book) -> Expectation:
        """What the catalogue knows of the signed book: certificates, and every revision by its digest."""
        certificates = [facts(self.people[step.role]).sha256 for step in CHAIN]
        return expect(CHAIN, certificates, [Revision(sha256(pdf), len(pdf)) for pdf in book.states[1:]])


def open_office(folder: Path) -> Office:
    """An authority in `folder`, and certificates for all who sign."""
    authority = SchoolAuthority.create(folder, SCHOOL, AT)
    return Office(
        authority,
        {
            role: authority.issue(f"p{number}", name, "", AT)
            for number, (role, name) in enumerate(CAST.items())
        },
    )


def make_books(office: Office, journals: int | None) -> list[Book]:
    """One of a journal and a quarter, and one of a whole year; the first alone when few `journals` are wanted."""
    small, large = (1, QUARTERS[:1]), (None, QUARTERS)
    with empty_school() as data, opened(data) as workshop:
        store(workshop, _with_electives(read_sample()))
        parts = [make_parts(workshop, *size) for size in ([small] if journals else [small, large])]
    return [_signed(office, bind_year(one), one.bound.document) for one in parts]


def _with_electives(sample: ImportedClass) -> ImportedClass:
    electives = map(_elective, sample.journals[:ELECTIVES])
    return replace(sample, journals=(*sample.journals, *electives))


def _elective(journal: ImportedJournal) -> ImportedJournal:
    return replace(journal, sheet=f"{journal.sheet} Э", subject=f"{journal.subject} (электив)")


def _signed(office: Office, pdf: bytes, document: Document) -> Book:
    pages = pages_in(pdf)
    places = stamp_places(document, pages)
    states = [pdf]
    for place in range(len(CHAIN)):
        states.append(office.sign(states[-1], place, places))
    return Book(pages, places, tuple(states))
