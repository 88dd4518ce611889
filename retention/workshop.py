"""What every step of the conveyor works with: database, locations, keys, and the school it works for.

A value made once by the composition root (webui/installation.py) and in every worker process.
It does nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from records.actor import Actor, system_actor
from records.db import reading, transaction
from records.gradebook.reading import read_policy
from records.identity import Entropy
from records.log.note import NoteSigner
from records.school.policy import Policy
from records.school.tables import School
from retention.location import Location
from signing.authority import SchoolAuthority


@dataclass(frozen=True, slots=True)
class Workshop:
    """One school's installation at work."""

    engine: Engine
    school: str
    locations: tuple[Location, ...]
    authority: SchoolAuthority
    log_signer: NoteSigner
    entropy: Entropy
    run_lock: Path

    @property
    def actor(self) -> Actor:
        """The conveyor itself, for moves that no person makes."""
        return system_actor("conveyor", self.school)

    @property
    def log(self) -> str:
        """The log's C2SP origin."""
        return self.log_signer.name

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A short transaction; rendering, signing and storing happen outside of it."""
        with transaction(self.engine) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The same for whoever only looks: it waits for no writer and can write nothing."""
        with reading(self.engine) as session:
            yield session

    def policy(self, session: Session) -> Policy:
        """The school's rules."""
        return read_policy(session, self.school)

    def zone(self, session: Session) -> str:
        """The school's time zone."""
        return session.get_one(School, self.school).zone
