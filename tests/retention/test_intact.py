"""What intact.py calls whole is whole by inspection.py too, and what it reads it reads to the end."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.digest import sha256, sha512
from retention import manifest as m
from retention.disk import DiskLocation
from retention.inspection import SEAL
from retention.intact import Intact, look_at
from retention.package import pack
from tests.retention.samples import BAG, DAY, INFO, PAYLOAD, PREFIX, disk, spread

PIECE = 1 << 16
OXUM = f"Payload-Oxum: {sum(map(len, PAYLOAD.values()))}.{len(PAYLOAD)}\n"


def seen(root: Path, expected: str = BAG.digest, prefix: str = PREFIX) -> Intact | None:
    (found,) = look_at([(str(root), prefix, expected)])
    return found


def sealed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files under a tag manifest that is right for them, whatever they are."""
    tags = {path: sha512(body) for path, body in files.items() if not path.startswith(("data/", "tag"))}
    return {**files, SEAL: m.format_manifest(tags)}


@pytest.fixture
def place(tmp_path: Path) -> DiskLocation:
    return disk(tmp_path)


def test_a_whole_copy_is_seen_whole_and_counted(place: DiskLocation) -> None:
    assert seen(place.root) == (len(BAG.files), BAG.octets)


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 1_234_567])
def test_a_file_is_read_to_its_end(tmp_path: Path, size: int) -> None:
    bag = pack({"record.pdf": bytes(size)}, INFO, DAY)
    place = disk(tmp_path, bag=bag)
    assert seen(place.root, bag.digest) == (len(bag.files), bag.octets)


@pytest.mark.parametrize("stand_in", ["an empty file", "a FIFO"])
def test_what_gives_no_octets_is_left_to_the_examination(tmp_path: Path, stand_in: str) -> None:
    bag = pack({"record.pdf": b""}, INFO, DAY)
    place = disk(tmp_path, bag=bag)
    if stand_in == "a FIFO":
        file = place.root / PREFIX / "data/record.pdf"
        file.unlink()
        os.mkfifo(file)
    assert seen(place.root, bag.digest) is None


@pytest.mark.parametrize("size", [PIECE, 3 * PIECE])
def test_an_octet_after_a_full_piece_is_seen(tmp_path: Path, size: int) -> None:
    bag = pack({"record.pdf": bytes(size)}, INFO, DAY)
    place = disk(tmp_path, bag=bag)
    with (place.root / PREFIX / "data/record.pdf").open("ab") as stream:
        stream.write(b"\0")
    assert seen(place.root, bag.digest) is None


def test_a_tag_file_of_any_length_is_left_to_the_examination(tmp_path: Path) -> None:
    bag = pack({f"{number:04}.txt": b"" for number in range(500)}, INFO, DAY)
    assert seen(disk(tmp_path, bag=bag).root, bag.digest) is None


def test_names_that_manifests_escape_are_seen_whole(tmp_path: Path) -> None:
    bag = pack({"100%.txt": b"x", "а б\n.txt": b"y"}, INFO, DAY)
    assert seen(disk(tmp_path, bag=bag).root, bag.digest) is not None


def test_another_digest_than_the_expected_one_is_not_whole(place: DiskLocation) -> None:
    assert seen(place.root, "0" * 128) is None


@pytest.mark.parametrize("path", ["added.txt", "data/added.txt", "added/deep.txt"])
def test_an_added_file_is_not_overlooked(place: DiskLocation, path: str) -> None:
    spread(place.root / PREFIX, {path: b""})
    assert seen(place.root) is None


@pytest.mark.parametrize("prefix", ["", ".", f"records/../{PREFIX}", f"/{PREFIX}", f"{PREFIX}/", "records\0"])
def test_a_prefix_that_climbs_is_not_followed(place: DiskLocation, prefix: str) -> None:
    assert seen(place.root, prefix=prefix) is None


