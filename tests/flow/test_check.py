"""`letopis check` judges a bag or a PDF carried elsewhere: no database, no installation, only a root to trust."""

from __future__ import annotations

import io
import json
import os
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from records.anchor import Anchor
from records.closing.snapshot import parse
from records.documents.attachment import embedded_snapshot
from records.documents.compose import compose
from records.documents.pdfa import render
from retention.check import check_path
from signing.authority import SchoolAuthority
from signing.trust import trust_from_pem
from tests.flow.seeds import Seed
from tests.flow.site import AT, NOW, Ran, Site, letopis

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

PDF, DESCRIPTION = "data/record.pdf", "data/record.json"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What an outsider was given: bags, and the school's root certificate from the school itself."""

    folder: Path
    trust: Path

    @property
    def bags(self) -> list[Path]:
        """The bags."""
        return sorted(path.parent for path in self.folder.glob("*/bagit.txt"))

    def check(self, path: Path, trust: Path | None = None) -> Ran:
        """`letopis check`, where there is no installation."""
        environ = {"LETOPIS_DATA": str(self.folder / "nothing"), "LETOPIS_NOW": NOW}
        return letopis(environ, "check", str(path), "--json", "--trust", str(trust or self.trust))

    def codes(self, path: Path) -> set[str]:
        """The codes of the problems found."""
        return {problem["code"] for problem in self.check(path).json["problems"]}


@pytest.fixture
def parcel(autumn: Seed, tmp_path: Path) -> Parcel:
    """The bags of the first half-year, copied out of a location."""
    location = autumn.data / "locations" / "safe"
    for bag in (location / "records" / "2026").iterdir():
        shutil.copytree(bag, tmp_path / "parcel" / bag.name)
    shutil.copyfile(location / "registers" / "trust.pem", tmp_path / "parcel" / "trust.pem")
    return Parcel(tmp_path / "parcel", tmp_path / "parcel" / "trust.pem")


def test_a_bag_is_whole(parcel: Parcel) -> None:
    ran = parcel.check(parcel.bags[0])
    assert (ran.code, ran.json["problems"]) == (0, [])


def test_a_bag_tells_who_signed_and_where_the_log_has_it(parcel: Parcel) -> None:
    report = parcel.check(parcel.bags[0]).json
    description = json.loads((parcel.bags[0] / DESCRIPTION).read_bytes())
    certificates = [s["certificate"]["sha256"] for s in description["signatures"]]
    assert [s["certificate"] for s in report["signatures"]] == certificates
    assert report["snapshot"] == description["anchor"]["digest"]
    assert f"{description['anchor']['index']} / " in report["anchor"]


def test_a_pdf_alone_is_whole(parcel: Parcel) -> None:
    ran = parcel.check(parcel.bags[0] / PDF)
    assert (ran.code, ran.json["problems"], len(ran.json["signatures"])) == (0, [], 2)


def test_another_schools_root_trusts_nothing(parcel: Parcel, imported: Seed, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.pem"
    stranger.write_bytes(SchoolAuthority.create(tmp_path / "other", "Школа № 2", AT).trust_pem())
    ran = parcel.check(parcel.bags[0], stranger)
    assert ran.code == 1
    assert {p["code"].split(".")[0] for p in ran.json["problems"]} == {"signature"}


def _flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def _cut_back(bag: Path) -> None:
    """Take the last signature off: the file ends with the teacher's revision."""
    first = json.loads((bag / DESCRIPTION).read_bytes())["signatures"][0]["revision"]["size"]
    (bag / PDF).write_bytes((bag / PDF).read_bytes()[:first])


# name -> damage of a bag, and codes that must be among those found
DAMAGED: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "a flipped byte of the PDF": (lambda b: _flip(b / PDF, 1000), {"file.changed", "sealed.changed"}),
    "a deleted PDF": (lambda b: (b / PDF).unlink(), {"file.missing", "description.no_pdf"}),
    "an empty PDF": (lambda b: (b / PDF).write_bytes(b""), {"file.changed"}),
    "a PDF cut back to one signature": (_cut_back, {"file.changed", "sealed.changed"}),
    "no description": (lambda b: (b / DESCRIPTION).unlink(), {"file.missing", "description.broken"}),
    "a description that is no JSON": (
        lambda b: (b / DESCRIPTION).write_bytes(b"{"),
        {"file.changed", "description.broken"},
    ),
    "a description that is a list": (
        lambda b: (b / DESCRIPTION).write_bytes(b"[]"),
        {"file.changed", "description.broken"},
    ),
    "an added file": (lambda b: (b / "data/x").write_bytes(b"x"), {"file.added"}),
    "no manifest": (lambda b: (b / "manifest-sha512.txt").unlink(), {"file.missing"}),
    "no declaration": (lambda b: (b / "bagit.txt").unlink(), {"bag.declaration"}),
}


