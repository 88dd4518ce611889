"""One trial: a school, a run that is killed at a point or meets another run, a further run in peace, a verdict.

The killed run is one process that does everything, or `letopis` with two worker processes, or two `letopis` started
at the same time. What must hold afterwards: the judge finds nothing, and the outcome is that of a run in peace.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from retention.workshop import Workshop
from tests.faults.judge import judge
from tests.faults.kills_point import VARIABLE, Family, Fuse, Order, Point, install
from tests.flow.kill import differences, in_child
from tests.flow.seeds import Seed
from tests.flow.site import Site
from tests.flow.story import Outcome, faults, outcome

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240.0  # seconds for a command on a busy machine
GRACE = 20.0  # seconds in which an orphan must be gone
_CODE = re.compile(r"\[([a-z_.]+)\]\s*$")
_UNFORESEEN = ("internal", "jobs.internal", "system.refused")
Close = Callable[[Workshop, datetime], None]


class Way(StrEnum):
    """How the runs are set up, and what is killed."""

    ALONE = "one process"
    WORKER = "a worker of two"
    PARENT = "the parent of two workers"
    ALL = "parent and workers"
    TWO = "two runs at once"
    TWO_ONE_DIES = "two runs at once, one dies"
    TWO_A_WORKER_DIES = "two runs at once, a worker dies"


@dataclass(frozen=True, slots=True)
class Armed:
    """A closing in one process that is killed at the point."""

    close: Close
    point: Point

    def __call__(self, workshop: Workshop, at: datetime) -> None:
        """Close."""
        install(Fuse(self.point))
        self.close(workshop, at)


@dataclass(frozen=True, slots=True)
class Counted:
    """A closing in one process that leaves the number of its operations in a file."""

    close: Close
    file: Path

    def __call__(self, workshop: Workshop, at: datetime) -> None:
        """Close."""
        fuse = Fuse(None)
        install(fuse)
        self.close(workshop, at)
        self.file.write_text(" ".join(str(fuse.passed[family]) for family in Family))


@dataclass(frozen=True, slots=True)
class Story:
    """A closing of a seed, as a function and as a command, and what it brings about in peace."""

    name: str
    seed: Seed
    close: Close
    words: tuple[str, ...]
    outcome: Outcome
    blemishes: frozenset[str]
    operations: dict[Family, int]


def in_peace(name: str, seed: Seed, close: Close, words: tuple[str, ...], folder: Path) -> Story:
    """The story of a run that nobody interrupts. Raises AssertionError when even that leaves something to blame."""
    copy, counts = seed.copy(folder / name), folder / f"{name}.operations"
    try:
        assert in_child(copy.site, run=Counted(close, counts)) == 0
        numbers = map(int, counts.read_text().split())
        blemishes = frozenset(faults(copy.site))
        assert not (found := judge(copy.site)), found
        operations = dict(zip(Family, numbers, strict=True))
        return Story(name, seed, close, words, outcome(copy.site), blemishes, operations)
    finally:
        copy.drop()


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried with a story."""

    story: Story
    way: Way
    point: Point | None

    def __str__(self) -> str:
        return f"{self.story.name}, {self.way}{f': {self.point}' if self.point else ''}"


class NotReachedError(Exception):
    """The run came to its end before it came to the point."""


def attempt(trial: Trial, folder: Path) -> list[str]:
    """What is wrong after the trial. Raises NotReachedError."""
    copy, sessions = trial.story.seed.copy(folder / "school"), set[int]()
    try:
        wrong = list(_disturbed(trial, copy.site, folder, sessions))
        if code := in_child(copy.site, run=trial.story.close):
            return [*wrong, f"the further run failed with {code}"]
        return [*wrong, *orphans(sessions), *verdict(trial.story, copy.site)]
    finally:
        copy.drop()


