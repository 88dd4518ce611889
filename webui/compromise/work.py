"""What is done in a case, over the account, its sessions, its errands and the records: report, settle, restore, close.

Report and block stand in one transaction; what is void is settled after it, lot by lot, and whoever comes next goes on
where a crash stopped. Rights are asked before. It renders nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.compromise import answering, ending
from records.compromise.cases import get_case
from records.compromise.model import Report
from records.compromise.reading import read_file
from records.compromise.reporting import enter_report, tell
from records.compromise.tables import Compromise
from records.compromise.undoing import lots, settle
from records.errors import StateError
from records.lifecycle import CompromiseState, JobState
from records.moves import move
from retention.jobs.queue import fail
from retention.jobs.tables import Job
from retention.publication import publish
from retention.workshop import Workshop
from signing.enrolment import keys_of, revoke
from webui.accounts import manage

_WITHDRAWN: Final = "compromise"  # who ends the errands that nobody may do any more


def report(workshop: Workshop, actor: Actor, given: Report, at: datetime) -> str:
    """Enter the report and shut the account at once; the case's id. Entered again, it completes the first one."""
    with workshop.transaction() as session:
        row = enter_report(session, actor, given, at, workshop.entropy)
        if row.state == CompromiseState.OPEN:
            _shut(workshop, session, actor, row, at)
        case = row.id
    settle_all(workshop, actor, case, at)
    return case


def _shut(workshop: Workshop, session: Session, actor: Actor, row: Compromise, at: datetime) -> None:
    account = manage.get_account(session, row.school_id, row.account)
    if account.active:
        manage.shut(session, actor, account, at, workshop.entropy)
    account.password = None  # the stranger knows it: it never opens this account again
    keys = keys_of(session, row.school_id, account.person_id)  # one of them may be the stranger's
    revoke(session, actor, workshop.authority, keys, "stranger", at, workshop.entropy)
    _withdraw(session, row, at)


def _withdraw(session: Session, row: Compromise, at: datetime) -> None:
    """End the errands that were asked through the account and that no worker has begun."""
    waiting = select(Job.id).where(
        Job.school_id == row.school_id, Job.account == row.account, Job.state == JobState.WAITING.value
    )
    why = StateError(
        "compromise.withdrawn",
        f"Отозвано: учётная запись {row.login} заблокирована по приказу {row.number}.",
        f"withdrawn: the account {row.login} was blocked by order {row.number}",
    )
    for job in session.scalars(waiting.with_for_update()).all():
        key = {"school_id": row.school_id, "id": job}
        taken = {"worker": _WITHDRAWN, "taken_at": at}
        move(session, Job, key, JobState.WAITING, JobState.RUNNING, **taken)
        fail(session, row.school_id, _WITHDRAWN, job, why, at)


def tell_of(
    workshop: Workshop,
    actor: Actor,
    case: str,
    director: datetime | None,
    support: datetime | None,
    at: datetime,
) -> None:
    """Note that director or support were told, and settle what is void now."""
    with workshop.transaction() as session:
        row = get_case(session, workshop.school, case)
        tell(session, actor, row, director, support, at, workshop.entropy)
    settle_all(workshop, actor, case, at)


def settle_all(workshop: Workshop, actor: Actor, case: str, at: datetime) -> None:
    """Settle everything that is void or refused, a transaction a lot, and publish the log."""
    with workshop.transaction() as session:
        waiting = lots(session, get_case(session, workshop.school, case))
    for lot in waiting:
        with workshop.transaction() as session:
            row = get_case(session, workshop.school, case)
            settle(session, actor, row, lot, at, workshop.entropy)
    publish(workshop, at)


def confirm(workshop: Workshop, actor: Actor, case: str, references: Collection[str], at: datetime) -> None:
    """The owner says that these operations were theirs."""
    with workshop.transaction() as session:
        row = get_case(session, workshop.school, case)
        answering.confirm(session, actor, row, references, at, workshop.entropy)
    settle_all(workshop, actor, case, at)


def refuse(
    workshop: Workshop, actor: Actor, case: str, references: Collection[str], reason: str, at: datetime
) -> None:
    """These operations were not the owner's: they are undone."""
    with workshop.transaction() as session:
        row = get_case(session, workshop.school, case)
        answering.refuse(session, actor, row, references, reason, at, workshop.entropy)
    settle_all(workshop, actor, case, at)


def restore(workshop: Workshop, actor: Actor, case: str, at: datetime) -> tuple[str, str]:
    """Give the owner the account back with a one-time password; the login and that password."""
    with workshop.transaction() as session:
        row = get_case(session, workshop.school, case)
        ending.restore(session, actor, row, at, workshop.entropy)
        account = manage.get_account(session, row.school_id, row.account)
        code = manage.reset(session, actor, account, at, workshop.entropy)
        manage.unblock(session, actor, account, at, workshop.entropy)
    settle_all(workshop, actor, case, at)
    return account.login, code


def close(workshop: Workshop, actor: Actor, case: str, outcome: str, despite: str, at: datetime) -> None:
    """End the case. `despite` says why cells that wait for an act will get none, and is kept with the outcome."""
    settle_all(workshop, actor, case, at)
    with workshop.transaction() as session:
        unmended = read_file(session, actor, case, at).unmended
        row = get_case(session, workshop.school, case)
        if unmended and despite.strip() and outcome.strip():
            outcome, unmended = f"{outcome.strip()} Без акта: {despite.strip()}", ()
        ending.close(session, actor, row, outcome, unmended, at, workshop.entropy)
    publish(workshop, at)
