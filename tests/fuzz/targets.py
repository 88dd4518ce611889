"""What is fuzzed: how a case is made from a valid seed by chance, and how it is put to the test.

A case is bytes and a suffix that says what they are, so that one that crashes can lie in a folder and be tried
again: .pdf, .signed (a PDF put to the validation alone), .cms (a detached signature), .bag (a zip of a bag), .xlsx.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any, Final

from openpyxl import Workbook

from records.closing.snapshot import leaf_of
from records.digest import canonical, sha512
from records.documents.attachment import embedded_snapshot
from records.registers.kinds import RecordKind
from records.school.imports.bounds import bounded
from records.school.imports.reader import read_class
from records.school.imports.workbook import parse_sheets
from retention.check import check_path
from retention.inspection import SEAL
from retention.manifest import format_manifest
from retention.package import pack
from signing.indications import Indication
from signing.report import Expectation, Revision, expect
from signing.trust import Trust, trust_from_pem
from signing.validate import examine
from tests.fuzz.containers import judge, odd_der, seed
from tests.fuzz.mutate import ODD, damaged, odd_json, scratched
from tests.fuzz.structures import odd_archive, odd_dictionary, odd_lines, odd_signature, odd_xml
from tests.records.imports.raw_workbook import raw_workbook
from tests.records.imports.small_class import small_book
from tests.retention.hostile_pdfs import attached
from tests.signing.chains import chain_of

SEEDS: Final = Path(__file__).parent / "seeds"
AT: Final = datetime(2026, 6, 1, tzinfo=UTC)
DAY: Final = date(2026, 6, 1)


@dataclass(frozen=True, slots=True)
class Case:
    """An input: its bytes and what they are."""

    suffix: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Target:
    """What is fuzzed: ways to make a case, and what is done with it (anything but a LetopisError is a crash)."""

    name: str
    ways: tuple[Callable[[Random], Case], ...]

    def make(self, chance: Random) -> Case:
        """A case, made in one of the ways."""
        return chance.choice(self.ways)(chance)


def run(case: Case) -> None:
    """Put a case to the test. Raises what the code under test raises."""
    _RUNNERS[case.suffix](case.data)


# --- check -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def bag() -> Mapping[str, bytes]:
    """The files of the seed."""
    root = SEEDS / "bag"
    files = filter(Path.is_file, root.rglob("*"))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@lru_cache(maxsize=1)
def trust() -> Trust:
    """The roots of the school that made the seed."""
    return trust_from_pem((SEEDS / "trust.pem").read_bytes())


@lru_cache(maxsize=1)
def _snapshot() -> Any:
    return json.loads(embedded_snapshot(bag()["data/record.pdf"]))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as one zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path, body in files.items():
            archive.writestr(path, body)
    return made.getvalue()


def _damaged_pdf(chance: Random) -> Case:
    return Case(".pdf", damaged(bag()["data/record.pdf"], chance))


def _scratched_pdf(chance: Random) -> Case:
    return Case(".pdf", scratched(bag()["data/record.pdf"], chance))


def _odd_dictionary(chance: Random) -> Case:
    return Case(".pdf", odd_dictionary(bag()["data/record.pdf"], chance))


def _odd_signature(chance: Random) -> Case:
    return Case(".pdf", odd_signature(bag()["data/record.pdf"], chance))


def _odd_form(chance: Random) -> Case:
    """A small PDF with an odd form: here the structure itself is most of the file."""
    return Case(".pdf", odd_dictionary(attached(b"{}"), chance))


def _odd_tag_file(chance: Random) -> Case:
    """A bag with an odd tag file, which the tag manifest lists as it is unless it is the odd one itself."""
    files = dict(_light_bag())
    name = chance.choice([path for path in sorted(files) if not path.startswith("data/")])
    files[name] = odd_lines(files[name], chance)
    if name != SEAL and chance.random() < 0.8:
        tags = {path: body for path, body in files.items() if "/" not in path and path != SEAL}
        files[SEAL] = format_manifest({path: sha512(body) for path, body in tags.items()})
    return Case(".bag", zipped(files))


@lru_cache(maxsize=1)
def _light_bag() -> Mapping[str, bytes]:
    """A bag whose PDF takes no time: what is tried is the bag."""
    return pack({"record.pdf": attached(b"{}"), "record.json": bag()["data/record.json"]}, {}, DAY).files


def _damaged_bag(chance: Random) -> Case:
    name = chance.choice(sorted(bag()))
    return Case(".bag", zipped({**bag(), name: damaged(bag()[name], chance)}))


def _odd_description(chance: Random) -> Case:
    """A bag whose digests are right and whose record.json says something odd."""
    said = odd_json(json.loads(bag()["data/record.json"]), chance)
    payload = {"record.pdf": bag()["data/record.pdf"], "record.json": json.dumps(said).encode()}
    return Case(".bag", zipped(pack(payload, {}, DAY).files))


def _odd_snapshot(chance: Random) -> Case:
    """A PDF whose snapshot says something odd and agrees with itself."""
    body = odd_json(_snapshot(), chance)
    try:
        pupils = [{**pupil, "leaf": leaf_of(pupil)} for pupil in body["pupils"]]
        data = canonical({**body, "pupils": pupils})
    except Exception:  # too odd to agree with itself
        data = json.dumps(body).encode()
    return Case(".pdf", attached(data))


def _signed(change: Callable[[bytes, Random], bytes]) -> Callable[[Random], Case]:
    """The signed PDF of the seed, damaged in one way."""
    return lambda chance: Case(".signed", change(bag()["data/record.pdf"], chance))


def _detached(change: Callable[[bytes, Random], bytes]) -> Callable[[Random], Case]:
    """The detached signature of the seed, damaged in one way."""
    return lambda chance: Case(".cms", change(seed(), chance))


@lru_cache(maxsize=1)
def on_record() -> Expectation:
    """What the record of the seed says of its signatures and revisions."""
    said = json.loads(bag()["data/record.json"])
    made = said["signatures"]
    revisions = [Revision(one["revision"]["sha256"], one["revision"]["size"]) for one in made]
    return expect(
        chain_of(RecordKind(said["record"]["kind"])),
        [one["certificate"]["sha256"] for one in made],
        revisions,
    )


def _examine(data: bytes) -> None:
    """A damaged file that passes is as bad as a crash."""
    passed = examine(data, on_record(), trust(), AT).indication is Indication.TOTAL_PASSED
    if passed and data != bag()["data/record.pdf"]:
        raise AssertionError("damage went unnoticed")


def _check_pdf(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.pdf"
        path.write_bytes(data)
        check_path(path, trust(), AT)


def _check_bag(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
        check_path(Path(folder), trust(), AT)


# --- import ----------------------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def workbook(make: Callable[[], bytes]) -> Mapping[str, bytes]:
    """The entries of a workbook."""
    with zipfile.ZipFile(io.BytesIO(make())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def plain_book() -> bytes:
    """The small workbook, written by hand."""
    return raw_workbook(small_book())


def office_book() -> bytes:
    """The small workbook as openpyxl writes it: shared strings, styles, a theme, properties."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, grid in small_book().items():
        sheet = book.create_sheet(title)
        for row in grid:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _odd_cells(chance: Random) -> Case:
    """The small class with some cells typed oddly, doubled or moved."""
    book = small_book()
    for _ in range(chance.randint(1, 4)):
        grid = book[chance.choice(sorted(book))]
        row = chance.choice([row for row in grid if row])
        other = chance.choice([row for row in grid if row])
        odd = chance.choice([*ODD, chance.choice(other), 1e-300, float("inf"), "31.12.9999", "н 5/", "#REF!"])
        row[chance.randrange(len(row))] = odd  # type: ignore[call-overload]
    return Case(".xlsx", raw_workbook(book))


