from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from records.digest import sha256, sha512
from retention.errors import BagError
from retention.findings import FixityCode, finding
from retention.package import inspect_bag, pack, unpack, verify_bag
from tests.retention.samples import BAG, DAY, INFO, OTHER, PAYLOAD, spread

SEAL = "tagmanifest-sha512.txt"
names = st.text(st.characters(codec="utf-8", exclude_characters="\0\\/~"), min_size=1, max_size=12)


def resealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files under a tag manifest made anew: what a forger without our digest would do."""
    tags = sorted(p for p in files if not p.startswith(("data/", "tagmanifest")))
    return files | {SEAL: "".join(f"{sha512(files[p])}  {p}\n" for p in tags).encode()}


def codes(files: dict[str, bytes], expected: str | None = None) -> list[tuple[str, str]]:
    return [(f.code.value, f.path) for f in inspect_bag(files, expected)]


def test_the_tag_manifest_is_written_last() -> None:
    assert list(BAG.files)[-1] == SEAL


def test_a_bag_has_five_tag_files() -> None:
    assert {p for p in BAG.files if not p.startswith("data/")} == {
        "bagit.txt",
        "bag-info.txt",
        "manifest-sha256.txt",
        "manifest-sha512.txt",
        SEAL,
    }


def test_the_same_input_gives_the_same_bytes() -> None:
    assert pack(dict(reversed(PAYLOAD.items())), INFO, DAY).files == BAG.files


def test_the_digest_is_that_of_the_tag_manifest() -> None:
    assert BAG.digest == sha512(BAG.files[SEAL])


def test_bag_info_ends_with_date_and_oxum() -> None:
    lines = BAG.files["bag-info.txt"].decode().splitlines()
    assert lines[-2:] == ["Bagging-Date: 2026-06-30", f"Payload-Oxum: {sum(map(len, PAYLOAD.values()))}.2"]


def test_octets_count_all_files() -> None:
    assert BAG.octets == sum(len(body) for body in BAG.files.values())


@pytest.mark.parametrize("manifest", ["manifest-sha512.txt", SEAL])
def test_coreutils_verify_a_bag(tmp_path: Path, manifest: str) -> None:
    tool = shutil.which("sha512sum")
    assert tool is not None
    done = subprocess.run(
        [tool, "--strict", "-c", manifest], cwd=spread(tmp_path, BAG.files), capture_output=True
    )
    assert done.returncode == 0, done.stdout


def test_a_bag_gives_back_its_payload_and_info() -> None:
    unpacked = unpack(BAG.files, BAG.digest)
    assert (unpacked.payload, dict(unpacked.info)["External-Identifier"], unpacked.digest) == (
        PAYLOAD,
        INFO["External-Identifier"],
        BAG.digest,
    )


@given(st.dictionaries(names, st.binary(max_size=64), min_size=1, max_size=5))
def test_whatever_packs_unpacks_to_the_same(payload: dict[str, bytes]) -> None:
    try:
        bag = pack(payload, {}, DAY)
    except BagError:
        reject()
    assert unpack(bag.files, bag.digest).payload == payload


def test_line_ends_and_percent_in_names_are_escaped_and_nothing_else() -> None:
    bag = pack({"a\r\n%й b": b"x"}, {}, DAY)
    assert b"  data/a%0D%0A%25\xd0\xb9 b\n" in bag.files["manifest-sha512.txt"]


@pytest.mark.parametrize(
    "name", ["", "/etc/passwd", "../x", "a/../b", "./a", "a//b", "a\\b", "~root", "a\0", "\udcff", "и\u0306"]
)
def test_a_name_that_is_not_the_same_everywhere_is_not_packed(name: str) -> None:
    with pytest.raises(BagError, match=r"bag\.name"):
        pack({name: b""}, {}, DAY)


@pytest.mark.parametrize("pair", [("A.pdf", "a.pdf"), ("Й", "й"), ("a", "a/b")])
def test_names_that_some_file_system_confuses_are_not_packed(pair: tuple[str, str]) -> None:
    with pytest.raises(BagError, match=r"bag\.twin"):
        pack(dict.fromkeys(pair, b""), {}, DAY)


def test_an_empty_payload_is_not_packed() -> None:
    with pytest.raises(BagError, match=r"bag\.empty"):
        pack({}, {}, DAY)


@pytest.mark.parametrize(
    "info",
    [
        {"Payload-Oxum": "1.1"},
        {"Bagging-Date": "x"},
        {"A:B": "x"},
        {" A": "x"},
        {"": "x"},
        {"A": ""},
        {"A": "x\ny"},
    ],
)
def test_an_impossible_label_is_not_packed(info: dict[str, str]) -> None:
    with pytest.raises(BagError, match=r"bag\.info"):
        pack(PAYLOAD, info, date(2026, 6, 30))


def test_a_whole_bag_has_no_findings() -> None:
    assert inspect_bag(BAG.files, BAG.digest) == ()


def test_no_files_are_a_missing_copy() -> None:
    assert codes({}) == [("copy.missing", "")]


def test_another_whole_bag_is_swapped() -> None:
    assert codes(dict(OTHER.files), BAG.digest) == [("bag.swapped", "")]


def test_verifying_raises_the_first_code() -> None:
    with pytest.raises(BagError) as caught:
        verify_bag(OTHER.files, BAG.digest)
    assert caught.value.code == "bag.swapped"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("data/record.pdf", "file.missing"),
        ("bag-info.txt", "file.missing"),
        ("bagit.txt", "bag.declaration"),
        ("manifest-sha256.txt", "file.missing"),
        ("manifest-sha512.txt", "file.missing"),
        (SEAL, "manifest.missing"),
    ],
)
def test_a_missing_file_is_named(path: str, code: str) -> None:
    files = {p: body for p, body in BAG.files.items() if p != path}
    assert codes(files, BAG.digest) == [(code, path)]


@pytest.mark.parametrize("path", ["data/extra.txt", "note.txt", "data/вложенная/x"])
def test_an_added_file_is_named(path: str) -> None:
    assert codes({**BAG.files, path: b""}, BAG.digest) == [("file.added", path)]


@pytest.mark.parametrize("path", ["data/record.pdf", "data/record.json", "bag-info.txt"])
def test_a_changed_file_is_named(path: str) -> None:
    assert codes({**BAG.files, path: BAG.files[path] + b"\n"}, BAG.digest) == [("file.changed", path)]


def test_a_changed_manifest_does_not_blame_the_payload() -> None:
    altered = BAG.files["manifest-sha256.txt"].replace(b"data/record.pdf", b"data/record.pdx")
    assert codes({**BAG.files, "manifest-sha256.txt": altered}) == [("file.changed", "manifest-sha256.txt")]


def test_a_tag_manifest_spelled_otherwise_is_damage() -> None:
    spelled = BAG.files[SEAL].replace(b"  bagit.txt", b" \tbagit.txt")
    assert codes({**BAG.files, SEAL: spelled}, BAG.digest) == [("manifest.broken", SEAL)]


def test_upper_case_digests_of_a_foreign_bag_are_read() -> None:
    digest, _, rest = BAG.files[SEAL].partition(b"  ")
    assert codes({**BAG.files, SEAL: digest.upper() + b"  " + rest}) == []


@pytest.mark.parametrize(
    "line",
    [
        b"zz  data/a",
        b"00  data/a",
        b"0" * 128 + b"  data/../../etc/passwd",
        b"0" * 128 + b"  /etc/passwd",
        b"0" * 128 + b"  ../outside",
        b"0" * 128 + b"  data/%41",
        b"0" * 128 + b"  data/50%",
        b"0" * 128 + b"  bagit.txt",
        b"0" * 128 + b"  data/RECORD.pdf",
        b"0" * 128,
        b"",
        b"\xff",
    ],
)
def test_a_bad_line_breaks_a_manifest(line: bytes) -> None:
    files = {**BAG.files, "manifest-sha512.txt": BAG.files["manifest-sha512.txt"] + line + b"\n"}
    assert ("manifest.broken", "manifest-sha512.txt") in codes(resealed(files))


def test_a_byte_order_mark_breaks_a_manifest() -> None:
    files = {**BAG.files, "manifest-sha256.txt": b"\xef\xbb\xbf" + BAG.files["manifest-sha256.txt"]}
    assert codes(resealed(files)) == [("manifest.broken", "manifest-sha256.txt")]


def test_a_tag_manifest_lists_no_payload() -> None:
    seal = BAG.files[SEAL] + sha512(b"").encode() + b"  data/x\n"
    assert ("manifest.broken", SEAL) in codes({**BAG.files, SEAL: seal})


def test_names_apart_by_case_alone_are_refused() -> None:
    files = {**BAG.files, "data/RECORD.pdf": BAG.files["data/record.pdf"]}
    assert ("path.refused", "data/RECORD.pdf") in codes(files, BAG.digest)


def test_names_apart_by_normal_form_alone_are_refused() -> None:
    bag = pack({"й": b"x"}, {}, DAY)
    assert ("path.refused", "data/и\u0306") in codes({**bag.files, "data/и\u0306": b"x"})


@pytest.mark.parametrize(
    "declaration",
    [
        b"",
        b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n",
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: KOI8-R\n",
        b"BagIt-Version 1.0\nTag-File-Character-Encoding: UTF-8\n",
        b"\xff\n\n",
    ],
)
def test_an_unknown_declaration_is_found(declaration: bytes) -> None:
    assert codes(resealed({**BAG.files, "bagit.txt": declaration})) == [("bag.declaration", "bagit.txt")]


def test_a_bag_of_the_older_version_with_crlf_is_read() -> None:
    declaration = b"BagIt-Version: 0.97\r\nTag-File-Character-Encoding: UTF-8\r\n"
    assert codes(resealed({**BAG.files, "bagit.txt": declaration})) == []


def test_files_to_be_fetched_are_refused() -> None:
    files = resealed({**BAG.files, "fetch.txt": b"https://example.org/x 1 data/x\n"})
    assert codes(files) == [("bag.unfetched", "fetch.txt")]


def test_a_manifest_of_a_weak_digest_alone_proves_nothing() -> None:
    files = {p: b for p, b in BAG.files.items() if not p.startswith("manifest-")}
    assert ("manifest.weak", "manifest-md5.txt") in codes(resealed({**files, "manifest-md5.txt": b""}))


def test_a_weak_manifest_beside_a_strong_one_is_left_alone() -> None:
    assert codes(resealed({**BAG.files, "manifest-md5.txt": b"whatever"})) == []


@pytest.mark.parametrize("oxum", [b"1.1", b"abc"])
def test_an_oxum_that_disagrees_is_found(oxum: bytes) -> None:
    info = b"Payload-Oxum: " + oxum + b"\n"
    assert codes(resealed({**BAG.files, "bag-info.txt": info})) == [("info.broken", "bag-info.txt")]


def test_bag_info_without_labels_is_found() -> None:
    assert codes(resealed({**BAG.files, "bag-info.txt": b"no label\n"})) == [("info.broken", "bag-info.txt")]


def test_a_folded_value_is_joined() -> None:
    files = resealed({**BAG.files, "bag-info.txt": b"Note: one\n  two\nNote: three\n"})
    assert unpack(files).info == (("Note", "one two"), ("Note", "three"))


def test_a_bag_sealed_by_sha256_alone_has_no_digest_of_ours() -> None:
    files = {p: b for p, b in BAG.files.items() if p not in (SEAL, "bag-info.txt")}
    seal = "".join(f"{sha256(files[p])}  {p}\n" for p in sorted(files) if not p.startswith("data/"))
    assert unpack({**files, "tagmanifest-sha256.txt": seal.encode()}).digest is None


@given(st.dictionaries(st.sampled_from([*BAG.files, "fetch.txt", "data/x"]), st.binary(max_size=200)))
def test_no_content_makes_the_parser_crash(junk: dict[str, bytes]) -> None:
    files = {**BAG.files, **junk}
    assert (inspect_bag(files, BAG.digest) == ()) == (files == BAG.files)


def test_every_code_has_words_in_both_languages() -> None:
    assert all(finding(code).detail_ru and finding(code).detail_en for code in FixityCode)
