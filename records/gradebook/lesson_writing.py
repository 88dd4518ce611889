"""Writes lessons of a journal: adds, changes, removes, with the columns of marks under them (R20, R25, R31).

A change names what its writer saw (fingerprint), so that nobody's text is lost; the event holds the facts whole, for
a lesson has no versions of its own. What is asked twice is done once. It writes no marks.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.digest import Json
from records.gradebook import cells, lesson_entry
from records.gradebook.content import LessonFacts
from records.gradebook.desk import Desk, open_desk, reopen_period
from records.gradebook.lesson_entry import LessonDraft, checked, fingerprint
from records.gradebook.reading import JournalKey
from records.gradebook.tables import Lesson, LessonColumn, MarkVersion
from records.identity import Entropy, random_id
from records.lifecycle import ClosingState
from records.log.audit import EventKind, append_event
from records.school.tables import Person


def add_lesson(
    session: Session, actor: Actor, key: JournalKey, draft: LessonDraft, at: datetime, entropy: Entropy
) -> str:
    """Add a lesson and its columns; the lesson's id, of the one that stands already when nothing differs.

    Raises EntryError, InputError, NotFoundError.
    """
    desk = open_desk(session, actor, key, at)
    draft = _allowed(session, desk, draft, None)
    if same := _of_number(session, desk, draft):
        if _facts(same, draft) == _as_facts(same) and _kinds(session, same) == draft.kinds:
            return same.id
        raise lesson_entry.exists(draft)
    return _enter(session, desk, draft, entropy)


def give_lesson(
    session: Session,
    actor: Actor,
    key: JournalKey,
    day: date,
    number: int,
    substitute: str,
    at: datetime,
    entropy: Entropy,
) -> str:
    """Give a lesson to a substitute, as the deputy head does (R20); one that is not there yet is entered without text.

    Raises EntryError, InputError, NotFoundError.
    """
    desk = open_desk(session, actor, key, at)
    _check_open(desk)
    _check_known(session, desk, substitute)
    kind = next(iter(desk.policy.work_kinds))
    draft = checked(LessonDraft(day, number, 1, "", "", substitute, (kind,)), desk.period, desk.policy)
    row = _of_number(session, desk, draft)
    if row is None:
        return _enter(session, desk, draft, entropy)
    if row.substitute_id != substitute:
        row.substitute_id = substitute
        session.flush()
        _tell(session, desk, row, _kinds(session, row), "changed", entropy)
    return row.id


def change_lesson(
    session: Session,
    actor: Actor,
    key: JournalKey,
    lesson: str,
    seen: str,
    draft: LessonDraft,
    at: datetime,
    entropy: Entropy,
) -> None:
    """Give a lesson other facts and columns. Raises EntryError, InputError, NotFoundError."""
    desk = open_desk(session, actor, key, at)
    row = _lesson(session, desk, lesson)
    draft = _allowed(session, desk, draft, row)
    if _facts(row, draft) == _as_facts(row) and _kinds(session, row) == draft.kinds:
        return
    _check_seen(session, row, seen)
    moved = (draft.date, draft.number) != (row.date, row.number)
    if moved and _of_number(session, desk, draft):
        raise lesson_entry.exists(draft)
    if draft.date != row.date and _marked(session, _columns(session, row)):
        raise lesson_entry.marked(row.date)
    row.date, row.number = draft.date, draft.number
    _fill(row, draft)
    session.flush()
    _set_columns(session, desk, row, draft, entropy)
    _tell(session, desk, row, draft.kinds, "changed", entropy)


def remove_lesson(
    session: Session, actor: Actor, key: JournalKey, lesson: str, seen: str, at: datetime, entropy: Entropy
) -> None:
    """Take away a lesson under which nobody ever had an entry. Raises EntryError, NotFoundError."""
    desk = open_desk(session, actor, key, at)
    row = _lesson(session, desk, lesson)
    _check_writer(desk, None)
    _check_seen(session, row, seen)
    columns = _columns(session, row)
    if _marked(session, columns):
        raise lesson_entry.marked(row.date)
    _tell(session, desk, row, tuple(c.kind for c in columns), "removed", entropy)
    for column in columns:
        session.delete(column)
    session.flush()
    session.delete(row)
    session.flush()


def _allowed(session: Session, desk: Desk, draft: LessonDraft, row: Lesson | None) -> LessonDraft:
    _check_writer(desk, row)
    if row and not desk.keeps:
        _check_text_only(session, row, draft)
    if draft.substitute:
        _check_known(session, desk, draft.substitute)
    return checked(draft, desk.period, desk.policy)


def _check_known(session: Session, desk: Desk, substitute: str) -> None:
    if session.get(Person, (desk.key.school, substitute)) is None:
        raise lesson_entry.unknown_substitute()


def _check_writer(desk: Desk, row: Lesson | None) -> None:
    if not desk.keeps and not (row and desk.substitutes(row.substitute_id, row.date)):
        raise cells.not_yours(desk.title)
    _check_open(desk)


def _check_open(desk: Desk) -> None:
    if desk.state is ClosingState.CUT:
        raise cells.period_cut(desk.title)


def _check_text_only(session: Session, row: Lesson, draft: LessonDraft) -> None:
    """A substitute writes what was taught and set; when, in whose place and for which works the teacher says."""
    facts = (draft.date, draft.number, draft.hours, draft.substitute, draft.kinds)
    if facts != (row.date, row.number, row.hours, row.substitute_id, _kinds(session, row)):
        raise lesson_entry.text_only()


def _check_seen(session: Session, row: Lesson, seen: str) -> None:
    if fingerprint(_as_facts(row), _kinds(session, row)) != seen:
        raise lesson_entry.changed_since(row.date)


def _lesson(session: Session, desk: Desk, lesson: str) -> Lesson:
    row = session.scalars(select(Lesson).filter_by(**desk.columns, id=lesson)).one_or_none()
    if row is None:
        raise lesson_entry.unknown_lesson()
    return row


def _of_number(session: Session, desk: Desk, draft: LessonDraft) -> Lesson | None:
    query = select(Lesson).filter_by(**desk.columns, date=draft.date, number=draft.number)
    return session.scalars(query).one_or_none()


def _columns(session: Session, row: Lesson) -> list[LessonColumn]:
    c = LessonColumn
    query = select(c).where(c.school_id == row.school_id, c.lesson_id == row.id).order_by(c.position)
    return list(session.scalars(query))


def _kinds(session: Session, row: Lesson) -> tuple[str, ...]:
    return tuple(column.kind for column in _columns(session, row))


def _marked(session: Session, columns: list[LessonColumn]) -> bool:
    m = MarkVersion
    ids = [column.id for column in columns]
    query = select(m.seq).where(m.school_id.in_({c.school_id for c in columns}), m.column_id.in_(ids))
    return session.scalars(query.limit(1)).first() is not None


def _enter(session: Session, desk: Desk, draft: LessonDraft, entropy: Entropy) -> str:
    row = Lesson(**desk.columns, id=random_id(entropy), date=draft.date, number=draft.number, hours=1)
    _fill(row, draft)
    session.add(row)
    session.flush()
    _set_columns(session, desk, row, draft, entropy)
    _tell(session, desk, row, draft.kinds, "added", entropy)
    return row.id


def _fill(row: Lesson, draft: LessonDraft) -> None:
    row.hours, row.substitute_id = draft.hours, draft.substitute
    row.topic, row.homework = draft.topic or None, draft.homework or None


def _set_columns(session: Session, desk: Desk, row: Lesson, draft: LessonDraft, entropy: Entropy) -> None:
    """The columns by their place under the lesson; what stands under them stays under them."""
    standing = _columns(session, row)
    for column, kind in zip(standing, draft.kinds, strict=False):
        column.kind = kind
    surplus = standing[len(draft.kinds) :]
    if _marked(session, surplus):
        raise lesson_entry.marked(row.date)
    for column in surplus:
        session.delete(column)
    for position in range(len(standing), len(draft.kinds)):
        session.add(
            LessonColumn(
                **desk.columns,
                id=random_id(entropy),
                lesson_id=row.id,
                position=position,
                kind=draft.kinds[position],
            )
        )
    session.flush()


def _as_facts(row: Lesson) -> LessonFacts:
    return LessonFacts(row.id, row.date, row.number, row.hours, row.topic, row.homework, row.substitute_id)


def _facts(row: Lesson, draft: LessonDraft) -> LessonFacts:
    """The facts that the lesson would have."""
    text = (draft.topic or None, draft.homework or None)
    return LessonFacts(row.id, draft.date, draft.number, draft.hours, *text, draft.substitute)


def _tell(
    session: Session, desk: Desk, row: Lesson, kinds: tuple[str, ...], what: str, entropy: Entropy
) -> None:
    subject: dict[str, Json] = {
        "journal": desk.key.journal,
        "period": desk.key.period,
        "what": what,
        "lesson": _as_facts(row).json(),
        "kinds": list(kinds),
        "reopened": reopen_period(session, desk),
        **(desk.told if row.substitute_id == desk.actor.person else {}),
    }
    kind = EventKind.LESSON_WRITTEN
    append_event(session, desk.key.school, kind, desk.actor, desk.at, subject, entropy)
