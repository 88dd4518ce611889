"""What the registers know of dossiers, records and people, as values: what reading.py reads and the forms are built of.

The rule of the terms stands in term.py. Values only; nothing here reads or prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from records.documents.forms.parts import Keeping, Signatory, SignatureFacts, SignedRecord, Span
from records.lifecycle import RecordState
from records.registers.kinds import RecordKind
from records.registers.term import StorageTerm, storage_term

LONG = 10  # years; what is kept longer stands in an inventory that the expert commission considers


def signature_name(name: str) -> str:
    """`О. В. Соколова` of a full name: as it stands beside a signature (ГОСТ Р 7.0.97-2016, 5.22)."""
    surname, *rest = name.split() or [""]
    return " ".join([*(f"{part[0]}." for part in rest), surname])


@dataclass(frozen=True, slots=True)
class YearFacts:
    """A school year."""

    id: str
    label: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """A legal hold in force."""

    id: str
    reason: str
    order_no: str


@dataclass(frozen=True, slots=True)
class FiledRecord:
    """A record in a dossier: `sealed` is the day of its last signature, `rendition` the size before the first one.

    `digest` is that of its snapshot.
    """

    id: str
    kind: RecordKind
    title: str
    revision: int
    state: RecordState
    sealed: date | None
    rendition: int
    size: int
    digest: str

    @property
    def kept(self) -> bool:
        """Whether it lies in the archive, in force or replaced; one that was declined and replaced never did."""
        return self.state in (RecordState.REPLICATED, RecordState.REPLACED) and self.sealed is not None

    def signed(self, signatures: Sequence[SignatureFacts]) -> SignedRecord:
        """The record as a form names it that certifies something of it."""
        return SignedRecord(self.title, self.id, self.digest, signatures)


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """A dossier with its line of the file plan, its class, the holds on it and its records."""

    id: str
    index: str
    heading: str
    plan_heading: str
    class_id: str
    class_name: str
    grade: int
    class_teacher: str
    year: YearFacts
    closed_at: datetime | None
    closed: date | None
    years: int | None
    article: str
    holds: Sequence[HoldFacts]
    records: Sequence[FiledRecord]

    @property
    def term(self) -> StorageTerm | None:
        """The term of storage; None while the dossier is open."""
        return storage_term(self.closed, self.years, self.article) if self.closed else None

    @property
    def act_from(self) -> date | None:
        """The first day of an act that may name it."""
        return self.term.act_from if self.term else None

    @property
    def keeping(self) -> Keeping:
        """The term as registers show it."""
        return Keeping(self.years, self.article)

    @property
    def long(self) -> bool:
        """Whether it is kept for ever or for more than ten years."""
        return self.years is None or self.years > LONG

    @property
    def dates(self) -> Span:
        """From the beginning of its year to the day it was closed, or to the year's end."""
        return Span(self.year.starts, self.closed or self.year.ends)

    @property
    def kept(self) -> Sequence[FiledRecord]:
        """Its records in the archive."""
        return tuple(record for record in self.records if record.kept)

    @property
    def size(self) -> int:
        """Bytes of its records in the archive."""
        return sum(record.size for record in self.kept)

    def current(self, kind: RecordKind) -> FiledRecord | None:
        """The record of this kind that is in force and lies in the archive."""
        found = (r for r in self.records if r.kind is kind and r.state is RecordState.REPLICATED)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who signs papers of the school; an empty name where nobody is appointed."""

    director: Signatory
    deputy_head: Signatory
    secretary: Signatory

    def on(self, day: date | None) -> Staff:
        """The same, signing on that day."""
        return Staff(*(replace(one, on=day) for one in (self.director, self.deputy_head, self.secretary)))
