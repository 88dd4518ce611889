"""Benchmark `fixity`: checking every octet of many small bags, against other checkers and against two limits.

Both limits are processes that know the files beforehand and check nothing. One reads: no check of a cold disk can
be faster than the disk. The other also digests by SHA-256, the cheapest digest that proves anything: no check of
files in the cache can be faster than that. The bags are of the size of a period journal.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
READERS = 8  # processes of the limits; Letopis takes as many
PIECE = 2**16
STRETCH = 448  # files that one of them takes from where they lie together
DROP_CACHES = Path("/proc/sys/vm/drop_caches")
MANY = 500  # bags on one command line
CHECK = "sha512sum --check --quiet tagmanifest-sha512.txt manifest-sha512.txt"
SHA512SUM = f'for bag do (cd "$bag" && {CHECK}) || exit; done'


def run(scale: Scale, progress: Progress) -> Outcome:
    """Measure it with the files in the system's cache, and without."""
    with TemporaryDirectory(prefix="letopis-bench-") as folder:
        location = DiskLocation("bench", Path(folder))
        copies = [write_bag(location, number) for number in range(scale.bags)]
        bags = [location.root / copy.prefix for copy in copies]
        files = [str(file) for bag in bags for file in sorted(bag.rglob("*")) if file.is_file()]
        absent = [] if find_spec("bagit") else [Absent("bagit.py", "библиотека bagit не установлена")]
        comparisons = tuple(
            compare(what, "пакет", ours, peers, scale.rounds, progress, absent)
            for what, before in (
                ("файлы в кэше", partial(warm, files)),
                ("кэш сброшен", partial(chill, files)),
            )
            for ours, *peers in [_sides(copies, bags, files, before)]
        )
        octets = sum(Path(file).stat().st_size for file in files)
    facts = (
        Fact("bags", "пакетов", scale.bags, ""),
        Fact("files", "файлов", len(files), ""),
        Fact("octets", "объём", octets, "байт"),
    )
    return Outcome(comparisons, facts)


def _sides(
    copies: Sequence[CopyToCheck], bags: Sequence[Path], files: Sequence[str], before: Callable[[], None]
) -> list[Side]:
    """Letopis first. `before` puts the system's cache into the state in which each is measured."""

    @contextmanager
    def ready(work: Work) -> Iterator[Work]:
        before()
        yield work

    works: list[tuple[str, Work]] = [
        ("Летопись", partial(check_by_letopis, copies)),
        ("Летопись, один процесс", partial(check_by_letopis, copies, 1)),
        ("предел: чтение", partial(divided, read_only, files)),
        ("предел: чтение и SHA-256", partial(divided, read_and_digest, files)),
        ("sha512sum -c", partial(check_by_sha512sum, bags)),
    ]
    if find_spec("bagit"):
        works += [
            ("bagit.py --validate", partial(check_by_bagit, bags)),
            ("bagit.py --processes 2", partial(check_by_bagit, bags, ("--processes", "2"))),
        ]
    return [Side(name, len(bags), partial(ready, work)) for name, work in works]


def warm(files: Sequence[str]) -> None:
    """Bring the files into the system's cache."""
    read_only(files)


def chill(files: Sequence[str]) -> None:
    """Take them out of it: with all that is known of directories if we may, else their content alone."""
    os.sync()
    if os.access(DROP_CACHES, os.W_OK):
        DROP_CACHES.write_text("3")
        return
    for file in files:
        descriptor = os.open(file, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


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


def check_by_letopis(copies: Sequence[CopyToCheck], processes: int = READERS) -> None:
    """The routine check of `letopis verify`. Raises ValueError when it finds anything: then it measured nothing."""
    for checked in check_copies(copies, processes):
        if checked.findings:
            raise ValueError(f"{checked.copy.prefix}: {checked.findings[0].code}")


def divided(work: Callable[[Sequence[str]], None], files: Sequence[str]) -> None:
    """The work in forked processes, each with every eighth stretch of the files. Raises OSError if one fails."""
    children = []
    for number in range(READERS):
        child = os.fork()
        if child == 0:
            try:
                for start in range(number * STRETCH, len(files), READERS * STRETCH):
                    work(files[start : start + STRETCH])
                os._exit(0)
            finally:
                os._exit(1)
        children.append(child)
    statuses = [os.waitpid(child, 0)[1] for child in children]
    if any(statuses):
        raise OSError("a process of the limit failed")


def read_only(files: Sequence[str]) -> None:
    """Every octet of the files, into nothing."""
    for file in files:
        descriptor = os.open(file, os.O_RDONLY)
        while len(os.read(descriptor, PIECE)) == PIECE:
            pass
        os.close(descriptor)


def read_and_digest(files: Sequence[str]) -> None:
    """Every octet of the files into SHA-256, whose result nobody looks at."""
    for file in files:
        descriptor = os.open(file, os.O_RDONLY)
        hasher = hashlib.sha256()
        piece = os.read(descriptor, PIECE)
        while piece:
            hasher.update(piece)
            piece = os.read(descriptor, PIECE) if len(piece) == PIECE else b""
        os.close(descriptor)


def check_by_sha512sum(bags: Sequence[Path]) -> None:
    """What an archivist without us runs, bag after bag. Raises CalledProcessError at the first that is not whole."""
    for some in _lots(bags):
        subprocess.run(["sh", "-c", SHA512SUM, "sh", *some], check=True)


def check_by_bagit(bags: Sequence[Path], options: Sequence[str] = ()) -> None:
    """The Library of Congress's validator; it starts its processes anew for each bag. Raises CalledProcessError."""
    command = [sys.executable, "-m", "bagit", "--validate", "--quiet", *options]
    for some in _lots(bags):
        subprocess.run([*command, *some], check=True, capture_output=True)


def _lots(bags: Sequence[Path]) -> Iterator[list[str]]:
    waiting = iter(bags)
    while some := [str(bag) for bag in islice(waiting, MANY)]:
        yield some
