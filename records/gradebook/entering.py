"""Writes cells of the grid: a batch of edits in, for each what came of it out, in the caller's transaction.

A cell is never updated: each edit is a version of its own (ADR 7), an undo too. One event a batch tells the log who
wrote which versions, with a digest of their values and no value itself: a lesson's marks are one leaf, not thirty,
and the versions are still provable one by one. It moves no state but the reopening after a confirmation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Insert, insert
from sqlalchemy.orm import Session

from records.actor import Actor
from records.digest import Json, canonical, sha256
from records.errors import InputError
from records.gradebook import cells
from records.gradebook.cells import CellKey, ConflictError, Edit, EntryError, Place, Refused, Saved, Version
from records.gradebook.desk import Desk, open_desk, reopen_period, reopen_year, year_state
from records.gradebook.entry import judge
from records.gradebook.reading import JournalKey, people
from records.gradebook.surroundings import Surroundings, read_surroundings, read_versions
from records.gradebook.tables import MarkVersion, PeriodMark, YearMark
from records.identity import Entropy
from records.lifecycle import ClosingState
from records.log.audit import EventKind, append_event
from records.sql import store
from records.times import local

MOST_EDITS = 500


@dataclass(frozen=True, slots=True)
class _Written:
    cell: CellKey
    version: Version


@dataclass(slots=True)
class _Batch:
    """A batch at work: what stands in its cells, grown by what it writes itself."""

    session: Session
    desk: Desk
    around: Surroundings
    year: ClosingState
    versions: dict[CellKey, tuple[Version, ...]]
    written: list[_Written] = field(default_factory=list)

    def take(self, edit: Edit) -> Saved | Refused:
        """What comes of an edit; a new version is noted and not stored yet."""
        desk, versions = self.desk, self.versions.get(edit.cell, ())
        ground = self.around.ground(edit.cell, self.year)
        try:
            verdict = judge(edit, ground, versions, desk.actor.account, desk.policy, desk.today)
            if verdict is None:
                raise self._conflict(edit, ground.where, versions[-1])
        except (EntryError, InputError) as error:
            return Refused(edit, error)
        if verdict.standing or not (verdict.value or versions):
            return Saved(edit, verdict.standing.seq if verdict.standing else 0, verdict.value)
        actor = desk.actor
        version = Version(len(versions) + 1, verdict.value, actor.person, actor.account, desk.at)
        self.versions[edit.cell] = (*versions, version)
        self.written.append(_Written(edit.cell, version))
        return Saved(edit, version.seq, version.value)

    def _conflict(self, edit: Edit, where: str, theirs: Version) -> ConflictError:
        who = people(self.session, self.desk.key.school, [theirs.author]).get(theirs.author, theirs.author)
        when = local(theirs.at, self.desk.facts.zone).strftime("%d.%m.%Y %H:%M")
        return ConflictError(where, edit.value.strip(), theirs, who, when)


def enter(
    session: Session, actor: Actor, key: JournalKey, edits: Sequence[Edit], at: datetime, entropy: Entropy
) -> tuple[Saved | Refused, ...]:
    """Write the edits in order, each by itself: a refused one stops no other. Raises NotFoundError, EntryError.

    Sent again, an edit finds the version that it wrote and writes nothing.
    """
    if len(edits) > MOST_EDITS:
        raise cells.too_many(MOST_EDITS)
    return _enter(session, open_desk(session, actor, key, at), edits, entropy)


def undo(
    session: Session, actor: Actor, key: JournalKey, cell: CellKey, seen: int, at: datetime, entropy: Entropy
) -> Saved | Refused:
    """Write the value before version `seen` again, as a version of its own, by all the rules of an edit."""
    desk = open_desk(session, actor, key, at)
    around, versions = read_surroundings(session, desk, [cell])
    values = {v.seq: v.value for v in versions.get(cell, ())}
    if seen not in values:
        where = around.ground(cell, desk.state).where
        return Refused(Edit(cell, seen, ""), cells.nothing_to_undo(where))
    (outcome,) = _enter(session, desk, [Edit(cell, seen, values.get(seen - 1, ""))], entropy)
    return outcome


def write_back(
    session: Session, desk: Desk, values: Mapping[CellKey, str], entropy: Entropy
) -> Mapping[CellKey, int]:
    """Put values back that stood in cells before, whatever the rules of an edit say; the numbers of the versions.

    For what a stranger wrote (records/compromise). The caller has seen that nothing of it is cut off.
    """
    actor, versions = desk.actor, read_versions(session, desk, list(values))
    written = [
        _Written(cell, Version(len(versions[cell]) + 1, value, actor.person, actor.account, desk.at))
        for cell, value in values.items()
    ]
    if written:
        _write(session, desk, written, year_state(session, desk), entropy)
    return {one.cell: one.version.seq for one in written}


def _enter(
    session: Session, desk: Desk, edits: Sequence[Edit], entropy: Entropy
) -> tuple[Saved | Refused, ...]:
    wanted = [edit.cell for edit in edits]
    year = year_state(session, desk) if any(cell.place.of_year for cell in wanted) else ClosingState.OPEN
    around, versions = read_surroundings(session, desk, wanted)
    batch = _Batch(session, desk, around, year, versions)
    outcomes = tuple(batch.take(edit) for edit in edits)
    if batch.written:
        _write(session, desk, batch.written, year, entropy)
    return outcomes


def _write(
    session: Session, desk: Desk, written: list[_Written], year: ClosingState, entropy: Entropy
) -> None:
    """The versions, the states that they open again, and one event: all of it in the caller's transaction."""
    reopened = any(not w.cell.place.of_year for w in written) and reopen_period(session, desk)
    if any(w.cell.place.of_year for w in written):
        reopened = reopen_year(session, desk, year) or reopened
    for place in Place:
        rows = [_row(desk, w) for w in written if w.cell.place is place]
        if rows:
            store(session, _ADDED[place], rows)
    subject: dict[str, Json] = {
        "journal": desk.key.journal,
        "period": desk.key.period,
        "cells": [_told(w) for w in written],
        "values": sha256(canonical([w.version.value for w in written])),
        "reopened": reopened,
        **desk.told,
    }
    kind = EventKind.MARKS_ENTERED
    append_event(session, desk.key.school, kind, desk.actor, desk.at, subject, entropy)


# Built once, as every statement of a saved cell.
_ADDED: Mapping[Place, Insert] = {
    Place.LESSON: insert(MarkVersion),
    Place.PERIOD: insert(PeriodMark),
    **dict.fromkeys((place for place in Place if place.of_year), insert(YearMark)),
}


def _row(desk: Desk, written: _Written) -> dict[str, object]:
    cell, version = written.cell, written.version
    row: dict[str, object] = {
        "school_id": desk.key.school,
        "journal_id": desk.key.journal,
        "pupil_id": cell.pupil,
        "seq": version.seq,
        "value": version.value,
        "author_id": version.author,
        "account": version.account,
        "on_behalf_of": desk.actor.on_behalf_of,
        "at": version.at,
    }
    if cell.place.of_year:
        return {**row, "class_id": desk.facts.id, "kind": cell.place.value}
    row["period_id"] = desk.key.period
    return {**row, "column_id": cell.column} if cell.place is Place.LESSON else row


def _told(written: _Written) -> Json:
    cell = written.cell
    return [cell.column or cell.place.value, cell.pupil, written.version.seq]