@pytest.mark.parametrize("above", ["records", "records/2025", PREFIX, f"{PREFIX}/data"])
def test_nothing_behind_a_link_is_whole(place: DiskLocation, above: str) -> None:
    (place.root / above).rename(place.root / "elsewhere")
    (place.root / above).symlink_to(place.root / "elsewhere")
    assert seen(place.root) is None


def test_a_link_to_the_right_file_is_not_whole(place: DiskLocation) -> None:
    file = place.root / PREFIX / "data/record.pdf"
    file.rename(place.root / "elsewhere.pdf")
    file.symlink_to(place.root / "elsewhere.pdf")
    assert seen(place.root) is None


def test_the_root_may_be_a_link(place: DiskLocation, tmp_path: Path) -> None:
    (tmp_path / "mounted").symlink_to(place.root)
    assert seen(tmp_path / "mounted") is not None


def test_a_file_that_goes_away_while_it_is_checked_is_not_whole(
    place: DiskLocation, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def gone(path: str, flags: int, *, dir_fd: int | None = None) -> int:
        if path == "record.pdf":
            raise FileNotFoundError(errno.ENOENT, "No such file")
        return real(path, flags, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", gone)
    assert seen(place.root) is None


def test_nothing_stays_open(place: DiskLocation) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    (place.root / "records/2025/broken/data").mkdir(parents=True)
    look_at([(str(place.root), p, "") for p in (PREFIX, "records/2025/broken", "a/b/c", "records/x")])
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def lines(text: str) -> Callable[[bytes], bytes]:
    return lambda _: text.encode()


ODD: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    "fetch": (m.FETCH, lines("")),
    "a weak manifest alone": ("manifest-md5.txt", lines("")),
    "the read manifest is empty": ("manifest-sha256.txt", lines("")),
    "the read manifest lists one file": ("manifest-sha256.txt", lambda body: body.splitlines(True)[0]),
    "the read manifest says all twice": ("manifest-sha256.txt", lambda body: body + body),
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_bag_under_a_right_seal_is_not_whole(tmp_path: Path, odd: str) -> None:
    path, change = ODD[odd]
    files = sealed({**BAG.files, path: change(BAG.files.get(path, b""))})
    spread(tmp_path / PREFIX, files)
    assert seen(tmp_path, sha512(files[SEAL])) is None


@pytest.mark.parametrize(
    "names", [("A.txt", "a.txt"), ("é.txt", "e\u0301.txt"), ("~a",), ("a\\b",), ("a/b",)]
)
def test_names_that_are_refused_or_deep_are_left_to_the_examination(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    data = {f"data/{name}": b"x" for name in names}
    tags = {
        m.manifest_name("sha256"): m.format_manifest({p: sha256(b) for p, b in data.items()}),
        m.manifest_name("sha512"): m.format_manifest({p: sha512(b) for p, b in data.items()}),
        m.DECLARATION: m.DECLARED,
        m.INFO: f"Payload-Oxum: {len(data)}.{len(data)}\n".encode(),
    }
    files = sealed(data | tags)
    spread(tmp_path / PREFIX, files)
    assert seen(tmp_path, sha512(files[SEAL])) is None


TAGS = sorted(path for path in BAG.files if not path.startswith("data/") and path != SEAL)
EDITS = st.lists(
    st.tuples(st.sampled_from(TAGS), st.integers(0, 400), st.integers(0, 3), st.binary(max_size=3)),
    max_size=3,
)


@given(EDITS)
def test_only_the_sealed_bag_is_seen_whole(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int, int, bytes]]
) -> None:
    files = dict(BAG.files)
    for path, at, cut, put in edits:
        body = files[path]
        at %= len(body) + 1
        files[path] = body[:at] + put + body[at + cut :]
    root = tmp_path_factory.mktemp("bag")
    spread(root / PREFIX, files)
    assert (seen(root) is not None) == (files == BAG.files)
