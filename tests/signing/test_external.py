"""A CMS that another program made: OpenSSL's signatures, of GOST 256 and 512 and of RSA, enter a record and hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from signing.credential import certificate_facts
from signing.errors import SigningRefusedError
from signing.external import check_detached
from signing.indications import Indication
from signing.report import Expectation, expect
from signing.validate import examine, validate
from tests.signing.gost_authority import GostAuthority, Holder
from tests.signing.making import YEAR
from tests.signing.outside_school import ANSWER, CHAIN, Desk

KINDS = ((256, "A"), (256, "TCA"), (256, "B"), (256, "C"), (512, "A"), (512, "B"), (512, "C"), (0, ""))


@pytest.mark.parametrize(("bits", "curve"), KINDS)
def test_a_signature_of_an_outside_program_is_embedded_and_holds_for_decades(
    desk: Desk, gost: GostAuthority, bits: int, curve: str
) -> None:
    holder = gost.issue("Громова", bits, curve)

    sealed = desk.sealed(holder)

    expected = expect(CHAIN, [certificate_facts(holder.certificate).sha256, None])
    report = validate(sealed, expected, desk.trust, desk.at + 10 * YEAR)
    assert [one.indication for one in report.signatures] == [Indication.TOTAL_PASSED] * 2
    assert report.signatures[0].proven_at == desk.at + ANSWER


def test_the_question_names_the_digest_of_the_key(desk: Desk, teacher: Holder) -> None:
    asked = desk.prepare(teacher)

    assert asked == desk.prepare(teacher)
    assert (asked.algorithm, len(asked.digest)) == ("streebog256", 32)


def test_a_key_is_shown_by_signing_a_challenge(desk: Desk, teacher: Holder) -> None:
    found = check_detached(teacher.sign(b"challenge"), b"challenge", desk.at)

    assert found == teacher.certificate
    assert desk.issuers(teacher) == (desk.gost.root.certificate,)


def test_without_a_current_list_of_its_authority_nothing_is_prepared(desk: Desk, teacher: Holder) -> None:
    """Asked again when the file is made: a list that ran out meanwhile, or names the certificate, ends it there."""
    later = replace(desk, at=desk.at + timedelta(days=8))
    with pytest.raises(SigningRefusedError) as refused:
        later.prepare(teacher)
    assert refused.value.code == "signing.certificate"


def test_the_report_names_the_algorithms(desk: Desk, gost: GostAuthority) -> None:
    sealed = desk.sealed(gost.issue("Громова", 512, "B"))
    names = [one.algorithm for one in examine(sealed, Expectation(), desk.trust, desk.at + YEAR).signatures]
    assert names == ["GOST R 34.10-2012 512 B, Streebog-512", "RSA 2048, SHA-256"]
