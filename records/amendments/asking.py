"""What teachers ask to mend when they may not any more (R38): a request, refused at once where an act would be.

Behind the cutoff it becomes part of a correction act, before it the deputy head may open a window for the one cell.
Each request and each decision is a row and an event of the log. It enters no act and writes no mark.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.amendments.model import AmendmentKind, Change, Draft, Place, Spot, Standing, parse_place
from records.amendments.rules import LONGEST, check_heading, settle
from records.amendments.standing import read_standings
from records.amendments.tables import CorrectionRequest
from records.digest import Json
from records.errors import InputError, NotFoundError, StateError
from records.gradebook.reading import JournalKey
from records.gradebook.tables import Journal
from records.identity import Entropy, random_id
from records.lifecycle import CorrectionState
from records.log.audit import EventKind, append_event
from records.moves import move
from records.school.policy import Policy


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: the place and its pupil, what the teacher saw there, what should stand, why, and the paper."""

    key: JournalKey
    pupil: str
    place: Place
    before: str
    after: str
    reason: str
    number: str


def ask_correction(
    session: Session, actor: Actor, wish: Wish, at: datetime, today: date, policy: Policy, entropy: Entropy
) -> str:
    """Keep the request; its id. Raises InputError and StateError for what no act could say either."""
    class_id = session.get_one(Journal, (wish.key.school, wish.key.journal)).class_id
    standing = _checked(session, wish, class_id, today, policy)
    _check_single(session, wish)
    row = CorrectionRequest(
        school_id=actor.school,
        id=random_id(entropy),
        class_id=class_id,
        journal_id=wish.key.journal,
        period_id=wish.key.period,
        pupil_id=wish.pupil,
        place=str(wish.place),
        what=standing.what,
        before=standing.value,
        after=wish.after,
        reason=wish.reason,
        number=wish.number,
        asked_by=actor.person,
        account=actor.account,
        on_behalf_of=actor.on_behalf_of,
        asked_at=at,
        state=CorrectionState.ASKED.value,
    )
    session.add(row)
    subject: dict[str, Json] = {
        "request": row.id,
        "journal": wish.key.journal,
        "period": wish.key.period,
        "place": row.place,
        "number": wish.number,
    }
    append_event(session, actor.school, EventKind.CORRECTION_ASKED, actor, at, subject, entropy)
    return row.id


def _checked(session: Session, wish: Wish, class_id: str, today: date, policy: Policy) -> Standing:
    """What stands at the place, when an act about it could be entered, or could be once it is cut off."""
    change = Change(wish.pupil, wish.key.journal, wish.place, wish.after, wish.reason, wish.before)
    draft = Draft(AmendmentKind.CORRECTION, class_id, wish.number, today, wish.reason, "", (change,))
    check_heading(draft, today)
    (standing,) = read_standings(session, wish.key.school, class_id, draft.changes)
    if standing is None:
        raise NotFoundError(
            "correction.no_place", "Такой клетки у этого ученика нет.", "this pupil has no such cell"
        )
    # Before the cutoff a window is asked for: the same rules, as if the act came now.
    settle(draft, [Standing(standing.value, standing.what, standing.period, True)], policy.scale)
    if not standing.cut and wish.place.spot is not Spot.CELL:
        raise StateError(
            "correction.still_open",
            "Итоги ещё не закрыты: исправьте их прямо в журнале.",
            "results are not cut off yet: edit the journal itself",
        )
    return standing


def _check_single(session: Session, wish: Wish) -> None:
    r = CorrectionRequest
    query = select(r.id).where(
        *(r.school_id == wish.key.school, r.journal_id == wish.key.journal, r.pupil_id == wish.pupil),
        *(r.place == str(wish.place), r.state == CorrectionState.ASKED.value),
    )
    if session.scalars(query).first():
        raise StateError(
            "correction.asked_already",
            "Об этой клетке уже попросили: дождитесь решения завуча.",
            "this cell was asked for already; wait for the deputy head's decision",
        )


