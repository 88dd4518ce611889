"""Kills a run of closing, acts or a report by SIGKILL after any of its boundaries, lets a second finish, and compares.

A boundary is where something has just become durable: a transaction committed, bytes staged, a copy written, a
checkpoint replaced. `python -m tests.flow.kill --all` tries every one of them on both databases and prints a table.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any
from unittest import mock

import click
from sqlalchemy import event
from sqlalchemy.orm import Session

from retention import amending, closing, conveyor, publication, reporting, resending
from retention.disk import DiskLocation
from retention.steps import compose_report, decline, enrol, package, render, turn
from retention.workshop import Workshop
from tests.flow.amending import LATER, amend_small_year
from tests.flow.reporting import report_signatures
from tests.flow.seeds import Seed, make_autumn, make_bare, make_imported
from tests.flow.site import AT, Site
from tests.flow.story import Outcome, close_small_year, faults, outcome
from tests.postgres import Cluster

KINDS = ("sqlite", "postgresql")
Fire = Callable[[str], None]
Run = Callable[[Workshop, datetime], None]
Place = ModuleType | type

# Called inside a transaction: the boundary is its commit.
COMMITTED: tuple[tuple[Place, str], ...] = (
    (enrol, "enrol"),
    (closing, "cut_off_journal"),
    (closing, "cut_off_year"),
    (closing, "close_dossier"),
    (amending, "enter"),
    (decline, "append_event"),
    (resending, "ask"),
    (reporting, "ask"),
)
RETURNED: tuple[tuple[Place, str], ...] = (
    (closing, "confirm_draft"),
    # Inside the transaction of the cutoff: killed there, neither is committed.
    (closing, "compose_journal"),
    (closing, "compose_year"),
    (amending, "compose_act"),
    (amending, "reissue"),
    (resending, "issue_journal"),
    (compose_report, "enter_record"),
    # Between the records of one stage and those of the next.
    (amending, "finish"),
    (publication, "integrate"),
    (DiskLocation, "replace"),
    (closing, "publish"),
    (resending, "publish"),
    (reporting, "publish"),
    (render, "stage"),
    (turn, "stage"),
    (package, "write_copy"),
    (package, "replicate"),
    (closing, "sweep_leftovers"),
)


@contextmanager
def watched(fire: Fire) -> Iterator[None]:
    """While inside, `fire` gets the name of each boundary just after it was passed."""
    with ExitStack() as patches:
        for place, name in COMMITTED:
            patches.enter_context(mock.patch.object(place, name, _at_commit(getattr(place, name), fire)))
        for place, name in RETURNED:
            label = f"{place.__name__.rpartition('.')[2]}.{name}"
            patches.enter_context(mock.patch.object(place, name, _after(getattr(place, name), label, fire)))
        steps = {state: _after(step, step.__name__, fire) for state, step in conveyor.STEPS.items()}
        patches.enter_context(mock.patch.object(conveyor, "STEPS", steps))
        yield


def _after(function: Callable[..., Any], label: str, fire: Fire) -> Callable[..., Any]:
    def wrapped(*given: Any, **named: Any) -> Any:
        result = function(*given, **named)
        fire(label)
        return result

    return wrapped


def _at_commit(function: Callable[..., Any], fire: Fire) -> Callable[..., Any]:
    def wrapped(session: Session, *given: Any, **named: Any) -> Any:
        event.listen(session, "after_commit", lambda _: fire(function.__name__), once=True)
        return function(session, *given, **named)

    return wrapped


@dataclass(slots=True)
class Killer:
    """Ends this process, without a word, at the boundary of that number (from 0)."""

    number: int | None
    passed: int = 0

    def __call__(self, _name: str) -> None:
        if self.passed == self.number:
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1


def _work(site: Site, run: Run, at: datetime, number: int | None) -> None:
    gc.freeze()
    gc.disable()  # as in a worker of the local runner
    with site.workshop() as workshop, watched(Killer(number)):
        run(workshop, at)


def in_child(site: Site, number: int | None = None, at: datetime = AT, run: Run = close_small_year) -> int:
    """Run the closing in a process of its own, killed after boundary `number` if one is given; its exit code."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.flow.seeds"])
    child = context.Process(target=_work, args=(site, run, at, number))
    child.start()
    child.join()
    code = child.exitcode
    assert code is not None
    return code


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """A run in peace: the boundaries in the order it passed them, what it brought about, and the school after it."""

    boundaries: tuple[str, ...]
    outcome: Outcome
    closed: Seed


