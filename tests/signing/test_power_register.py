"""The register of powers of attorney, on both databases: taken once, kept as given, ended once."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError

from records.db import transaction
from records.errors import LetopisError
from records.log.store import LogEvent
from signing.power import read_power
from signing.power_register import (
    PowerOfAttorney,
    check_signs,
    enter_power,
    powers_of_school,
    revoke_power,
)
from signing.power_signature import PowerFiles
from tests.signing.making import AT
from tests.signing.own_keys import ANNA, ENTROPY, refused
from tests.signing.powers import NUMBER, power_xml

FILES = PowerFiles(power_xml(), b"its signature", b"those above")
FROZEN = r"letopis\.frozen: power_of_attorney"
LATER = AT + timedelta(days=1)
LAST_DAY = date(2026, 12, 31)


def enter(engine: Engine) -> None:
    with transaction(engine) as session:
        enter_power(session, ANNA, read_power(FILES.xml), "anna", FILES, AT, ENTROPY)


def revoke(engine: Engine, number: str = NUMBER, reason: str = "Уволена") -> None:
    with transaction(engine) as session:
        revoke_power(session, ANNA, number, reason, LATER, ENTROPY)


def test_a_power_is_kept_as_it_was_given_and_told(staffed: Engine) -> None:
    enter(staffed)
    with transaction(staffed) as session:
        (row,) = powers_of_school(session, "school-16")
        (event,) = session.scalars(select(LogEvent)).all()
        assert (PowerFiles(row.xml, row.cms, row.issuers or b""), row.says().number) == (FILES, NUMBER)
        assert (row.person_id, row.issued, row.until) == ("anna", date(2026, 1, 12), date(2026, 12, 31))
        assert event.kind == "power.registered"
        for digest in (row.xml_digest, row.cms_digest, row.issuers_digest):
            assert digest is not None
            assert digest.encode() in (event.body or b"")
        assert "СНИЛС".encode() in FILES.xml
        assert b"112-233-445" not in (event.body or b"")  # the person's numbers stay in the file


def test_it_holds_in_its_term_until_it_is_revoked(staffed: Engine) -> None:
    enter(staffed)
    days = [date(2026, 1, 11), date(2026, 1, 12), date(2026, 12, 31), date(2027, 1, 1)]
    with transaction(staffed) as session:
        row = session.get_one(PowerOfAttorney, ("school-16", NUMBER))
        assert [row.holds_on(day) for day in days] == [False, True, True, False]
    revoke(staffed, f" {NUMBER.upper()} ")
    with transaction(staffed) as session:
        row = session.get_one(PowerOfAttorney, ("school-16", NUMBER))
        assert (row.holds_on(days[1]), row.revoked_at, row.revoked_why) == (False, LATER, "Уволена")


def test_what_is_wrong_is_refused_by_its_code_and_nothing_changes(staffed: Engine) -> None:
    enter(staffed)
    assert refused(lambda: enter(staffed)) == "power.known"
    assert refused(lambda: revoke(staffed, "no-such")) == "power.unknown"
    for reason in ("", " \n", "а" * 201, "\0"):
        assert refused(partial(revoke, staffed, NUMBER, reason)) == "power.reason"
    revoke(staffed)
    assert refused(lambda: revoke(staffed)) == "power.ended"
    assert refused(lambda: enter(staffed)) == "power.known"
    with transaction(staffed) as session:
        kinds = session.scalars(select(LogEvent.kind).order_by(LogEvent.id)).all()
        assert kinds == ["power.registered", "power.revoked"]


def test_of_two_with_one_number_at_the_same_moment_one_is_taken(staffed: Engine) -> None:
    start = Barrier(2)
    told: list[str] = []

    def race() -> None:
        start.wait()
        try:
            enter(staffed)
        except LetopisError as error:
            told.append(error.code)

    for _ in range(3):
        threads = [Thread(target=race) for _ in range(2)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    assert told == ["power.known"] * 5
    with transaction(staffed) as session:
        assert len(powers_of_school(session, "school-16")) == 1
        assert len(session.scalars(select(LogEvent)).all()) == 1


def signs(engine: Engine, day: date) -> None:
    with transaction(engine) as session:
        check_signs(session, "school-16", NUMBER, day)


def test_one_signs_under_it_in_its_term_and_until_it_is_revoked(staffed: Engine) -> None:
    enter(staffed)
    signs(staffed, LAST_DAY)
    assert refused(lambda: signs(staffed, date(2027, 1, 1))) == "power.over"
    revoke(staffed)
    assert refused(lambda: signs(staffed, LAST_DAY)) == "power.over"


def test_whoever_revokes_it_waits_for_a_signature_that_is_being_entered(staffed: Engine) -> None:
    enter(staffed)
    other = Thread(target=revoke, args=(staffed,))
    with transaction(staffed) as session:
        check_signs(session, "school-16", NUMBER, LAST_DAY)
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive()
    other.join(timeout=60)
    assert refused(lambda: signs(staffed, LAST_DAY)) == "power.over"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE power_of_attorney SET xml = cms",
        "UPDATE power_of_attorney SET cms = xml",
        "UPDATE power_of_attorney SET issuers = xml",
        "UPDATE power_of_attorney SET until = '2099-01-01'",
        "UPDATE power_of_attorney SET issued = '2000-01-01'",
        "UPDATE power_of_attorney SET person_id = 'boris'",
        "UPDATE power_of_attorney SET number = 'other'",
        "UPDATE power_of_attorney SET registered_at = '2000-01-01 00:00:00'",
        "DELETE FROM power_of_attorney",
    ],
)
def test_the_database_itself_keeps_it_as_it_is(staffed: Engine, statement: str) -> None:
    enter(staffed)
    with (
        pytest.raises(IntegrityError, match=FROZEN),
        transaction(staffed) as session,
    ):
        session.execute(text(statement))


@pytest.mark.parametrize("change", ["revoked_at = NULL", "revoked_why = 'Иначе'"])
def test_once_revoked_it_stays_so(staffed: Engine, change: str) -> None:
    enter(staffed)
    revoke(staffed)
    with pytest.raises(IntegrityError, match=FROZEN), transaction(staffed) as session:
        session.execute(text(f"UPDATE power_of_attorney SET {change}"))
