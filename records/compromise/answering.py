"""What is said of suspect operations: their owner confirms them, or they are refused (R79; domain.md, Rights).

In the caller's transaction, one event an answer; answered the same way twice, an operation stays as it is. Whether
somebody but the owner may refuse is a right that the caller asks; undoing.py settles what was refused.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.compromise.cases import log_case
from records.compromise.model import Remedy
from records.compromise.tables import Compromise, CompromisedOperation
from records.digest import Json
from records.errors import InputError, NotFoundError, StateError
from records.identity import Entropy
from records.lifecycle import CompromiseState, OperationState
from records.log.audit import EventKind
from records.moves import move

LONGEST_REASON = 300


def confirm(
    session: Session,
    actor: Actor,
    row: Compromise,
    references: Collection[str],
    at: datetime,
    entropy: Entropy,
) -> None:
    """The owner says that these were theirs. Raises StateError, NotFoundError."""
    if actor.person != row.person_id or actor.on_behalf_of:
        raise StateError(
            "compromise.not_owner",
            "Подтвердить операцию может только владелец учётной записи, сам. Другие могут её отклонить.",
            "only the owner of the account confirms an operation, in person; others may refuse it",
        )
    kept = {"remedy": Remedy.KEPT.value}
    _answer(session, actor, row, references, OperationState.CONFIRMED, at, entropy, "", kept)


def refuse(
    session: Session,
    actor: Actor,
    row: Compromise,
    references: Collection[str],
    reason: str,
    at: datetime,
    entropy: Entropy,
) -> None:
    """These are not the owner's: they lose their force. Raises InputError, StateError, NotFoundError."""
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise InputError(
            "compromise.why_refused",
            f"Напишите, почему операция отклонена, не длиннее {LONGEST_REASON} знаков.",
            f"say why the operation is refused, in at most {LONGEST_REASON} characters",
        )
    _answer(session, actor, row, references, OperationState.REFUSED, at, entropy, reason, {})


def _answer(
    session: Session,
    actor: Actor,
    row: Compromise,
    references: Collection[str],
    answer: OperationState,
    at: datetime,
    entropy: Entropy,
    reason: str,
    values: dict[str, str],
) -> None:
    if row.state == CompromiseState.CLOSED:
        raise StateError(
            "compromise.closed",
            f"Дело по приказу {row.number} закрыто: ответы больше не принимаются.",
            f"the case of order {row.number} is closed and takes no answers",
        )
    if not references:
        raise InputError(
            "compromise.nothing_chosen", "Отметьте хотя бы одну операцию.", "choose an operation"
        )
    answered = [one for one in references if _is_new(session, row, one, answer)]
    for one in answered:
        key = {"school_id": row.school_id, "compromise_id": row.id, "reference": one}
        said = {"answered_by": actor.person, "answered_at": at, "answer": reason, **values}
        move(session, CompromisedOperation, key, OperationState.WAITING, answer, **said)
    if answered:
        told: dict[str, Json] = {"answer": answer.value, "operations": answered, "reason": reason}
        log_case(session, EventKind.OPERATIONS_ANSWERED, actor, row, at, entropy, told)


def _is_new(session: Session, row: Compromise, reference: str, answer: OperationState) -> bool:
    """Whether the operation still waits. Raises NotFoundError, and StateError when it was answered otherwise."""
    found = session.get(CompromisedOperation, (row.school_id, row.id, reference), with_for_update=True)
    if found is None:
        raise NotFoundError(
            "compromise.no_operation",
            f"Операции {reference} в этом деле нет. Обновите страницу.",
            f"the case has no operation {reference}; reload the page",
        )
    if found.state not in (OperationState.WAITING, answer):
        raise StateError(
            "compromise.answered",
            "По одной из операций уже решено иначе. Обновите страницу: ничего не изменено.",
            "one of the operations was answered otherwise before; reload the page, nothing was changed",
        )
    return found.state == OperationState.WAITING
