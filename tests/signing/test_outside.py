"""Whose certificates a school takes: those of its outside authorities, in force, not revoked, meant for documents."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from records.errors import InputError
from signing.certificates import Issuer, person_certificate, revocation_list, root_certificate
from signing.errors import AuthorityError, SigningRefusedError
from signing.outside import Outside
from signing.trusting import MAX_FILE, look
from tests.signing.gost_authority import DAY, GostAuthority
from tests.signing.making import HOUR
from tests.signing.outside_school import Desk, put_authority


@pytest.fixture
def own(tmp_path: Path, gost_at: datetime, gost: GostAuthority) -> GostAuthority:
    """An authority whose list a test may change."""
    return GostAuthority(tmp_path / "own", gost_at)


@pytest.fixture
def outside(tmp_path: Path) -> Outside:
    return Outside(tmp_path / "outside")


def refused(outside: Outside, certificate: x509.Certificate, at: datetime) -> str:
    with pytest.raises(SigningRefusedError) as found:
        outside.issuers_of(certificate, at)
    return found.value.code.removeprefix("signing.outside_")


def test_what_hinders_a_certificate_is_said_by_its_code(
    own: GostAuthority, outside: Outside, gost: GostAuthority, gost_at: datetime
) -> None:
    at, person = gost_at, own.issue("Громова")
    early, late = own.issue("Рано", begins=at + DAY), own.issue("Поздно", ends=at - HOUR)
    server, withdrawn = own.issue("Сервер", kind="server"), own.issue("Отозван")

    assert refused(outside, person.certificate, at) == "untrusted"
    put_authority(outside, own.root.certificate)
    assert refused(outside, person.certificate, at) == "no_list"
    put_authority(outside, own.root.certificate, own.crl(at - 30 * DAY))
    assert refused(outside, person.certificate, at) == "no_list"
    own.revoke(withdrawn)
    put_authority(outside, own.root.certificate, own.crl(at + timedelta(seconds=30)))
    at += timedelta(minutes=10)
    assert outside.issuers_of(person.certificate, at) == (own.root.certificate,)
    assert refused(outside, withdrawn.certificate, at) == "revoked"
    assert refused(outside, early.certificate, at) == "expired"
    assert refused(outside, late.certificate, at) == "expired"
    assert refused(outside, server.certificate, at) == "usage"
    assert refused(outside, gost.issue("Чужая").certificate, at) == "untrusted"


def test_an_authority_below_another_is_no_anchor(
    own: GostAuthority, outside: Outside, gost_at: datetime
) -> None:
    below = own.issue("Подчинённый", kind="authority").certificate
    put_authority(outside, below)
    assert (outside.anchors(), outside.intermediates()) == ((below,), ())
    put_authority(outside, own.root.certificate, own.crl())
    assert (outside.anchors(), outside.intermediates()) == ((own.root.certificate,), (below,))


@pytest.mark.parametrize(("size", "code"), [(1024, "algorithm"), (3072, None)])
def test_a_weak_key_is_refused_by_name(
    outside: Outside, gost_at: datetime, size: int, code: str | None
) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    issuer = Issuer(root_certificate("Центр", key, gost_at - DAY), key)
    put_authority(outside, issuer.certificate, revocation_list(issuer, (), gost_at - HOUR))
    weak = rsa.generate_private_key(public_exponent=65537, key_size=size).public_key()
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Громова")])
    certificate = person_certificate(subject, weak, issuer, gost_at - HOUR)
    if code:
        assert refused(outside, certificate, gost_at) == code
    else:
        assert outside.issuers_of(certificate, gost_at) == (issuer.certificate,)


def test_a_damaged_certificate_is_refused(desk: Desk, gost: GostAuthority, gost_at: datetime) -> None:
    der = gost.issue("Громова").certificate.public_bytes(Encoding.DER)
    place = der.index(bytes.fromhex("06082a85030701010101"))
    for change in (place, place + 9, place + 14):
        damaged = bytearray(der)
        damaged[change] ^= 3
        try:
            certificate = x509.load_der_x509_certificate(bytes(damaged))
        except ValueError:
            continue
        assert refused(desk.school.authority.outside, certificate, gost_at) in ("untrusted", "algorithm")


def test_a_file_that_is_too_large_is_not_read(outside: Outside, gost_at: datetime) -> None:
    with pytest.raises(InputError) as found:
        look(outside, [("large", bytes(MAX_FILE + 1))], gost_at)
    assert found.value.code == "trust.file_large"


def test_a_damaged_file_of_an_authority_is_said(own: GostAuthority, outside: Outside) -> None:
    put_authority(outside, own.root.certificate)
    (file,) = outside.folder.glob("*.pem")
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(AuthorityError) as found:
        outside.anchors()
    assert found.value.code == "authority.damaged"
