"""Of our own records every revision is the one in the log: what an analysis of differences allows is found too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from records.digest import sha256
from signing.errors import Reason
from signing.report import Expectation, Revision, expect
from signing.trust import Trust
from signing.validate import validate
from tests.signing.attacks import BOTH, JOURNAL, TODAY, appended, appended_alone, reason
from tests.signing.making import AT, HOUR, School, sign_step


def logged(states: Sequence[bytes]) -> Expectation:
    """What is expected of a file that was so after each of its signatures."""
    revisions = [Revision(sha256(state), len(state)) for state in states]
    return expect(JOURNAL, [None] * len(states), revisions)


def test_the_logged_revisions_are_valid(trust: Trust, period_journal: list[bytes]) -> None:
    assert len(validate(period_journal[-1], logged(period_journal), trust, TODAY).signatures) == 2


def test_a_file_that_waits_for_its_second_signature_is_valid(
    trust: Trust, period_journal: list[bytes]
) -> None:
    assert validate(period_journal[0], logged(period_journal[:1]), trust, TODAY).signatures


@pytest.mark.parametrize("place", [0, 1])
def test_a_revision_with_another_digest_is_found(
    trust: Trust, period_journal: list[bytes], place: int
) -> None:
    entries = list(logged(period_journal).signed)
    entries[place] = replace(entries[place], revision=Revision("0" * 64, len(period_journal[place])))
    assert reason(period_journal[-1], Expectation(tuple(entries)), trust) is Reason.CHANGED_AFTER


def test_revisions_that_lie_elsewhere_are_found(trust: Trust, period_journal: list[bytes]) -> None:
    first, last = logged(period_journal).signed
    swapped = (replace(first, revision=last.revision), replace(last, revision=first.revision))
    assert reason(period_journal[-1], Expectation(swapped), trust) is Reason.CHANGED_AFTER


def test_a_revision_appended_to_a_sealed_file_is_found(trust: Trust, period_journal: list[bytes]) -> None:
    longer = appended(period_journal[-1], lambda writer: writer.update_root())  # type: ignore[no-untyped-call]
    assert reason(longer, logged(period_journal), trust) is Reason.CHANGED_AFTER


def test_bytes_after_the_last_signature_are_found_though_their_digest_is_logged(
    trust: Trust, period_journal: list[bytes]
) -> None:
    longer = period_journal[-1] + b"% more\n"
    assert reason(longer, logged([period_journal[0], longer]), trust) is Reason.CHANGED_AFTER


def test_what_an_analysis_allows_between_two_signatures_is_found(
    trust: Trust, school: School, period_journal: list[bytes]
) -> None:
    """A revision without any change that slipped in before the deputy head signed."""
    slipped = appended_alone(period_journal[0], lambda writer: writer.update_root())  # type: ignore[no-untyped-call]
    signed = sign_step(school, slipped, JOURNAL, 1, AT + HOUR)
    assert validate(signed, BOTH, trust, TODAY).signatures
    assert reason(signed, logged([period_journal[0], signed]), trust) is Reason.CHANGED_AFTER


def test_a_field_added_by_a_stranger_is_found(trust: Trust, period_journal: list[bytes]) -> None:
    spoilt = appended_alone(period_journal[0], lambda w: append_signature_field(w, SigFieldSpec("Stranger")))
    assert reason(spoilt, logged(period_journal[:1]), trust) is Reason.UNEXPECTED_FIELD
