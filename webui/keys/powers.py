"""Reads what pages and commands show of the register of powers of attorney. It asks no rights and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from records.errors import LetopisError
from records.gradebook.reading import people
from records.times import local
from retention.workshop import Workshop
from signing.power import Principal
from signing.power_register import PowerOfAttorney, powers_in_force, powers_of_school
from webui.keys.reading import SOON


@dataclass(frozen=True, slots=True)
class Listed:
    """A power of the register: whose it is, who gave it (None of a damaged file), whether one signs under it.

    One that `ends_soon` leaves time to have its successor issued.
    """

    row: PowerOfAttorney
    name: str
    given_by: Principal | None
    holds: bool
    ends_soon: bool


def listed_powers(workshop: Workshop, at: datetime) -> tuple[Listed, ...]:
    """All of the register, the newest first."""
    with workshop.reading() as session:
        rows, day = powers_of_school(session, workshop.school), local(at, workshop.zone(session)).date()
        names = people(session, workshop.school, [row.person_id for row in rows])
        return tuple(_listed(row, names[row.person_id], day) for row in rows)


def own_powers(workshop: Workshop, person: str, at: datetime) -> tuple[Listed, ...]:
    """Those under which the person may sign now; the first is the one that is taken."""
    with workshop.reading() as session:
        day = local(at, workshop.zone(session)).date()
        rows = powers_in_force(session, workshop.school, person, day)
        names = people(session, workshop.school, [person])
        return tuple(_listed(row, names[person], day) for row in rows)


def _listed(row: PowerOfAttorney, name: str, day: date) -> Listed:
    holds = row.holds_on(day)
    return Listed(row, name, _principal(row), holds, holds and row.until - day < SOON)


def _principal(row: PowerOfAttorney) -> Principal | None:
    try:
        return row.says().principal
    except LetopisError:
        return None
