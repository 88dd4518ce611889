"""The school's certification authority: made once, opened again, whole after any crash."""

from __future__ import annotations

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from records.errors import LetopisError
from signing.authority import SchoolAuthority
from signing.certificates import CRL_LIFE
from signing.credential import facts
from signing.errors import AuthorityError
from tests.signing.making import AT, HOUR, SCHOOL, YEAR

MARIA = ("p1", "Громова Мария Ивановна", "учитель")


@pytest.fixture
def authority(tmp_path: Path) -> SchoolAuthority:
    return SchoolAuthority.create(tmp_path / "ca", SCHOOL, AT)


def code(error: pytest.ExceptionInfo[LetopisError]) -> str:
    return error.value.code


def test_an_opened_authority_is_the_one_that_was_created(authority: SchoolAuthority) -> None:
    assert SchoolAuthority.open(authority.folder).trust_pem() == authority.trust_pem()


def test_a_second_authority_in_the_same_folder_is_refused(authority: SchoolAuthority) -> None:
    with pytest.raises(AuthorityError) as error:
        SchoolAuthority.create(authority.folder, SCHOOL, AT)
    assert code(error) == "authority.exists"


def test_an_absent_authority_is_named(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError) as error:
        SchoolAuthority.open(tmp_path)
    assert code(error) == "authority.absent"


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_damaged_key_file_is_named(authority: SchoolAuthority, content: bytes) -> None:
    (authority.folder / "tsa.pem").write_bytes(content)
    with pytest.raises(AuthorityError, match=r"tsa\.pem") as error:
        SchoolAuthority.open(authority.folder)
    assert code(error) == "authority.damaged"


def test_a_certificate_with_another_key_is_damage(authority: SchoolAuthority) -> None:
    root, tsa = (authority.folder / name for name in ("root.pem", "tsa.pem"))
    key_of_root = root.read_bytes().split(b"-----BEGIN CERTIFICATE")[0]
    tsa.write_bytes(key_of_root + authority.tsa.certificate.public_bytes(Encoding.PEM))
    with pytest.raises(AuthorityError) as error:
        SchoolAuthority.open(authority.folder)
    assert code(error) == "authority.damaged"


def test_key_files_are_readable_by_their_owner_alone(authority: SchoolAuthority) -> None:
    authority.issue(*MARIA, AT)
    modes = {path.stat().st_mode & 0o777 for path in authority.folder.rglob("*.pem")}
    assert modes == {0o600}


def test_a_long_school_name_fits_the_certificate(tmp_path: Path) -> None:
    authority = SchoolAuthority.create(tmp_path, "Муниципальное бюджетное учреждение " * 4, AT)
    name = authority.root.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value
    assert len(name) == 64


def test_the_subject_names_the_person_the_title_and_the_school(authority: SchoolAuthority) -> None:
    subject = authority.issue(*MARIA, AT).certificate.subject
    values = {part.rfc4514_attribute_name: part.value for part in subject}
    assert values == {
        "C": "RU",
        "O": SCHOOL,
        "CN": "Громова Мария Ивановна",
        "2.5.4.12": "учитель",
        "2.5.4.5": "p1",
    }


def test_a_person_id_that_no_certificate_can_hold_is_refused(authority: SchoolAuthority) -> None:
    with pytest.raises(AuthorityError) as error:
        authority.issue("мария", "Громова Мария Ивановна", "учитель", AT)
    assert code(error) == "authority.person_id"


def test_a_valid_credential_is_used_again(authority: SchoolAuthority) -> None:
    first = facts(authority.issue(*MARIA, AT))
    assert facts(authority.issue(*MARIA, AT + YEAR)) == first


def test_an_expired_credential_is_replaced(authority: SchoolAuthority) -> None:
    first = facts(authority.issue(*MARIA, AT))
    assert facts(authority.issue(*MARIA, first.not_after + HOUR)) != first


def test_a_new_name_gets_a_new_credential(authority: SchoolAuthority) -> None:
    first = facts(authority.issue(*MARIA, AT))
    assert facts(authority.issue("p1", "Соколова Мария Ивановна", "учитель", AT)) != first


def test_a_credential_is_found_by_role(authority: SchoolAuthority) -> None:
    issued = authority.issue(*MARIA, AT)
    authority.issue("p1", "Громова Мария Ивановна", "классный руководитель", AT + HOUR)
    assert facts(authority.credential("p1", AT + 2 * HOUR, "учитель")) == facts(issued)


