"""What people do to have records signed: ask a worker for their key on the server, or answer with a key of their own.

Whoever signs names the file that was shown; it is compared again when the signature is made (steps/turn.py). Answers
and the errands that put them into the files stand in one transaction. Rights are asked before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.errors import StateError
from records.log.audit import check_clock
from records.registers.record import get_record
from retention.jobs.kinds import Errand, JobKind
from retention.jobs.queue import ask
from retention.steps.asked import check_key, next_request
from retention.steps.enrol import check_server_keys
from retention.steps.question import take_answers
from retention.workshop import Workshop
from signing.enrolment import Held
from signing.question import SigningQuestion


def ask_signatures(
    workshop: Workshop,
    actor: Actor,
    seen: Mapping[str, str],
    at: datetime,
    order: str = "",
    batch: str | None = None,
) -> str:
    """Have these records signed as `actor.person`; `seen` maps each to the digest of the file that was shown.

    Whoever acts on behalf of another signs in their place by the order of that number. Raises StateError when one of
    them does not wait for this person, or asks for a key of theirs: then none is signed.
    """
    with workshop.transaction() as session:
        check_clock(session, workshop.school, at)
        check_server_keys(workshop, session)
        errands = []
        for record, digest in seen.items():
            request = next_request(session, workshop.school, record)
            row = get_record(session, workshop.school, record)
            title = row.title
            if request is None or request.person_id != (actor.on_behalf_of or actor.person):
                raise StateError(
                    "sign.not_asked",
                    f"«{title}» сейчас не ждёт вашей подписи. Обновите страницу: ничего не подписано.",
                    f"'{title}' does not wait for your signature now; reload the page, nothing was signed",
                )
            check_key(row, request, Held.SERVER)
            told = _told(request.person_id, request.position, digest, actor.person, order)
            errands.append(Errand(JobKind.SIGN, record, title, told))
        return ask(session, actor, errands, at, workshop.entropy, batch)


def answer_questions(workshop: Workshop, actor: Actor, answers: Mapping[str, bytes], at: datetime) -> str:
    """Take the signatures that the actor's key made, by question, and have them put into the files; the batch.

    Raises StateError, SigningRefusedError when one of them is not to be taken: then none is.
    """
    batch = None
    with workshop.transaction() as session:
        check_clock(session, workshop.school, at)
        for row in take_answers(workshop, session, actor, answers, at):
            signing = actor if row.asked_of == actor.person else replace(actor, on_behalf_of=row.asked_of)
            batch = ask(session, signing, [_errand(workshop, session, row)], at, workshop.entropy, batch)
    if batch is None:
        raise StateError("sign.nothing", "Ничего не выбрано.", "nothing was chosen")
    return batch


def _errand(workshop: Workshop, session: Session, row: SigningQuestion) -> Errand:
    title = get_record(session, workshop.school, row.record_id).title
    told = _told(row.asked_of, row.position, row.file, row.person_id, row.order_no or "")
    return Errand(JobKind.SIGN, row.record_id, title, {**told, "question": row.id})


def _told(asked_of: str, position: int, file: str, signer: str, order: str) -> dict[str, str]:
    """What a worker is told of a signature: whose it is, on which file, and who makes it by which order."""
    told = {"person": asked_of, "position": str(position), "file": file}
    return told if signer == asked_of else {**told, "signer": signer, "order": order}