def undisturbed(seed: Seed, folder: Path, run: Run = close_small_year, at: datetime = AT) -> Undisturbed:
    """Close a copy of the seed, or do something else there, in peace."""
    closed, names = seed.copy(folder), list[str]()
    with closed.site.workshop() as workshop, watched(names.append):
        run(workshop, at)
    if found := faults(closed.site, at):
        raise AssertionError(f"a run in peace leaves faults: {found}")
    return Undisturbed(tuple(names), outcome(closed.site), closed)


def trial(
    seed: Seed,
    peace: Undisturbed,
    number: int,
    folder: Path,
    run: Run = close_small_year,
    at: datetime = AT,
) -> list[str]:
    """Kill a run after boundary `number`, let another finish: what differs from the run in peace, or is wrong."""
    copy = seed.copy(folder)
    try:
        if (code := in_child(copy.site, number, at, run)) != -signal.SIGKILL:
            return [f"the run was to be killed and ended with {code}"]
        if code := in_child(copy.site, None, at, run):
            return [f"the second run failed with {code}"]
        return [*differences(peace.outcome, outcome(copy.site)), *faults(copy.site, at)]
    finally:
        copy.drop()


def differences(expected: Outcome, found: Outcome) -> list[str]:
    """The parts of an outcome that differ."""
    pairs = [(f.name, getattr(expected, f.name), getattr(found, f.name)) for f in fields(Outcome)]
    return [f"{name}: {before} became {after}" for name, before, after in pairs if before != after]


def chosen(boundaries: Sequence[str], count: int, seed: str) -> list[int]:
    """`count` numbers of boundaries, drawn by `seed`; a kind comes twice when every kind has come once."""
    order = list(range(len(boundaries)))
    random.Random(seed).shuffle(order)
    seen: Counter[str] = Counter()
    turns: dict[int, int] = {}
    for number in order:
        turns[number] = seen[boundaries[number]]
        seen[boundaries[number]] += 1
    return sorted(sorted(order, key=turns.__getitem__)[:count])


def turn_of(boundaries: Sequence[str], count: int, kind: str, turn: int) -> int:
    """The boundary of a turn: `count` on each kind of database, and what one has had the other does not repeat."""
    return chosen(boundaries, count * len(KINDS), "turns")[turn * len(KINDS) + KINDS.index(kind)]


@contextmanager
def cluster_of(kind: str) -> Iterator[Cluster | None]:
    """A running cluster for PostgreSQL, nothing for SQLite."""
    if kind == "sqlite":
        yield None
        return
    cluster = Cluster.prepare()
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


def try_every_boundary(kind: str, folder: Path) -> Iterator[tuple[int, str, list[str]]]:
    """(number, name, what went wrong) of each boundary of closing, acts and a report, on one kind of database."""
    with cluster_of(kind) as cluster:
        autumn = make_autumn(make_imported(make_bare(folder, cluster), folder), folder)
        peace = undisturbed(autumn, folder / "closed")
        for number, name in enumerate(peace.boundaries):
            yield number, name, trial(autumn, peace, number, folder / "killed")
        acts = undisturbed(peace.closed, folder / "amended", amend_small_year, LATER)
        for number, name in enumerate(acts.boundaries):
            killed = folder / "killed"
            yield number, name, trial(peace.closed, acts, number, killed, amend_small_year, LATER)
        reports = undisturbed(peace.closed, folder / "reported", report_signatures, LATER)
        for number, name in enumerate(reports.boundaries):
            killed = folder / "killed"
            yield number, name, trial(peace.closed, reports, number, killed, report_signatures, LATER)


@click.command()
@click.option("--all", "_every", is_flag=True, required=True, help="Kill after every boundary.")
@click.option("--database", "kinds", multiple=True, type=click.Choice(KINDS), default=KINDS)
def main(_every: bool, kinds: tuple[str, ...]) -> None:
    """Kill runs of closing, acts and a report after every boundary, let a second one finish, and compare with peace."""
    failed = 0
    for kind in kinds:
        with TemporaryDirectory(prefix="letopis-kill-") as folder:
            for number, name, wrong in try_every_boundary(kind, Path(folder)):
                failed += bool(wrong)
                click.echo(f"{kind:<11} {number:>4}  {name:<24} {'; '.join(wrong) or 'as in peace'}")
    click.echo(f"boundaries that differ: {failed}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
