"""Records signed with a КЭП: from the first signature to the archive, and what an auditor and years later says."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.validation import EmbeddedPdfSignature
from sqlalchemy import select

from records.digest import Json
from records.log.store import LogEvent
from retention.sealed import read_sealed
from retention.verification.contents import _streebog_fault
from signing.credential import certificate_facts
from signing.errors import SigningRefusedError
from signing.reading import open_signed
from tests.flow.seeds import Seed
from tests.flow.site import AT, Site, letopis
from tests.signing.gost_authority import GostAuthority
from tests.signing.making import HOUR
from tests.webui.closing.conftest import reached, sign_all_round
from tests.webui.closing.desk import waiting
from tests.webui.closing.outside_key import authority, files_of, sign_with, trusted
from tests.webui.closing.pages import text_of
from tests.webui.closing.test_report_pages import SCHEMA
from tests.webui.said import refusal
from tests.webui.visitors import AUDITOR, TEACHER, app_of, signed_in

LATER = "2036-05-26T18:00:00+03:00"


@pytest.fixture
def gost(tmp_path: Path) -> GostAuthority:
    return authority(tmp_path / "gost")


def sign_some_by_gost(site: Site) -> None:
    """The first half-year goes into the archive, two teachers' signatures by keys of 256 and 512 bits."""
    outside = site.data.parent / "gost"
    gost = authority(outside / "ca")
    assert trusted(site, gost, outside / "files").code == 0
    with site.workshop() as workshop:
        first, second, *_ = ((person, seen) for person, seen in sorted(waiting(workshop).items()))
        for (person, seen), bits in ((first, 256), (second, 512)):
            for record, file in seen.items():
                sign_with(workshop, person, record, file, gost.issue(TEACHER, bits))
    sign_all_round(site)


@pytest.fixture(scope="session")
def archived_seed(cut_site_seed: Seed, seeds: Path) -> Seed:
    return reached(cut_site_seed, seeds, "signed_by_gost", sign_some_by_gost)


@pytest.fixture
def archived(archived_seed: Seed, tmp_path: Path) -> Site:
    """A school whose half-year is in the archive, partly signed by outside keys."""
    return archived_seed.copy(tmp_path / "school").site


def bags(site: Site) -> list[Path]:
    return sorted((site.location("safe") / "records" / "2026").iterdir())


def by_streebog(bag: Path) -> list[EmbeddedPdfSignature]:
    signed = open_signed((bag / "data/record.pdf").read_bytes())
    return [one for one in signed.signatures if one.md_algorithm.startswith("streebog")]


@pytest.mark.parametrize("now", ["2026-05-26T18:00:00+03:00", LATER])
def test_an_archive_with_gost_signatures_verifies(archived: Site, now: str) -> None:
    ran = archived.run("verify", "--json", now=now)
    problems = [one for one in ran.json["problems"] if one["code"] != "audit.overdue"]
    assert (problems, ran.code) == ([], 0)
    assert any(by_streebog(bag) for bag in bags(archived))


def test_an_auditor_needs_the_bag_and_the_schools_trust_file_alone(archived: Site, tmp_path: Path) -> None:
    trust = archived.location("safe") / "registers/trust.pem"
    for bag in bags(archived):
        carried = shutil.copytree(bag, tmp_path / bag.name)
        environ = {"LETOPIS_DATA": str(tmp_path / "nothing"), "LETOPIS_NOW": LATER}
        ran = letopis(environ, "check", str(carried), "--json", "--trust", str(trust))
        assert (ran.json["problems"], ran.code) == ([], 0)


def test_the_school_itself_checks_its_bags_by_all_whom_it_trusts(archived: Site) -> None:
    for bag in bags(archived):
        ran = archived.run("check", str(bag), "--json")
        assert (ran.json["problems"], ran.code) == ([], 0)


def events(site: Site) -> list[Json]:
    with site.workshop() as workshop, workshop.reading() as session:
        rows = session.scalars(
            select(LogEvent.body).where(LogEvent.kind == "trust.changed").order_by(LogEvent.id)
        )
        return [json.loads(body)["subject"]["state"] for body in rows if body]


def test_whom_the_school_trusts_is_told_to_the_log_and_to_the_archive(
    bare: Site, gost: GostAuthority, tmp_path: Path
) -> None:
    before = (bare.location("safe") / "registers/trust.pem").read_bytes()
    assert trusted(bare, gost, tmp_path / "files").out.count("Добавлен") == 2
    assert "Всё это уже добавлено" in trusted(bare, gost, tmp_path / "files").out
    (listed,) = bare.run("trust", "list", "--json").json["authorities"]
    assert bare.run("trust", "remove", listed["sha256"][:16]).code == 0
    (retired,) = bare.run("trust", "list", "--json").json["authorities"]

    after = (bare.location("safe") / "registers/trust.pem").read_bytes()
    assert (events(bare), listed["retired"], retired["retired"]) == (["added", "retired"], False, True)
    assert after.startswith(before)
    assert after.count(b"BEGIN CERTIFICATE") == 2
    assert bare.run("verify", "--json").json["problems"] == []


def test_a_retired_authority_gets_no_new_signatures_until_it_is_added_again(
    cut_site: Site, gost: GostAuthority, tmp_path: Path
) -> None:
    holder = gost.issue(TEACHER)
    trusted(cut_site, gost, tmp_path / "files")
    with cut_site.workshop() as workshop:
        outside = workshop.authority.outside
        assert outside.issuers_of(holder.certificate, AT) == (gost.root.certificate,)
        cut_site.run("trust", "remove", certificate_facts(gost.root.certificate).sha256)
        with pytest.raises(SigningRefusedError) as refused:
            outside.issuers_of(holder.certificate, AT)
        assert refused.value.code == "signing.outside_untrusted"
        trusted(cut_site, gost, tmp_path / "files")
        assert outside.issuers_of(holder.certificate, AT) == (gost.root.certificate,)


