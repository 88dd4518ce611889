"""Benchmark `site`: a school of 40 classes at work, on SQLite and on PostgreSQL, served as `letopis serve` does it.

200 people ask for a page or save a cell every eight seconds. Percentiles count from the moment each meant to ask;
every accepted save is looked for in the database afterwards. Then the processor time of one saved cell, against a bare
Flask view that commits one row, in the same run and behind the same server.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import ClientSession, TCPConnector

from bench.cluster import postgresql, programs
from bench.measure import Absent, Comparison, Cost, Fact, Outcome, Progress, Scale, Series
from bench.site_drive import Pace, Timings, drive
from bench.site_ledger import Balance, Ledger, Versions, read_versions
from bench.site_peer import make_table
from bench.site_people import Person
from bench.site_school import JOURNALS, User, environment_of, school, users_of
from bench.site_server import Server, served
from webui.installation import Installation

EVERY = 8.0  # seconds between two requests of a person
SAVES = 300  # of a cell, one after the other, to know what one costs
KEPT = 2.0  # seconds that an idle connection is used again: the server ends it after five
WRITERS = 8  # who take turns at that: nobody may save that fast alone (webui/limits.py)
SEED = 16
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Load:
    """How much school, how many people, how long."""

    classes: int
    journals: int
    people: int
    seconds: float
    every: float = EVERY
    saves: int = SAVES

    @property
    def warming(self) -> float:
        """Seconds of work before that nobody measures."""
        return min(max(2 * self.every, self.seconds / 5), self.seconds)


@dataclass(frozen=True, slots=True)
class Run:
    """What one database showed."""

    timings: Timings
    balance: Balance
    memory: tuple[int, int]
    busy: float
    ours: tuple[Cost, ...]
    peer: tuple[Cost, ...]


def run(scale: Scale, progress: Progress) -> Outcome:
    """Measure it."""
    load = Load(max(scale.classes), scale.journals or JOURNALS, scale.people, scale.minutes * 60)
    found = [("SQLite", measure_on_sqlite(load, scale.rounds, progress))]
    absent: tuple[Absent, ...] = ()
    if folder := programs():
        found.append(("PostgreSQL", measure_on_postgresql(folder, load, scale.rounds, progress)))
    else:
        absent = (Absent("PostgreSQL", "на этой машине его нет"),)
    comparisons = [_comparison(name, one, absent) for name, one in found]
    return Outcome(tuple(comparisons), tuple(fact for name, one in found for fact in facts(name, one)))


def measure_on_sqlite(load: Load, rounds: int, progress: Progress) -> Run:
    """In a file, in two processes."""
    with TemporaryDirectory(prefix="letopis-bench-") as folder:
        environ = environment_of(Path(folder) / "school")
        peer = f"sqlite:///{folder}/peer.db"
        return _measure(environ, peer, load, rounds, lambda done, of: progress("сайт, SQLite", done, of))


def measure_on_postgresql(folder_of_programs: Path, load: Load, rounds: int, progress: Progress) -> Run:
    """In a cluster of one's own, with its usual settings."""
    with TemporaryDirectory(prefix="letopis-bench-") as folder, postgresql(folder_of_programs) as database:
        environ = environment_of(Path(folder) / "school", database.application, database.owner)
        return _measure(
            environ, database.peer, load, rounds, lambda done, of: progress("сайт, PostgreSQL", done, of)
        )


def _measure(
    environ: dict[str, str], peer: str, load: Load, rounds: int, progress: Callable[[int, int], None]
) -> Run:
    progress(0, 2)
    with school(environ, load.classes, load.journals) as opened, ExitStack() as stack:
        users, before = users_of(opened, load.people), read_versions(opened.workshop)
        make_table(peer)
        ours = stack.enter_context(served("wsgi:app", environ))
        theirs = stack.enter_context(served(f"bench.site_peer:application({peer!r})", environ))
        progress(1, 2)
        found = asyncio.run(_at_work(ours, theirs, users, load, rounds, opened, before))
        progress(2, 2)
        return found


