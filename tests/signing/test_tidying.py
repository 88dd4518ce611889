"""Questions, requests and codes that nobody answers go; what is in use stays."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, select

from records.db import transaction
from signing.authority import SchoolAuthority
from signing.enrolment import keys_of
from signing.invitation import FROM_HAND, KeyInvitation
from signing.registration import LASTS, KeyRequest, begin
from signing.tidying import tidy_keys
from tests.signing.browser_key import BrowserKey
from tests.signing.making import AT
from tests.signing.own_keys import ANNA, ENTROPY, code_for, enrolled


def test_a_request_that_was_not_answered_goes_with_its_time(
    staffed: Engine, authority: SchoolAuthority
) -> None:
    with transaction(staffed) as session:
        begin(session, ANNA, authority, code_for(session, "anna"), BrowserKey().spki, "К", AT, ENTROPY)
        session.flush()
        kept = tidy_keys(session, "school-16", AT + LASTS)
        gone = tidy_keys(session, "school-16", AT + LASTS + timedelta(seconds=1))
        assert (kept, gone, session.scalars(select(KeyRequest)).all()) == (0, 1, [])


def test_a_code_that_was_not_used_goes_with_its_time(staffed: Engine, authority: SchoolAuthority) -> None:
    with transaction(staffed) as session:
        code_for(session, "anna")
        session.flush()
        assert tidy_keys(session, "school-16", AT + FROM_HAND + timedelta(seconds=1)) == 1
        assert session.scalars(select(KeyInvitation)).all() == []


def test_keys_and_the_codes_that_let_them_in_stay(staffed: Engine, authority: SchoolAuthority) -> None:
    with transaction(staffed) as session:
        enrolled(session, authority, BrowserKey(), code_for(session, "anna"))
        assert tidy_keys(session, "school-16", AT + timedelta(days=4000)) == 0
        assert len(keys_of(session, "school-16", "anna")) == 1


def test_what_belongs_to_another_school_stays(staffed: Engine, authority: SchoolAuthority) -> None:
    with transaction(staffed) as session:
        code_for(session, "anna")
        session.flush()
        assert tidy_keys(session, "another", AT + timedelta(days=4000)) == 0
