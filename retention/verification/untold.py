"""Holds the catalogue against what the log's events told (told.py): differing, untold and vanished rows.

The frozen rows below each cutoff are digested anew and compared with the digests that the cutoff entered into the
log. Erased events tell nothing: then an untold row is a warning. It repairs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from records.amendments.tables import Amendment
from records.closing.frozen import amendment_digests, journal_digests, year_digests
from records.closing.tables import SnapshotRow
from records.db import Base
from records.gradebook.reading import JournalKey
from records.gradebook.tables import ClassYear, JournalPeriod
from records.lifecycle import ClosingState
from records.log.store import LogEvent
from records.registers.tables import Dossier, LegalHold, Record
from retention.verification.broken import UNREADABLE, broken_table, rows_of
from retention.verification.report import Problem, Report
from retention.verification.told import Columns, Key, Told, told_by
from retention.workshop import Workshop
from signing.enrolment import Certificate
from signing.power_register import PowerOfAttorney
from signing.request import SignatureRequest


def _always(_row: Base) -> bool:
    return True


def _is_cut(row: Base) -> bool:
    return getattr(row, "state", None) == ClosingState.CUT


def _is_closed(row: Base) -> bool:
    return getattr(row, "closed_at", None) is not None


# Which rows can only have come to be by an event of the log.
_NEEDS_EVENT: dict[type[Base], Callable[[Base], bool]] = {
    Record: _always,
    SnapshotRow: _always,
    SignatureRequest: _always,
    Certificate: _always,
    PowerOfAttorney: _always,
    LegalHold: _always,
    Dossier: _is_closed,
    Amendment: _always,
    JournalPeriod: _is_cut,
    ClassYear: _is_cut,
}
_END = float("inf")


def check_told(workshop: Workshop, report: Report) -> None:
    """Compare every row that the log tells of with what it told."""
    with workshop.transaction() as session:
        events = rows_of(session, LogEvent, workshop.school, report)
        # What waits for its place in the tree is told last, in the order of its making.
        told = told_by(sorted(events, key=lambda e: (_END if e.idx is None else e.idx, e.id)))
        for table in _NEEDS_EVENT:
            _check_table(session, workshop.school, table, told, report)
        for (table, key), digests in told.frozen.items():
            try:
                _check_frozen(session, workshop.school, table, key, digests, report)
            except UNREADABLE as error:
                report.problems.append(broken_table(table, _name(key), error))


def _check_table(session: Session, school: str, table: type[Base], told: Told, report: Report) -> None:
    rows = {_key(row): row for row in rows_of(session, table, school, report)}
    expected = told.rows[table]
    for key, row in rows.items():
        if key in expected:
            _compare(table, key, row, expected[key], report)
        elif _NEEDS_EVENT[table](row):
            (report.warnings if told.silent else report.problems).append(_untold(table, key))
    for key in expected.keys() - rows.keys():
        report.problems.append(_gone(table, key))


def _key(row: Base) -> Key:
    """The primary key without the school."""
    return tuple(inspect(type(row)).primary_key_from_instance(row)[1:])


def _compare(table: type[Base], key: Key, row: Base, expected: Columns, report: Report) -> None:
    wrong = sorted(name for name, value in expected.items() if getattr(row, name) != value)
    if not wrong:
        return
    name, columns = f"{table.__tablename__} {_name(key)}", ", ".join(wrong)
    ru = f"Каталог говорит не то, что журнал событий: {name}, {columns}. Верен журнал событий; каталог изменён."
    en = f"the catalogue says otherwise than the log: {name}, {columns}; the catalogue was altered"
    report.problems.append(_problem(table, key, "catalogue.contradicts_log", ru, en))


def _untold(table: type[Base], key: Key) -> Problem:
    name = f"{table.__tablename__} {_name(key)}"
    ru = f"В каталоге есть строка, о которой журнал событий не знает: {name}. Её внесли в обход программы."
    en = f"the catalogue has a row that no event of the log tells of: {name}; it was put in by hand"
    return _problem(table, key, "catalogue.untold", ru, en)


def _gone(table: type[Base], key: Key) -> Problem:
    name = f"{table.__tablename__} {_name(key)}"
    ru = f"Журнал событий говорит о строке, которой в каталоге нет: {name}. Её удалили или переименовали."
    en = f"the log tells of a row that the catalogue has not: {name}; it was deleted or renamed"
    return _problem(table, key, "catalogue.row_gone", ru, en)


def _check_frozen(
    session: Session, school: str, table: type[Base], key: Key, before: Mapping[str, str], report: Report
) -> None:
    names = list(map(str, key))
    if table is Amendment:
        now = amendment_digests(session, school, *names)
    elif table is ClassYear:
        now = year_digests(session, school, *names)
    else:
        now = journal_digests(session, JournalKey(school, *names))
    # A table that an older version of Letopis did not digest is no evidence.
    changed = sorted(name for name, digest in before.items() if now.get(name) != digest)
    if changed:
        where = f"{table.__tablename__} {_name(key)}: {', '.join(changed)}"
        ru = f"Строки базы данных изменены после закрытия ({where}): журнал событий хранит их контрольную сумму."
        en = f"rows were changed behind the cutoff ({where}): the log holds their digest"
        report.problems.append(Problem("", "", "", "rows.altered", ru, en))


def _name(key: Key) -> str:
    return "/".join(map(str, key))


def _problem(table: type[Base], key: Key, code: str, ru: str, en: str) -> Problem:
    of_record = table in (Record, SnapshotRow, SignatureRequest)
    return Problem(str(key[0]) if of_record else "", "", "", code, ru, en)
