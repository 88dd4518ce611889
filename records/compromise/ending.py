"""The end of a case: the owner gets the account back, and the case is closed once all of it is settled (R53).

In the caller's transaction; a step asked twice is done once. The caller opens the account; accounts are the site's.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.compromise.cases import check_open, log_case
from records.compromise.reporting import gather
from records.compromise.tables import Compromise, CompromisedOperation
from records.errors import InputError, StateError
from records.identity import Entropy
from records.lifecycle import CompromiseState
from records.log.audit import EventKind
from records.moves import move

LONGEST_OUTCOME = 500


def restore(session: Session, actor: Actor, row: Compromise, at: datetime, entropy: Entropy) -> None:
    """Note that the owner gets the account back: what it does from now on is its owner's. Raises StateError."""
    check_open(row)
    gather(session, actor, row, at, entropy)
    _move(session, row, CompromiseState.OPEN, CompromiseState.RESTORED, restored_at=at)
    log_case(session, EventKind.COMPROMISE_RESTORED, actor, row, at, entropy, {})


def close(
    session: Session,
    actor: Actor,
    row: Compromise,
    outcome: str,
    unmended: Collection[str],
    at: datetime,
    entropy: Entropy,
) -> None:
    """End the case. Raises StateError while an answer or a remedy is missing; `unmended` says where an act is.

    Closed again, it stays as it is.
    """
    if row.state == CompromiseState.CLOSED:
        return
    if not outcome.strip() or len(outcome) > LONGEST_OUTCOME:
        raise InputError(
            "compromise.outcome",
            f"Напишите, чем кончилось, не длиннее {LONGEST_OUTCOME} знаков.",
            f"say how it ended, in at most {LONGEST_OUTCOME} characters",
        )
    if row.state == CompromiseState.OPEN:
        gather(session, actor, row, at, entropy)
    _check_settled(session, row)
    if unmended:
        first = "; ".join(list(unmended)[:3])
        raise StateError(
            "compromise.acts_wanted",
            f"Не исправлено актом, клеток: {len(unmended)} ({first}). Внесите акт или напишите, почему его не будет.",
            f"{len(unmended)} cells wait for a correction act ({first}); enter it, or say why there will be none",
        )
    before = CompromiseState(row.state)
    _move(
        session,
        row,
        before,
        CompromiseState.CLOSED,
        closed_by=actor.person,
        closed_at=at,
        outcome=outcome.strip(),
    )
    log_case(session, EventKind.COMPROMISE_CLOSED, actor, row, at, entropy, {"outcome": outcome.strip()})


def _check_settled(session: Session, row: Compromise) -> None:
    t = CompromisedOperation
    query = select(t.state).where(t.school_id == row.school_id, t.compromise_id == row.id, t.remedy.is_(None))
    left = session.scalars(query).all()
    if left:
        raise StateError(
            "compromise.waiting",
            f"Ждут решения, операций: {len(left)}. Их подтверждает владелец учётной записи или отклоняют.",
            f"{len(left)} operations wait to be confirmed by the owner, or refused",
        )


def _move(
    session: Session, row: Compromise, before: CompromiseState, after: CompromiseState, **values: object
) -> None:
    move(session, Compromise, {"school_id": row.school_id, "id": row.id}, before, after, **values)
    session.refresh(row)