@pytest.mark.usefixtures("unconfined")
@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_bag_is_told_under_its_codes_and_ends_the_command_with_1(parcel: Parcel, name: str) -> None:
    damage, expected = DAMAGED[name]
    bag = parcel.bags[0]
    damage(bag)
    ran = parcel.check(bag)
    assert ran.code == 1
    assert {problem["code"] for problem in ran.json["problems"]} >= expected


def _alter(bag: Path, *path: str | int, value: object) -> None:
    """Write another value into the description."""
    description = json.loads((bag / DESCRIPTION).read_bytes())
    place = description
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    (bag / DESCRIPTION).write_text(json.dumps(description, ensure_ascii=False))


@pytest.mark.usefixtures("unconfined")
@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("anchor", "index"), 3, "log.proof"),
        (("anchor", "salt"), "00" * 32, "log.proof"),
        (("anchor", "digest"), "00" * 32, "anchor.other_snapshot"),
        (("anchor", "proof"), None, "anchor.broken"),
        (("anchor", "checkpoint"), "no note", "log.note"),
        (("anchor",), [], "anchor.broken"),
        (("rendition", "sha256"), "00", "rendition.changed"),
        (("rendition",), 5, "description.broken"),
        (("record", "kind"), "novel", "description.broken"),
        (("signatures",), [{}], "description.broken"),
        (("signatures", 0, "certificate", "sha256"), "00" * 32, "signature."),
    ],
)
def test_a_description_that_lies_is_told(
    parcel: Parcel, path: tuple[str | int, ...], value: object, code: str
) -> None:
    bag = parcel.bags[0]
    _alter(bag, *path, value=value)
    assert [found for found in parcel.codes(bag) if found.startswith(code)]


def test_the_pdf_of_another_bag_is_told(parcel: Parcel) -> None:
    one, other = parcel.bags[:2]
    shutil.copyfile(other / PDF, one / PDF)
    assert parcel.codes(one) >= {"file.changed", "sealed.changed", "anchor.other_snapshot"}


