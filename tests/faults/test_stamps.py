"""Whatever a timestamp authority does instead of answering, the signer is told in words and nothing is signed."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms

from signing.authority import SchoolAuthority
from signing.errors import SigningRefusedError
from signing.services import services_at
from signing.timestamp import TOLERANCE, CheckedTimeStamper
from signing.tsa import SchoolTimeStamper
from tests.faults.kinds import Fault, Garbage, Kind
from tests.faults.stamps import Stamps

AT = datetime(2026, 5, 26, 15, 0, tzinfo=UTC)
DIGEST = hashlib.sha256(b"journal").digest()
WRONG = "signing.timestamp_wrong"
# The token's own signature is judged with the signed file.
CODES = {
    Garbage.REJECTED: "signing.timestamp_refused",
    **dict.fromkeys((Garbage.OTHER_IMPRINT, Garbage.TRUNCATED, Garbage.FAR_OFF), WRONG),
    **dict.fromkeys((Garbage.WRONG_NONCE, Garbage.NOISE), WRONG),
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> SchoolAuthority:
    return SchoolAuthority.create(tmp_path_factory.mktemp("authority"), "Школа", AT)


def stamp(authority: SchoolAuthority) -> cms.ContentInfo:
    return asyncio.run(services_at(authority, AT).timestamper.async_timestamp(DIGEST, "sha256"))


def refused(authority: SchoolAuthority, fault: Fault) -> SigningRefusedError:
    with Stamps(fault).watched(), pytest.raises(SigningRefusedError) as caught:
        stamp(authority)
    return caught.value


@pytest.mark.parametrize("kind", [Kind.STAMP_DOWN, Kind.STAMP_SLOW])
def test_an_authority_that_does_not_answer_is_named(authority: SchoolAuthority, kind: Kind) -> None:
    assert refused(authority, Fault(kind, 0)).code == "signing.timestamp_away"


@pytest.mark.parametrize("garbage", CODES)
def test_garbage_is_refused(authority: SchoolAuthority, garbage: Garbage) -> None:
    assert refused(authority, Fault(Kind.STAMP_GARBAGE, 0, garbage=garbage)).code == CODES[garbage]


def test_every_garbage_has_its_code() -> None:
    assert set(Garbage) - set(CODES) == {Garbage.OTHER_KEY}


def test_an_honest_token_passes(authority: SchoolAuthority) -> None:
    with Stamps().watched() as counted:
        token = stamp(authority)
    info = token["content"]["encap_content_info"]["content"].parsed
    assert (info["message_imprint"]["hashed_message"].native, counted.requests) == (DIGEST, 1)


@pytest.mark.parametrize(("late", "passes"), [(TOLERANCE, True), (TOLERANCE + timedelta(seconds=1), False)])
def test_the_clocks_may_differ_by_so_much(authority: SchoolAuthority, late: timedelta, passes: bool) -> None:
    own = authority.tsa
    stamper = CheckedTimeStamper(SchoolTimeStamper(own.certificate, own.key, AT + late), AT)
    with nullcontext() if passes else pytest.raises(SigningRefusedError, match=WRONG):
        asyncio.run(stamper.async_timestamp(DIGEST, "sha256"))


def test_the_faults_begin_with_the_request_of_their_number(authority: SchoolAuthority) -> None:
    with Stamps(Fault(Kind.STAMP_DOWN, 1)).watched():
        stamp(authority)
        with pytest.raises(SigningRefusedError):
            stamp(authority)
