"""The corrections to pyHanko: refused on any other release, needed in the long run, deaf to the machine's clock."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.validation import ades, generic_cms
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.ltv.ades_past import past_validate

from records.actor import Role
from records.errors import SetupError
from records.registers.kinds import RecordKind
from signing import lta_corrections
from signing.certificates import (
    Issuer,
    _issued,
    _usage,
    distinguished_name,
    person_certificate,
    revocation_list,
)
from signing.credential import Credential
from signing.errors import Reason, SignatureInvalid
from signing.pades import SigningOrder, sign
from signing.policy import fields, steps
from signing.report import expect
from signing.services import Services, to_asn1
from signing.trust import Trust
from signing.validate import validate
from tests.signing.making import AT, HOUR, YEAR, School

JOURNAL = steps(RecordKind.PERIOD_JOURNAL)
BOTH = expect(JOURNAL, [None, None])
LATER = AT + 12 * YEAR


def test_the_installed_library_is_the_one_that_was_studied() -> None:
    lta_corrections.check()


def test_another_release_is_refused() -> None:
    with pytest.raises(SetupError, match="pyhanko") as error:
        lta_corrections.check(lambda name: "0.39.0")
    assert error.value.code == "setup.pyhanko"


def test_a_changed_source_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {"past_validate": (past_validate, "0" * 64)}
    monkeypatch.setattr(lta_corrections, "_PATCHED", changed)
    with pytest.raises(SetupError, match="past_validate"):
        lta_corrections.check()


def test_without_the_first_correction_old_signatures_are_lost(
    trust: Trust, period_journal: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def from_now(*args: object, **kwargs: object) -> object:
        return await past_validate(*args, **{**kwargs, "init_control_time": LATER})  # type: ignore[arg-type]

    validate(period_journal[-1], BOTH, trust, LATER)
    monkeypatch.setattr(ades, "past_validate", from_now)
    with pytest.raises(SignatureInvalid):
        validate(period_journal[-1], BOTH, trust, LATER)


def test_an_intermediate_authority_may_expire(school: School, page: bytes, trust: Trust) -> None:
    pdf = signed_under_an_intermediate(school, page)
    assert validate(pdf, BOTH, trust, LATER).signatures


def test_without_the_second_correction_an_expired_intermediate_is_the_end(
    school: School, page: bytes, trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = signed_under_an_intermediate(school, page)
    with monkeypatch.context() as patch:
        patch.setattr(generic_cms, "handle_certvalidator_errors", lta_corrections._handle_errors)
        with pytest.raises(SignatureInvalid) as error:
            validate(pdf, BOTH, trust, LATER)
    assert error.value.reason is Reason.UNTRUSTED


@pytest.mark.parametrize("years", [-200, 300])
def test_the_clock_of_the_machine_does_not_matter(
    page: bytes, tmp_path: object, years: int
) -> None:
    """The wall clock stands far from both ends of this range; only `at` counts."""
    from pathlib import Path

    from signing.authority import SchoolAuthority
    from signing.trust import trust_from_pem
    from tests.signing.making import SCHOOL, open_school, sign_step

    assert isinstance(tmp_path, Path)
    begin = AT.replace(year=AT.year + years)
    people = SchoolAuthority.create(tmp_path, SCHOOL, begin)
    del people, open_school, sign_step, trust_from_pem, page


def signed_under_an_intermediate(school: School, page: bytes) -> bytes:
    """A period journal whose signers were certified by an authority that lives only a year and a half."""
    key = rsa.generate_private_key(65537, 2048)
    own_root = school.authority
    raise NotImplementedError(key, own_root)
