"""What people do to the chain, each their own step: cut off, sign, have it verified; the rest is asked as work.

A cutoff and the errand that prints its record stand in one transaction: a crash leaves both or neither. Whoever signs
names the file that was shown; it is compared again when the signature is made (steps/sign.py). Rights are asked before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from records.actor import Actor
from records.errors import LetopisError, StateError
from records.gradebook.reading import JournalKey
from records.gradebook.tables import ClassYear, Journal
from records.lifecycle import ClosingState, JobState
from records.log.audit import check_clock
from records.registers.kinds import RecordKind
from records.registers.record import get_record
from retention.closing import OF_YEAR, cut_and_compose, cut_and_compose_year, the_only_run
from retention.jobs.kinds import Errand, JobKind, verify_all, verify_sample
from retention.jobs.queue import ask, jobs_of
from retention.publication import publish
from retention.sampling import choose
from retention.steps.enrol import enrol_for
from retention.workshop import Workshop


@dataclass(frozen=True, slots=True)
class CutOff:
    """What came of a cutoff of several journals: the batch that prints them, and why some were refused."""

    batch: str | None
    done: int
    refused: Mapping[JournalKey, LetopisError]


def cut_off(
    workshop: Workshop, actor: Actor, keys: Sequence[JournalKey], at: datetime, reason: str | None
) -> CutOff:
    """Cut off these journals of one class, each by itself, and have them printed for signing.

    Raises StateError when the clock is behind or the class is being closed by another run.
    """
    with workshop.transaction() as session:
        class_id = session.get_one(Journal, (workshop.school, keys[0].journal)).class_id
        check_clock(session, workshop.school, at)
    batch, refused = None, dict[JournalKey, LetopisError]()
    with the_only_run(workshop, class_id):
        with workshop.transaction() as session:
            journals = [key.journal for key in keys]
            enrol_for(workshop, session, (RecordKind.PERIOD_JOURNAL,), class_id, journals, at)
        for key in keys:
            try:
                batch = _cut_one(workshop, actor, key, at, reason, batch)
            except LetopisError as error:
                refused[key] = error
    publish(workshop, at)
    return CutOff(batch, len(keys) - len(refused), refused)


def _cut_one(
    workshop: Workshop, actor: Actor, key: JournalKey, at: datetime, reason: str | None, batch: str | None
) -> str:
    with workshop.transaction() as session:
        record = cut_and_compose(workshop, session, actor, key, at, reason)
        errand = Errand(JobKind.GO_ON, record, get_record(session, workshop.school, record).title)
        return ask(session, actor, [errand], at, workshop.entropy, batch)


def cut_off_year(workshop: Workshop, actor: Actor, class_id: str, at: datetime, reason: str | None) -> str:
    """Cut off a class's year that its class teacher has confirmed, and have its records printed; the batch.

    Raises StateError, NotReadyError. `reason` stands in for the confirmation and for gaps, not for open periods.
    """
    with workshop.transaction() as session:
        check_clock(session, workshop.school, at)
    with the_only_run(workshop, class_id), workshop.transaction() as session:
        row = session.get_one(ClassYear, (workshop.school, class_id), with_for_update=True)
        if row.state == ClosingState.OPEN and not reason:
            raise StateError(
                "year.not_confirmed",
                "Классный руководитель ещё не подтвердил год. Дождитесь подтверждения или укажите обоснование.",
                "the class teacher has not confirmed the year; wait for it or give a reason",
            )
        enrol_for(workshop, session, OF_YEAR, class_id, (None,), at)
        records = cut_and_compose_year(workshop, session, actor, class_id, at, reason)
        titles = {record: get_record(session, workshop.school, record).title for record in records}
        errands = [Errand(JobKind.GO_ON, record, title) for record, title in titles.items()]
        batch = ask(session, actor, errands, at, workshop.entropy)
    publish(workshop, at)
    return batch


def ask_verification(workshop: Workshop, actor: Actor, year: str | None, at: datetime) -> str:
    """Have the archive verified, of a year or of all; the batch."""
    return _ask_one(workshop, actor, verify_all(year or ""), at)


def ask_sample(
    workshop: Workshop, actor: Actor, year: str | None, share: int, seed: str, at: datetime
) -> str:
    """Have a share of the records verified, chosen by the auditor's seed; the batch. Raises InputError."""
    choose((), share, seed)  # refused now, not by a worker later
    return _ask_one(workshop, actor, verify_sample(year or "", share, seed.strip()), at)


def _ask_one(workshop: Workshop, actor: Actor, errand: Errand, at: datetime) -> str:
    with workshop.transaction() as session:
        return ask(session, actor, [errand], at, workshop.entropy)


def ask_again(workshop: Workshop, actor: Actor, batch: str, at: datetime) -> str:
    """Ask anew for what of a batch could not be done; the new batch. Raises StateError when nothing failed."""
    with workshop.transaction() as session:
        failed = [job for job in jobs_of(session, workshop.school, batch) if job.state == JobState.FAILED]
        if not failed:
            raise StateError("jobs.none_failed", "Повторять нечего.", "there is nothing to be done again")
        signs = [job for job in failed if job.kind == JobKind.SIGN]
        if any(job.arguments.get("signer", job.arguments["person"]) != actor.person for job in signs):
            raise StateError(
                "sign.by_another",
                "Подпись может повторить только тот, кто подписывает.",
                "only the signer can ask for a signature again",
            )
        errands = [Errand(JobKind(job.kind), job.key, job.title, job.arguments) for job in failed]
        return ask(session, actor, errands, at, workshop.entropy)
