"""Nothing is left lying: staging swept, no rooms of half-written files, nothing unknown in any folder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.faults.judge_evidence import Evidence, Folder

_OWN = re.compile(
    r"letopis\.toml|letopis\.db(-wal|-shm)?|keys/(log|site)\.key|run/(work|publish|closing-\w+)\.lock|authority/(root|tsa)\.pem"
    r"|authority/revoked\.txt|authority/people/[0-9a-f]{32}/[0-9a-f]+\.pem"
)
# records/ and log/ are judged by what they must hold; the rest is of later stages or of a repair.
_KNOWN = ("records/", "log/", "registers/trust.pem", "staging/", "evidence/", "backups/", "quarantine/")
_MAY_BE_EMPTY = {"staging", ".partial", "."}


def judge_tidiness(evidence: Evidence) -> Iterator[str]:
    """Leftovers."""
    for path in sorted(evidence.own.files):
        if not _OWN.fullmatch(path):
            yield f"the data folder holds {path}"
    for path in sorted(evidence.own.empty - {"locations"}):
        yield f"the data folder holds the empty folder {path}"
    needed = _needed(evidence)
    for name, folder in evidence.locations.items():
        yield from (f"{name} {wrong}" for wrong in _location(folder, needed))
    yield from _credentials(evidence)


def _needed(evidence: Evidence) -> set[str]:
    """What unfinished records need of the staging area."""
    needed = set[str]()
    for record in evidence.tables["record"]:
        if record["state"] not in ("replicated", "replaced", "destroyed"):
            revisions = {row["revision_sha256"] for row in evidence.requests(record["id"])}
            needed |= {record["rendition_sha256"], *revisions}
    return needed - {None}


def _location(folder: Folder, needed: set[str]) -> Iterator[str]:
    for path in sorted(folder.files):
        if path.startswith("staging/") and path.removeprefix("staging/") not in needed:
            yield f"still stages {path.removeprefix('staging/')}"
        elif not path.startswith(_KNOWN):
            yield f"holds {path}"
    for path in sorted(folder.empty - _MAY_BE_EMPTY):
        if not path.startswith(("records/", "log/")):
            yield f"holds the empty folder {path}"


def _credentials(evidence: Evidence) -> Iterator[str]:
    """The authority issued what the catalogue knows, and nothing else."""
    registered = {row["serial"] for row in evidence.tables["certificate"]}
    issued = {
        path.rpartition("/")[2].removesuffix(".pem")
        for path in evidence.own.files
        if path.startswith("authority/people/")
    }
    for serial in sorted(issued ^ registered):
        yield f"the certificate {serial} is issued and not registered, or the other way round"
