"""The outcome of benchmarks as JSON for programs and as a table in Russian for people. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from bench.machine import Machine
from bench.measure import Absent, Comparison, Cost, Fact, Outcome, Series, Spread, ratios, spread

_UNITS = ((1.0, "с"), (1e-3, "мс"), (1e-6, "мкс"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A benchmark's name, what it is about in a Russian line, and its outcome."""

    name: str
    title: str
    outcome: Outcome


def as_json(machine: Machine, rounds: int, entries: Sequence[Entry]) -> Mapping[str, object]:
    """Times in seconds an item; a ratio is the peer's time by ours, above 1 where Letopis is cheaper."""
    return {
        "machine": {**asdict(machine), "libraries": dict(machine.libraries)},
        "rounds": rounds,
        "benchmarks": [_entry_json(entry) for entry in entries],
    }


def _entry_json(entry: Entry) -> Mapping[str, object]:
    return {
        "name": entry.name,
        "title": entry.title,
        "comparisons": [_comparison_json(comparison) for comparison in entry.outcome.comparisons],
        "facts": {fact.key: fact.value for fact in entry.outcome.facts},
    }


def _comparison_json(comparison: Comparison) -> Mapping[str, object]:
    return {
        "what": comparison.what,
        "per": comparison.per,
        "ours": _series_json(comparison.ours),
        "peers": [
            *(_peer_json(comparison.ours, peer) for peer in comparison.peers),
            *(_absent_json(peer) for peer in comparison.absent),
        ],
    }


def _peer_json(ours: Series, peer: Series) -> Mapping[str, object]:
    cpu, wall = ratios(ours, peer)
    ratio = {"cpu": asdict(cpu), "wall": asdict(wall)}
    return {**_series_json(peer), "status": "run", "ratio": ratio}


def _absent_json(peer: Absent) -> Mapping[str, object]:
    return {"name": peer.name, "status": "not run", "reason": peer.reason}


def _series_json(series: Series) -> Mapping[str, object]:
    return {
        "name": series.name,
        "cpu": asdict(_cpu(series.costs)),
        "wall": asdict(_wall(series.costs)),
        "rounds": [asdict(cost) for cost in series.costs],
    }


def _cpu(costs: Sequence[Cost]) -> Spread:
    return spread([cost.cpu for cost in costs])


def _wall(costs: Sequence[Cost]) -> Spread:
    return spread([cost.wall for cost in costs])


def as_table(machine: Machine, rounds: int, entries: Sequence[Entry]) -> str:
    """The report that a person reads."""
    versions = ", ".join(f"{name} {number}" for name, number in machine.libraries)
    lines = [
        f"{machine.processor}, ядер {machine.cores}, нагрузка при запуске {machine.load:g}; {machine.system}",
        f"Python {machine.python}, {versions}",
        f"Замеров {rounds}: медиана (наименьшее–наибольшее). × — во сколько раз дороже, чем в Летописи:",
        "больше единицы — Летопись дешевле, меньше — дороже.",
    ]
    for entry in entries:
        lines += ["", f"{entry.name} — {entry.title}", *_body(entry.outcome)]
    return "\n".join(lines)


def _body(outcome: Outcome) -> Iterator[str]:
    for comparison in outcome.comparisons:
        yield f"  {comparison.what}, на {comparison.per}:"
        yield _row(comparison.ours.name, _costs(comparison.ours))
        for peer in comparison.peers:
            cpu, wall = ratios(comparison.ours, peer)
            yield _row(peer.name, f"{_costs(peer)}  ЦП {_times(cpu)}, время {_times(wall)}")
        for missing in comparison.absent:
            yield _row(missing.name, f"не запускалось: {missing.reason}")
    if outcome.facts:
        yield "  " + "; ".join(map(_fact, outcome.facts))


def _row(name: str, text: str) -> str:
    return f"    {name:<34} {text}"


def _costs(series: Series) -> str:
    return f"ЦП {_seconds(_cpu(series.costs)):<26} время {_seconds(_wall(series.costs)):<26}"


def _seconds(value: Spread) -> str:
    size, unit = next((pair for pair in _UNITS if value.median >= pair[0]), _UNITS[-1])
    least, most = value.least / size, value.most / size
    return f"{value.median / size:.3g} {unit} ({least:.3g}–{most:.3g})"


def _times(value: Spread) -> str:
    return f"×{value.median:.3g} ({value.least:.3g}–{value.most:.3g})"


def _fact(fact: Fact) -> str:
    return f"{fact.name} {fact.value:,} {fact.unit}".replace(",", " ").rstrip()
