"""Enters a correction act or a supplement: an act and its values, once, with one event of the log (R38, R81).

In one transaction: refused, it leaves nothing. Entering the same act again finds the first one. It makes no record.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.amendments.model import Draft
from records.amendments.reading import read_acts
from records.amendments.rules import Settled, check_heading, check_number, settle
from records.amendments.standing import read_standings
from records.amendments.tables import AmendedValue, Amendment
from records.closing.frozen import amendment_digests
from records.digest import Json
from records.errors import NotFoundError
from records.gradebook.tables import ClassYear
from records.identity import Entropy, derived_id
from records.log.audit import EventKind, append_event
from records.school.policy import Policy
from records.times import local


def enter(
    session: Session,
    actor: Actor,
    draft: Draft,
    at: datetime,
    policy: Policy,
    zone: str,
    entropy: Entropy,
) -> str:
    """Keep the act and return its id, that of the first entry when it is entered again.

    Raises InputError and StateError as rules.py does, NotFoundError for a class without a year.
    """
    year = session.get(ClassYear, (actor.school, draft.class_id), with_for_update=True)
    if year is None:
        raise NotFoundError(
            "amendment.class_unknown",
            f"У класса {draft.class_id} нет учебного года с журналами.",
            f"class {draft.class_id} has no year with journals",
        )
    acts = read_acts(session, actor.school, draft.class_id)
    check_heading(draft, local(at, zone).date())
    if found := check_number(draft, acts, policy.scale):
        return found.id
    standings = read_standings(session, actor.school, draft.class_id, draft.changes)
    settled = settle(draft, standings, policy.scale)
    # From the seed, so that a try after a crash gives the same act the same id (ADR 9).
    act = derived_id(year.seed, "amendment", draft.kind, draft.number)
    _store(session, actor, draft, act, len(acts) + 1, settled, at)
    _tell(session, actor, draft, act, len(acts) + 1, at, entropy)
    return act


def _store(
    session: Session,
    actor: Actor,
    draft: Draft,
    act: str,
    seq: int,
    settled: tuple[Settled, ...],
    at: datetime,
) -> None:
    session.add(
        Amendment(
            school_id=actor.school,
            id=act,
            class_id=draft.class_id,
            seq=seq,
            kind=draft.kind.value,
            number=draft.number,
            date=draft.date,
            basis=draft.basis,
            decided_by=draft.decided_by,
            author_id=actor.person,
            account=actor.account,
            at=at,
        )
    )
    session.flush()
    session.add_all(_row(actor.school, act, n, one) for n, one in enumerate(settled, start=1))
    session.flush()


def _row(school: str, act: str, position: int, settled: Settled) -> AmendedValue:
    change, standing = settled.change, settled.standing
    return AmendedValue(
        school_id=school,
        amendment_id=act,
        position=position,
        journal_id=change.journal,
        period_id=standing.period,
        pupil_id=change.pupil,
        place=str(change.place),
        what=standing.what,
        before=standing.value,
        after=settled.after,
        reason=change.reason,
    )


def _tell(
    session: Session, actor: Actor, draft: Draft, act: str, seq: int, at: datetime, entropy: Entropy
) -> None:
    subject: dict[str, Json] = {
        "amendment": act,
        "class": draft.class_id,
        "seq": seq,
        "kind": draft.kind.value,
        "number": draft.number,
        "date": draft.date.isoformat(),
        "rows": amendment_digests(session, actor.school, act),
    }
    append_event(session, actor.school, EventKind.AMENDMENT_ENTERED, actor, at, subject, entropy)
