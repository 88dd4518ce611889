"""Who may see what on the site: every route is declared here and loads what it shows through here (R71-R79).

Denied by default: an endpoint without an entry answers 403 whoever asks. Accounts and roles come with the site's
own issue; until then a visitor is anonymous and sees no name, no mark and no title of a record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flask import abort, current_app
from sqlalchemy import func, select

from records.lifecycle import RecordState, ReplicaState
from records.log.store import LogHead
from records.registers.paper import PaperAnswer, PrintedCode, answer_for_paper
from records.registers.tables import Record
from records.school.tables import School
from retention.replica import Replica
from retention.workshop import Workshop
from webui.installation import Installation


class Audience(StrEnum):
    """For whom a route is."""

    ANYONE = "anyone"


ROUTES: Mapping[str, Audience] = {
    "static": Audience.ANYONE,
    "status.home": Audience.ANYONE,
    "status.health": Audience.ANYONE,
    "paper.ask": Audience.ANYONE,
}


def installation() -> Installation:
    """The installation that this site serves."""
    opened = current_app.extensions["letopis"]
    if not isinstance(opened, Installation):
        raise TypeError("the application has no installation")
    return opened


def authorise(endpoint: str | None) -> None:
    """Abort with 403 unless the endpoint is declared for the visitor; an unknown address is left to answer 404."""
    if endpoint is not None and endpoint not in ROUTES:
        abort(403)


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
    with workshop.transaction() as session:
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
    with workshop.transaction() as session:
        answer = answer_for_paper(session, workshop.school, code)
        return replace(answer, title=""), session.get_one(School, workshop.school).zone


def _location(name: str, replicas: list[Replica]) -> LocationStatus:
    healthy = sum(replica.state == ReplicaState.HEALTHY for replica in replicas)
    # A copy that is being written is neither: nobody relies on it yet.
    damaged = sum(replica.state not in (ReplicaState.HEALTHY, ReplicaState.WRITING) for replica in replicas)
    return LocationStatus(
        name, len(replicas), healthy, damaged, min((r.checked_at for r in replicas), default=None)
    )
