"""Workers by name: each shows that it lives for as long as it works, and takes up what a dead one left.

How the living are told from the dead stands in presence.py: by a lock that ends with its holder, not by a clock. It
does no job.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from records.identity import random_id
from retention.jobs.presence import Held, presence_of
from retention.jobs.queue import take_back, workers
from retention.workshop import Workshop


@dataclass(frozen=True, slots=True)
class AtWork:
    """A worker that has its name for as long as it works."""

    name: str
    held: Held

    def check(self) -> None:
        """Raise DatabaseError when the name is lost: its jobs may be another's by now."""
        self.held.check()


@contextmanager
def at_work(workshop: Workshop) -> Iterator[AtWork]:
    """A name for a worker, taken for as long as the block lasts."""
    name = random_id(workshop.entropy)
    with presence_of(workshop).hold(name) as held:
        yield AtWork(name, held)


def take_up(workshop: Workshop, at: datetime) -> int:
    """Let the jobs of dead workers wait again; how many there were."""
    with workshop.transaction() as session:
        named = workers(session, workshop.school)
    found = 0
    for worker in named:
        with presence_of(workshop).absent(worker) as dead:
            if dead:
                with workshop.transaction() as session:
                    found += take_back(session, workshop.school, worker, at)
    return found
