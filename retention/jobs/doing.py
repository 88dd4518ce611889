"""Does a job: an errand in, steps of the chain or a verification out; each may be begun again after a crash.

A signature that a dead worker made is found in its request and not made twice; the conveyor goes on from the record's
state. Nothing of the chain stands here: conveyor.py, steps/sign.py and verify.py do it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from records.actor import Actor
from records.digest import Json
from records.errors import StateError
from records.lifecycle import RecordState, RequestState
from records.log.audit import EventKind, append_event
from records.registers.kinds import RecordKind
from records.registers.record import get_record
from retention.amending import carry_on
from retention.closing import close_dossiers, sweep_leftovers
from retention.conveyor import go_on
from retention.jobs.kinds import JobKind
from retention.jobs.queue import get_job, keep_result, report_progress
from retention.jobs.tables import Job
from retention.publication import publish
from retention.runlock import working
from retention.sampling import choose
from retention.steps.asked import requests_of
from retention.steps.enrol import enrol_signers
from retention.steps.question import put_answer
from retention.steps.sign import sign_next
from retention.steps.turn import Stand
from retention.verification.report import Problem, Report
from retention.verify import Progress, records_of, verify_archive, verify_records
from retention.workshop import Workshop

_KEPT: Final = (
    500  # problems of a verification that are kept with its job; how many there were is kept as well
)


Doing = Callable[[Workshop, Job, datetime], None]


def do_job(workshop: Workshop, job_id: str, at: datetime, others: Mapping[JobKind, Doing]) -> None:
    """Do the errand; `others` are the kinds that this package does not know. Raises whatever stops it.

    What was done stays done.
    """
    with workshop.transaction() as session:
        job = get_job(session, workshop.school, job_id)
    {**others, **_DO}[JobKind(job.kind)](workshop, job, at)


def _publish(workshop: Workshop, _job: Job, at: datetime) -> None:
    """Let the tree grow by the events that wait, and write it to the locations."""
    publish(workshop, at)


def _go_on(workshop: Workshop, job: Job, at: datetime) -> None:
    """Take a record as far as no person is needed; with the last of a year its dossiers are closed."""
    publish(workshop, at)  # printing needs the snapshot's place in the log
    state = go_on(workshop, job.key, at)
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, job.key)
    if state is RecordState.REPLICATED and record.kind != RecordKind.PERIOD_JOURNAL:
        close_dossiers(workshop, record.class_id, at)
    if state is RecordState.REPLICATED:
        carry_on(workshop, _asked_by(workshop, job), record.class_id, job.batch, at)
    publish(workshop, at)
    sweep_leftovers(workshop)


def _sign(workshop: Workshop, job: Job, at: datetime) -> None:
    """Sign what the person was shown, unless a try before this one has; then go on."""
    told = job.arguments
    person, position = told["person"], int(told["position"])
    stand = Stand(told["signer"], told["order"]) if "signer" in told else None
    with workshop.transaction() as session:
        request = requests_of(session, workshop.school, job.key)[position]
        if request.person_id != person:
            raise StateError(
                "sign.other_signer",
                f"«{job.title}» должен подписать другой человек.",
                f"'{job.title}' is to be signed by somebody else",
            )
        if "question" not in told:
            enrol_signers(workshop, session, [stand.person if stand else person], at)
    if request.state != RequestState.SIGNED:
        with working(workshop.run_lock):
            if "question" in told:
                put_answer(workshop, told["question"], at)
            else:
                sign_next(workshop, job.key, person, at, job.account, stand, told["file"])
    _go_on(workshop, job, at)


def _verify(workshop: Workshop, job: Job, at: datetime) -> None:
    """Verify all of the archive, a year of it, or a sample by the auditor's seed, and keep the report."""
    told = job.arguments
    progress = _telling(workshop, job.id)
    year = told.get("year") or None
    if "seed" in told:
        records = {record.id: record for record in records_of(workshop, year)}
        chosen = choose(records, int(told["share"]), told["seed"])
        report = verify_records(workshop, [records[record] for record in chosen], at, progress)
        summary: dict[str, Json] = {**told, "chosen": list(chosen)}
    else:
        report, summary = verify_archive(workshop, year, at, progress), dict(told)
    with workshop.transaction() as session:
        keep_result(session, workshop.school, job.id, {**summary, **_summary(report)})
        subject = {**told, **_figures(report)}
        kind, actor = EventKind.ARCHIVE_VERIFIED, _asked_by(workshop, job)
        append_event(session, workshop.school, kind, actor, at, subject, workshop.entropy)


def _asked_by(workshop: Workshop, job: Job) -> Actor:
    """The person who asked, or the conveyor when a schedule did."""
    if job.person_id is None:
        return workshop.actor
    return Actor(job.person_id, job.account, workshop.school, job.on_behalf_of)


def _telling(workshop: Workshop, job: str) -> Progress:
    def tell(done: int, total: int) -> None:
        # A transaction for each hundredth: more would be felt by whoever works meanwhile.
        if done == total or done % max(1, total // 100) == 0:
            with workshop.transaction() as session:
                report_progress(session, workshop.school, job, done, total)

    return tell


def _summary(report: Report) -> Mapping[str, Json]:
    """A report as a job keeps it: figures, and the first of the findings in both languages."""
    states = [expected.state for expected in report.expected]
    return {
        **_figures(report),
        "found": [{**_both(p), "problem": True} for p in report.problems[:_KEPT]]
        + [{**_both(p), "problem": False} for p in report.warnings[:_KEPT]],
        "expected": {state: states.count(state) for state in sorted(set(states))},
    }


def _figures(report: Report) -> dict[str, Json]:
    return {
        "records": report.records,
        "replicas": report.replicas,
        "bytes": report.bytes,
        "problems": len(report.problems),
        "warnings": len(report.warnings),
    }


def _both(problem: Problem) -> dict[str, Json]:
    return {
        "record": problem.record,
        "location": problem.location,
        "path": problem.path,
        "code": problem.code,
        "ru": problem.ru,
        "en": problem.en,
    }


_DO: Mapping[JobKind, Doing] = {
    JobKind.SIGN: _sign,
    JobKind.GO_ON: _go_on,
    JobKind.PUBLISH: _publish,
    JobKind.VERIFY: _verify,
}
