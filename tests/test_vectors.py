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
from retention.checked import Pages
from signing.trust import Trust, trust_from_pem

VECTORS = Path(__file__).parent / "vectors"
BAGS = sorted(path.parent for path in VECTORS.glob("v*/*/bagit.txt"))
DATES = [datetime(2026, 7, 1, tzinfo=UTC), datetime(2036, 6, 1, tzinfo=UTC)]
ROLES = {
    RecordKind.PERIOD_JOURNAL: ["teacher", "deputy_head"],
    RecordKind.CLASS_JOURNAL: ["class_teacher", "deputy_head", "director"],
    RecordKind.SUMMARY_SHEET: ["class_teacher", "director"],
    RecordKind.CORRECTION_ACT: ["teacher", "deputy_head"],
    RecordKind.SUPPLEMENT: ["teacher", "deputy_head"],
    RecordKind.SIGNATURE_REPORT: ["deputy_head"],
}
# What a version could make, where that is not every kind of today.
OLDER = {
    "v1": {RecordKind.PERIOD_JOURNAL, RecordKind.CLASS_JOURNAL},
    "v2": set(RecordKind) - {RecordKind.SIGNATURE_REPORT},
}

every_bag = pytest.mark.parametrize("bag", BAGS, ids=lambda bag: f"{bag.parent.name}/{bag.name}")


def _trust(bag: Path) -> Trust:
    return trust_from_pem((bag.parent / "trust.pem").read_bytes())


def test_each_version_has_a_bag_of_each_kind() -> None:
    versions = sorted(VECTORS.glob("v*"))
    assert [version.name for version in versions] == ["v1", "v2"]
    for version in versions:
        kinds = {bag.name for bag in BAGS if bag.parent == version}
        assert kinds == OLDER.get(version.name, set(RecordKind))


@every_bag
@pytest.mark.parametrize("at", DATES, ids=lambda at: str(at.year))
def test_a_golden_bag_verifies(bag: Path, at: datetime) -> None:
    assert check_path(bag, _trust(bag), at).problems == ()


@every_bag
def test_the_pdf_of_a_golden_bag_verifies_alone(bag: Path) -> None:
    assert check_path(bag / "data" / "record.pdf", _trust(bag), DATES[0]).problems == ()


def test_the_pages_of_an_older_edition_of_the_forms_are_not_compared() -> None:
    for pdf in VECTORS.glob("v1/*/data/record.pdf"):
        assert check_path(pdf, _trust(pdf.parents[1]), DATES[0]).pages is Pages.NOT_COMPARED


@every_bag
def test_a_golden_bag_says_who_signed(bag: Path) -> None:
    signed = json.loads((bag / "data" / "record.json").read_bytes())["signatures"]
    assert [s["role"] for s in signed] == ROLES[RecordKind(bag.name)]
    assert len(check_path(bag, _trust(bag), DATES[1]).signatures) == len(signed)


@pytest.mark.parametrize(("version", "pages"), [("v1", Pages.NOT_COMPARED), ("v2", Pages.AGREE)])
def test_the_pages_of_the_present_edition_agree_with_their_data(version: str, pages: Pages) -> None:
    for bag in (bag for bag in BAGS if bag.parent.name == version):
        assert check_path(bag, _trust(bag), DATES[0]).pages is pages


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
