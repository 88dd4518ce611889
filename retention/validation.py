"""Judges the signatures of a record as the archive holds it: every copy by its digest, then the signatures of one.

Judged is the first copy whose digest is right, against what the catalogue expects. Where none is, it is the first that
can be read, as a stranger's file and within limits (confined.py). Whatever is wrong becomes a problem with its code.
It repairs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from records.actor import Role
from records.digest import sha256
from records.errors import StateError
from records.lifecycle import RecordState
from records.registers.kinds import RecordKind
from records.registers.record import get_record
from retention.check import MAX_PDF
from retention.checked import Verdict
from retention.confined import check_path
from retention.errors import AbsentError, LocationError
from retention.findings import FixityCode, finding
from retention.location import Location, LocationState
from retention.overview import Copy, copies_of
from retention.sealed import PDF_IN_BAG, expectation_of
from retention.steps.asked import requests_of
from retention.validated import JudgedRecord, ReadCopy, Validation
from retention.verification.report import Problem
from retention.workshop import Workshop
from signing.report import Expectation, SignatureFacts
from signing.trust import Trust, trust_from_pem
from signing.validate import examine

KEPT = (RecordState.REPLICATED, RecordState.REPLACED)
_AWAY = {
    LocationState.UNREACHABLE: FixityCode.LOCATION_UNREACHABLE,
    LocationState.EMPTY: FixityCode.LOCATION_EMPTY,
}


@dataclass(frozen=True, slots=True)
class _Read:
    """A copy and its bytes, none where they cannot be read; a code where they are not the ones on record."""

    copy: Copy
    pdf: bytes
    fault: FixityCode | None

    @property
    def file(self) -> str:
        """The path of the signed file within the location."""
        return f"{self.copy.path}/{PDF_IN_BAG}"

    @property
    def shown(self) -> ReadCopy:
        """The copy without its bytes."""
        digest, octets = (sha256(self.pdf), len(self.pdf)) if self.pdf else (None, None)
        return ReadCopy(self.copy.location, self.copy.path, digest, octets, self.fault is None)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one file comes to; `found` are codes with their words in Russian and English."""

    verdict: Verdict | None
    signatures: tuple[SignatureFacts, ...]
    archive_timestamps: tuple[datetime, ...]
    found: tuple[tuple[str, str, str], ...]


def validate_record(workshop: Workshop, record: str, at: datetime) -> Validation:
    """The report on a record of the archive at that moment. Raises NotFoundError, StateError (report.not_kept)."""
    judged, expectation = _asked(workshop, record)
    read = tuple(_read_all(workshop, judged))
    trust = trust_from_pem(workshop.authority.trust_pem())
    copies = tuple(one.shown for one in read)
    faults = tuple(_fault(record, one) for one in read if one.fault)
    best = _best(read)
    if best is None:
        return Validation(
            judged, at, copies, None, None, (), (), trust.anchors(), faults or (_no_copy(record),)
        )
    answer = _examine(best, expectation, trust, at) if best.fault is None else _check(best, trust, at)
    where = (record, best.copy.location, best.file)
    found = (Problem(*where, code, ru, en) for code, ru, en in answer.found)
    return Validation(
        *(judged, at, copies, best.copy.location, answer.verdict, answer.signatures),
        *(answer.archive_timestamps, trust.anchors(), tuple(dict.fromkeys((*faults, *found)))),
    )


def _asked(workshop: Workshop, record: str) -> tuple[JudgedRecord, Expectation]:
    with workshop.transaction() as session:
        row = get_record(session, workshop.school, record)
        if RecordState(row.state) not in KEPT or row.sealed_sha256 is None:
            raise StateError(
                "report.not_kept",
                f"«{row.title}»: документа нет в архиве, проверять нечего. Его подписывают или он уничтожен.",
                f"'{row.title}' is not in the archive: it is still being signed, or was destroyed",
            )
        asked = requests_of(session, workshop.school, record)
        what = (row.id, RecordKind(row.kind), row.title, row.revision, row.class_id, row.sealed_sha256)
        roles = {one.field: Role(one.role) for one in asked}
        powers = {one.field: one.power for one in asked if one.power}
        return JudgedRecord(*what, roles, powers), expectation_of(asked)


def _read_all(workshop: Workshop, record: JudgedRecord) -> Iterator[_Read]:
    """Every copy of the catalogue in the order of the locations."""
    known = {copy.location: copy for copy in copies_of(workshop, record.id)}
    for location in workshop.locations:
        if copy := known.get(location.name):
            yield _read(location, copy, record.sealed)


def _read(location: Location, copy: Copy, sealed: str) -> _Read:
    if fault := _AWAY.get(location.probe()):
        return _Read(copy, b"", fault)
    pdf = bytearray()
    try:
        for chunk in location.chunks(f"{copy.path}/{PDF_IN_BAG}"):
            pdf += chunk
            if len(pdf) > MAX_PDF:
                return _Read(copy, b"", FixityCode.BAG_TOO_LARGE)
    except AbsentError:
        return _Read(copy, b"", FixityCode.FILE_MISSING)
    except LocationError:
        return _Read(copy, b"", FixityCode.FILE_UNREADABLE)
    whole = bytes(pdf)
    return _Read(copy, whole, None if sha256(whole) == sealed else FixityCode.FILE_CHANGED)


def _best(read: tuple[_Read, ...]) -> _Read | None:
    """The first intact copy, else the first that could be read at all."""
    there = [one for one in read if one.pdf]
    return next((one for one in there if one.fault is None), None) or next(iter(there), None)


def _examine(one: _Read, expectation: Expectation, trust: Trust, at: datetime) -> _Answer:
    """What the file on record comes to."""
    found = examine(one.pdf, expectation, trust, at)
    told = tuple((error.code, error.ru, error.en) for error in found.findings)
    verdict = Verdict(found.indication, found.sub_indication)
    return _Answer(verdict, found.signatures, found.archive_timestamps, told)


def _check(one: _Read, trust: Trust, at: datetime) -> _Answer:
    """What another file in its place comes to; somebody may have made it to do harm."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(one.pdf)
        file.flush()
        found = check_path(Path(file.name), trust, at)
    told = tuple((problem.code, problem.ru, problem.en) for problem in found.problems)
    return _Answer(found.verdict, found.signatures, (), told)


def _fault(record: str, one: _Read) -> Problem:
    found = finding(one.fault or FixityCode.FILE_CHANGED, PDF_IN_BAG)
    return Problem(record, one.copy.location, one.file, found.code.value, found.detail_ru, found.detail_en)


def _no_copy(record: str) -> Problem:
    found = finding(FixityCode.COPY_MISSING)
    return Problem(record, "", "", found.code.value, found.detail_ru, found.detail_en)
