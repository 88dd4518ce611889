"""Verifies the archive: every byte of every copy, contents and signatures, the log, completeness.

Turns the catalogue and the locations into a Report; finding something is no error, it is what verification is for.
It repairs nothing (retention/mend.py) and trusts no state that the database claims.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select

from records.registers.record import get_record
from records.registers.tables import Record
from records.school.tables import SchoolYear
from retention.verification.broken import UNREADABLE, rows_of
from retention.verification.catalogue import check_catalogue
from retention.verification.completeness import check_completeness
from retention.verification.contents import check_contents
from retention.verification.copies import check_records, find_strangers, is_kept
from retention.verification.logbook import check_log
from retention.verification.registers import check_registers
from retention.verification.report import Report
from retention.verification.rows import check_rows
from retention.verification.untold import check_told
from retention.workshop import Workshop

Progress = Callable[[int, int], None]


def verify_record(workshop: Workshop, record_id: str, at: datetime, progress: Progress) -> Report:
    """Verify one record. Raises NotFoundError."""
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
    report = Report()
    _verify(workshop, [record], at, report, progress)
    return report


def verify_records(workshop: Workshop, records: Sequence[Record], at: datetime, progress: Progress) -> Report:
    """Verify some of the records, with the whole log behind them; nothing is said of completeness."""
    report = Report()
    check_log(workshop, report)
    _verify(workshop, list(records), at, report, progress)
    return report


def verify_archive(workshop: Workshop, year: str | None, at: datetime, progress: Progress) -> Report:
    """Verify every record, of one school year (`2025/2026`) or of all, with log and completeness."""
    report = Report()
    check_log(workshop, report)  # first: what the check of copies finds is an event of the log
    check_told(workshop, report)
    check_registers(workshop, report)
    _verify(workshop, _readable(workshop, year, report), at, report, progress)
    find_strangers(workshop, report)
    check_completeness(workshop, year, at, report)
    # A row that cannot be read is met by several checks.
    report.problems = list(dict.fromkeys(report.problems))
    return report


def records_of(workshop: Workshop, year: str | None) -> list[Record]:
    """The catalogue's records in the order of their making."""
    query = select(Record).where(Record.school_id == workshop.school)
    if year:
        years = select(SchoolYear.id).where(SchoolYear.school_id == workshop.school, SchoolYear.label == year)
        query = query.where(Record.year_id.in_(years))
    with workshop.transaction() as session:
        return list(session.scalars(query.order_by(Record.created_at, Record.title, Record.id)))


def _readable(workshop: Workshop, year: str | None, report: Report) -> list[Record]:
    """The same; when one of them cannot be read, every other one of all years."""
    try:
        return records_of(workshop, year)
    except UNREADABLE:
        with workshop.transaction() as session:
            return rows_of(session, Record, workshop.school, report)


def _verify(
    workshop: Workshop, records: list[Record], at: datetime, report: Report, progress: Progress
) -> None:
    whole = [r for r in records if is_kept(r)]
    report.records = len(records)
    total = len(whole) * (1 + len(workshop.locations))
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    check_records(workshop, whole, at, report, tick)
    for record in whole:
        check_contents(workshop, record, at, report)
        check_rows(workshop, record, report)
        check_catalogue(workshop, record, report)
        tick()