def test_a_forged_trust_file_in_the_archive_is_not_written_over(
    bare: Site, gost: GostAuthority, tmp_path: Path
) -> None:
    other = GostAuthority(tmp_path / "other", AT, name="Чужой центр")
    file = bare.location("safe") / "registers/trust.pem"
    file.chmod(0o644)
    forged = file.read_bytes() + other.root.certificate.public_bytes(Encoding.PEM)
    file.write_bytes(forged)

    trusted(bare, gost, tmp_path / "files")

    assert file.read_bytes() == forged
    assert "log.file_altered" in {one["code"] for one in bare.run("verify", "--json").json["problems"]}


def test_nobody_but_an_authority_is_added(bare: Site, gost: GostAuthority, tmp_path: Path) -> None:
    person, old = gost.issue(TEACHER), gost.issue("Старый центр", kind="authority", ends=AT - HOUR)
    other = GostAuthority(tmp_path / "other", AT, name="Чужой центр")
    forged = GostAuthority(
        tmp_path / "forged", AT
    )  # of the same name: its certificates claim the other's issuer
    certificate, crl = files_of(gost, tmp_path / "files")
    (_, strange), (_, twin) = files_of(other, tmp_path / "strange"), files_of(forged, tmp_path / "twin")
    below = forged.issue("Подчинённый", kind="authority").file
    (tmp_path / "noise").write_bytes(b"noise")
    bare.run("trust", "add", certificate)
    for file, code in (
        (str(person.file), "trust.file_person"),
        (str(old.file), "trust.file_expired"),
        (str(tmp_path / "noise"), "trust.file_unreadable"),
        (strange, "trust.file_list_of_none"),
        (twin, "trust.file_list_of_none"),
        (str(below), "trust.file_forged"),
    ):
        assert refusal(bare.run("trust", "add", file)) == code, file
    assert bare.run("trust", "add", crl).code == 0
    assert refusal(bare.run("trust", "remove", "12345678")) == "trust.unknown"
    older = tmp_path / "older.crl"
    older.write_bytes(gost.crl(AT - 2 * HOUR))
    assert refusal(bare.run("trust", "add", str(older))) == "trust.file_list_older"


def test_the_bag_of_a_gost_signature_holds_streebog_digests_that_openssl_checks(archived: Site) -> None:
    for bag in bags(archived):
        told = bag / "streebog256.txt"
        assert told.exists() == bool(by_streebog(bag))
        if told.exists():
            files = sorted(path.relative_to(bag) for path in (bag / "data").iterdir())
            words = ["openssl", "dgst", "-engine", "gost", "-md_gost12_256", "-r", *map(str, files)]
            assert subprocess.run(words, cwd=bag, capture_output=True, check=True).stdout == told.read_bytes()
            assert "streebog256.txt" in (bag / "tagmanifest-sha512.txt").read_text()


@pytest.mark.parametrize(
    ("change", "code"), [("wrong", "bag.streebog_differs"), ("absent", "bag.streebog_missing")]
)
def test_streebog_digests_that_do_not_agree_are_found(
    archived: Site, tmp_path: Path, change: str, code: str
) -> None:
    """By the auditor, and by verify where even the catalogue takes the altered bag for the right one."""
    bag = next(bag for bag in bags(archived) if by_streebog(bag))
    told, seal = bag / "streebog256.txt", bag / "tagmanifest-sha512.txt"
    for path in (bag, told, seal):
        path.chmod(0o755)
    old = told.read_bytes()
    lines = seal.read_text().splitlines(keepends=True)
    if change == "absent":
        told.unlink()
        seal.write_text("".join(line for line in lines if told.name not in line))
    else:
        told.write_bytes(bytes([old[0] ^ 1]) + old[1:])
        new = hashlib.sha512(told.read_bytes()).hexdigest()
        seal.write_text("".join(f"{new}  {told.name}\n" if told.name in line else line for line in lines))
    environ = {"LETOPIS_DATA": str(tmp_path / "nothing"), "LETOPIS_NOW": LATER}
    trust = str(archived.location("safe") / "registers/trust.pem")
    problems = letopis(environ, "check", str(bag), "--json", "--trust", trust).json["problems"]
    assert [one["code"] for one in problems] == [code]
    with archived.workshop() as workshop:
        safe = next(one for one in workshop.locations if one.name == "safe")
        sealed = replace(read_sealed(workshop, bag.name), location=safe)
        found = _streebog_fault(sealed)
        assert found is not None
        assert found[0] == code


def test_the_report_of_a_record_names_the_algorithms(archived: Site) -> None:
    names = set()
    with app_of(archived) as app:
        auditor = signed_in(app, AUDITOR)
        for bag in bags(archived):
            body = json.loads(auditor.get(f"/archive/record/{bag.name}/signatures.json").data)
            SCHEMA.validate(body)
            told = [one["algorithm"] for one in body["signatures"]]
            assert body["verdict"]["indication"] == "TOTAL-PASSED"
            assert told[0] in text_of(auditor.get(f"/archive/record/{bag.name}/signatures").text)
            names |= set(told)
    assert {name for name in names if "GOST" in name} == {
        "GOST R 34.10-2012 256 B, Streebog-256",
        "GOST R 34.10-2012 512 A, Streebog-512",
    }
