"""The algorithm policy: what is listed is accepted until its day, what is not is refused by its name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from records.digest import canonical, sha256
from signing.algorithms import (
    POLICY,
    Refusal,
    published,
    refuse_digest,
    refuse_key,
    refuse_scheme,
    shortest_rsa,
)

NOW = datetime(2026, 6, 1, tzinfo=UTC)
END = datetime(2031, 1, 1, tzinfo=UTC)
END_OF_GOST = datetime(2036, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "bits"), [("rsa", 2048), ("rsa", 4096), ("secp256r1", 256), ("ed25519", 256)]
)
def test_a_key_of_the_list_is_accepted(name: str, bits: int) -> None:
    assert refuse_key(name, bits, NOW) is None


@pytest.mark.parametrize(
    ("name", "bits", "said"),
    [
        ("rsa", 1024, "RSA"),
        ("dsa", 3072, "DSA"),
        ("secp192r1", 192, "SECP192R1"),
        ("gost2001", 0, "GOST R 34.10-2001"),
        ("gost94", 0, "GOST R 34.10-94"),
        ("1.2.643.7.1.2.1.1.9", 256, "1.2.643.7.1.2.1.1.9"),
    ],
)
def test_a_weak_or_unknown_key_is_refused_by_name(name: str, bits: int, said: str) -> None:
    refusal = refuse_key(name, bits, NOW)
    assert refusal is not None
    assert said in refusal.ru
    assert said in refusal.en


def test_a_shorter_key_is_accepted_up_to_its_day() -> None:
    assert refuse_key("rsa", 2048, END - timedelta(seconds=1)) is None
    assert refuse_key("rsa", 2048, END) is not None
    assert refuse_key("rsa", 3072, END) is None


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("md5", "MD5"),
        ("sha1", "SHA-1"),
        ("gost94_digest", "GOST R 34.11-94"),
        ("streebog1024", "STREEBOG1024"),
    ],
)
def test_a_weak_or_unknown_digest_is_refused_by_name(name: str, called: str) -> None:
    refusal = refuse_digest(name, NOW)
    assert refusal is not None
    assert refusal.name == called


def test_an_unknown_scheme_is_refused() -> None:
    assert refuse_scheme("ecdsa", NOW) is None
    assert refuse_scheme("gost2001", NOW) is not None


@pytest.mark.parametrize(
    "refused",
    [
        refuse_digest("streebog256", END_OF_GOST),
        refuse_digest("streebog512", END_OF_GOST),
        refuse_scheme("gost2012_256", END_OF_GOST),
        refuse_key("gost512a", 512, END_OF_GOST),
    ],
)
def test_gost_is_accepted_up_to_its_day(refused: Refusal | None) -> None:
    assert refused is not None
    assert "01.01.2036" in refused.ru
    before = END_OF_GOST - timedelta(seconds=1)
    assert refuse_key("gost256b", 256, before) is refuse_digest("streebog512", before) is None


@pytest.mark.parametrize(("until", "bits"), [(NOW, 2048), (END, 3072)])
def test_the_authority_issues_keys_that_outlast_their_certificate(until: datetime, bits: int) -> None:
    assert shortest_rsa(until) == bits


def test_another_policy_has_another_name() -> None:
    """Reports of many years name the policy: a changed line gives it the next number."""
    told = "85a11a4a9651aafa3cbec560fd00e212da0a16e732f2a3eb395f0ac158d11374"
    assert (POLICY, sha256(canonical(published()))) == ("letopis/algorithms/2", told)
