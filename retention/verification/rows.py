"""Compares the rows of the database with what a record froze of them: the snapshot is composed anew and compared.

Behind a cutoff rows never change: a difference is a problem. Names, dates of the calendar and who belongs to a class
live on (a surname changes by marriage): there a difference is a warning, and the record stays right. What the
snapshot does not print, the log's digests hold (told.py). It repairs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from records.amendments.model import Act
from records.amendments.reach import Shown, acts_shown
from records.amendments.reading import read_acts
from records.closing.act_snapshot import act_snapshot
from records.closing.snapshot import Snapshot, journal_snapshot, parse
from records.closing.tables import SnapshotRow
from records.closing.year_snapshot import class_journal_snapshot, summary_sheet_snapshot
from records.errors import LetopisError
from records.gradebook.reading import JournalKey, people, read_journal
from records.gradebook.tables import ClassYear, JournalPeriod
from records.gradebook.year_reading import read_year
from records.registers.kinds import RecordKind
from records.registers.tables import Record
from retention.steps.compose import act_facts, cutoff_of, record_of
from retention.steps.compose_act import find_act, read_act_content
from retention.verification.broken import UNREADABLE, broken_row
from retention.verification.report import Problem, Report
from retention.verification.reports import check_report
from retention.workshop import Workshop

# Members of a snapshot that may lawfully differ from the database of today.
_LIVING = ("school", "year", "zone", "policy", "people", "subject.name", "subgroup.name")
_LIVING_PUPIL = ("pupils.name", "pupils.ordinal", "pupils.leaf")
# Until the year is cut off as well, a class and its journals may change.
_LIVING_IN_A_PERIOD = ("class.name", "class.grade", "teacher", "pupils.membership")
_LIVING_IN_A_YEAR = (
    *("subjects.name", "journals.subject.name", "journals.subgroup.name"),
    *("pupils.birth_date", "pupils.file_no", "pupils.address", "pupils.parents", "pupils.phone"),
)
# Other records, with their own verification; and who signs, which the policy of its day said.
_ELSEWHERE = ("sources", "touches", "policy.signatures")
_ACTS = (RecordKind.CORRECTION_ACT, RecordKind.SUPPLEMENT)
_NAMED = 5


def check_rows(workshop: Workshop, record: Record, report: Report) -> None:
    """Report where the database tells otherwise than the record's snapshot."""
    try:
        with workshop.transaction() as session:
            if (stored := _stored(session, record)) is None:
                return
            if record.kind == RecordKind.SIGNATURE_REPORT:
                report.problems.extend(check_report(session, record, stored))
                return
            composed = _composed(workshop, session, record, stored)
    except LetopisError as error:
        report.problems.append(Problem(record.id, "", "", error.code, error.ru, error.en))
        return
    except UNREADABLE as error:
        report.problems.append(broken_row(record.id, error))
        return
    of_period = record.kind == RecordKind.PERIOD_JOURNAL
    living = (*_LIVING, *_LIVING_PUPIL, *(_LIVING_IN_A_PERIOD if of_period else _LIVING_IN_A_YEAR))
    places = sorted({p for p in _differing(stored.body, composed.body) if not _within(p, _ELSEWHERE)})
    if frozen := [place for place in places if not _within(place, living)]:
        report.problems.append(_changed(record, frozen))
    elif places:
        report.warnings.append(_drifted(record, places))


def _stored(session: Session, record: Record) -> Snapshot | None:
    """The record's snapshot; None when it cannot be read, which contents.py reports."""
    try:
        body = session.get_one(SnapshotRow, (record.school_id, record.id)).body
    except UNREADABLE:
        return None  # not LetopisError: a database that is away says nothing about the row
    try:
        return parse(body)
    except (LetopisError, *UNREADABLE):
        return None


