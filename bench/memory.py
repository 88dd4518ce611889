"""Benchmark `memory`: what a class's whole year takes, closed and verified by the commands that a user gives.

Peaks of the command and of each worker while class 9А closes its four quarters, class journal and summary sheet
(requirement: a worker takes at most 300 MB); then time and peak of `letopis verify`. The peer of the verification
is sha512sum over the same bags: it reads every byte and understands none.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

from bench.classes import class_name, school_with_classes
from bench.measure import Fact, Outcome, Progress, Scale, Side, compare
from bench.peak import Watched, watch
from bench.school import AT

WORKERS = 2
MANIFEST = "manifest-sha512.txt"
_COMMAND = (sys.executable, "-c", "from webui.cli import main; main()")
_ROOT = Path(__file__).resolve().parents[1]


def run(scale: Scale, progress: Progress) -> Outcome:
    """Measure it."""
    with school_with_classes(1, scale.journals) as data:
        progress("закрытие года", 0, 1)
        closing = _letopis(data, "close-year", "--class", class_name(0), "--workers", str(WORKERS))
        progress("закрытие года", 1, 1)
        bags = sorted(path.parent for path in data.rglob(MANIFEST))
        octets = sum(map(_octets, bags))
        seen: list[Watched] = []
        comparison = compare(
            "проверка года одного класса",
            "копию",
            Side("letopis verify", len(bags), lambda: nullcontext(lambda: seen.append(_verify(data)))),
            [Side("sha512sum -c", len(bags), lambda: nullcontext(lambda: sum_up(bags)))],
            scale.rounds,
            progress,
        )
    workers = closing.below[:WORKERS]
    facts = (
        *(
            Fact(f"worker_{n}", f"рабочий процесс {n}", peak, "байт")
            for n, peak in enumerate(workers, start=1)
        ),
        Fact("closing", "команда close-year", closing.own, "байт"),
        Fact("verify", "команда verify", max(found.own for found in seen), "байт"),
        Fact("verify_below", "процессы под verify", max(max(f.below, default=0) for f in seen), "байт"),
        Fact("copies", "копий", len(bags), ""),
        Fact("octets", "объём копий", octets, "байт"),
    )
    return Outcome((comparison,), facts)


def sum_up(bags: Sequence[Path]) -> None:
    """Check the payload of each bag. Raises CalledProcessError when one differs."""
    for bag in bags:
        subprocess.run(["sha512sum", "--check", "--strict", "--quiet", MANIFEST], cwd=bag, check=True)


def _verify(data: Path) -> Watched:
    watched = _letopis(data, "verify", "--json")
    if json.loads(watched.printed)["problems"]:
        raise ValueError("the archive of the benchmark does not verify")
    return watched


def _letopis(data: Path, *words: str) -> Watched:
    return watch((*_COMMAND, *words), _environ(data))


def _environ(data: Path) -> Mapping[str, str]:
    path = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": path, "LETOPIS_DATA": str(data), "LETOPIS_NOW": AT.isoformat()}


def _octets(bag: Path) -> int:
    return sum(path.stat().st_size for path in bag.rglob("*") if path.is_file())
