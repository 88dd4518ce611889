"""† The worker: takes jobs from the queue, asks for what schedules make due, gives them to processes while wanted.

A process that dies takes the pool with it: its jobs wait again and a new pool goes on. When the worker itself dies, the
next one takes its jobs up (retention/jobs/workers.py). What a job does stands in retention/jobs/doing.py.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import wait as wait_for
from typing import Final

from records.errors import DatabaseError
from retention.jobs.kinds import JobKind
from retention.jobs.queue import claim, fail, finish, take_back
from retention.jobs.workers import AtWork, at_work, take_up
from retention.schedules.keeping import ask_due
from webui.installation import Installation, open_installation
from webui.jobs import WORKERS, Failure, LocalRunner, TaskFailedError
from webui.notices.postman import postman
from webui.serverlog import write_lines
from webui.settings import Environment

PAUSE: Final = 1.0  # seconds between two looks at an empty queue
AWAY: Final = 10.0  # seconds before a database that was away is tried again
LOOK_EVERY: Final = timedelta(seconds=10)  # between two looks at the schedules
Wanted = Callable[[float], bool]

_log = logging.getLogger(__name__)


def work(opened: Installation, processes: int, wanted: Wanted) -> int:
    """Do jobs until `wanted` says no; it is asked with the seconds to pause before it answers. How many ended.

    A database that is away is waited for, as long as the worker is wanted: it begins anew under another name, and its
    jobs are taken up like those of the dead.
    """
    write_lines()
    ended: list[str] = []
    while True:
        try:
            with at_work(opened.workshop) as named, postman(opened):
                worker = _Worker(opened, named, processes, ended)
                while worker.go_on(wanted):
                    pass
                return len(ended)
        except DatabaseError as error:
            _log.warning("the worker waits for the database: %s", error.code)
            if not wanted(AWAY):
                raise


def work_off(opened: Installation, processes: int) -> int:
    """Do what waits, and stop when nothing does; how many jobs ended."""
    return work(opened, processes, lambda pause: pause == 0)


@dataclass(slots=True)
class UntilTold:
    """Wanted until the process is told to stop; then what runs is finished and nothing more is taken."""

    told: bool = False

    def __post_init__(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def _stop(self, *_: object) -> None:
        self.told = True

    def __call__(self, pause: float) -> bool:
        """Pause, and say whether to go on."""
        time.sleep(0 if self.told else pause)
        return not self.told


@contextmanager
def beside(environment: Environment) -> Iterator[None]:
    """A worker in a process of its own while the block lasts; it ends with this process, however that ends."""
    process = multiprocessing.get_context("spawn").Process(target=_beside, args=(environment,))
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def _beside(environment: Environment) -> None:
    until_told = UntilTold()
    # An interrupt from the keyboard reaches every process; the one beside which this works says when to stop. What is
    # ignored here is ignored by the processes of the pool as well.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    gone = [parent.sentinel] if parent else []

    def wanted(pause: float) -> bool:
        return not wait_for(gone, pause) and until_told(0)

    work(open_installation(environment), WORKERS, wanted)


@dataclass(slots=True)
class _Worker:
    opened: Installation
    named: AtWork
    processes: int
    ended: list[str]
    looked_at: datetime | None = None
    running: dict[Future[Failure | None], tuple[str, JobKind]] = field(default_factory=dict)

    def go_on(self, wanted: Wanted) -> bool:
        """Work with one pool until it breaks (True) or nobody wants more (False)."""
        with LocalRunner(self.opened.environment, lambda *_: None, self.processes) as runner:
            try:
                while wanted(0 if self._step(runner) else PAUSE):
                    pass
            except BrokenProcessPool:
                self._take_back()
                return True
        with suppress(BrokenProcessPool):
            self._settle([future for future in self.running if not future.cancelled()])
        self._take_back()
        return False

    def _step(self, runner: LocalRunner) -> bool:
        """Fill the pool and settle what has ended; whether there was anything to do."""
        self.named.check()
        self._ask_due()
        take_up(self.opened.workshop, self.opened.clock.now())
        while len(self.running) < self.processes and (job := self._claim()):
            self.running[runner.submit(job[0], self.opened.clock.now())] = job
        if not self.running:
            return False
        done, _ = wait(self.running, timeout=PAUSE, return_when=FIRST_COMPLETED)
        self._settle(list(done))
        return True

    def _ask_due(self) -> None:
        """Look now and then whether a schedule is due."""
        at = self.opened.clock.now()
        if self.looked_at is None or abs(at - self.looked_at) >= LOOK_EVERY:
            self.looked_at = at
            ask_due(self.opened.workshop, at)

    def _claim(self) -> tuple[str, JobKind] | None:
        # One verification at a time, so that a process is left for whoever waits for a signature.
        busy = {kind for _, kind in self.running.values() if kind is JobKind.VERIFY}
        workshop = self.opened.workshop
        with workshop.transaction() as session:
            job = claim(session, workshop.school, self.named.name, busy, self.opened.clock.now())
            return (job.id, JobKind(job.kind)) if job else None

    def _settle(self, done: list[Future[Failure | None]]) -> None:
        workshop, at = self.opened.workshop, self.opened.clock.now()
        for future in done:
            failure = future.result()  # raises BrokenProcessPool before the job is forgotten
            job, _ = self.running.pop(future)
            self.ended.append(job)
            with workshop.transaction() as session:
                if failure:
                    fail(session, workshop.school, self.named.name, job, TaskFailedError(failure), at)
                else:
                    finish(session, workshop.school, self.named.name, job, at)

    def _take_back(self) -> None:
        # Whichever of them killed the process: all of them are begun again, and none for ever (queue.LONGEST).
        workshop, at = self.opened.workshop, self.opened.clock.now()
        self.running.clear()
        with workshop.transaction() as session:
            take_back(session, workshop.school, self.named.name, at)
