"""Doors that anybody may open: the installation in numbers, and the standing of a record whose code is known.

They show no person, no mark and no title of a record. They ask nobody who they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from records.lifecycle import RecordState, ReplicaState
from records.log.store import LogHead
from records.registers.paper import PaperAnswer, PrintedCode, answer_for_paper
from records.registers.tables import Record
from records.school.tables import School
from retention.replica import Replica
from retention.workshop import Workshop


@dataclass(frozen=True, slots=True)
class LocationStatus:
    """A location's copies: how many there are, how many are healthy or not, when the oldest was last checked."""

    name: str
    copies: int
    healthy: int
    damaged: int
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Status:
    """What anybody may know of the installation: numbers, no persons."""

    school: str
    zone: str
    records: int
    stages: Mapping[str, int]
    locations: tuple[LocationStatus, ...]
    log_size: int

    @property
    def sound(self) -> bool:
        """Whether each location has a copy of every replicated record, and none was damaged when last checked."""
        wanted = self.stages.get(RecordState.REPLICATED.value, 0)
        return all(place.healthy >= wanted and not place.damaged for place in self.locations)


def load_status(workshop: Workshop) -> Status:
    """The installation's numbers, as the catalogue has them; `letopis verify` re-reads the copies themselves."""
    with workshop.reading() as session:
        school = session.get_one(School, workshop.school)
        states = session.scalars(select(Record.state).where(Record.school_id == workshop.school)).all()
        replicas = session.scalars(select(Replica).where(Replica.school_id == workshop.school)).all()
        log_size = session.scalar(select(func.max(LogHead.size)).where(LogHead.school_id == workshop.school))
    return Status(
        school=school.name,
        zone=school.zone,
        records=len(states),
        stages=Counter(states),
        locations=tuple(
            _location(location.name, [r for r in replicas if r.location == location.name])
            for location in workshop.locations
        ),
        log_size=log_size or 0,
    )


def load_paper(workshop: Workshop, code: PrintedCode) -> tuple[PaperAnswer, str]:
    """What anybody who holds a paper copy may know of its record, without its title; and the school's zone."""
    with workshop.reading() as session:
        answer = answer_for_paper(session, workshop.school, code)
        return replace(answer, title=""), session.get_one(School, workshop.school).zone


def _location(name: str, replicas: list[Replica]) -> LocationStatus:
    healthy = sum(replica.state == ReplicaState.HEALTHY for replica in replicas)
    # A copy that is being written is neither: nobody relies on it yet.
    damaged = sum(replica.state not in (ReplicaState.HEALTHY, ReplicaState.WRITING) for replica in replicas)
    return LocationStatus(
        name, len(replicas), healthy, damaged, min((r.checked_at for r in replicas), default=None)
    )
