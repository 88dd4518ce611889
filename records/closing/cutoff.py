"""Confirms and cuts off a journal's period or a class's year: after this nothing of it can change (R38, R46).

open -> complete -> confirmed -> cut, by compare-and-swap, one log event for each move into confirmed and cut.
A cutoff wants the confirmed rows unchanged and no blocking gap, or the deputy head's reason. It takes no snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.closing.frozen import journal_digests, year_digests
from records.closing.readiness import Gap, assess, blocking
from records.closing.year_readiness import assess_year, open_periods
from records.digest import Json
from records.errors import StateError
from records.gradebook.content import JournalContent
from records.gradebook.reading import JournalKey, read_journal
from records.gradebook.tables import ClassYear, JournalPeriod
from records.gradebook.year_content import YearContent
from records.gradebook.year_reading import read_year
from records.identity import Entropy
from records.lifecycle import ClosingState
from records.log.audit import EventKind, append_event
from records.moves import move
from records.school.policy import Policy


class NotReadyError(StateError):
    """The cutoff is refused: `gaps` says what is missing, where and whose."""

    def __init__(self, title: str, gaps: tuple[Gap, ...]) -> None:
        first = "; ".join(f"{g.place}: {g.ru}" for g in gaps[:5])
        first_en = "; ".join(f"{g.place}: {g.en}" for g in gaps[:5])
        super().__init__(
            "cutoff.not_ready",
            f"«{title}» нельзя закрыть: пробелов {len(gaps)}. {first}. "
            "Заполните или закройте с обоснованием заместителя директора (--reason).",
            f"'{title}' cannot be cut off: {len(gaps)} gaps. {first_en}. Fill them or give the deputy head's --reason",
        )
        self.gaps = gaps


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a teacher confirms: the digest of the rows and of the watermarked draft that showed them."""

    content: str
    draft: str


def confirm_journal(
    session: Session,
    actor: Actor,
    key: JournalKey,
    seen: Confirmation,
    at: datetime,
    policy: Policy,
    entropy: Entropy,
) -> None:
    """The teacher confirms the draft. Raises NotReadyError, or StateError when the rows moved on since."""
    content = read_journal(session, key)
    gaps = blocking(assess(content, policy.deadlines), policy)
    if gaps:
        raise NotReadyError(content.title, gaps)
    _check_unchanged(content.title, seen.content, content.digest())
    _confirm(session, JournalPeriod, _journal_key(key), seen, actor, at)
    subject = {"journal": key.journal, "period": key.period, "draft": seen.draft}
    append_event(session, key.school, EventKind.DRAFT_CONFIRMED, actor, at, subject, entropy)


def cut_off_journal(
    session: Session,
    actor: Actor,
    key: JournalKey,
    at: datetime,
    policy: Policy,
    entropy: Entropy,
    reason: str | None,
) -> JournalContent:
    """Cut off a journal's period and return its last content.

    Without `reason` (the deputy head's) it must be confirmed, unchanged since, and without blocking gaps.
    """
    row = session.get_one(JournalPeriod, (key.school, key.journal, key.period), with_for_update=True)
    content = read_journal(session, key)
    if not reason:
        gaps = blocking(assess(content, policy.deadlines), policy)
        _check_ready(content.title, row, gaps, content.digest())
    _cut(session, row, JournalPeriod, _journal_key(key), actor, at, reason)
    subject: dict[str, Json] = {
        "journal": key.journal,
        "period": key.period,
        "content": content.digest(),
        "reason": reason,
        "rows": journal_digests(session, key),
    }
    append_event(session, key.school, EventKind.PERIOD_CUT, actor, at, subject, entropy)
    return content