def _damaged_entry(chance: Random) -> Case:
    """A whole archive with one damaged file in it."""
    return _changed_entry(damaged, chance)


def _odd_entry(chance: Random) -> Case:
    """A whole archive with one file in it whose XML is odd."""
    return _changed_entry(odd_xml, chance)


def _changed_entry(change: Callable[[bytes, Random], bytes], chance: Random) -> Case:
    files = workbook(chance.choice((plain_book, office_book)))
    name = chance.choice(sorted(files))
    return Case(".xlsx", zipped({**files, name: change(files[name], chance)}))


def _odd_archive(chance: Random) -> Case:
    return Case(".xlsx", odd_archive(plain_book(), chance))


def _damaged_archive(chance: Random) -> Case:
    return Case(".xlsx", damaged(plain_book(), chance))


def _import(data: bytes) -> None:
    with bounded():
        read_class(parse_sheets(data))


_RUNNERS: Final[Mapping[str, Callable[[bytes], None]]] = {
    ".pdf": _check_pdf,
    ".bag": _check_bag,
    ".xlsx": _import,
    ".signed": _examine,
    ".cms": judge,
}
TARGETS: Final = {
    "check": Target(
        "check",
        (
            *(_damaged_pdf, _scratched_pdf, _odd_dictionary, _odd_signature, _odd_form),
            *(_damaged_bag, _odd_tag_file, _odd_description, _odd_snapshot),
        ),
    ),
    "signatures": Target(
        "signatures", tuple(map(_signed, (damaged, scratched, odd_dictionary, odd_signature)))
    ),
    "containers": Target("containers", tuple(map(_detached, (damaged, scratched, odd_der)))),
    "import": Target("import", (_odd_cells, _odd_entry, _damaged_entry, _odd_archive, _damaged_archive)),
}
