"""Many people at once, each at a steady pace, and how long their answers took from the moment they meant to ask.

Who must wait for an answer asks late, and that waiting is counted too: a slow server does not make its own figures
better by being asked less (no coordinated omission). It knows no page.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

Asking = Callable[[], Awaitable[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between one person's requests, and seconds of the whole run."""

    every: float
    lasts: float


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Of the seconds that answers took: their number, the middle, the 95th and 99th of a hundred."""

    count: int
    p50: float
    p95: float
    p99: float


@dataclass(slots=True)
class Timings:
    """What was asked and how long it took, by kind; and what went wrong, by its words."""

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    octets: dict[str, int] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)

    def percentiles(self) -> Mapping[str, Percentiles]:
        """Of each kind, and of all together under the empty name."""
        every = [one for seconds in self.seconds.values() for one in seconds]
        return {kind: percentiles(found) for kind, found in (("", every), *sorted(self.seconds.items()))}


def percentiles(seconds: Sequence[float]) -> Percentiles:
    """Those of some answers."""
    if len(seconds) < 2:
        only = seconds[0] if seconds else 0.0
        return Percentiles(len(seconds), only, only, only)
    cuts = quantiles(seconds, n=100, method="inclusive")
    return Percentiles(len(seconds), cuts[49], cuts[94], cuts[98])


async def drive(people: Sequence[Asking], pace: Pace, timings: Timings) -> None:
    """Let all of them ask until the time is over; they begin one after the other within the first interval."""
    clock = _clock()
    began = clock()
    each = pace.every / max(len(people), 1)
    async with asyncio.TaskGroup() as group:
        for number, asking in enumerate(people):
            group.create_task(_one(asking, began + number * each, began + pace.lasts, pace.every, timings))


async def _one(asking: Asking, due: float, until: float, every: float, timings: Timings) -> None:
    clock = _clock()
    while due < until:
        await asyncio.sleep(max(0.0, due - clock()))
        try:
            kind, octets = await asking()
        except Exception as error:  # whatever it is, it is counted and told
            timings.errors[f"{type(error).__name__}: {error}"] += 1
        else:
            timings.seconds[kind].append(clock() - due)
            timings.octets[kind] = max(octets, timings.octets.get(kind, 0))
        due += every


def _clock() -> Callable[[], float]:
    return asyncio.get_running_loop().time