def confirm_year(
    session: Session,
    actor: Actor,
    class_id: str,
    seen: Confirmation,
    at: datetime,
    policy: Policy,
    entropy: Entropy,
) -> None:
    """The class teacher confirms the draft of the year. Raises as confirm_journal does."""
    content = read_year(session, actor.school, class_id)
    gaps = assess_year(content, policy.deadlines)
    if stopping := open_periods(gaps) or blocking(gaps, policy):
        raise NotReadyError(content.title, stopping)
    _check_unchanged(content.title, seen.content, content.digest())
    key = {"school_id": actor.school, "class_id": class_id}
    _confirm(session, ClassYear, key, seen, actor, at)
    subject = {"class": class_id, "draft": seen.draft}
    append_event(session, actor.school, EventKind.YEAR_CONFIRMED, actor, at, subject, entropy)


def cut_off_year(
    session: Session,
    actor: Actor,
    content: YearContent,
    at: datetime,
    policy: Policy,
    entropy: Entropy,
    reason: str | None,
) -> None:
    """Cut off a class's year; a class teacher who has not confirmed it before confirms it by this act.

    Every journal's period must be cut before: no reason stands in for that. Raises NotReadyError, or StateError
    when the rows moved on since `content` was read.
    """
    school, class_id = content.facts.school.id, content.facts.id
    row = session.get_one(ClassYear, (school, class_id), with_for_update=True)
    key = {"school_id": school, "class_id": class_id}
    seen, content = content.digest(), read_year(session, school, class_id)
    _check_unchanged(content.title, seen, content.digest())
    gaps = assess_year(content, policy.deadlines)
    if stopping := open_periods(gaps) or (blocking(gaps, policy) if not reason else ()):
        raise NotReadyError(content.title, stopping)
    if row.state == ClosingState.CONFIRMED and not reason:
        _check_unchanged(content.title, row.confirmed_content, content.digest())
    if row.state == ClosingState.OPEN and not reason:
        _confirm(session, ClassYear, key, Confirmation(content.digest(), ""), actor, at)
        session.refresh(row)
    _cut(session, row, ClassYear, key, actor, at, reason)
    subject: dict[str, Json] = {
        "class": class_id,
        "content": content.digest(),
        "reason": reason,
        "rows": year_digests(session, school, class_id),
    }
    append_event(session, school, EventKind.YEAR_CUT, actor, at, subject, entropy)


def _journal_key(key: JournalKey) -> dict[str, str]:
    return {"school_id": key.school, "journal_id": key.journal, "period_id": key.period}


def _confirm(
    session: Session,
    table: type[JournalPeriod] | type[ClassYear],
    key: dict[str, str],
    seen: Confirmation,
    actor: Actor,
    at: datetime,
) -> None:
    move(session, table, key, ClosingState.OPEN, ClosingState.COMPLETE)
    move(
        session,
        table,
        key,
        ClosingState.COMPLETE,
        ClosingState.CONFIRMED,
        confirmed_by=actor.person,
        confirmed_at=at,
        confirmed_content=seen.content,
        draft=seen.draft,
    )


def _cut(
    session: Session,
    row: JournalPeriod | ClassYear,
    table: type[JournalPeriod] | type[ClassYear],
    key: dict[str, str],
    actor: Actor,
    at: datetime,
    reason: str | None,
) -> None:
    before = ClosingState(row.state)
    move(session, table, key, before, ClosingState.CUT, cut_by=actor.person, cut_at=at, cut_reason=reason)


def _check_ready(title: str, row: JournalPeriod, gaps: tuple[Gap, ...], content: str) -> None:
    if gaps:
        raise NotReadyError(title, gaps)
    if row.state != ClosingState.CONFIRMED:
        raise StateError(
            "cutoff.not_confirmed",
            f"«{title}»: учитель ещё не подтвердил черновик (состояние «{row.state}»).",
            f"'{title}': the teacher has not confirmed the draft yet (state {row.state})",
        )
    _check_unchanged(title, row.confirmed_content, content)


def _check_unchanged(title: str, seen: str | None, now: str) -> None:
    if seen != now:
        raise StateError(
            "cutoff.changed_since",
            f"«{title}»: записи изменились после просмотра черновика. Просмотрите и подтвердите заново.",
            f"'{title}': the rows changed after the draft was shown; look again and confirm",
        )
