"""One trial: a run with a fault in a process of its own, a second one in peace, and what is wrong afterwards.

The first run ends well, with one coded error, or dead; the second must end well and leave what a run in peace leaves.
Where the medium lied, `verify` must say so and `repair` mend it. Judged by judge.py, which knows none of our code.
"""

from __future__ import annotations

import gc
import multiprocessing
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path

from records.errors import LetopisError
from records.log.event import EventKind
from tests.faults.database import Database
from tests.faults.judge import judge
from tests.faults.kinds import DECEIVING, POWERED, Fault, Kind, Tally
from tests.faults.layer import Disk
from tests.faults.scenes import SCENES, Scene, Seeds, repair, rotten
from tests.faults.stamps import Stamps
from tests.flow.kill import differences
from tests.flow.site import AT, Site
from tests.flow.story import Outcome, outcome
from webui.unexpected import explain

_BACK = (timedelta(hours=1), timedelta(days=1), timedelta(days=400), timedelta(days=9000))
_MENDING = (EventKind.REPLICA_DAMAGED.value, EventKind.REPLICA_REPAIRED.value)
_SUPERSEDED = re.compile(r"log/tile/\S+\.p/\d+ in \w+ is not what the log gave$")
_UNEXPLAINED = ("internal", "jobs.internal")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one run did: the code and words of its error, or what its action found.

    `fired`: the fault fell on it; `unread`: files and folders that it failed to read and never read otherwise.
    """

    tally: Tally
    code: str | None
    words: str
    found: tuple[str, ...]
    fired: bool
    unread: tuple[str, ...]


class End(StrEnum):
    """How a trial ended; the value heads a column of the table."""

    REPORTED = "reported, then completed"
    AT_ONCE = "completed at once"
    SECOND = "died, then completed"
    MENDED = "found and mended"
    NEVER = "never came"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Trial:
    """A scene, its fault, how it ended, what was reported and what was wrong."""

    scene: str
    fault: Fault
    end: End
    code: str | None
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Peace:
    """What a scene does and leaves when nothing fails."""

    tally: Tally
    outcome: Outcome
    wrong: frozenset[str]
    rotten: tuple[str, ...]


def _work(
    site: Site, scene: Scene, at: datetime, fault: Fault | None, shadow: Path, answer: Connection
) -> None:
    gc.freeze()
    gc.disable()  # as in a worker of the local runner
    powered = fault is not None and fault.kind in POWERED
    disk = Disk(site.data, fault, shadow if powered else None)
    database, stamps = Database(site.database, fault), Stamps(fault)
    code, words, found = None, "", list[str]()
    with disk.watched(), database.watched(), stamps.watched():
        try:
            found = scene.act(site, at)
        except Exception as error:
            explained = error if isinstance(error, LetopisError) else explain(error)
            code, words = explained.code, f"{explained.ru} / {type(error).__name__}: {error}"
    tally = Tally(
        tuple(disk.changes),
        disk.reads,
        database.commits,
        database.statements,
        database.begins,
        stamps.requests,
    )
    fired = bool(disk.failed) or database.fired or stamps.fired
    unread = tuple(sorted(set(disk.failed) - disk.read))
    answer.send(Attempt(tally, code, words, tuple(found), fired, unread))


def attempt(
    site: Site, scene: Scene, shadow: Path, fault: Fault | None = None, at: datetime = AT
) -> Attempt | None:
    """Let the scene run in a process of its own; None when it was killed."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.trial"])
    here, there = context.Pipe(duplex=False)
    shadow.mkdir()
    child = context.Process(target=_work, args=(site, scene, at, fault, shadow, there))
    child.start()
    there.close()
    try:
        found: Attempt = here.recv()
    except EOFError:
        return None
    finally:
        child.join()
        here.close()
        shutil.rmtree(shadow)
    return found


def in_peace(seeds: Seeds, scene: Scene, folder: Path) -> Peace:
    """What the scene does when nothing fails."""
    copy = seeds.of(scene).copy(folder / "peace")
    done = attempt(copy.site, scene, folder / "shadow")
    if done is None or done.code:
        raise AssertionError(f"{scene.name} fails in peace: {done and done.words}")
    found = Peace(done.tally, outcome(copy.site), frozenset(judge(copy.site)), tuple(rotten(copy.site)))
    copy.drop()
    return found


def trial(seeds: Seeds, scene: Scene, peace: Peace, fault: Fault, folder: Path) -> Trial:
    """Try one fault on a copy of the scene's installation."""
    copy = seeds.of(scene).copy(folder / "trial")
    try:
        return _Judged(copy.site, scene, peace, fault, folder / "shadow").trial()
    finally:
        copy.drop()


