"""A key lets a further one in, is revoked for good, and needs an agreement first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from records.db import transaction
from signing.agreement import agree
from signing.authority import SchoolAuthority
from signing.enrolment import keys_of, own_key, revoke
from signing.invitation import FROM_KEY
from signing.registration import begin, begin_code, complete, complete_code
from tests.signing.browser_key import BrowserKey
from tests.signing.making import AT
from tests.signing.own_keys import ANNA, BORIS, ENTROPY, code_for, enrolled, refused


def test_a_key_lets_a_further_one_of_its_owner_in(staffed: Engine, authority: SchoolAuthority) -> None:
    with transaction(staffed) as session:
        key = BrowserKey()
        first = enrolled(session, authority, key, code_for(session, "anna"))
        which, asked = begin_code(session, ANNA, first.sha256, AT, ENTROPY)
        session.flush()
        code = complete_code(session, ANNA, which, key.sign(asked), AT, ENTROPY)
        second = enrolled(session, authority, BrowserKey(), code)

        assert {one.sha256 for one in keys_of(session, "school-16", "anna")} == {
            first.sha256,
            second.sha256,
        }


def test_a_code_from_a_key_lasts_a_quarter_of_an_hour(staffed: Engine, authority: SchoolAuthority) -> None:
    late = AT + FROM_KEY + timedelta(seconds=1)
    with transaction(staffed) as session:
        key = BrowserKey()
        first = enrolled(session, authority, key, code_for(session, "anna"))
        which, asked = begin_code(session, ANNA, first.sha256, AT, ENTROPY)
        session.flush()
        code = complete_code(session, ANNA, which, key.sign(asked), AT, ENTROPY)

        assert refused(lambda: enrolled(session, authority, BrowserKey(), code, late)) == "key.code"


def test_another_key_cannot_speak_for_the_first(staffed: Engine, authority: SchoolAuthority) -> None:
    with transaction(staffed) as session:
        first = enrolled(session, authority, BrowserKey(), code_for(session, "anna"))
        which, asked = begin_code(session, ANNA, first.sha256, AT, ENTROPY)
        session.flush()

        forged = BrowserKey().sign(asked)
        said = refused(lambda: complete_code(session, ANNA, which, forged, AT, ENTROPY))
        assert said == "signing.wrong_answer"


def test_a_request_for_a_certificate_gives_no_code_and_the_reverse(
    staffed: Engine, authority: SchoolAuthority
) -> None:
    with transaction(staffed) as session:
        key = BrowserKey()
        first = enrolled(session, authority, key, code_for(session, "anna"))
        which, asked = begin_code(session, ANNA, first.sha256, AT, ENTROPY)
        session.flush()

        answer = key.sign(asked)
        assert (
            refused(lambda: complete(session, ANNA, authority, which, answer, AT, ENTROPY)) == "key.request"
        )
        other, typed = BrowserKey(), code_for(session, "anna")
        request, info = begin(session, ANNA, authority, typed, other.spki, "Кабинет", AT, ENTROPY)
        session.flush()

        signed = other.sign(info)
        assert refused(lambda: complete_code(session, ANNA, request, signed, AT, ENTROPY)) == "key.request"


def test_a_revoked_key_lets_nobody_in_and_is_on_the_list(staffed: Engine, authority: SchoolAuthority) -> None:
    with transaction(staffed) as session:
        row = enrolled(session, authority, BrowserKey(), code_for(session, "anna"))

        count = revoke(session, ANNA, authority, [row], "lost", AT, ENTROPY)

        assert (count, revoke(session, ANNA, authority, [row], "lost", AT, ENTROPY)) == (1, 0)
        assert not row.holds_at(AT)
        assert authority.is_revoked(row.x509(), AT)
        assert not authority.is_revoked(row.x509(), AT - timedelta(seconds=1))
        assert refused(lambda: begin_code(session, ANNA, row.sha256, AT, ENTROPY)) == "key.ended"


def test_nobody_uses_the_key_of_another(staffed: Engine, authority: SchoolAuthority) -> None:
    with transaction(staffed) as session:
        row = enrolled(session, authority, BrowserKey(), code_for(session, "anna"))

        assert refused(lambda: own_key(session, BORIS, row.sha256)) == "key.unknown"
        assert refused(lambda: own_key(session, ANNA, "0" * 64)) == "key.unknown"


@pytest.mark.parametrize("number", ["", "  ", "9" * 41])
def test_an_agreement_has_a_number(staffed: Engine, number: str) -> None:
    with transaction(staffed) as session:
        said = refused(lambda: agree(session, BORIS, "anna", number, AT.date(), AT, ENTROPY))

    assert said == "agreement.number"


def test_an_agreement_is_registered_once(staffed: Engine) -> None:
    with transaction(staffed) as session:
        agree(session, BORIS, "anna", "17/НЭП", AT.date(), AT, ENTROPY)
        session.flush()

        assert (
            refused(lambda: agree(session, BORIS, "anna", "18/НЭП", AT.date(), AT, ENTROPY))
            == "agreement.twice"
        )
