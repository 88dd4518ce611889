"""The report of a compromised account: entered, completed by whom it was told, its operations judged (R79, R53).

In the caller's transaction, with the events of the log: a crash leaves a step whole or not begun, and a step asked
twice is done once. The caller blocks the account in the transaction of the report; accounts are the site's.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.compromise.cases import check_open, find_case, log_case, moments_of, unrestored
from records.compromise.model import Moments, Report, Verdict
from records.compromise.rules import check_moments, check_report, judge
from records.compromise.tables import Compromise, CompromisedOperation
from records.compromise.traces import traces
from records.digest import Json
from records.errors import StateError
from records.identity import Entropy, random_id
from records.lifecycle import CompromiseState, OperationState
from records.log.audit import EventKind
from records.times import rfc3339

_FIRST = {Verdict.VOID: OperationState.VOID, Verdict.SUSPECT: OperationState.WAITING}


def enter_report(session: Session, actor: Actor, given: Report, at: datetime, entropy: Entropy) -> Compromise:
    """Keep the report and judge what the account did; entered again, it adds who was told since.

    Raises InputError, StateError.
    """
    check_report(given, at)
    row = find_case(session, actor.school, given.number)
    if row is None:
        _check_single(session, actor.school, given)
        row = _new(actor, given, at, entropy)
        session.add(row)
        session.flush()
        log_case(session, EventKind.COMPROMISE_REPORTED, actor, row, at, entropy, _said(given))
    elif not _same(row, given):
        raise StateError(
            "compromise.number_used",
            f"По приказу {given.number} уже внесено другое сообщение. Проверьте номер или повторите прежнее.",
            f"another report was entered by order {given.number}; check the number or repeat that one",
        )
    if row.state != CompromiseState.OPEN:
        return row
    told = given.moments
    tell(session, actor, row, told.told_director, told.told_support, at, entropy)
    return row


def _check_single(session: Session, school: str, given: Report) -> None:
    if other := unrestored(session, school, given.account):
        raise StateError(
            "compromise.open_already",
            f"Учётная запись {given.login} уже заблокирована: приказ {other.number}. Продолжайте по нему.",
            f"the account {given.login} is blocked already by order {other.number}; go on with that one",
        )


def _new(actor: Actor, given: Report, at: datetime, entropy: Entropy) -> Compromise:
    return Compromise(
        school_id=actor.school,
        id=random_id(entropy),
        state=CompromiseState.OPEN.value,
        account=given.account,
        login=given.login,
        person_id=given.person,
        number=given.number,
        reason=given.reason,
        since=given.moments.since,
        learned_at=given.learned,
        reported_by=actor.person,
        reported_at=at,
    )


def _same(row: Compromise, given: Report) -> bool:
    return (row.account, row.since, row.learned_at) == (given.account, given.moments.since, given.learned)


def tell(
    session: Session,
    actor: Actor,
    row: Compromise,
    director: datetime | None,
    support: datetime | None,
    at: datetime,
    entropy: Entropy,
) -> None:
    """Keep when they were told, each once, then judge what was not judged yet. Raises InputError."""
    check_open(row)
    now = Moments(row.since, row.told_director_at or director, row.told_support_at or support)
    check_moments(now, row.learned_at, at)
    if (now.told_director, now.told_support) != (row.told_director_at, row.told_support_at):
        row.told_director_at, row.told_support_at = now.told_director, now.told_support
        said: dict[str, Json] = {"director": _moment(now.told_director), "support": _moment(now.told_support)}
        log_case(session, EventKind.COMPROMISE_TOLD, actor, row, at, entropy, said)
    gather(session, actor, row, at, entropy)


def gather(session: Session, actor: Actor, row: Compromise, at: datetime, entropy: Entropy) -> None:
    """Judge the operations that no run before has found; a job that was asked before the block may end after it."""
    moments = moments_of(row)
    key = (CompromisedOperation.school_id == row.school_id, CompromisedOperation.compromise_id == row.id)
    known = set(session.scalars(select(CompromisedOperation.reference).where(*key)))
    judged: list[Json] = []
    for one in traces(session, row.school_id, row.account, row.since):
        verdict = judge(moments, one.at)
        if verdict is Verdict.UNTOUCHED or str(one.reference) in known:
            continue
        session.add(
            CompromisedOperation(
                school_id=row.school_id,
                compromise_id=row.id,
                reference=str(one.reference),
                deed=one.deed.value,
                at=one.at,
                verdict=verdict.value,
                state=_FIRST[verdict].value,
            )
        )
        judged.append([str(one.reference), verdict.value])
    if judged:
        session.flush()
        log_case(session, EventKind.OPERATIONS_JUDGED, actor, row, at, entropy, {"operations": judged})


def _said(given: Report) -> dict[str, Json]:
    return {
        "login": given.login,
        "order": given.number,
        "reason": given.reason,
        "since": rfc3339(given.moments.since),
        "learned": rfc3339(given.learned),
    }


def _moment(moment: datetime | None) -> str | None:
    return rfc3339(moment) if moment else None
