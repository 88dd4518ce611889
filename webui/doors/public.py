"""Doors that anybody may open: the installation in numbers, and the standing of a record whose code is known.

They show no person, no mark and no title of a record. They ask nobody who they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

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


class _Copies(NamedTuple):
    """How many copies of one state a location has, and when the one longest unread was read."""

    location: str
    state: str
    number: int
    checked_at: datetime


# Counted by the database: in 25 years a school has a hundred thousand copies.
_STAGES = (
    select(Record.state, func.count()).where(Record.school_id == bindparam("school")).group_by(Record.state)
)
_COPIES = (
    select(Replica.location, Replica.state, func.count(), func.min(Replica.checked_at))
    .where(Replica.school_id == bindparam("school"))
    .group_by(Replica.location, Replica.state)
)


def load_status(workshop: Workshop) -> Status:
    """The installation's numbers, as the catalogue has them; `letopis verify` re-reads the copies themselves."""
    asked = {"school": workshop.school}
    with workshop.reading() as session:
        school = session.get_one(School, workshop.school)
        stages = dict(session.execute(_STAGES, asked).all())
        copies = [_Copies(*row) for row in session.execute(_COPIES, asked)]
        log_size = session.scalar(select(func.max(LogHead.size)).where(LogHead.school_id == workshop.school))
    return Status(
        school=school.name,
        zone=school.zone,
        records=sum(stages.values()),
        stages=stages,
        locations=tuple(
            _location(location.name, [some for some in copies if some.location == location.name])
            for location in workshop.locations
        ),
        log_size=log_size or 0,
    )


def load_paper(workshop: Workshop, code: PrintedCode) -> tuple[PaperAnswer, str]:
    """What anybody who holds a paper copy may know of its record, without its title; and the school's zone."""
    with workshop.reading() as session:
        answer = answer_for_paper(session, workshop.school, code)
        return replace(answer, title=""), session.get_one(School, workshop.school).zone


def _location(name: str, copies: list[_Copies]) -> LocationStatus:
    healthy = sum(some.number for some in copies if some.state == ReplicaState.HEALTHY)
    # A copy that is being written is neither: nobody relies on it yet.
    neither = sum(some.number for some in copies if some.state == ReplicaState.WRITING)
    number = sum(some.number for some in copies)
    checked = min((some.checked_at for some in copies), default=None)
    return LocationStatus(name, number, healthy, number - healthy - neither, checked)
