"""What every Signer does, wherever its key lies: RSA and elliptic curve, key file, token and browser."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, generate_private_key
from pypdf import PdfReader

from records.actor import Role
from records.registers.kinds import RecordKind
from signing.certification import from_webcrypto
from signing.credential import Credential, PrivateKey
from signing.keyfiles import read_pair, write_pair
from signing.pades import SigningOrder, sign
from signing.policy import fields
from signing.remote import Answer
from signing.report import expect
from signing.signer import Signer
from signing.trust import trust_from_pem
from signing.validate import validate
from tests.contract import softhsm
from tests.signing.browser_key import BrowserKey
from tests.signing.chains import chain_of
from tests.signing.making import AT, HOUR, School, credential_of

JOURNAL = chain_of(RecordKind.PERIOD_JOURNAL)
KEYS: dict[str, Callable[[], PrivateKey]] = {
    "RSA": lambda: generate_private_key(65537, 2048),
    "EC": lambda: ec.generate_private_key(ec.SECP256R1()),
}
Opens = Callable[[], AbstractContextManager[Signer]]


@contextmanager
def _from_file(credential: Credential, folder: Path) -> Iterator[Signer]:
    write_pair(folder / "key.pem", credential.key, credential.certificate)
    key, certificate = read_pair(folder / "key.pem")
    yield Credential(credential.person, certificate, key, credential.issuers)


@contextmanager
def _from_token(credential: Credential, module: Path) -> Iterator[Signer]:
    from signing.pkcs11 import TokenPlace, open_token  # its library is not everywhere

    place = TokenPlace(module, softhsm.LABEL)
    softhsm.put(place, credential.key)
    with open_token(place, softhsm.PIN) as opened:
        yield opened.signer(credential.certificate, credential.issuers)


class _InBrowser:
    """A key in a browser: each answer comes as WebCrypto writes it, and is taken as the site takes it."""

    def __init__(self, credential: Credential) -> None:
        assert isinstance(credential.key, ec.EllipticCurvePrivateKey)
        self._browser = BrowserKey(credential.key)
        self.certificate, self.issuers = credential.certificate, credential.issuers

    async def sign(self, data: bytes) -> bytes:
        answer = from_webcrypto(self._browser.sign(data))
        return await Answer(self.certificate, self.issuers, data, answer).sign(data)


PLACES = [*(f"{kind}, {place}" for kind in KEYS for place in ("file", "token")), "EC, browser"]


@pytest.fixture(scope="module", params=PLACES)
def signer(
    request: pytest.FixtureRequest, school: School, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Signer]:
    kind, place = request.param.split(", ")
    credential = credential_of(school.authority, Role.TEACHER, KEYS[kind]())
    if place == "file":
        with _from_file(credential, tmp_path_factory.mktemp("key")) as opened:
            yield opened
    elif place == "browser":
        yield _InBrowser(credential)
    else:
        with _from_token(credential, request.getfixturevalue("token_module")) as opened:
            yield opened


def test_it_signs_with_the_key_of_its_certificate(signer: Signer) -> None:
    made = asyncio.run(signer.sign(b"journal"))
    key = signer.certificate.public_key()
    if isinstance(key, RSAPublicKey):
        key.verify(made, b"journal", PKCS1v15(), hashes.SHA256())
    else:
        assert isinstance(key, ec.EllipticCurvePublicKey)
        key.verify(made, b"journal", ec.ECDSA(hashes.SHA256()))


def test_it_brings_the_chain_of_its_certificate(signer: Signer) -> None:
    chain = (signer.certificate, *signer.issuers)
    for lower, upper in pairwise(chain):
        lower.verify_directly_issued_by(upper)
    assert chain[-1].subject == chain[-1].issuer


def test_its_signature_of_a_record_is_valid(signer: Signer, school: School, page: bytes) -> None:
    order = SigningOrder(JOURNAL[0], fields(JOURNAL), "Подписано", AT)
    signed = sign(page, order, signer, school.services(AT))
    report = validate(
        signed, expect(JOURNAL, [None]), trust_from_pem(school.authority.trust_pem()), AT + HOUR
    )
    assert [one.signer for one in report.signatures] == ["Громова Мария Ивановна"]


def test_the_signed_file_stays_what_it_was(
    signer: Signer, school: School, page: bytes, tmp_path: Path
) -> None:
    """No higher version and no extension but that of PAdES: neither stands in a PDF/A-3."""
    order = SigningOrder(JOURNAL[0], fields(JOURNAL), "Подписано", AT)
    (tmp_path / "signed.pdf").write_bytes(sign(page, order, signer, school.services(AT)))
    catalogue = PdfReader(tmp_path / "signed.pdf").root_object
    assert ("/Version" in catalogue, list(catalogue["/Extensions"])) == (False, ["/ESIC"])  # type: ignore[call-overload]


def test_it_signs_many_times(signer: Signer) -> None:
    made = [asyncio.run(signer.sign(bytes([number]))) for number in range(3)]
    assert len(set(made)) == 3


def test_it_shows_no_secret(signer: Signer) -> None:
    shown = repr(signer) + str(signer)
    assert softhsm.PIN not in shown
    assert "PRIVATE" not in shown.upper()
