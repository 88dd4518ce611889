"""The golden bags of every released version verify for ever: with our code at any date, and with coreutils alone.

How they were made stands in the SOURCES.md beside them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from records.registers.kinds import RecordKind
from retention.check import check_path
from signing.trust import Trust, trust_from_pem

VECTORS = Path(__file__).parent / "vectors"
BAGS = sorted(path.parent for path in VECTORS.glob("v*/*/bagit.txt"))
DATES = [datetime(2026, 6, 1, tzinfo=UTC), datetime(2036, 6, 1, tzinfo=UTC)]
ROLES = {
    RecordKind.PERIOD_JOURNAL: ["teacher", "deputy_head"],
    RecordKind.CLASS_JOURNAL: ["class_teacher", "deputy_head", "director"],
}

every_bag = pytest.mark.parametrize("bag", BAGS, ids=lambda bag: f"{bag.parent.name}/{bag.name}")


def _trust(bag: Path) -> Trust:
    return trust_from_pem((bag.parent / "trust.pem").read_bytes())


def test_each_version_has_a_bag_of_each_kind() -> None:
    versions = set(VECTORS.glob("v*"))
    kinds = {RecordKind.PERIOD_JOURNAL.value, RecordKind.CLASS_JOURNAL.value}
    assert versions
    assert {(bag.parent, bag.name) for bag in BAGS} == {
        (version, kind) for version in versions for kind in kinds
    }


@every_bag
@pytest.mark.parametrize("at", DATES, ids=lambda at: str(at.year))
def test_a_golden_bag_verifies(bag: Path, at: datetime) -> None:
    assert check_path(bag, _trust(bag), at).problems == ()


@every_bag
def test_the_pdf_of_a_golden_bag_verifies_alone(bag: Path) -> None:
    assert check_path(bag / "data" / "record.pdf", _trust(bag), DATES[0]).problems == ()


@every_bag
def test_a_golden_bag_says_who_signed(bag: Path) -> None:
    signed = json.loads((bag / "data" / "record.json").read_bytes())["signatures"]
    assert [s["role"] for s in signed] == ROLES[RecordKind(bag.name)]
    assert len(check_path(bag, _trust(bag), DATES[1]).signatures) == len(signed)


@every_bag
def test_a_golden_bag_without_a_byte_of_its_own_fails(bag: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(bag, tmp_path / "bag"))
    pdf = copy / "data" / "record.pdf"
    pdf.write_bytes(pdf.read_bytes()[:-1])
    assert check_path(copy, _trust(bag), DATES[0]).problems


@every_bag
@pytest.mark.parametrize(
    ("program", "manifest"),
    [
        ("sha512sum", "manifest-sha512.txt"),
        ("sha512sum", "tagmanifest-sha512.txt"),
        ("sha256sum", "manifest-sha256.txt"),
    ],
)
def test_coreutils_alone_verify_a_golden_bag(bag: Path, program: str, manifest: str) -> None:
    done = subprocess.run([program, "--strict", "--check", manifest], cwd=bag, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
