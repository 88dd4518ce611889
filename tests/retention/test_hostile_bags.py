"""Bags made to mislead or to hurt: each ends with coded findings, without a link followed or a device opened."""

from __future__ import annotations

import json
import os
import socket
import time
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from records.digest import sha256, sha512
from retention import foreign, inspection
from retention.check import MAX_DESCRIPTION, check_path
from retention.foreign import check
from retention.manifest import format_manifest, parse_info
from retention.package import pack
from signing.trust import Trust
from tests.retention.samples import BAG, DAY, INFO, PAYLOAD, spread

AT = datetime(2026, 6, 1, tzinfo=UTC)
NOBODY = Trust(())


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return spread(tmp_path / "bag", BAG.files)


def codes(path: Path) -> list[str]:
    return sorted({found.code.value for found in check(path).findings})


def listed(bag: Path, name: str, body: bytes = b"") -> None:
    """Add a payload file, with a line in each manifest and the tag manifest made anew."""
    spread(bag, {f"data/{name}": body})
    for algorithm, digest in (("sha256", sha256), ("sha512", sha512)):
        with (bag / f"manifest-{algorithm}.txt").open("a") as manifest:
            manifest.write(f"{digest(body)}  data/{name}\n")
    sealed(bag)


def sealed(bag: Path) -> None:
    """Write the tag manifest and Payload-Oxum anew, as a forger would."""
    (bag / "bag-info.txt").unlink(missing_ok=True)
    tags = sorted(path.name for path in bag.glob("*.txt") if not path.name.startswith("tagmanifest"))
    lines = [f"{sha512((bag / name).read_bytes())}  {name}\n" for name in tags]
    (bag / "tagmanifest-sha512.txt").write_text("".join(lines))


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "~/x", "data/../../x", "data\\..\\x"])
def test_a_manifest_that_leads_out_of_the_bag_is_refused(bag: Path, path: str) -> None:
    (bag / "manifest-sha512.txt").write_text(f"{'0' * 128}  {path}\n")
    sealed(bag)
    assert "manifest.broken" in codes(bag)


def test_a_path_longer_than_any_file_system_takes_is_refused_at_once_and_quoted_in_part(bag: Path) -> None:
    # Unicode normalises a long run of marks in quadratic time.
    marks = "\u0315\u0300\u0327" * 1_000_000
    (bag / "manifest-sha512.txt").write_text(f"{'0' * 128}  data/a{marks}\n")
    sealed(bag)
    (found,) = check(bag).findings
    assert (found.code.value, len(found.detail_en) < 3000) == ("manifest.broken", True)


def test_a_value_continued_on_two_million_lines_is_read_in_time() -> None:
    started = time.process_time()
    parse_info(b"A: x\n" + b" y\n" * 2_000_000)
    assert time.process_time() - started < 10


@pytest.mark.parametrize("name", ["bagit.txt", "bag-info.txt"])
def test_a_message_quotes_no_more_of_a_tag_file_than_a_reader_needs(bag: Path, name: str) -> None:
    label = "BagIt-Version" if name == "bagit.txt" else "Payload-Oxum"
    (bag / name).write_text(f"{label}: {'1' * 1_000_000}\nTag-File-Character-Encoding: UTF-8\n")
    (bag / "tagmanifest-sha512.txt").write_bytes(
        format_manifest({path.name: sha512(path.read_bytes()) for path in bag.glob("[bm]*.txt")})
    )
    assert [len(found.detail_en) < 1000 for found in check(bag).findings] == [True]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Журнал.txt", "журнал.txt"),
        ("straße.txt", "STRASSE.txt"),
        ("Ёлка.txt", unicodedata.normalize("NFD", "Ёлка.txt")),
        ("журнал/x.txt", "ЖУРНАЛ/x.txt"),
    ],
)
def test_two_names_of_one_file_are_refused(bag: Path, one: str, other: str) -> None:
    listed(bag, one)
    listed(bag, other)
    assert "path.refused" in codes(bag)


def test_a_name_that_is_no_text_is_refused(bag: Path) -> None:
    (bag / "data" / os.fsdecode(b"\xff.txt")).touch()
    assert codes(bag) == ["path.refused"]


def test_a_name_that_rules_a_terminal_is_told_without_ruling_it(bag: Path) -> None:
    (bag / "data" / "\x1b[2J\u202etxt.exe").touch()
    (found,) = check(bag).findings
    assert found.path == "data/\\x1b[2J\\u202etxt.exe"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("manifest-sha256.txt", ["file.missing"]),
        ("tagmanifest-sha512.txt", ["manifest.missing"]),
        ("bagit.txt", ["bag.declaration"]),
        ("data/record.json", ["file.missing"]),
    ],
)
def test_a_missing_part_is_told(bag: Path, name: str, found: list[str]) -> None:
    (bag / name).unlink()
    assert set(found) <= set(codes(bag))


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "crc32", "rot13"])
def test_a_weak_or_unknown_algorithm_proves_nothing(bag: Path, algorithm: str) -> None:
    (bag / "manifest-sha256.txt").unlink()
    (bag / "manifest-sha512.txt").rename(bag / f"manifest-{algorithm}.txt")
    sealed(bag)
    assert "manifest.weak" in codes(bag)


