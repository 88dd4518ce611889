"""Copies that the last look found broken -> what a repair would do for each: from which healthy copy, or that none is.

From the catalogue, as verification and repair left it: no copy is read and none is touched. `letopis repair` does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.lifecycle import ReplicaState
from records.registers.tables import Record
from retention.replica import Replica

_BROKEN: Final = (ReplicaState.SUSPECT.value, ReplicaState.DAMAGED.value, ReplicaState.LOST.value)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A broken copy, and the location whose copy would replace it; None when no location has a healthy one."""

    record: str
    title: str
    location: str
    state: ReplicaState
    source: str | None


def suggestions(session: Session, school: str) -> tuple[Suggestion, ...]:
    """What a repair would do, record by record."""
    query = (
        select(Replica, Record.title)
        .join(Record, (Record.school_id == Replica.school_id) & (Record.id == Replica.record_id))
        .where(Replica.school_id == school, Replica.state.in_(_BROKEN))
        .order_by(Record.title, Replica.location)
    )
    found = session.execute(query).all()
    healthy = select(Replica.record_id, Replica.location).where(
        Replica.school_id == school,
        Replica.state == ReplicaState.HEALTHY.value,
        Replica.record_id.in_({replica.record_id for replica, _ in found}),
    )
    # Of several the first by name, as every time.
    sources = dict(session.execute(healthy.order_by(Replica.location.desc())).all())
    return tuple(
        Suggestion(row.record_id, title, row.location, ReplicaState(row.state), sources.get(row.record_id))
        for row, title in found
    )
