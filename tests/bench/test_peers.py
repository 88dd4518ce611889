"""The peers do the work they are compared at: same pages, real signatures, same tree."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from subprocess import CalledProcessError

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from bench.fixity import check_by_letopis, check_by_sha512sum, write_bag
from bench.importing import read_by_rows, read_whole
from bench.plain import make_desk, print_plainly, sign_plainly, store_plainly
from bench.plain_log import audit_path, tree_hash
from bench.school import Sheet, compose_sheets, opened, quarter_keys, school_with_class
from bench.stages import profile_closing
from records.log.merkle import leaf_hash, root_of, verify_inclusion
from retention.disk import DiskLocation
from retention.fixity import CopyToCheck


@pytest.fixture(scope="module")
def sheet() -> Iterator[Sheet]:
    """The first journal of class 9А in the first quarter."""
    with school_with_class() as data, opened(data) as workshop:
        yield compose_sheets(workshop, quarter_keys(workshop, 1, 1))[0]


@pytest.fixture(scope="module")
def printed(sheet: Sheet) -> bytes:
    """The plain script's print of it."""
    return print_plainly(sheet.document)


def test_the_plain_print_has_the_same_pages(sheet: Sheet, printed: bytes) -> None:
    assert len(PdfReader(io.BytesIO(printed)).pages) == len(sheet.document.pages)


def test_the_plain_print_names_every_pupil(sheet: Sheet, printed: bytes) -> None:
    text = PdfReader(io.BytesIO(printed)).pages[0].extract_text()
    table = sheet.document.pages[0].content.table  # type: ignore[union-attr]
    names = [cell for row in table.rows if isinstance(cell := row.cells[1], str)]
    assert [name for name in names if name not in text] == []


def test_the_plain_print_carries_the_snapshot(sheet: Sheet, printed: bytes) -> None:
    assert PdfReader(io.BytesIO(printed)).attachments["snapshot.json"] == [sheet.document.snapshot]


def test_the_plain_script_signs_twice_and_adds_an_archive_timestamp(printed: bytes, tmp_path: Path) -> None:
    signed = PdfReader(io.BytesIO(sign_plainly(printed, make_desk(tmp_path))))
    kinds = [field.get("/V", {}).get("/SubFilter") for field in (signed.get_fields() or {}).values()]
    assert kinds == ["/ETSI.CAdES.detached", "/ETSI.CAdES.detached", "/ETSI.RFC3161"]


def test_the_plain_script_keeps_two_copies(printed: bytes, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    store_plainly(printed, "journal", folders)
    assert [(folder / "journal.pdf").read_bytes() for folder in folders] == [printed, printed]


@given(st.integers(1, 80))
def test_the_plain_tree_has_the_same_root(size: int) -> None:
    entries = [bytes([number]) for number in range(size)]
    assert tree_hash([leaf_hash(entry) for entry in entries]) == root_of(entries)


@given(st.integers(1, 80), st.data())
def test_the_plain_proof_holds(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    verify_inclusion(leaves[index], index, size, audit_path(index, leaves), tree_hash(leaves))


def test_both_ways_of_openpyxl_see_the_same_cells() -> None:
    assert read_by_rows() == read_whole() > 0


def test_our_checker_stops_at_a_damaged_bag(tmp_path: Path) -> None:
    copy = damaged_bag(tmp_path)
    with pytest.raises(ValueError, match=r"file\.changed"):
        check_by_letopis([copy], 1)


def test_the_peer_checker_stops_at_a_damaged_bag(tmp_path: Path) -> None:
    copy = damaged_bag(tmp_path)
    with pytest.raises(CalledProcessError):
        check_by_sha512sum([tmp_path / copy.prefix])


def damaged_bag(folder: Path) -> CopyToCheck:
    """A bag of the benchmark with another record in it."""
    copy = write_bag(DiskLocation("bench", folder), 1)
    (folder / copy.prefix / "data" / "record.pdf").write_bytes(b"another")
    return copy


def test_the_stages_of_a_closing_make_up_the_whole() -> None:
    assert sum(share.part for share in profile_closing(1)) == pytest.approx(1.0)
