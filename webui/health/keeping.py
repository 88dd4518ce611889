"""The rules of keeping: signatures that are late, copies that nobody read for long, terms that end, holds.

Facts in, findings out; decides no disposal and checks no copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from webui.health.finding import Finding, Weight

CHECKED_WITHIN: Final = timedelta(days=92)
CHECKED_AT_LEAST: Final = timedelta(days=366)
TERM_NEAR: Final = timedelta(days=92)
HOLD_OLD: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """The copies in one location: how many are not healthy, how many there are by day of their last check."""

    location: str
    unhealthy: int
    checked: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class DossierFact:
    """A closed dossier: from when an act may name it (None: kept for ever) and since when it is held."""

    heading: str
    act_from: date | None
    held_since: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class SigningFacts:
    """The signatures that nobody made in time, the declined records that wait for the deputy head, and who has no key.

    `without_key` are names with the key that the policy asks of them (ADR 37).
    """

    late: int
    declined: int
    without_key: tuple[tuple[str, str], ...] = ()


def of_signing(facts: SigningFacts) -> Iterator[Finding]:
    """What keeps records from the archive."""
    if facts.late:
        yield Finding.of("signatures.late", Weight.WEAK, "signing", number=facts.late)
    if facts.declined:
        yield Finding.of("signatures.declined", Weight.WEAK, "signing", number=facts.declined)
    if facts.without_key:
        who = "; ".join(f"{name} ({key})" for name, key in facts.without_key)
        yield Finding.of("signatures.no_key", Weight.WEAK, "signing", who=who)


def of_copies(facts: CopyFacts, at: datetime) -> Iterator[Finding]:
    """What is weak in one location's copies."""
    if facts.unhealthy:
        yield Finding.of("copies.unhealthy", Weight.BAD, facts.location, number=facts.unhealthy)
    late = [moment for moment in facts.checked if at - moment > CHECKED_WITHIN]
    if late:
        weight = Weight.BAD if at - min(late) > CHECKED_AT_LEAST else Weight.WEAK
        values = {"number": len(late), "oldest": f"{min(late):%d.%m.%Y}"}
        yield Finding.of("copies.unchecked", weight, facts.location, **values)


def of_dossier(fact: DossierFact, at: datetime) -> Iterator[Finding]:
    """Which term of a dossier ends soon, and which hold wants another look."""
    if fact.act_from and not fact.held_since and fact.act_from - at.date() <= TERM_NEAR:
        yield Finding.of("term.near", Weight.WEAK, fact.heading, day=f"{fact.act_from:%d.%m.%Y}")
    if any(at - since > HOLD_OLD for since in fact.held_since):
        oldest = min(fact.held_since)
        yield Finding.of("hold.old", Weight.WEAK, fact.heading, day=f"{oldest:%d.%m.%Y}")
