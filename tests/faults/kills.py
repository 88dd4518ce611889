"""Kills closing runs inside their stages, at points drawn by a seed, and judges what a further run makes of it.

`python -m tests.faults.kills --points 200 --seed 1` tries them on both databases: one process, one with two worker
processes (a worker, the parent, all of them die), two runs started at once by mistake. A line for each, then a
summary; `--only` repeats some of them. tests/flow/kill.py kills at the boundaries between stages instead.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.faults.kills_point import Family, Manner, Point, Victim
from tests.faults.kills_trial import NotReachedError, Story, Trial, Way, attempt, in_peace
from tests.flow.kill import KINDS
from tests.flow.seeds import Seed, make_autumn, make_bare, make_imported
from tests.flow.story import close_autumn, close_small_year
from tests.postgres import Cluster

CLASS = "9А"
# A score of trials: how often each way has its turn.
WAYS = (
    *(Way.ALONE, Way.WORKER, Way.ALONE, Way.TWO, Way.ALONE, Way.PARENT, Way.ALONE, Way.TWO_ONE_DIES),
    *(Way.ALONE, Way.ALL, Way.ALONE, Way.ALONE, Way.ALONE, Way.TWO_A_WORKER_DIES, Way.ALONE, Way.ALONE),
    *(Way.ALONE, Way.WORKER, Way.ALONE, Way.ALONE),
)
GOOD, NOT_REACHED = "as in peace", "not reached"
_VICTIMS = {Way.PARENT: Victim.PARENT, Way.ALL: Victim.ALL}
# Two workers share what one process does alone, and the parent keeps a part of it.
_SHARES = {Way.ALONE: 1.0, Way.TWO_ONE_DIES: 0.08, Way.TWO_A_WORKER_DIES: 0.1}
_WORKERS_SHARE = 0.2


def half_year(seed: Seed, folder: Path) -> Story:
    """The first half-year of a school in which nobody has a certificate yet."""
    return in_peace("half-year", seed, close_autumn, ("cutoff", "--class", CLASS, "--period", "1"), folder)


def year(seed: Seed, folder: Path) -> Story:
    """The second half-year and the year."""
    return in_peace("year", seed, close_small_year, ("close-year", "--class", CLASS), folder)


def drawn(stories: Sequence[Story], number: int, seed: str) -> Trial:
    """The trial of that number: its way by turn, everything else by the seed."""
    chance = random.Random(f"{seed}/{number}")
    way, story = WAYS[number % len(WAYS)], stories[chance.randrange(len(stories))]
    if way is Way.TWO:
        return Trial(story, way, None)
    family, manner = chance.choice(tuple(Family)), chance.choice(tuple(Manner))
    reach = int(story.operations[family] * _SHARES.get(way, _WORKERS_SHARE))
    delay = chance.uniform(0, 0.2) if manner is Manner.LATER else 0.0
    return Trial(
        story, way, Point(family, chance.randrange(reach), manner, _VICTIMS.get(way, Victim.ITSELF), delay)
    )


@contextmanager
def _stories(kind: str) -> Iterator[list[Story]]:
    """The stories on one kind of database; the short one counts three times as much."""
    with TemporaryDirectory(prefix="letopis-kills-") as place, ExitStack() as ended:
        folder = Path(place)
        cluster = Cluster.prepare() if kind == "postgresql" else None
        if cluster:
            ended.callback(cluster.stop)
            cluster.start()
        bare = make_bare(folder, cluster)
        autumn = make_autumn(make_imported(bare, folder), folder)
        yield [*[half_year(bare, folder)] * 3, year(autumn, folder)]


def _tried(trial: Trial) -> str:
    with TemporaryDirectory(prefix="letopis-killed-") as folder:
        return told(trial, Path(folder))


def told(trial: Trial, folder: Path) -> str:
    """The verdict in a line."""
    try:
        return "; ".join(attempt(trial, folder)) or GOOD
    except NotReachedError:
        point = trial.point
        if point is None or not point.operation:
            return NOT_REACHED
        # Who of two does how much depends on chance: a third of the way is surely on it.
        return told(replace(trial, point=replace(point, operation=point.operation // 3)), folder)


@click.command()
@click.option("--points", default=200, show_default=True, help="How many trials, over all databases.")
@click.option("--seed", default="1", show_default=True)
@click.option("--database", "kinds", multiple=True, type=click.Choice(KINDS), default=KINDS)
@click.option("--only", multiple=True, type=int, help="Only the trials of these numbers.")
@click.option("--jobs", default=2, show_default=True, help="How many at the same time.")
def main(points: int, seed: str, kinds: tuple[str, ...], only: tuple[int, ...], jobs: int) -> None:
    """Kill closing runs inside their stages and judge what a further run makes of it."""
    sums: Counter[tuple[str, str, str]] = Counter()
    started = time.monotonic()
    for kind in kinds:
        numbers = only or range(points // len(kinds))
        with _stories(kind) as stories, ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
            trials = [drawn(stories, number, f"{seed}/{kind}") for number in numbers]
            for number, trial, found in zip(numbers, trials, pool.map(_tried, trials), strict=True):
                verdict = found if found in (GOOD, NOT_REACHED) else "DIFFERS"
                sums[kind, trial.way, verdict] += 1
                click.echo(f"{kind:<11} {number:>4}  {trial!s:<90} {found}")
    for (kind, way, verdict), times in sorted(sums.items()):
        click.echo(f"{kind:<11} {way:<32} {verdict:<12} {times:>4}")
    click.echo(f"seed {seed}, {sum(sums.values())} trials, {time.monotonic() - started:.0f} s")
    sys.exit(1 if any(verdict == "DIFFERS" for _, _, verdict in sums) else 0)


if __name__ == "__main__":
    main()