async def _at_work(
    ours: Server,
    theirs: Server,
    users: Sequence[User],
    load: Load,
    rounds: int,
    opened: Installation,
    before: Versions,
) -> Run:
    ledger, timings = Ledger(), Timings()
    async with AsyncExitStack() as stack:
        connector = await stack.enter_async_context(TCPConnector(limit=0, keepalive_timeout=KEPT))
        people = [
            Person(user, ours.url, connector, ledger, random.Random(SEED + number))
            for number, user in enumerate(users)
        ]
        for person in people:
            stack.push_async_callback(person.close)
        asking = [person.ask for person in people]
        # What is loaded and cached for good shall be there when memory is weighed first.
        await drive(asking, Pace(load.every, load.warming), Timings())
        start, cpu, wall = ours.memory(), ours.cpu(), time.perf_counter()
        await drive(asking, Pace(load.every, load.seconds), timings)
        busy, end = (ours.cpu() - cpu) / (time.perf_counter() - wall), ours.memory()
        costs = await _costs(ours, theirs, users, ledger, load.saves, rounds)
    balance = ledger.balance(before, read_versions(opened.workshop))
    return Run(
        timings, balance, (start, end), busy, tuple(own for own, _ in costs), tuple(peer for _, peer in costs)
    )


async def _costs(
    ours: Server, theirs: Server, users: Sequence[User], ledger: Ledger, saves: int, rounds: int
) -> list[tuple[Cost, Cost]]:
    """Of each round the cost of one saved cell and of one request to the peer: one by one, nobody else asking.

    Each server is asked over one connection, and so answers from one of its processes: whoever wakes another process
    for every request pays for its cold caches, and a comparison of one with the other would measure that.
    """
    async with AsyncExitStack() as stack:
        one, other = [await stack.enter_async_context(_one_connection()) for _ in range(2)]
        session = await stack.enter_async_context(ClientSession(theirs.url, connector=other))
        writers = []
        for number, user in enumerate([user for user in users if user.journals][:WRITERS]):
            person = Person(user, ours.url, one, ledger, random.Random(SEED + number))
            stack.push_async_callback(person.close)
            writers.append((person, user.journals[0]))
        turns = cycle(writers)

        async def save() -> None:
            person, key = next(turns)
            await person.save_in(key)

        async def bare() -> None:
            async with session.post("/cell", json={"pupil": "nobody", "value": "5"}) as answer:
                await answer.read()

        for _ in range(2 * WRITERS):  # the first two of each open page and cells
            await save()
            await bare()
        return [(await _cost(ours, save, saves), await _cost(theirs, bare, saves)) for _ in range(rounds)]


def _one_connection() -> TCPConnector:
    return TCPConnector(limit=1, keepalive_timeout=KEPT)


async def _cost(server: Server, request: Callable[[], Awaitable[None]], times: int) -> Cost:
    cpu, wall = server.cpu(), time.perf_counter()
    for _ in range(times):
        await request()
    return Cost((server.cpu() - cpu) / times, (time.perf_counter() - wall) / times)


def _comparison(name: str, found: Run, absent: Sequence[Absent]) -> Comparison:
    ours, peer = Series("Летопись, клетка сохранена", found.ours), Series("Flask и одна строка", found.peer)
    return Comparison(f"сохранение на {name}", "запрос", ours, (peer,), tuple(absent))


def facts(name: str, found: Run) -> Iterator[Fact]:
    """The figures of a run: pages, then what must be none, then memory."""
    key = name.lower()
    for kind, one in found.timings.percentiles().items():
        of = kind or "all"
        yield Fact(f"{key}_{of}", f"{name}, {of}: ответов", one.count, "")
        for which, seconds in (("p50", one.p50), ("p95", one.p95), ("p99", one.p99)):
            yield Fact(f"{key}_{of}_{which}", which, round(seconds * THOUSAND), "мс")
        if kind:
            yield Fact(f"{key}_{of}_bytes", "наибольший", found.timings.octets[kind], "байт")
    balance = found.balance
    yield Fact(f"{key}_errors", f"{name}: ошибок", sum(found.timings.errors.values()), "")
    yield Fact(f"{key}_lost", "потеряно записей", len(balance.lost) + balance.unowned, "")
    yield Fact(f"{key}_untold", "противоречий не сказано", len(balance.untold), "")
    yield Fact(f"{key}_saved", "записано клеток", balance.saved, "")
    yield Fact(f"{key}_conflicts", "противоречий сказано", balance.conflicts, "")
    yield Fact(f"{key}_refused", "отказов", balance.refused, "")
    yield Fact(f"{key}_memory_start", "память сначала", found.memory[0], "байт")
    yield Fact(f"{key}_memory_end", "в конце", found.memory[1], "байт")
    yield Fact(f"{key}_busy", "занято ядра", round(found.busy * 100), "%")
