"""The correction acts that operations behind a cutoff ask for: cells -> changes in the words of `letopis correct`.

What must stand there is what would stand without the lost versions; a cell that an act has touched since is mended.
It lists and writes no act (records/amendments does).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.amendments.model import Change, Spot, place_of
from records.amendments.roll import Roll
from records.amendments.standing import read_roll, read_standings
from records.compromise.facts import WantedChange
from records.compromise.model import CellVersion, Remedy, parse_reference
from records.compromise.tables import Compromise, CompromisedOperation
from records.compromise.undoing import Lot, key_of, to_restore
from records.gradebook.cells import CellKey
from records.gradebook.desk import Desk, see_desk
from records.gradebook.surroundings import read_versions

_TAKEN_AWAY = "нет"  # as roll.py reads it
_OF_YEAR = {Spot.YEAR: "год", Spot.EXAM: "экзамен", Spot.FINAL: "итоговая"}


def wanted_changes(
    session: Session,
    actor: Actor,
    row: Compromise,
    operations: Iterable[CompromisedOperation],
    at: datetime,
) -> Sequence[WantedChange]:
    """What acts must mend for these operations, journal by journal."""
    lots = defaultdict[Lot, dict[CellKey, None]](dict)
    for one in operations:
        reference = parse_reference(one.reference)
        if one.remedy == Remedy.ACT_WANTED and isinstance(reference, CellVersion):
            lots[Lot(reference.journal, reference.period)][reference.cell] = None
    reason = f"Запись не владельца учётной записи, приказ {row.number}".replace(";", ",")
    return [
        change
        for lot, wanted in sorted(lots.items())
        for change in _of_lot(session, actor, lot, list(wanted), reason, at)
    ]


def _of_lot(
    session: Session, actor: Actor, lot: Lot, found: Sequence[CellKey], reason: str, at: datetime
) -> Iterator[WantedChange]:
    desk = see_desk(session, actor, key_of(session, actor.school, lot), at)
    roll, versions = read_roll(session, actor.school, desk.facts.id), read_versions(session, desk, found)
    wanted = to_restore(session, desk, lot, found)
    asked = [_change(desk, cell, wanted.get(cell, ""), reason) for cell in found]
    standings = read_standings(session, actor.school, desk.facts.id, asked)
    for cell, change, standing in zip(found, asked, standings, strict=True):
        now = standing.value if standing else ""
        where, said = _said(desk, roll, change)
        yield WantedChange(
            class_id=desk.facts.id,
            class_name=desk.facts.name,
            year=desk.facts.year_label,
            where=where,
            change=said,
            standing=now,
            wanted=change.after,
            mended=cell not in wanted or now != versions[cell][-1].value,
        )


def _change(desk: Desk, cell: CellKey, after: str, reason: str) -> Change:
    return Change(cell.pupil, desk.key.journal, place_of(cell, desk.key.period), after, reason)


def _said(desk: Desk, roll: Roll, change: Change) -> tuple[str, str]:
    """Where a change is, in words, and the whole change as `--change` of the command reads it."""
    journal = next(one for one in roll.journals if one.id == change.journal)
    subject = f"{journal.subject} ({journal.subgroup})" if journal.subgroup else journal.subject
    words = _OF_YEAR | {Spot.PERIOD: desk.period.title}
    columns = {column.id: column.what.removeprefix("урок ").replace(",", "") for column in journal.columns}
    place = columns[change.place.id] if change.place.spot is Spot.CELL else words[change.place.spot]
    pupil = roll.pupils[change.pupil]
    said = "; ".join((pupil, subject, place, change.after or _TAKEN_AWAY, change.reason))
    return f"{subject}, {desk.facts.name}: {pupil}, {place}", said
