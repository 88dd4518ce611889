"""Sends a record again, with a word why: revision n+1 of the same content, asked of everybody anew (ADR 34).

For what needs no correction: a misunderstanding; or a signer whose post another holds by now, declined or not. Where
values are wrong, an act mends them (retention/amending.py), and n+1 follows from it. In the transaction that registers
n+1, n and its requests are replaced: a crash leaves n as it was, or n+1 with the errand that prints it. No signature
of n is carried over.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.amendments.reading import read_acts
from records.errors import StateError
from records.gradebook.reading import JournalKey
from records.gradebook.tables import ClassYear
from records.lifecycle import RecordState
from records.log.audit import check_clock
from records.registers.kinds import RecordKind
from records.registers.record import get_record
from records.registers.tables import Record
from records.school.staff import signer_of
from records.times import local
from retention.closing import the_only_run
from retention.jobs.kinds import Errand, JobKind
from retention.jobs.queue import ask
from retention.publication import publish
from retention.steps.asked import declined_of, next_of, requests_of, rule_of
from retention.steps.compose import Again, issue_journal, issue_of_year
from retention.steps.compose_act import find_act, issue_act
from retention.steps.compose_report import issue_again
from retention.steps.decline import check_reason
from retention.steps.enrol import enrol_signers
from retention.steps.reissue import is_finished
from retention.succession import successor
from retention.workshop import Workshop

_ACTS = (RecordKind.CORRECTION_ACT, RecordKind.SUPPLEMENT)


def resend(workshop: Workshop, actor: Actor, record_id: str, reason: str, at: datetime) -> str:
    """Register the next revision of a record that nobody will sign as it stands, and have it printed; the batch.

    Raises InputError (sign.reason), NotFoundError, StateError (sign.not_declined, sign.act_first, closing.busy).
    """
    again = Again(actor, at, check_reason(reason))
    with workshop.transaction() as session:
        check_clock(session, workshop.school, at)
        class_id = get_record(session, workshop.school, record_id).class_id
    with the_only_run(workshop, class_id), workshop.transaction() as session:
        # Of two who send it, or of one and an act, one is first; the other finds it replaced.
        session.get_one(ClassYear, (workshop.school, class_id), with_for_update=True)
        before = get_record(session, workshop.school, record_id)
        on = local(at, workshop.zone(session)).date()
        _check(session, before, on)
        after = get_record(session, workshop.school, _issue(workshop, session, before, again))
        # Whoever signs now may be another than the one who was asked.
        signers = [signer_of(session, after, role, on) for role in rule_of(session, after).with_any_key]
        enrol_signers(workshop, session, signers, at)
        batch = ask(session, actor, [Errand(JobKind.GO_ON, after.id, after.title)], at, workshop.entropy)
    publish(workshop, at)
    return batch


def _check(session: Session, record: Record, on: date) -> None:
    asked = requests_of(session, record.school_id, record.id)
    turn = next_of(asked)
    stuck = declined_of(asked) or (turn and successor(session, record, turn, on))
    if record.state != RecordState.SIGNING or not stuck:
        raise StateError(
            "sign.not_declined",
            f"«{record.title}»: в подписи не отказано и подписать есть кому, или он уже заменён. Обновите страницу.",
            f"'{record.title}' is not declined and has its signer, or was replaced meanwhile; reload the page",
        )
    if RecordKind(record.kind) in (*_ACTS, RecordKind.SIGNATURE_REPORT):
        return
    for act in read_acts(session, record.school_id, record.class_id):
        own = session.get(Record, (record.school_id, act.record))
        if own is None or not is_finished(own):
            raise StateError(
                "sign.act_first",
                f"Сначала доведите до подписи акт № {act.number}: новая редакция выйдет с его исправлениями.",
                f"act {act.number} of the class comes first: the next revision shows what it changes",
            )


def _issue(workshop: Workshop, session: Session, before: Record, again: Again) -> str:
    kind = RecordKind(before.kind)
    if kind is RecordKind.PERIOD_JOURNAL:
        key = JournalKey(before.school_id, before.journal_id or "", before.period_id or "")
        return issue_journal(workshop, session, key, before, again)
    if kind in _ACTS:
        act = find_act(session, workshop.school, before.class_id, before.identity.rpartition("/")[2])
        return issue_act(workshop, session, act, before, again)
    if kind is RecordKind.SIGNATURE_REPORT:
        return issue_again(workshop, session, before, again)
    return issue_of_year(workshop, session, before.class_id, kind, before, again)
