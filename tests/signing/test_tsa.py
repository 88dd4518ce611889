"""The timestamp authority within the process: right by openssl's judgement, and by no clock."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import cms

from signing.tsa import SchoolTimeStamper
from tests.signing.making import AT, School

DIGEST = hashlib.sha256(b"journal").digest()


def token(school: School, at: datetime, digest: bytes = DIGEST) -> cms.ContentInfo:
    own = school.authority.tsa
    stamper = SchoolTimeStamper(own.certificate, own.key, at)
    return asyncio.run(stamper.async_timestamp(digest, "sha256"))


def stamped_at(found: cms.ContentInfo) -> object:
    return found["content"]["encap_content_info"]["content"].parsed["gen_time"].native


def test_the_token_bears_the_moment_given(school: School) -> None:
    assert stamped_at(token(school, AT)) == AT


def test_the_same_request_gives_the_same_token(school: School) -> None:
    assert token(school, AT).dump() == token(school, AT).dump()


def test_different_requests_have_different_serial_numbers(school: School) -> None:
    found = {
        token(school, AT, digest)["content"]["encap_content_info"]["content"].parsed["serial_number"].native
        for digest in (DIGEST, hashlib.sha256(b"other").digest())
    }
    assert len(found) == 2


@pytest.mark.parametrize("year", [2025, 2051])
def test_openssl_verifies_the_token(school: School, tmp_path: Path, year: int) -> None:
    at = datetime(year, 11, 1, tzinfo=UTC)
    answer, root = tmp_path / "token.der", tmp_path / "root.pem"
    answer.write_bytes(token(school, at).dump())
    root.write_bytes(school.authority.trust_pem())
    command = ["openssl", "ts", "-verify", "-digest", DIGEST.hex(), "-token_in", "-in", str(answer)]
    run = subprocess.run(
        [*command, "-CAfile", str(root), "-attime", str(int(at.timestamp()))],
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
