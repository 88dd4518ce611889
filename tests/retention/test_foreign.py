from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from retention import tree
from retention.errors import BagError
from retention.foreign import check
from tests.retention.samples import BAG, PAYLOAD, spread


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return spread(tmp_path / "bag", BAG.files)


def codes(path: Path, max_files: int = 100, max_octets: int = 1 << 20) -> list[str]:
    return [found.code.value for found in check(path, max_files, max_octets).findings]


def test_a_whole_bag_from_anywhere_has_no_findings(bag: Path) -> None:
    assert check(bag).findings == ()


def test_the_payload_is_given_for_further_checks(bag: Path) -> None:
    assert check(bag).payload == PAYLOAD


def test_what_was_read_is_counted(bag: Path) -> None:
    assert check(bag).octets == BAG.octets


def test_a_changed_file_is_found_and_still_given(bag: Path) -> None:
    (bag / "data/record.json").write_bytes(b"{}")
    found = check(bag)
    assert ([f.code.value for f in found.findings], found.payload["record.json"]) == (["file.changed"], b"{}")


def test_hidden_files_are_found(bag: Path) -> None:
    (bag / ".partial").mkdir()
    (bag / ".partial/x").write_bytes(b"")
    assert codes(bag) == ["file.added"]


def test_a_link_is_refused(bag: Path) -> None:
    (bag / "data/record.json").unlink()
    (bag / "data/record.json").symlink_to("/etc/hostname")
    assert (codes(bag), "record.json" in check(bag).payload) == (["file.unreadable"], False)


def test_a_linked_directory_is_refused(bag: Path) -> None:
    (bag / "data").rename(bag.parent / "data")
    (bag / "data").symlink_to(bag.parent / "data")
    assert "file.missing" in codes(bag)


def test_a_device_does_not_hold_the_check_up(bag: Path) -> None:
    os.mkfifo(bag / "data/fifo")
    assert codes(bag) == ["file.unreadable"]


def test_a_file_is_no_bag(bag: Path) -> None:
    with pytest.raises(BagError) as caught:
        check(bag / "bagit.txt")
    assert caught.value.code == "bag.not_a_directory"


def test_an_empty_directory_is_no_copy(tmp_path: Path) -> None:
    assert codes(tmp_path) == ["copy.missing"]


@pytest.mark.parametrize(
    ("files", "octets", "found"),
    [
        (len(BAG.files), BAG.octets, []),
        (len(BAG.files) - 1, BAG.octets, ["bag.too_large"]),
        (len(BAG.files), BAG.octets - 1, ["bag.too_large"]),
    ],
)
def test_the_limits_are_exact(bag: Path, files: int, octets: int, found: list[str]) -> None:
    assert codes(bag, files, octets) == found


def test_a_directory_that_cannot_be_listed_is_a_finding(bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(root: Path, prefix: str) -> Iterator[None]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tree, "walk", refused)
    assert codes(bag) == ["file.unreadable"]


@pytest.fixture
def abyss(bag: Path) -> Iterator[Path]:
    """A bag with 1500 directories in each other; taken apart afterwards, as pytest's own removal recurses."""
    deep = bag
    for _ in range(1500):
        deep = deep / "d"
        deep.mkdir()
    yield bag
    while deep != bag:
        deep.rmdir()
        deep = deep.parent


def test_a_very_deep_tree_does_not_crash_the_check(abyss: Path) -> None:
    assert codes(abyss) == []
