"""«Мои дела»: what waits for the visitor, by deadline, and what was declined.

Signing it is for signing.py, with_key.py and with_token.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template

from records.actor import Role
from records.closing.difference import Difference, Since, difference
from records.closing.progress import Progress, read_progress
from records.gradebook.deadlines import period_mark_due
from records.gradebook.reading import JournalKey
from records.registers.kinds import RecordKind
from retention.board import Row, Stage, board
from retention.custody import last_confirmed
from retention.waiting import Waiting
from signing.enrolment import GOOD, Held
from webui.access import (
    JournalDoor,
    Permission,
    installation,
    load_classes,
    load_journals,
    load_records,
    visitor,
)
from webui.accounts.people import holders
from webui.closing.blueprint import blueprint
from webui.closing.declining import declined_within
from webui.closing.signing import at_hand, waiting_now, ways
from webui.closing.words import WORDS
from webui.closing.words_declining import WORDS as REFUSALS
from webui.closing.words_keys import WORDS as KEYS
from webui.language import words_of
from webui.moments import today


@dataclass(frozen=True, slots=True)
class ToSign:
    """A record to sign; for its teacher also what changed since the confirmed draft.

    `able` is whether the visitor has a key that is good enough for it.
    """

    waiting: Waiting
    since: Difference | None
    able: bool


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """A journal's period to be filled and confirmed until `due`; `stops` gaps stand in the way."""

    door: JournalDoor
    progress: Progress
    stops: int
    notes: int
    due: date


@blueprint.get("/tasks")
def tasks() -> str:
    """What waits for me."""
    mine, hand = waiting_now(), {*at_hand()}
    reached = {door.record for door in load_records(Permission.RECORD_SIGN, {one.record for one in mine})}
    to_sign = [ToSign(one, _since(one), bool(GOOD[one.asks] & hand)) for one in mine if one.record in reached]
    return render_template(
        "closing/tasks.html",
        to_sign=to_sign,
        asked=words_of(KEYS),
        unable=sorted({line.waiting.asks for line in to_sign if not line.able}),
        to_confirm=_to_confirm() if visitor().may(Permission.PERIOD_CONFIRM) else [],
        years=_years() if visitor().may(Permission.YEAR_CONFIRM) else [],
        declined=declined_within(Permission.RECORD_SIGN),
        refusals=words_of(REFUSALS),
        closes=Permission.PERIOD_CLOSE,
        asks=Permission.CORRECTION_ASK,
        names=holders(installation(), visitor()),
        ways=ways([line.waiting for line in to_sign]),
        today=today(),
        Since=Since,
        Held=Held,
        words=words_of(WORDS),
    )


def _since(one: Waiting) -> Difference | None:
    if one.role is not Role.TEACHER or one.kind is not RecordKind.PERIOD_JOURNAL:
        return None
    workshop = installation().workshop
    key = JournalKey(workshop.school, one.journal or "", one.period or "")
    seen = last_confirmed(workshop, key)
    with workshop.reading() as session:
        return difference(session, key, seen)


def _to_confirm() -> Sequence[ToConfirm]:
    """The periods that have begun and are not cut off, the most urgent first."""
    doors = {door.key: door for door in load_journals(Permission.PERIOD_CONFIRM, uncut=True)}
    workshop, on = installation().workshop, today()
    with workshop.reading() as session:
        policy = workshop.policy(session)
        periods, journals = {key.period for key in doors}, {key.journal for key in doors}
        progress = read_progress(session, workshop.school, periods, journals)
    found = []
    for key, door in doors.items():
        one = progress[key]
        if one.starts <= on:
            stops = one.blocking(policy)
            notes = sum(one.gaps.values()) - stops
            found.append(ToConfirm(door, one, stops, notes, period_mark_due(policy.deadlines, one.ends)))
    return sorted(found, key=lambda line: (line.due, line.door.title, line.door.class_name))


def _years() -> Sequence[Row]:
    """The classes whose year the visitor has to confirm now: every period is cut off."""
    doors = load_classes(Permission.YEAR_CONFIRM)
    own = {door.class_id for door in doors}
    workshop = installation().workshop
    rows = [row for year in {door.year_id for door in doors} for row in board(workshop, year, own)]
    return [row for row in rows if row.next is Stage.CONFIRMED]
