"""«Мои дела»: what waits for the visitor, by deadline. Signing it is signing.py's and with_key.py's."""

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
from records.lifecycle import ClosingState
from records.registers.kinds import RecordKind
from retention.board import Row, Stage, board
from retention.custody import last_confirmed
from retention.waiting import Waiting
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
from webui.closing.signing import signs_by_key, waiting_now
from webui.closing.words import WORDS
from webui.language import words_of
from webui.moments import today


@dataclass(frozen=True, slots=True)
class ToSign:
    """A record to sign; for its teacher also what changed since the confirmed draft."""

    waiting: Waiting
    since: Difference | None


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
    mine = waiting_now()
    reached = {door.record for door in load_records(Permission.RECORD_SIGN, {one.record for one in mine})}
    return render_template(
        "closing/tasks.html",
        to_sign=[ToSign(one, _since(one)) for one in mine if one.record in reached],
        to_confirm=_to_confirm() if visitor().may(Permission.PERIOD_CONFIRM) else [],
        years=_years() if visitor().may(Permission.YEAR_CONFIRM) else [],
        names=holders(installation(), visitor()),
        by_key=signs_by_key(),
        today=today(),
        Since=Since,
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
    doors = {
        door.key: door
        for door in load_journals(Permission.PERIOD_CONFIRM)
        if door.state is not ClosingState.CUT
    }
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
    rows = [row for year in {door.year_id for door in doors} for row in board(installation().workshop, year)]
    return [row for row in rows if row.class_id in own and row.next is Stage.CONFIRMED]