def test_digests_of_another_algorithm_are_refused(bag: Path) -> None:
    (bag / "manifest-sha512.txt").write_bytes((bag / "manifest-sha256.txt").read_bytes())
    sealed(bag)
    assert "manifest.broken" in codes(bag)


def test_a_hard_link_is_judged_by_its_bytes(bag: Path, tmp_path: Path) -> None:
    (tmp_path / "чужой").write_bytes(b"{}")
    (bag / "data/record.json").unlink()
    os.link(tmp_path / "чужой", bag / "data/record.json")
    assert codes(bag) == ["file.changed"]


def _listening(path: Path) -> None:
    folder = os.open(path.parent, os.O_DIRECTORY)  # the name of a socket may have 108 bytes only
    socket.socket(socket.AF_UNIX).bind(f"/proc/self/fd/{folder}/{path.name}")
    os.close(folder)


@pytest.mark.parametrize(
    "make",
    [os.mkfifo, _listening, lambda path: path.symlink_to("/dev/zero"), lambda path: path.symlink_to(path)],
)
def test_what_is_no_file_is_not_opened(bag: Path, make: Callable[[Path], None]) -> None:
    (bag / "data/record.json").unlink()
    make(bag / "data/record.json")
    assert codes(bag) == ["file.unreadable"]


def test_too_long_a_manifest_is_not_parsed(bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "KEPT_OCTETS", 1000)
    (bag / "manifest-sha512.txt").write_bytes(b"0" * 1001)
    sealed(bag)
    assert "manifest.broken" in codes(bag)


def test_a_hundred_thousand_files_are_not_read(bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(foreign.MAX_FILES):
        (bag / "data" / str(number)).touch()
    assert codes(bag) == ["bag.too_large"]


def test_a_sparse_terabyte_is_not_read(bag: Path) -> None:
    (bag / "data/record.pdf").unlink()
    (bag / "data/record.pdf").touch()
    os.truncate(bag / "data/record.pdf", 1 << 40)
    assert codes(bag) == ["bag.too_large"]


def test_a_bag_in_a_bag_is_payload_like_any_other(tmp_path: Path) -> None:
    inner = {f"inner/{path}": body for path, body in BAG.files.items()}
    outer = pack(PAYLOAD | inner, INFO, DAY)
    assert codes(spread(tmp_path / "outer", outer.files)) == []


def test_a_bag_in_a_bag_that_no_manifest_lists_is_found(bag: Path) -> None:
    spread(bag / "data" / "bag", BAG.files)
    assert codes(bag) == ["file.added"]


def test_a_bag_that_contains_itself_by_a_link_is_not_walked_for_ever(bag: Path) -> None:
    (bag / "data" / "again").symlink_to(bag)
    assert codes(bag) == ["file.unreadable"]


def described(tmp_path: Path, description: bytes) -> list[str]:
    """The codes of a bag whose manifests are right and whose record.json is this."""
    bag = pack(PAYLOAD | {"record.json": description}, INFO, DAY)
    return [problem.code for problem in check_path(spread(tmp_path / "bag", bag.files), NOBODY, AT).problems]


RECORD = json.loads((Path(__file__).parents[1] / "fuzz/seeds/bag/data/record.json").read_bytes())
ODD: tuple[object, ...] = (None, 1e308, 10**40, -1, [], "\ud800", {"x": 1})
ODD_ANCHORS = [{**RECORD["anchor"], key: odd} for key in RECORD["anchor"] for odd in ODD]


@pytest.mark.parametrize(
    "description",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"x":"' + b"x" * MAX_DESCRIPTION + b'"}',
        b'{"x":' + b"9" * 5000 + b"}",
        b"\xff\xfe{}",
        b"[]",
        b"",
    ],
)
def test_a_description_that_cannot_be_read_is_told(tmp_path: Path, description: bytes) -> None:
    assert "description.broken" in described(tmp_path, description)


@pytest.mark.parametrize("anchor", [*ODD, *ODD_ANCHORS])
def test_an_anchor_of_the_wrong_shape_is_told(tmp_path: Path, anchor: object) -> None:
    found = described(tmp_path, json.dumps({**RECORD, "anchor": anchor}).encode())
    assert any(code.startswith(("anchor.", "note.", "log.", "proof.")) for code in found)