def verdict(story: Story, site: Site) -> list[str]:
    """What differs from the run in peace, and what the judge says."""
    told = [sentence for sentence in faults(site) if sentence not in story.blemishes]
    return [*differences(story.outcome, outcome(site)), *told, *judge(site)]


_TWICE = (Way.TWO, Way.TWO_ONE_DIES, Way.TWO_A_WORKER_DIES)
_DIES = (Way.PARENT, Way.ALL, Way.TWO_ONE_DIES)


def _disturbed(trial: Trial, site: Site, folder: Path, sessions: set[int]) -> Iterator[str]:
    if trial.way is Way.ALONE:
        assert trial.point
        code = in_child(site, run=Armed(trial.story.close, trial.point))
        if code == 0:
            raise NotReachedError
        if code != -signal.SIGKILL:
            yield f"the run was to be killed and ended with {code}"
        return
    claim = folder / "claim"
    runs = [
        Command.start(trial.story.words, site, folder / str(number), _order(trial, claim))
        for number in range(2 if trial.way in _TWICE else 1)
    ]
    sessions.update(run.process.pid for run in runs)
    for run in runs:
        run.wait()
    if trial.point and not claim.exists():
        raise NotReachedError
    yield from _ended(trial.way, runs)


def _order(trial: Trial, claim: Path) -> Order | None:
    """Of two runs each has the order; the one that comes to the point first dies."""
    process = "main" if trial.way is Way.TWO_ONE_DIES else "worker"
    return Order(process, trial.point, str(claim)) if trial.point else None


def _ended(way: Way, runs: Sequence[Command]) -> Iterator[str]:
    """What is wrong with the way in which the runs ended: killed, or with words."""
    killed = [run for run in runs if run.code == -signal.SIGKILL]
    if len(killed) != (way in _DIES):
        yield f"{len(killed)} runs were killed"
    for run in runs:
        if run not in killed:
            yield from run.faults()
    if way is Way.WORKER and "[jobs.worker_died]" not in runs[0].said:
        yield f"the run did not tell of its dead worker: {runs[0].code} {runs[0].said}"


@dataclass(slots=True)
class Command:
    """A `letopis` in a session of its own."""

    process: subprocess.Popen[bytes]
    output: Path

    @classmethod
    def start(cls, words: Sequence[str], site: Site, output: Path, order: Order | None) -> Command:
        """Start it; both outputs go to a file, which no orphan can hold up."""
        environ = {**os.environ, **site.environ(), **({VARIABLE: order.text()} if order else {})}
        program = [sys.executable, "-m", "tests.faults.kills_child", *words]
        with output.open("wb") as file:
            started = subprocess.Popen(
                program,
                cwd=ROOT,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        return cls(started, output)

    def wait(self) -> None:
        """Wait for its end; a run that hangs is killed and shows by its exit code."""
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGABRT)
            self.process.wait()

    @property
    def code(self) -> int:
        """The exit code."""
        return int(self.process.returncode)

    @property
    def said(self) -> str:
        """What it has told so far."""
        return self.output.read_text("utf-8")

    def faults(self) -> Iterator[str]:
        """What is wrong with its end: it has done its work, or says with a code why not."""
        found = _CODE.search(self.said)
        clear = self.code == 0 or (found is not None and found[1] not in _UNFORESEEN)
        if not clear or "Traceback" in self.said:
            yield f"a run ended with {self.code}: {self.said}"


def orphans(sessions: set[int]) -> Iterator[str]:
    """Processes that live on although their parent is dead; they are killed, by id."""
    deadline = time.monotonic() + GRACE
    while (alive := [*_alive(sessions)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process, command in alive:
        os.kill(process, signal.SIGKILL)
        yield f"an orphan lives on: {command.strip()}"


def _alive(sessions: set[int]) -> Iterator[tuple[int, str]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            command = (folder / "cmdline").read_text("utf-8", "replace").replace("\0", " ")
        except OSError:
            continue  # it has just ended
        if int(session) in sessions and state != "Z":
            yield int(folder.name), command
