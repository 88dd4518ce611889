"""A key made in a browser becomes its owner's by a code from the office: certified once, for that person alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Engine, select

from records.actor import Actor
from records.db import transaction
from records.log.store import LogEvent
from signing.authority import SchoolAuthority
from signing.enrolment import Held, keys_of
from signing.invitation import FROM_HAND
from signing.registration import LASTS, begin, complete
from tests.signing.browser_key import BrowserKey
from tests.signing.making import AT
from tests.signing.own_keys import ANNA, ENTROPY, code_for, enrolled, refused


def test_a_key_is_certified_for_its_owner_by_the_code_from_the_office(
    staffed: Engine, authority: SchoolAuthority
) -> None:
    with transaction(staffed) as session:
        row = enrolled(session, authority, BrowserKey(), code_for(session, "anna"))

        certificate = row.x509()
        assert row.held == Held.BROWSER
        assert "Громова Анна Ивановна" in certificate.subject.rfc4514_string()
        certificate.verify_directly_issued_by(authority.root)
        assert keys_of(session, "school-16", "anna") == [row]
        assert row.not_after - row.not_before == timedelta(days=457)


def test_the_log_tells_of_code_and_certificate_and_holds_neither_code_nor_key(
    staffed: Engine, authority: SchoolAuthority
) -> None:
    with transaction(staffed) as session:
        code = code_for(session, "anna")
        enrolled(session, authority, BrowserKey(), code)
        events = session.scalars(select(LogEvent).order_by(LogEvent.id)).all()

    assert [event.kind for event in events] == ["key.invited", "certificate.issued"]
    assert not any(code.encode() in (event.body or b"") for event in events)


@pytest.mark.parametrize("typed", ["lower", "spaces", "look-alikes"])
def test_a_code_is_read_as_people_type_it(staffed: Engine, authority: SchoolAuthority, typed: str) -> None:
    with transaction(staffed) as session:
        code = code_for(session, "anna")
        spelled = {
            "lower": code.lower(),
            "spaces": f" {code.replace('-', ' ')} ",
            "look-alikes": code.replace("0", "O").replace("1", "l"),
        }
        assert enrolled(session, authority, BrowserKey(), spelled[typed]).held == Held.BROWSER


def test_a_code_is_good_for_one_key(staffed: Engine, authority: SchoolAuthority) -> None:
    with transaction(staffed) as session:
        code = code_for(session, "anna")
        enrolled(session, authority, BrowserKey(), code)

        assert refused(lambda: enrolled(session, authority, BrowserKey(), code)) == "key.code"


def test_of_two_keys_with_one_code_at_once_one_is_let_in(staffed: Engine, authority: SchoolAuthority) -> None:
    with transaction(staffed) as session:
        code, one, other = code_for(session, "anna"), BrowserKey(), BrowserKey()
        first = begin(session, ANNA, authority, code, one.spki, "1", AT, ENTROPY)
        second = begin(session, ANNA, authority, code, other.spki, "2", AT, ENTROPY)
        session.flush()
        complete(session, ANNA, authority, first[0], one.sign(first[1]), AT, ENTROPY)

        answer = other.sign(second[1])
        assert (
            refused(lambda: complete(session, ANNA, authority, second[0], answer, AT, ENTROPY)) == "key.code"
        )


def test_a_code_of_somebody_else_lets_nobody_in(staffed: Engine, authority: SchoolAuthority) -> None:
    with transaction(staffed) as session:
        code = code_for(session, "boris")

        assert refused(lambda: enrolled(session, authority, BrowserKey(), code)) == "key.code"


def test_a_code_has_an_end(staffed: Engine, authority: SchoolAuthority) -> None:
    late = AT + FROM_HAND + timedelta(seconds=1)
    with transaction(staffed) as session:
        code = code_for(session, "anna")

        assert refused(lambda: enrolled(session, authority, BrowserKey(), code, late)) == "key.code"


def test_a_newer_code_ends_the_one_before(staffed: Engine, authority: SchoolAuthority) -> None:
    with transaction(staffed) as session:
        old, new = code_for(session, "anna"), code_for(session, "anna")

        assert refused(lambda: enrolled(session, authority, BrowserKey(), old)) == "key.code"
        enrolled(session, authority, BrowserKey(), new)


def test_a_key_that_cannot_sign_its_request_gets_no_certificate(
    staffed: Engine, authority: SchoolAuthority
) -> None:
    with transaction(staffed) as session:
        code, key, other = code_for(session, "anna"), BrowserKey(), BrowserKey()
        which, info = begin(session, ANNA, authority, code, key.spki, "Кабинет", AT, ENTROPY)
        session.flush()

        stolen = other.sign(info)
        said = refused(lambda: complete(session, ANNA, authority, which, stolen, AT, ENTROPY))
        assert said == "signing.not_the_key"


@pytest.mark.parametrize("spoil", ["another account", "too late", "answered"])
def test_a_request_is_answered_once_by_its_own_account_in_time(
    staffed: Engine, authority: SchoolAuthority, spoil: str
) -> None:
    with transaction(staffed) as session:
        code, key = code_for(session, "anna"), BrowserKey()
        which, info = begin(session, ANNA, authority, code, key.spki, "Кабинет", AT, ENTROPY)
        session.flush()
        actor, at = ANNA, AT
        if spoil == "another account":
            actor = Actor("anna", "another", "school-16")
        elif spoil == "too late":
            at = AT + LASTS + timedelta(seconds=1)
        else:
            complete(session, ANNA, authority, which, key.sign(info), AT, ENTROPY)

        answer = key.sign(info)
        assert (
            refused(lambda: complete(session, actor, authority, which, answer, at, ENTROPY)) == "key.request"
        )


@pytest.mark.parametrize(
    ("spki", "code"),
    [
        (b"", "signing.browser_key"),
        (b"\x30\x03\x02\x01\x00", "signing.browser_key"),
        (b"x" * 300, "signing.browser_key"),
    ],
)
def test_what_is_no_key_of_the_curve_is_refused(
    staffed: Engine, authority: SchoolAuthority, spki: bytes, code: str
) -> None:
    with transaction(staffed) as session:
        typed = code_for(session, "anna")

        assert refused(lambda: begin(session, ANNA, authority, typed, spki, "К", AT, ENTROPY)) == code


def test_a_key_of_another_curve_is_refused(staffed: Engine, authority: SchoolAuthority) -> None:
    other = ec.generate_private_key(ec.SECP384R1()).public_key()
    spki = other.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    with transaction(staffed) as session:
        typed = code_for(session, "anna")

        said = refused(lambda: begin(session, ANNA, authority, typed, spki, "К", AT, ENTROPY))
        assert said == "signing.browser_key"


@pytest.mark.parametrize("label", ["", "   ", "х" * 81, "а\u202eб"])
def test_a_key_has_a_name_that_people_can_read(
    staffed: Engine, authority: SchoolAuthority, label: str
) -> None:
    with transaction(staffed) as session:
        typed, spki = code_for(session, "anna"), BrowserKey().spki

        said = refused(lambda: begin(session, ANNA, authority, typed, spki, label, AT, ENTROPY))
        assert said == "key.label"