def _composed(workshop: Workshop, session: Session, record: Record, stored: Snapshot) -> Snapshot:
    """The snapshot that today's rows would give; whoever the stored one names has the name of today.

    Acts count up to the last one that the stored snapshot shows: later ones made later revisions.
    """
    kind, policy = RecordKind(record.kind), workshop.policy(session)
    named = people(session, record.school_id, stored.body["people"])
    row = _cut_row(session, record)
    facts = record_of(row.seed, kind, record.identity, record.revision, record.replaces_id)
    if kind in _ACTS:
        act = find_act(session, record.school_id, record.class_id, record.identity.rpartition("/")[2])
        return act_snapshot(
            read_act_content(session, record.school_id, act), (), facts, policy, named, row.seed
        )
    every = read_acts(session, record.school_id, record.class_id)
    last = _last_shown(every, stored)
    acts = act_facts(session, record.school_id, acts_shown(every, _shown(record, kind), last))
    if isinstance(row, JournalPeriod):
        content = read_journal(session, JournalKey(row.school_id, row.journal_id, row.period_id), last)
        return journal_snapshot(content, facts, policy, cutoff_of(row), named, row.seed, acts)
    year = read_year(session, row.school_id, row.class_id, last)
    if kind is RecordKind.CLASS_JOURNAL:
        return class_journal_snapshot(year, (), facts, policy, cutoff_of(row), named, row.seed, acts)
    return summary_sheet_snapshot(year, facts, policy, cutoff_of(row), named, row.seed, acts)


def _last_shown(acts: Sequence[Act], stored: Snapshot) -> int:
    """The number of the last act that a snapshot shows; 0 without any."""
    named = {shown["record"] for shown in stored.body["corrections"]}
    return max((act.seq for act in acts if act.record in named), default=0)


def _shown(record: Record, kind: RecordKind) -> Shown:
    return Shown(kind, record.journal_id or "", record.period_id or "")


def _cut_row(session: Session, record: Record) -> JournalPeriod | ClassYear:
    if record.kind == RecordKind.PERIOD_JOURNAL:
        return session.get_one(JournalPeriod, (record.school_id, record.journal_id, record.period_id))
    return session.get_one(ClassYear, (record.school_id, record.class_id))


def _differing(before: object, now: object, place: str = "") -> Iterator[str]:
    """The places in which two snapshots differ, without the ids of elements: `lessons.topic`."""
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        for name in before.keys() | now.keys():
            yield from _differing(before.get(name), now.get(name), f"{place}.{name}".lstrip("."))
    elif isinstance(before, list) and isinstance(now, list) and place == "pupils":
        yield from _differing_pupils(before, now)
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for one, other in zip(before, now, strict=True):
            yield from _differing(one, other, place)
    elif before != now:
        yield place


def _differing_pupils(before: list[Any], now: list[Any]) -> Iterator[str]:
    """By id: who came or left since is a matter of membership, unless marks came or went with the pupil."""
    then, today = ({pupil["id"]: pupil for pupil in pupils} for pupils in (before, now))
    for pupil in then.keys() & today.keys():
        yield from _differing(then[pupil], today[pupil], "pupils")
    for pupil in then.keys() ^ today.keys():
        element = then.get(pupil) or today[pupil]
        written = element.get("cells") or element.get("period_mark") or "marks" in element
        yield "pupils.cells" if written else "pupils.membership"


def _within(place: str, members: tuple[str, ...]) -> bool:
    return any(place == member or place.startswith(f"{member}.") for member in members)


def _changed(record: Record, places: list[str]) -> Problem:
    where = _some(places)
    ru = (
        f"Строки журнала в базе данных отличаются от подписанного снимка: {where}. Верен снимок; "
        "сообщите администратору."
    )
    en = f"the journal's rows in the database differ from the signed snapshot: {where}; the snapshot is right"
    return Problem(record.id, "", "", "rows.changed", ru, en)


def _drifted(record: Record, places: list[str]) -> Problem:
    where = _some(places)
    ru = (
        f"С тех пор, как «{record.title}» закрыт, в базе данных изменилось: {where}. Законно, если на то есть приказ; "
        "документ остаётся таким, каким подписан."
    )
    en = f"since '{record.title}' was cut off the database has changed: {where}; lawful by order, the record stands"
    return Problem(record.id, "", "", "facts.changed", ru, en)


def _some(places: list[str]) -> str:
    more = f" (+{len(places) - _NAMED})" if len(places) > _NAMED else ""
    return ", ".join(places[:_NAMED]) + more
