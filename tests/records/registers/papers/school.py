"""Dossiers of a made-up school, as the registers' reader gives them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from records.documents.forms.parts import Head, Signatory
from records.lifecycle import RecordState
from records.registers.facts import DossierFacts, FiledRecord, Staff, YearFacts
from records.registers.kinds import RecordKind

YEAR = YearFacts("2025", "2025/2026", date(2025, 9, 1), date(2026, 5, 26))
HEAD = Head("Школа № 16", datetime(2026, 6, 20, 6, tzinfo=UTC))
STAFF = Staff(
    Signatory("Директор", "А. П. Лебедева"),
    Signatory("Заместитель директора", "П. С. Орлов"),
    Signatory("Секретарь", "О. В. Соколова"),
)
JOURNAL, SHEET = RecordKind.CLASS_JOURNAL, RecordKind.SUMMARY_SHEET


def record(
    name: str, kind: RecordKind = JOURNAL, state: RecordState = RecordState.REPLICATED, size: int = 1000
) -> FiledRecord:
    """A record of that id."""
    sealed = date(2026, 6, 20) if state in (RecordState.REPLICATED, RecordState.REPLACED) else None
    return FiledRecord(name, kind, f"Документ {name}", 1, state, sealed, size // 2, size, "ab" * 32)


def dossier(
    name: str,
    closed: date | None = date(2026, 6, 20),
    years: int | None = 5,
    records: tuple[FiledRecord, ...] = (),
    of_class: str = "9А",
) -> DossierFacts:
    """A dossier of that id; the index follows from the term."""
    long = years is None or years > 10
    return DossierFacts(
        id=name,
        index="02-16" if long else "02-15",
        heading=f"{'Сводная ведомость' if long else 'Классный журнал'} {of_class}, {YEAR.label}",
        plan_heading="Сводные ведомости" if long else "Классные журналы",
        class_id=of_class,
        class_name=of_class,
        grade=9,
        class_teacher="Громова Мария Ивановна",
        year=YEAR,
        closed_at=datetime(closed.year, closed.month, closed.day, 12, tzinfo=UTC) if closed else None,
        closed=closed,
        years=years,
        article="п. 5.9",
        holds=(),
        records=records,
    )
