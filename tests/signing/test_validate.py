"""Validation of files that nobody touched: today, and long after every certificate has expired."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from records.digest import sha256
from records.errors import InputError
from records.registers.kinds import RecordKind
from signing.authority import SchoolAuthority
from signing.certificates import Revocation, revocation_list
from signing.credential import facts
from signing.indications import Indication
from signing.policy import Level
from signing.report import Expectation, expect
from signing.trust import Trust, trust_from_pem
from signing.validate import validate
from tests.signing.chains import chain_of
from tests.signing.making import AT, HOUR, SCHOOL, YEAR, School, foreign, open_school, sign_step

PERIOD, CLASS = chain_of(RecordKind.PERIOD_JOURNAL), chain_of(RecordKind.CLASS_JOURNAL)
TODAY = AT + 5 * HOUR
TEN_YEARS_AFTER_EXPIRY = AT + timedelta(days=457) + 10 * YEAR


def on_record(school: School, count: int = 2) -> Expectation:
    return expect(PERIOD, [facts(school.people[step.role]).sha256 for step in PERIOD[:count]])


@pytest.mark.parametrize(
    "at", [TODAY, AT + YEAR, TEN_YEARS_AFTER_EXPIRY, datetime(2051, 1, 1, tzinfo=AT.tzinfo)]
)
def test_two_signatures_are_valid(
    school: School, trust: Trust, period_journal: list[bytes], at: datetime
) -> None:
    report = validate(period_journal[-1], on_record(school), trust, at)
    assert report.indication is Indication.TOTAL_PASSED


@pytest.mark.parametrize("at", [TODAY, TEN_YEARS_AFTER_EXPIRY, datetime(2051, 1, 1, tzinfo=AT.tzinfo)])
def test_three_signatures_are_valid(trust: Trust, class_journal: list[bytes], at: datetime) -> None:
    report = validate(class_journal[-1], expect(CLASS, [None] * 3), trust, at)
    assert [found.field for found in report.signatures] == ["ClassTeacher", "DeputyHead", "Director"]


@pytest.mark.parametrize("count", [1, 2])
def test_a_file_that_still_waits_for_signatures_is_valid(
    trust: Trust, class_journal: list[bytes], count: int
) -> None:
    report = validate(class_journal[count - 1], expect(CLASS, [None] * count), trust, AT + YEAR)
    assert len(report.signatures) == count


def test_a_file_of_unknown_origin_is_valid_without_an_expectation(
    trust: Trust, period_journal: list[bytes]
) -> None:
    assert len(validate(period_journal[-1], Expectation(), trust, TODAY).signatures) == 2


@pytest.mark.parametrize("at", [TODAY, AT + YEAR])
def test_a_file_signed_by_another_program_is_valid(
    school: School, trust: Trust, page: bytes, at: datetime
) -> None:
    pdf = foreign(page, school.people[PERIOD[0].role], school.services(AT), stamped=True, proven=True)
    assert validate(pdf, Expectation(), trust, at).signatures[0].level is Level.B_LT


def test_a_certificate_revoked_after_the_signature_does_no_harm(
    school: School, period_journal: list[bytes]
) -> None:
    serial = school.people[PERIOD[0].role].certificate.serial_number
    at = AT + 2 * HOUR
    later = revocation_list(school.authority.issuer, [Revocation(serial, at)], at)
    trust = trust_from_pem(school.authority.trust_pem(), (later,))
    assert validate(period_journal[-1], on_record(school), trust, AT + 3 * HOUR).signatures


@pytest.mark.parametrize("at", [TODAY, TEN_YEARS_AFTER_EXPIRY])
def test_a_teacher_may_leave_between_the_two_signatures(page: bytes, tmp_path: Path, at: datetime) -> None:
    school = open_school(SchoolAuthority.create(tmp_path, SCHOOL, AT))
    first = sign_step(school, page, PERIOD, 0, AT)
    school.authority.revoke("p1", AT + HOUR)
    both = sign_step(school, first, PERIOD, 1, AT + 2 * HOUR)
    trust = trust_from_pem(school.authority.trust_pem())
    assert len(validate(both, on_record(school), trust, at).signatures) == 2


def test_the_report_says_whose_signature_it_is(
    school: School, trust: Trust, period_journal: list[bytes]
) -> None:
    teacher = validate(period_journal[-1], on_record(school), trust, TODAY).signatures[0]
    assert (teacher.signer, teacher.certificate) == (
        "Громова Мария Ивановна",
        facts(school.people[PERIOD[0].role]),
    )


def test_claimed_and_proven_time_are_reported(trust: Trust, period_journal: list[bytes]) -> None:
    deputy = validate(period_journal[-1], expect(PERIOD, [None] * 2), trust, AT + 9 * YEAR).signatures[1]
    assert (deputy.claimed_at, deputy.proven_at) == (AT + HOUR, AT + HOUR)


def test_the_first_signature_certifies_and_the_last_locks(trust: Trust, period_journal: list[bytes]) -> None:
    found = validate(period_journal[-1], expect(PERIOD, [None] * 2), trust, TODAY).signatures
    assert [(one.certifies, one.locks) for one in found] == [(True, False), (False, True)]


def test_the_archive_timestamp_lifts_every_signature_to_b_lta(
    trust: Trust, period_journal: list[bytes]
) -> None:
    found = validate(period_journal[-1], expect(PERIOD, [None] * 2), trust, TODAY).signatures
    assert {one.level for one in found} == {Level.B_LTA}


def test_the_report_names_the_file(trust: Trust, period_journal: list[bytes]) -> None:
    pdf = period_journal[-1]
    report = validate(pdf, expect(PERIOD, [None] * 2), trust, TODAY)
    assert (report.sha256, report.size, report.revisions) == (sha256(pdf), len(pdf), 4)
    assert report.archive_timestamps == (AT + HOUR,)


@pytest.mark.parametrize("data", [b"", b"-----BEGIN CERTIFICATE-----\nnothing"])
def test_a_trust_file_without_certificates_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as error:
        trust_from_pem(data)
    assert error.value.code == "trust.pem"
