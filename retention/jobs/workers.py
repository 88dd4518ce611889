"""† Workers by name: each holds a lock for as long as it lives, so that the next one knows the dead from the living.

The kernel frees the lock however the process ends (runlock.py): no clock and no heartbeat decide. For workers of one
machine, as the runner is; it does no job.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from records.identity import random_id
from retention.jobs.queue import take_back, workers
from retention.runlock import alone
from retention.workshop import Workshop


@contextmanager
def at_work(workshop: Workshop) -> Iterator[str]:
    """A name for a worker, taken for as long as the block lasts. A crash leaves the file, unlocked."""
    worker = random_id(workshop.entropy)
    lock = _lock_of(workshop, worker)
    with alone(lock):
        yield worker
    lock.unlink(missing_ok=True)


def take_up(workshop: Workshop, at: datetime) -> int:
    """Let the jobs of dead workers wait again; how many there were."""
    with workshop.transaction() as session:
        named = workers(session, workshop.school)
    found = 0
    for worker in named:
        lock = _lock_of(workshop, worker)
        with alone(lock) as dead:
            if dead:
                with workshop.transaction() as session:
                    found += take_back(session, workshop.school, worker, at)
                lock.unlink(missing_ok=True)
    return found


def _lock_of(workshop: Workshop, worker: str) -> Path:
    return workshop.run_lock.with_name(f"worker-{worker}.lock")