@dataclass(frozen=True, slots=True)
class _Judged:
    """A trial under way."""

    site: Site
    scene: Scene
    peace: Peace
    fault: Fault
    shadow: Path

    def trial(self) -> Trial:
        first = self._first()
        wrong = _unclear(first)
        if self.scene.name == "verify" and first:
            wrong += self._untrue(first)
        mended, refusal = self._complete()
        wrong += refusal
        wrong += self._unlike_peace()
        end = self._end(first, mended)
        return Trial(
            self.scene.name,
            self.fault,
            End.WRONG if wrong else end,
            first.code if first else None,
            tuple(wrong),
        )

    def _first(self) -> Attempt | None:
        if self.fault.kind is not Kind.CLOCK_BACK:
            return attempt(self.site, self.scene, self.shadow, self.fault)
        stopped = replace(self.fault, kind=Kind.BEFORE)
        attempt(self.site, self.scene, self.shadow, stopped)
        back = _BACK[self.fault.number % len(_BACK)]
        return attempt(self.site, self.scene, self.shadow, at=AT - back)

    def _end(self, first: Attempt | None, mended: bool) -> End:
        if first is None:
            return End.MENDED if mended else End.SECOND
        if first.code or first.found:
            return End.REPORTED
        if mended:
            return End.MENDED
        return End.AT_ONCE if first.fired or self.fault.kind is Kind.CLOCK_BACK else End.NEVER

    def _untrue(self, first: Attempt) -> list[str]:
        """A verification that could not read something says so."""
        silent = not first.code and not first.found
        return [f"verify says nothing of {path}" for path in first.unread if silent]

    def _complete(self) -> tuple[bool, list[str]]:
        """The second run; whether something had to be repaired, and what is wrong with that.

        A run that meets what a lying medium left may refuse to go on: after a repair it must not.
        """
        second = attempt(self.site, self.scene, self.shadow)
        if not self._may_mend() or not set(judge(self.site)) - self.peace.wrong:
            return False, _failure(second)
        repair(self.site, AT)
        if second and second.code:
            return True, [*_unclear(second), *_failure(attempt(self.site, self.scene, self.shadow))]
        return True, _failure(second)

    def _may_mend(self) -> bool:
        """Whether a repair may have to follow: the medium lied, or verification has entered what it could not read."""
        return self.fault.kind in DECEIVING or self.scene.name == "verify"

    def _took_for_damaged(self) -> bool:
        """Whether repair may have replaced a whole copy that it could not read, and have logged that."""
        return self.scene.name == "repair" and self.fault.kind is Kind.READ

    def _is_fault(self, line: str) -> bool:
        """Superseded tiles that a lying medium spoiled are named by verification, and left to people by repair."""
        left = self.fault.kind in DECEIVING and _SUPERSEDED.match(line)
        return not left and line not in self.peace.wrong

    def _unlike_peace(self) -> list[str]:
        found = outcome(self.site)
        expected = self.peace.outcome
        if self._may_mend() or self._took_for_damaged():
            expected, found = _without_mending(expected), _without_mending(found)
        if self.scene.name in ("first", "founding"):
            expected, found = _without_identity(expected), _without_identity(found)
        wrong = differences(expected, found)
        wrong += sorted(line for line in judge(self.site) if self._is_fault(line))
        if tuple(rotten(self.site)) != self.peace.rotten:
            wrong.append(f"evidence: {self.peace.rotten} became {rotten(self.site)}")
        return [*wrong, *_temporary(self.site)]


def _failure(second: Attempt | None) -> list[str]:
    return [f"the second run failed: {second and second.words}"] if second is None or second.code else []


def _unclear(first: Attempt | None) -> list[str]:
    if first is None or first.code is None or first.code not in _UNEXPLAINED:
        return []
    return [f"reported as {first.code}: {first.words}"]


def _temporary(site: Site) -> list[str]:
    """Files that a writer left half done, wherever they lie."""
    return [f"left {path.name}" for path in site.data.rglob("*") if path.suffix in (".tmp", ".new")]


def _without_mending(of: Outcome) -> Outcome:
    return replace(of, events=Counter({kind: n for kind, n in of.events.items() if kind not in _MENDING}))


def _without_identity(of: Outcome) -> Outcome:
    """Certificates and the school's id are made anew in each run: what is printed differs."""
    nothing: Mapping[str, str] = {}
    return replace(of, renditions=dict(nothing), snapshots=dict(nothing))


def scene_of(name: str) -> Scene:
    """The scene of that name."""
    return next(scene for scene in SCENES if scene.name == name)
