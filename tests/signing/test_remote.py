"""A key that is elsewhere: the bytes to be signed come out, the answer goes in, and nothing but that answer does."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA

from records.actor import Role
from records.registers.kinds import RecordKind
from signing.credential import Credential, facts
from signing.errors import SigningRefusedError
from signing.pades import SigningOrder, sign
from signing.policy import fields
from signing.remote import Answer, check_answer, to_be_signed
from signing.report import expect
from signing.services import Services, services_at
from signing.trust import Trust
from signing.validate import validate
from tests.signing.chains import chain_of
from tests.signing.making import AT, ZONE, School, credential_of

LATER = AT + timedelta(minutes=14)
CHAIN = chain_of(RecordKind.PERIOD_JOURNAL)


@pytest.fixture(scope="module")
def owner(school: School) -> Credential:
    """A teacher whose key no server has: the test holds it in the browser's place."""
    return credential_of(school.authority, Role.TEACHER, ec.generate_private_key(ec.SECP256R1()))


def order_at(at: datetime) -> SigningOrder:
    return SigningOrder(CHAIN[0], fields(CHAIN), "Подписано", at, ZONE)


def question(school: School, page: bytes, owner: Credential) -> bytes:
    return to_be_signed(page, order_at(AT), owner.certificate, owner.issuers, school.services(AT))


def by_owner(owner: Credential, asked: bytes) -> bytes:
    assert isinstance(owner.key, ec.EllipticCurvePrivateKey)
    return owner.key.sign(asked, ECDSA(hashes.SHA256()))


def finish(
    school: School, pdf: bytes, owner: Credential, asked: bytes, signature: bytes, at: datetime = AT
) -> bytes:
    services: Services = services_at(school.authority, at, LATER)
    answer = Answer(owner.certificate, owner.issuers, asked, signature)
    return sign(pdf, order_at(at), answer, services)


def test_a_document_is_signed_by_a_key_that_the_server_never_had(
    school: School, page: bytes, owner: Credential, trust: Trust
) -> None:
    asked = question(school, page, owner)

    signed = finish(school, page, owner, asked, by_owner(owner, asked))

    report = validate(signed, expect(CHAIN, [facts(owner).sha256]), trust, LATER)
    (one,) = report.signatures
    assert (one.claimed_at, one.proven_at) == (AT, LATER)


def test_what_is_to_be_signed_is_the_same_each_time_it_is_asked(
    school: School, page: bytes, owner: Credential
) -> None:
    assert question(school, page, owner) == question(school, page, owner)


def test_an_answer_for_a_document_that_changed_since_is_refused(
    school: School, page: bytes, owner: Credential
) -> None:
    asked = question(school, page, owner)

    with pytest.raises(SigningRefusedError) as refused:
        finish(school, page + b"\n% one line more\n", owner, asked, by_owner(owner, asked))

    assert refused.value.code == "signing.other_document"


def test_an_answer_for_another_moment_is_refused(school: School, page: bytes, owner: Credential) -> None:
    asked = question(school, page, owner)

    with pytest.raises(SigningRefusedError) as refused:
        finish(school, page, owner, asked, by_owner(owner, asked), AT + timedelta(seconds=1))

    assert refused.value.code == "signing.other_document"


def test_an_answer_for_another_certificate_of_the_same_key_is_refused(
    school: School, page: bytes, owner: Credential
) -> None:
    asked = question(school, page, owner)
    assert isinstance(owner.key, ec.EllipticCurvePrivateKey)
    twin = credential_of(school.authority, Role.CLASS_TEACHER, owner.key)

    with pytest.raises(SigningRefusedError) as refused:
        finish(school, page, twin, asked, by_owner(owner, asked))

    assert refused.value.code == "signing.other_document"


@pytest.mark.parametrize("spoil", ["another key", "another document", "a bit", "nothing", "no signature"])
def test_an_answer_that_is_not_the_owners_for_these_bytes_is_refused(
    school: School, page: bytes, owner: Credential, spoil: str
) -> None:
    asked = question(school, page, owner)
    other = credential_of(school.authority, Role.TEACHER, ec.generate_private_key(ec.SECP256R1()))
    mine = by_owner(owner, asked)
    answers = {
        "another key": by_owner(other, asked),
        "another document": by_owner(owner, asked + b"\0"),
        "a bit": mine[:-1] + bytes([mine[-1] ^ 1]),
        "nothing": b"",
        "no signature": b"not a signature",
    }

    with pytest.raises(SigningRefusedError) as refused:
        finish(school, page, owner, asked, answers[spoil])

    assert refused.value.code == "signing.wrong_answer"


def test_an_rsa_key_may_be_elsewhere_too(school: School, page: bytes, trust: Trust) -> None:
    owner = school.people[Role.TEACHER]
    asked = question(school, page, owner)
    signature = asyncio.run(owner.sign(asked))
    check_answer(owner.certificate, asked, signature)

    signed = finish(school, page, owner, asked, signature)

    assert len(validate(signed, expect(CHAIN, [facts(owner).sha256]), trust, LATER).signatures) == 1


def test_a_certificate_of_another_school_is_refused_before_the_key_is_asked(
    school: School, stranger: School, page: bytes
) -> None:
    other = stranger.people[Role.TEACHER]

    with pytest.raises(SigningRefusedError) as refused:
        to_be_signed(page, order_at(AT), other.certificate, other.issuers, school.services(AT))

    assert refused.value.code == "signing.certificate"