GARBAGE = {
    "nothing": b"",
    "text": "Журнал".encode(),
    "a header": b"%PDF-1.7\n",
    "zeros": bytes(4096),
    "noise": random.Random(1).randbytes(4096),
    "a loop of references": b"%PDF-1.7\n1 0 obj\n1 0 R\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n",
    "a deep array": b"%PDF-1.7\n1 0 obj\n" + b"[" * 5000 + b"\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n",
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_a_problem_and_no_traceback(parcel: Parcel, name: str) -> None:
    file = parcel.folder / "garbage.pdf"
    file.write_bytes(GARBAGE[name])
    ran = parcel.check(file)
    assert (ran.code, bool(ran.json["problems"])) == (1, True)


@pytest.mark.parametrize("seed", range(12))
def test_a_pdf_damaged_anywhere_never_passes(parcel: Parcel, seed: int) -> None:
    file, dice = parcel.bags[0] / PDF, random.Random(seed)
    data = bytearray(file.read_bytes())
    signed = json.loads((parcel.bags[0] / DESCRIPTION).read_bytes())["signatures"][0]["revision"]["size"]
    for _ in range(1 + seed % 4):
        data[dice.randrange(signed)] ^= 1 << dice.randrange(8)
    file.write_bytes(data)
    assert check_path(file, trust_from_pem(parcel.trust.read_bytes()), AT).problems


@pytest.mark.parametrize("seed", range(8))
def test_a_pdf_cut_off_anywhere_never_passes(parcel: Parcel, seed: int) -> None:
    file = parcel.bags[0] / PDF
    data = file.read_bytes()
    file.write_bytes(data[: random.Random(seed).randrange(len(data))])
    assert check_path(file, trust_from_pem(parcel.trust.read_bytes()), AT).problems


def _refused(ran: Ran, code: str) -> bool:
    return ran.code == 2 and f"[{code}]" in ran.err


def test_a_path_where_nothing_is_is_refused(parcel: Parcel) -> None:
    assert _refused(parcel.check(parcel.folder / "nobody.pdf"), "check.absent")


def test_a_pipe_is_refused_and_not_waited_for(parcel: Parcel) -> None:
    pipe = parcel.folder / "pipe.pdf"
    os.mkfifo(pipe)
    assert _refused(parcel.check(pipe), "check.absent")


def test_an_empty_folder_is_a_problem(parcel: Parcel) -> None:
    (parcel.folder / "empty").mkdir()
    assert parcel.codes(parcel.folder / "empty") == {
        "copy.missing",
        "description.broken",
        "description.no_pdf",
    }


def test_without_a_root_to_trust_the_command_says_what_to_give(parcel: Parcel) -> None:
    environ = {"LETOPIS_DATA": str(parcel.folder / "nothing"), "LETOPIS_NOW": NOW}
    ran = letopis(environ, "check", str(parcel.bags[0]))
    assert _refused(ran, "check.trust")
    assert "--trust" in ran.err


def test_a_root_that_is_no_certificate_is_refused(parcel: Parcel) -> None:
    parcel.trust.write_text("no certificate")
    assert parcel.check(parcel.bags[0]).code == 2


@pytest.mark.usefixtures("unconfined")
def test_the_pages_of_every_record_of_a_year_agree_with_its_data(closed: Site) -> None:
    bags = [path.parent for path in closed.location("safe").glob("records/*/*/bagit.txt")]
    trust = closed.location("safe") / "registers" / "trust.pem"
    found = [
        letopis(closed.environ(), "check", str(bag), "--trust", str(trust), "--json").json for bag in bags
    ]
    assert {(answer["pages"], len(answer["problems"])) for answer in found} == {("agree", 0)}


def test_pages_printed_from_other_data_than_they_carry_are_found(parcel: Parcel) -> None:
    snapshot = parse(embedded_snapshot((parcel.bags[0] / PDF).read_bytes()))
    body = json.loads(snapshot.data)
    body["pupils"][0]["period_mark"]["value"] = "2"
    forged = replace(compose(body), snapshot=snapshot.data)
    file = parcel.folder / "forged.pdf"
    file.write_bytes(render(forged, Anchor("", 5, body["record"]["id"], snapshot.digest)))
    answer = parcel.check(file).json
    assert answer["pages"] == "differ"
    assert "pages.differ" in {problem["code"] for problem in answer["problems"]}


def _printed_code(site: Site) -> str:
    path = sorted(site.location("safe").glob("records/*/*/data/record.pdf"))[0]
    text = PdfReader(io.BytesIO(path.read_bytes())).pages[0].extract_text()
    found = re.search(r"[a-z0-9]{20} · \d+ · [0-9a-f]{16}", text)
    assert found is not None
    return found[0]


def test_a_paper_copy_is_answered_for_by_its_code(autumn: Seed) -> None:
    ran = autumn.site.run("check", "--code", _printed_code(autumn.site), "--json")
    assert (ran.code, ran.json["standing"], ran.json["revision"]) == (0, "in_force", 1)


def test_a_code_that_nobody_printed_is_a_problem(autumn: Seed) -> None:
    ran = autumn.site.run("check", "--code", f"{'z' * 20} 1 {'0' * 16}")
    assert (ran.code, "не найден" in ran.out) == (1, True)


@pytest.mark.parametrize(("words", "code"), [(("--code", "привет"), "paper.code"), ((), "check.what")])
def test_a_check_of_nothing_says_what_to_give(autumn: Seed, words: tuple[str, ...], code: str) -> None:
    assert _refused(autumn.site.run("check", *words), code)
