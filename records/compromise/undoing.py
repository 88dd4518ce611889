"""Undoes operations that are void or refused: a new version where the journal is open, else the act that is wanted.

A lot is what one transaction settles; a crash leaves lots that the next run does, and none by halves. Marks are
versions (ADR 7): nothing is deleted. What has no versions, and what is signed, is left to people by name.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.compromise.cases import log_case
from records.compromise.model import CellVersion, Deed, Event, Reference, Remedy, parse_reference
from records.compromise.rules import what_stands
from records.compromise.tables import Compromise, CompromisedOperation
from records.digest import Json
from records.gradebook.cells import CellKey, Place, Version
from records.gradebook.desk import Desk, open_desk, year_state
from records.gradebook.entering import write_back
from records.gradebook.reading import JournalKey
from records.gradebook.reopening import reopen
from records.gradebook.surroundings import read_versions
from records.gradebook.tables import ClassYear, JournalPeriod
from records.identity import Entropy
from records.lifecycle import ClosingState, OperationState
from records.log.audit import EventKind
from records.log.store import LogEvent

_LOST = (OperationState.VOID.value, OperationState.REFUSED.value)


@dataclass(frozen=True, slots=True, order=True)
class Lot:
    """What is settled at once: cells of a journal's period, of its results of the year (no period), or the rest."""

    journal: str = ""
    period: str = ""


def lots(session: Session, row: Compromise) -> Sequence[Lot]:
    """What is still to be settled."""
    return sorted({_lot(parse_reference(one.reference)) for one in _unsettled(session, row)})


def _lot(reference: Reference) -> Lot:
    if isinstance(reference, CellVersion):
        return Lot(reference.journal, reference.period)
    return Lot()


def _unsettled(session: Session, row: Compromise) -> Sequence[CompromisedOperation]:
    t = CompromisedOperation
    query = select(t).where(t.school_id == row.school_id, t.compromise_id == row.id)
    return session.scalars(
        query.where(t.remedy.is_(None), t.state.in_(_LOST)).order_by(t.at, t.reference)
    ).all()


def settle(session: Session, actor: Actor, row: Compromise, lot: Lot, at: datetime, entropy: Entropy) -> None:
    """Settle a lot; settled before, it stays as it is."""
    found = {one: parse_reference(one.reference) for one in _unsettled(session, row)}
    mine = {one: reference for one, reference in found.items() if _lot(reference) == lot}
    if lot.journal:
        cells = {one: ref.cell for one, ref in mine.items() if isinstance(ref, CellVersion)}
        _settle_cells(session, actor, row, lot, cells, at, entropy)
    else:
        for one, reference in mine.items():
            one.remedy = _settle_event(session, one, reference).value
    settled: list[Json] = [[one.reference, one.remedy, one.version] for one in mine]
    if settled:
        session.flush()
        log_case(session, EventKind.OPERATIONS_SETTLED, actor, row, at, entropy, {"operations": settled})


# --- Cells ------------------------------------------------------------------------------------------------


def _settle_cells(
    session: Session,
    actor: Actor,
    row: Compromise,
    lot: Lot,
    cells: Mapping[CompromisedOperation, CellKey],
    at: datetime,
    entropy: Entropy,
) -> None:
    desk = open_desk(session, actor, key_of(session, row.school_id, lot), at)
    state = desk.state if lot.period else year_state(session, desk)
    wanted = to_restore(session, desk, lot, list(cells.values()))
    cut = state is ClosingState.CUT
    written = {} if cut else write_back(session, desk, wanted, entropy)
    for one, cell in cells.items():
        if cell not in wanted:
            one.remedy = Remedy.NOTHING_LEFT.value
        else:
            one.remedy = (Remedy.ACT_WANTED if cut else Remedy.TAKEN_BACK).value
            one.version = written.get(cell)


def key_of(session: Session, school: str, lot: Lot) -> JournalKey:
    """The journal's period of a lot; any period stands in for the year, whose results have none."""
    t = JournalPeriod
    query = select(t.period_id).where(t.school_id == school, t.journal_id == lot.journal)
    period = lot.period or session.scalars(query.order_by(t.period_id)).first() or ""
    return JournalKey(school, lot.journal, period)


def to_restore(session: Session, desk: Desk, lot: Lot, cells: Sequence[CellKey]) -> Mapping[CellKey, str]:
    """Cell -> what must stand there, of the cells where something lost still stands."""
    lost, found = _lost(session, desk, lot), read_versions(session, desk, cells)
    wanted = {cell: what_stands(_values(versions), lost[cell]) for cell, versions in found.items()}
    return {cell: wanted[cell] for cell, versions in found.items() if versions[-1].value != wanted[cell]}


def _values(versions: Iterable[Version]) -> list[tuple[int, str]]:
    return [(version.seq, version.value) for version in versions]


def _lost(session: Session, desk: Desk, lot: Lot) -> Mapping[CellKey, set[int]]:
    """The versions that no longer count, of any case: lost ones, and those that took others back."""
    t = CompromisedOperation
    places = [place for place in Place if place.of_year is not bool(lot.period)]
    heads = [t.reference.startswith(f"{p}/{lot.journal}/{lot.period}/", autoescape=True) for p in places]
    query = select(t).where(t.school_id == desk.key.school, t.state.in_(_LOST), or_(*heads))
    lost = defaultdict[CellKey, set[int]](set)
    for one in session.scalars(query):
        reference = parse_reference(one.reference)
        if isinstance(reference, CellVersion):
            lost[reference.cell] |= {reference.seq, *([one.version] if one.version else [])}
    return lost


# --- The rest ---------------------------------------------------------------------------------------------


def _settle_event(session: Session, one: CompromisedOperation, reference: Reference) -> Remedy:
    if one.deed == Deed.CONFIRMATION and isinstance(reference, Event):
        return _unconfirm(session, one, session.get_one(LogEvent, reference.id).body)
    return Remedy.BY_HAND


def _unconfirm(session: Session, one: CompromisedOperation, body: bytes | None) -> Remedy:
    """Open what was confirmed, unless it was confirmed again since; behind a cutoff people decide."""
    said = json.loads(body or b"{}").get("subject", {})
    row = _confirmed(session, one.school_id, said)
    if row is None or row.state == ClosingState.CUT:
        return Remedy.BY_HAND
    if row.confirmed_at != one.at:
        return Remedy.NOTHING_LEFT
    if isinstance(row, JournalPeriod):
        key = {"school_id": row.school_id, "journal_id": row.journal_id, "period_id": row.period_id}
        reopen(session, JournalPeriod, key, ClosingState(row.state))
    else:
        reopen(
            session,
            ClassYear,
            {"school_id": row.school_id, "class_id": row.class_id},
            ClosingState(row.state),
        )
    session.refresh(row)
    return Remedy.TAKEN_BACK


def _confirmed(session: Session, school: str, said: Mapping[str, str]) -> JournalPeriod | ClassYear | None:
    if "journal" in said:
        key = (school, said["journal"], said["period"])
        return session.get(JournalPeriod, key, with_for_update=True)
    return session.get(ClassYear, (school, said.get("class", "")), with_for_update=True)
