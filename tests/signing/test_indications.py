"""The names of EN 319 102-1 and their sentences, and what each signature of a file comes to."""

from __future__ import annotations

import pytest

from signing.errors import Reason, SignatureInvalid
from signing.indications import Indication, SubIndication
from signing.policy import Level
from signing.report import Changes, Coverage, Expectation, expect
from signing.trust import Trust
from signing.validate import examine
from tests.signing.attacks import BOTH, JOURNAL, TODAY, appended
from tests.signing.making import AT, HOUR, School, foreign


@pytest.mark.parametrize("name", [*Indication, *SubIndication, *Coverage, *Changes])
def test_every_indication_has_a_sentence_in_both_languages(
    name: Indication | SubIndication | Coverage | Changes,
) -> None:
    assert name.sentence("ru") != name.sentence("en")


@pytest.mark.parametrize("name", SubIndication)
def test_no_sub_indication_belongs_to_what_passed(name: SubIndication) -> None:
    assert name.indication is not Indication.TOTAL_PASSED


@pytest.mark.parametrize("reason", Reason)
def test_the_indication_of_a_reason_follows_from_its_sub_indication(reason: Reason) -> None:
    error = SignatureInvalid(reason, "Teacher")
    assert error.indication is error.sub_indication.indication


def test_a_valid_file_says_what_is_proven_of_each_signature(
    trust: Trust, period_journal: list[bytes]
) -> None:
    report = examine(period_journal[-1], BOTH, trust, TODAY)
    assert (report.indication, report.sub_indication, report.findings) == (Indication.TOTAL_PASSED, None, ())
    assert [(one.indication, one.coverage, one.changes) for one in report.signatures] == [
        (Indication.TOTAL_PASSED, Coverage.REVISION, Changes.PROOFS)
    ] * 2


def test_the_last_signature_covers_a_file_without_archive_timestamp(
    trust: Trust, period_journal: list[bytes]
) -> None:
    (teacher,) = examine(period_journal[0], expect(JOURNAL, [None]), trust, TODAY).signatures
    assert (teacher.coverage, teacher.changes, teacher.level) == (Coverage.FILE, Changes.NONE, Level.B_LT)


def test_one_bad_signature_does_not_hide_the_others(trust: Trust, period_journal: list[bytes]) -> None:
    """Another certificate is on record for the deputy head alone."""
    report = examine(period_journal[-1], expect(JOURNAL, [None, "0" * 64]), trust, TODAY)
    teacher, deputy = report.signatures
    assert (teacher.indication, deputy.indication) == (Indication.TOTAL_PASSED, Indication.INDETERMINATE)
    assert deputy.sub_indication is SubIndication.SIG_CONSTRAINTS_FAILURE
    assert deputy.proven_at == AT + HOUR
    assert report.indication is Indication.INDETERMINATE


def test_a_change_after_signing_is_told_of_the_signatures(trust: Trust, period_journal: list[bytes]) -> None:
    longer = appended(period_journal[0], lambda writer: writer.update_root())  # type: ignore[no-untyped-call]
    (teacher,) = examine(longer, expect(JOURNAL, [None]), trust, TODAY).signatures
    assert (teacher.changes, teacher.indication) == (Changes.FORBIDDEN, Indication.TOTAL_FAILED)


def test_a_change_after_the_last_stamp_is_told_of_every_signature(
    trust: Trust, period_journal: list[bytes]
) -> None:
    longer = period_journal[-1] + b"% more"
    found = examine(longer, BOTH, trust, TODAY).signatures
    assert [(one.changes, one.indication) for one in found] == [
        (Changes.FORBIDDEN, Indication.TOTAL_FAILED)
    ] * 2


@pytest.mark.parametrize(
    ("stamped", "level", "proven"),
    [(False, Level.B_B, False), (True, Level.B_T, False), (True, Level.B_LT, True)],
)
def test_the_level_is_the_one_that_was_reached(
    school: School, trust: Trust, page: bytes, *, stamped: bool, level: Level, proven: bool
) -> None:
    signer = school.people[JOURNAL[0].role]
    pdf = foreign(page, signer, school.services(AT), stamped=stamped, proven=proven)
    (found,) = examine(pdf, Expectation(), trust, TODAY).signatures
    assert found.level is level


def test_a_time_that_nothing_proves_is_not_given_as_proven(school: School, trust: Trust, page: bytes) -> None:
    pdf = foreign(page, school.people[JOURNAL[0].role], school.services(AT), stamped=False, proven=False)
    (found,) = examine(pdf, Expectation(), trust, TODAY).signatures
    assert found.proven_at is None


def test_what_cannot_be_read_is_a_finding(trust: Trust) -> None:
    report = examine(b"%PDF-1.7 and then nothing", Expectation(), trust, TODAY)
    assert [finding.reason for finding in report.findings] == [Reason.UNREADABLE]
    assert report.sub_indication is SubIndication.FORMAT_FAILURE
