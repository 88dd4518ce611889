"""Compares what the curriculum and the file plan expect with what the archive holds (R91).

Each journal's period and each class's year is expected; it is present, missing, not due, or excused by the deputy
head's reason for an incomplete cutoff. It reads the catalogue only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.amendments.reading import read_acts
from records.amendments.tables import Amendment
from records.gradebook.tables import ClassYear, Journal, JournalPeriod
from records.lifecycle import ClosingState, RecordState
from records.registers.kinds import RecordKind
from records.registers.record import identity, live_states
from records.school.tables import Period, School, SchoolClass, SchoolYear, Subgroup, Subject
from records.times import local
from retention.declined import declined_records
from retention.steps.compose_act import TITLES
from retention.steps.reissue import pending
from retention.verification.broken import UNREADABLE, broken_table
from retention.verification.report import Expected, Problem, Report
from retention.workshop import Workshop


def check_completeness(workshop: Workshop, year: str | None, at: datetime, report: Report) -> None:
    """List what is expected and report what is missing. An overdue period that is still open is a warning."""
    try:
        with workshop.transaction() as session:
            today = local(at, workshop.zone(session)).date().isoformat()
            live = live_states(session, workshop.school)
            declined = {one.record for one in declined_records(session, workshop.school)}
            for title, what, state, reason, ends in _expectations(session, workshop.school, year):
                _judge(live.get(what), title, state, reason, ends < today, report, declined)
            amended = set(_amended(session, workshop.school))
            for of_class in _classes(session, workshop.school, year):
                if of_class.id in amended:
                    _judge_acts(session, workshop.school, of_class, report)
    except UNREADABLE as error:
        report.problems.append(broken_table(School, workshop.school, error))


def _judge(
    live: tuple[str, str] | None,
    title: str,
    state: str,
    reason: str | None,
    overdue: bool,
    report: Report,
    declined: Collection[str],
) -> None:
    record, stage = live or ("", "")
    if stage == RecordState.REPLICATED:
        report.expected.append(Expected(title, "present", record, reason))
        if state != ClosingState.CUT:
            ru = f"«{title}» в базе снова открыт, хотя подписан и сохранён: строки журнала не защищены."
            en = f"'{title}' is open again in the database although it is in the archive: its rows are not guarded"
            report.problems.append(Problem(record, "", "", "period.reopened", ru, en))
    elif state == ClosingState.CUT:
        report.expected.append(Expected(title, "missing", record or None, reason))
        ru = f"«{title}» закрыт, но подписанной записи в хранилищах нет. Повторите закрытие: оно продолжится."
        en = f"'{title}' is cut off but not in the archive; repeat the closing, it will go on"
        if record in declined:
            ru = f"«{title}» закрыт, но в подписи отказано. Завуч исправит документ актом или отправит его снова."
            en = f"'{title}' is cut off but was declined by a signer; the deputy head corrects it or sends it again"
        report.problems.append(Problem(record, "", "", "record.missing", ru, en))
    elif overdue:
        report.expected.append(Expected(title, "open", None, reason))
        ru = f"«{title}»: срок прошёл, период не закрыт."
        report.warnings.append(
            Problem("", "", "", "period.overdue", ru, f"'{title}' is overdue and still open")
        )
    else:
        report.expected.append(Expected(title, "not_due", None, None))


def _judge_acts(session: Session, school: str, of_class: SchoolClass, report: Report) -> None:
    """Each correction act and supplement has its record, and the records that it changes show it."""
    left = {act.id for act in pending(session, school, of_class.id)}
    for act in read_acts(session, school, of_class.id):
        title = f"{TITLES[RecordKind(act.kind)]} № {act.number}, {of_class.name}"
        state = "missing" if act.id in left else "present"
        report.expected.append(Expected(title, state, act.record or None, None))
        if act.id in left:
            ru = f"«{title}»: внесено, но не доведено до конца. Повторите ту же команду letopis correct или supplement."
            en = f"'{title}' was entered and not carried out; repeat 'letopis correct' or 'supplement' with its number"
            report.problems.append(Problem(act.record, "", "", "amendment.pending", ru, en))


def _amended(session: Session, school: str) -> Sequence[str]:
    """The classes that have an act at all: most have none."""
    return session.scalars(select(Amendment.class_id).where(Amendment.school_id == school).distinct()).all()


Expectation = tuple[str, str, str, str | None, str]


def _expectations(session: Session, school: str, year: str | None) -> list[Expectation]:
    """(title, identity, state, reason, last day) of everything expected, class by class."""
    found: list[Expectation] = []
    for row in _classes(session, school, year):
        of_year = session.get_one(SchoolYear, (school, row.year_id))
        found += _of_journals(session, row)
        closing = session.get(ClassYear, (school, row.id))
        if closing:
            for kind, name in (
                (RecordKind.CLASS_JOURNAL, "Классный журнал"),
                (RecordKind.SUMMARY_SHEET, "Сводная ведомость"),
            ):
                title = f"{name} {row.name}, {of_year.label}"
                what = identity(kind, row.id)
                found.append((title, what, closing.state, closing.cut_reason, of_year.ends.isoformat()))
    return found


def _classes(session: Session, school: str, year: str | None) -> Sequence[SchoolClass]:
    """The classes of that year (`2025/2026`), or of all years, in order."""
    query = (
        select(SchoolClass)
        .join(
            SchoolYear,
            (SchoolYear.school_id == SchoolClass.school_id) & (SchoolYear.id == SchoolClass.year_id),
        )
        .where(SchoolClass.school_id == school)
        .order_by(SchoolYear.label, SchoolClass.grade, SchoolClass.name)
    )
    return session.scalars(query.where(SchoolYear.label == year) if year else query).all()


def _of_journals(session: Session, of_class: SchoolClass) -> list[Expectation]:
    jp = JournalPeriod
    query = (
        select(jp, Subject.name, Subgroup.name, Period)
        .join(Journal, (Journal.school_id == jp.school_id) & (Journal.id == jp.journal_id))
        .join(Subject, (Subject.school_id == Journal.school_id) & (Subject.id == Journal.subject_id))
        .outerjoin(Subgroup, (Subgroup.school_id == Journal.school_id) & (Subgroup.id == Journal.subgroup_id))
        .join(Period, (Period.school_id == jp.school_id) & (Period.id == jp.period_id))
        .where(jp.school_id == of_class.school_id, Journal.class_id == of_class.id)
        .order_by(Period.starts, Journal.position)
    )
    return [
        (
            f"{subject}{f' ({group})' if group else ''}, {of_class.name}, {period.title}",
            identity(RecordKind.PERIOD_JOURNAL, row.journal_id, row.period_id),
            row.state,
            row.cut_reason,
            period.ends.isoformat(),
        )
        for row, subject, group, period in session.execute(query)
    ]