def test_the_newest_credential_is_found_without_a_role(authority: SchoolAuthority) -> None:
    authority.issue(*MARIA, AT)
    newest = authority.issue("p1", "Громова Мария Ивановна", "классный руководитель", AT + HOUR)
    assert facts(authority.credential("p1", AT + 2 * HOUR)) == facts(newest)


@pytest.mark.parametrize("at", [AT - HOUR, AT + 2 * YEAR])
def test_a_credential_outside_its_life_is_not_found(authority: SchoolAuthority, at: object) -> None:
    authority.issue(*MARIA, AT)
    with pytest.raises(AuthorityError) as error:
        authority.credential("p1", at)  # type: ignore[arg-type]
    assert code(error) == "authority.no_credential"


def test_a_revoked_credential_is_replaced(authority: SchoolAuthority) -> None:
    first = facts(authority.issue(*MARIA, AT))
    authority.revoke("p1", AT + HOUR)
    assert facts(authority.issue(*MARIA, AT + 2 * HOUR)) != first


def test_the_revocation_list_names_a_certificate_from_its_revocation_on(authority: SchoolAuthority) -> None:
    serial = authority.issue(*MARIA, AT).certificate.serial_number
    authority.revoke("p1", AT + HOUR)
    lists = [x509.load_der_x509_crl(authority.crl(at)) for at in (AT, AT + HOUR)]
    assert [found.get_revoked_certificate_by_serial_number(serial) is None for found in lists] == [
        True,
        False,
    ]


def test_the_same_moment_gives_the_same_revocation_list(authority: SchoolAuthority) -> None:
    assert authority.crl(AT) == SchoolAuthority.open(authority.folder).crl(AT)


def test_a_revocation_list_is_good_for_a_week(authority: SchoolAuthority) -> None:
    crl = x509.load_der_x509_crl(authority.crl(AT))
    assert crl.next_update_utc == AT + CRL_LIFE == AT + timedelta(days=7)


def test_openssl_accepts_the_chain_and_the_revocation_list(
    authority: SchoolAuthority, tmp_path: Path
) -> None:
    leaf, crl = tmp_path / "leaf.pem", tmp_path / "crl.pem"
    root = tmp_path / "root.pem"
    root.write_bytes(authority.trust_pem())
    leaf.write_bytes(authority.issue(*MARIA, AT).certificate.public_bytes(Encoding.PEM))
    crl.write_bytes(x509.load_der_x509_crl(authority.crl(AT)).public_bytes(Encoding.PEM))
    command = ["openssl", "verify", "-x509_strict", "-crl_check", "-attime", str(int(AT.timestamp()) + 60)]
    run = subprocess.run(
        [*command, "-CAfile", str(root), "-CRLfile", str(crl), str(leaf)], capture_output=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_crash_while_issuing_leaves_no_credential(
    authority: SchoolAuthority, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    with monkeypatch.context() as patch:
        if failing == "fsync":
            patch.setattr(os, "fsync", _fail)
        else:
            patch.setattr(Path, "replace", _fail)
        with pytest.raises(OSError, match="power"):
            authority.issue(*MARIA, AT)
    with pytest.raises(AuthorityError):
        authority.credential("p1", AT)


def test_issuing_again_after_a_crash_works(
    authority: SchoolAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _fail)
        with pytest.raises(OSError, match="power"):
            authority.issue(*MARIA, AT)
    issued = facts(authority.issue(*MARIA, AT))
    assert facts(authority.credential("p1", AT)) == issued


def test_a_crash_while_creating_leaves_an_authority_that_can_still_be_created(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.replace
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda own, to: _fail() if to.name == "root.pem" else whole(own, to))
        with pytest.raises(OSError, match="power"):
            SchoolAuthority.create(tmp_path, SCHOOL, AT)
    created = SchoolAuthority.create(tmp_path, SCHOOL, AT)
    assert SchoolAuthority.open(tmp_path).tsa.certificate == created.tsa.certificate


def test_a_crash_while_revoking_keeps_the_earlier_revocations(
    authority: SchoolAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.issue(*MARIA, AT)
    authority.issue("p3", "Фёдоров Павел Сергеевич", "заместитель директора", AT)
    authority.revoke("p1", AT)
    known = authority.revocations()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _fail)
        with pytest.raises(OSError, match="power"):
            authority.revoke("p3", AT)
    assert authority.revocations() == known


def _fail(*_: object) -> None:
    raise OSError("the power went out")
