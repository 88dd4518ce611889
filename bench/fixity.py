"""Benchmark `fixity`: checking every byte of many small bags, against reading alone and other checkers.

The limit is a raw read by eight threads that hash nothing. The bags are of the size of a period journal and lie
in the system's cache: a cold disk is measured by hand (docs/performance.md).
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Absent, Fact, Outcome, Progress, Scale, Side, Work, compare
from retention.disk import DiskLocation
from retention.fixity import CopyToCheck, check_copies
from retention.package import pack

PDF, DESCRIPTION = 122_000, 3_500  # octets in the bag of a period journal with two signatures
READERS = 8
PIECE = 2**20
PROCESSES = 2
MANY = 500  # bags on one command line
CHECK = "sha512sum --check --quiet tagmanifest-sha512.txt manifest-sha512.txt"
SHA512SUM = f'for bag do (cd "$bag" && {CHECK}) || exit; done'


def run(scale: Scale, progress: Progress) -> Outcome:
    """Measure it."""
    with TemporaryDirectory(prefix="letopis-bench-") as folder:
        location = DiskLocation("bench", Path(folder))
        copies = [write_bag(location, number) for number in range(scale.bags)]
        bags = [location.root / copy.prefix for copy in copies]
        files = [file for bag in bags for file in sorted(bag.rglob("*")) if file.is_file()]
        peers = [
            Side("Летопись, один процесс", scale.bags, _always(partial(check_by_letopis, copies, 1))),
            Side("чтение без проверки, 8 потоков", scale.bags, _always(partial(read_raw, files))),
            Side("sha512sum -c", scale.bags, _always(partial(check_by_sha512sum, bags))),
        ]
        bagit = find_spec("bagit") is not None
        if bagit:
            peers.append(Side("bagit.py", scale.bags, _always(partial(check_by_bagit, bags))))
        comparison = compare(
            "проверка пакетов",
            "пакет",
            Side("Летопись", scale.bags, _always(partial(check_by_letopis, copies, PROCESSES))),
            peers,
            scale.rounds,
            progress,
            [] if bagit else [Absent("bagit.py", "библиотека bagit не установлена")],
        )
        octets = sum(file.stat().st_size for file in files)
    facts = (
        Fact("bags", "пакетов", scale.bags, ""),
        Fact("files", "файлов", len(files), ""),
        Fact("octets", "объём", octets, "байт"),
    )
    return Outcome((comparison,), facts)


def _always(work: Work) -> Callable[[], nullcontext[Work]]:
    return lambda: nullcontext(work)


def write_bag(location: DiskLocation, number: int) -> CopyToCheck:
    """A bag straight on the disk, without the syncs that put_bag owes to a record."""
    name = f"{number:020}"
    payload = {
        "record.pdf": hashlib.shake_128(name.encode()).digest(PDF),
        "record.json": hashlib.shake_128(name[::-1].encode()).digest(DESCRIPTION),
    }
    bag = pack(payload, {"External-Identifier": name}, date(2026, 5, 26))
    prefix = f"records/2026/{name}"
    for path, data in bag.files.items():
        file = location.root / prefix / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return CopyToCheck(location, prefix, bag.digest)


def check_by_letopis(copies: Sequence[CopyToCheck], processes: int) -> None:
    """The routine check of `letopis verify`. Raises ValueError when it finds anything: then it measured nothing."""
    for checked in check_copies(copies, processes=processes):
        if checked.findings:
            raise ValueError(f"{checked.copy.prefix}: {checked.findings[0].code}")


def read_raw(files: Sequence[Path]) -> None:
    """Every byte of the files through eight threads into nothing."""
    with ThreadPoolExecutor(READERS) as readers:
        for _ in readers.map(_read, files):
            pass


def _read(file: Path) -> None:
    with file.open("rb", buffering=0) as stream:
        while stream.read(PIECE):
            pass


def check_by_sha512sum(bags: Sequence[Path]) -> None:
    """What an archivist without us runs, bag after bag. Raises CalledProcessError at the first that is not whole."""
    for some in _lots(bags):
        subprocess.run(["sh", "-c", SHA512SUM, "sh", *some], check=True)


def check_by_bagit(bags: Sequence[Path]) -> None:
    """The Library of Congress's validator with two processes. Raises CalledProcessError."""
    command = [sys.executable, "-m", "bagit", "--validate", "--quiet", "--processes", str(PROCESSES)]
    for some in _lots(bags):
        subprocess.run([*command, *some], check=True, capture_output=True)


def _lots(bags: Sequence[Path]) -> Iterator[list[str]]:
    waiting = iter(bags)
    while some := [str(bag) for bag in islice(waiting, MANY)]:
        yield some