def open_requests(
    session: Session, actor: Actor, class_id: str, ids: Collection[str]
) -> Sequence[CorrectionRequest]:
    """These requests of the class, in the order of being asked, locked. Raises StateError unless each is open."""
    r = CorrectionRequest
    query = select(r).where(r.school_id == actor.school, r.class_id == class_id, r.id.in_(ids))
    rows = session.scalars(query.order_by(r.asked_at, r.id).with_for_update()).all()
    if not rows or len(rows) < len(set(ids)) or any(row.state != CorrectionState.ASKED for row in rows):
        raise StateError(
            "correction.decided",
            "Выберите просьбы, по которым ещё не решено: обновите страницу.",
            "choose requests that are not decided yet; reload the page",
        )
    return rows


def changes_of(rows: Sequence[CorrectionRequest]) -> tuple[Change, ...]:
    """The changes of an act that these requests ask for; each names what the teacher saw."""
    return tuple(
        Change(row.pupil_id, row.journal_id, parse_place(row.place), row.after, row.reason, row.before)
        for row in rows
    )


def settle_requests(
    session: Session,
    actor: Actor,
    rows: Sequence[CorrectionRequest],
    amendment: str,
    at: datetime,
    entropy: Entropy,
) -> None:
    """The act that carries these requests out was entered."""
    _decide(session, actor, rows, CorrectionState.DONE, at, entropy, amendment_id=amendment)


def decline_requests(
    session: Session,
    actor: Actor,
    rows: Sequence[CorrectionRequest],
    answer: str,
    at: datetime,
    entropy: Entropy,
) -> None:
    """Refuse the requests. Raises InputError without a reason."""
    said = " ".join(answer.split())
    if not 0 < len(said) <= LONGEST["reason"]:
        raise InputError(
            "correction.answer",
            f"Напишите, почему отказано, не длиннее {LONGEST['reason']} знаков.",
            f"say why it is declined, in at most {LONGEST['reason']} characters",
        )
    _decide(session, actor, rows, CorrectionState.DECLINED, at, entropy, answer=said)


def withdraw_request(session: Session, actor: Actor, request: str, at: datetime, entropy: Entropy) -> None:
    """Take one's own request back. Raises NotFoundError, StateError."""
    row = session.get(CorrectionRequest, (actor.school, request), with_for_update=True)
    if row is None or row.asked_by != actor.person:
        raise NotFoundError(
            "correction.unknown", "Такой вашей просьбы нет.", "there is no such request of yours"
        )
    _decide(session, actor, [row], CorrectionState.WITHDRAWN, at, entropy)


def open_window(
    session: Session,
    actor: Actor,
    rows: Sequence[CorrectionRequest],
    until: date,
    today: date,
    at: datetime,
    entropy: Entropy,
) -> None:
    """Let the teacher write these cells until that day. Raises InputError, and StateError behind the cutoff."""
    if until < today:
        raise InputError("correction.until", "Последний день уже прошёл.", "the last day is over already")
    found = read_standings(session, actor.school, rows[0].class_id, changes_of(rows))
    if any(standing is None or standing.cut for standing in found):
        raise StateError(
            "correction.cut",
            "Период уже закрыт: окно не открыть, нужен акт.",
            "the period is cut off: no window opens any more, an act is needed",
        )
    _decide(session, actor, rows, CorrectionState.OPENED, at, entropy, until=until)


def _decide(
    session: Session,
    actor: Actor,
    rows: Sequence[CorrectionRequest],
    after: CorrectionState,
    at: datetime,
    entropy: Entropy,
    **values: object,
) -> None:
    for row in rows:
        key = {"school_id": row.school_id, "id": row.id}
        stamp = {"decided_by": actor.person, "decided_at": at}
        move(session, CorrectionRequest, key, CorrectionState(row.state), after, **stamp, **values)
    subject: dict[str, Json] = {
        "requests": [row.id for row in rows],
        "class": rows[0].class_id,
        "decision": after.value,
        **{
            name: value.isoformat() if isinstance(value, date) else str(value)
            for name, value in values.items()
        },
    }
    append_event(session, actor.school, EventKind.CORRECTION_DECIDED, actor, at, subject, entropy)
