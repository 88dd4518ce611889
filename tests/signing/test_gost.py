"""GOST signatures and Streebog: gostcrypto against OpenSSL's engine, and openssl's second opinion of a whole record."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import algos, keys
from asn1crypto.parser import peek
from cryptography.exceptions import InvalidSignature
from gostcrypto.gostsignature.gost_34_10_2012 import GOST34102012
from pyhanko_certvalidator.errors import AlgorithmNotSupported
from pyhanko_certvalidator.sig_validate import SignatureValidationContext

from signing.credential import certificate_facts, to_asn1
from signing.errors import Reason, SignatureInvalid
from signing.gost import streebog as digests
from signing.gost.digests import covered
from signing.gost.names import curve_of
from signing.gost.signature import Verifier, verify
from signing.gost.streebog import by_engine, by_library, engine_is_right, streebog
from signing.reading import open_signed
from signing.report import Expectation, expect
from signing.trust import Trust
from signing.validate import examine, validate
from tests.signing.gost_authority import GostAuthority, Holder, openssl
from tests.signing.making import YEAR
from tests.signing.outside_school import CHAIN, Desk

# RFC 6986, 10.1 and 10.2 (GOST R 34.11-2012, A.1 and A.2), least octet first as every program writes them.
EXAMPLES = (
    (
        b"012345678901234567890123456789012345678901234567890123456789012",
        "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500",
        "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa"
        "00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48",
    ),
    (
        bytes.fromhex(
            "d1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20f120eceef0ff20f1f2f0e5ebe0ece8"
            "20ede020f5f0e0e1f0fbff20efebfaeafb20c8e3eef0e5e2fb"
        ),
        "9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50",
        "1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376"
        "035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28",
    ),
)


@pytest.mark.parametrize(("said", "short", "long"), EXAMPLES)
def test_the_digests_of_the_standard(said: bytes, short: str, long: str) -> None:
    assert (streebog(said, 256).hex(), streebog(said, 512).hex()) == (short, long)


def test_there_is_no_other_size() -> None:
    with pytest.raises(ValueError, match="384"):
        streebog(b"", 384)


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 127, 128, 1000, 40_000])
def test_engine_and_library_agree(gost: GostAuthority, size: int) -> None:
    data = bytes(number * 7 & 255 for number in range(size))
    for bits in digests.BITS:
        assert by_engine(data, bits) == by_library(data, bits)


def test_a_large_digest_asks_the_engine(gost: GostAuthority, monkeypatch: pytest.MonkeyPatch) -> None:
    right = by_library(bytes(20_000), 256)
    monkeypatch.setattr(digests, "by_library", lambda *_: b"")
    assert (streebog(bytes(20_000), 256), streebog(bytes(20), 256)) == (right, b"")


@pytest.mark.parametrize("fault", ["absent", "wrong"])
def test_without_a_right_engine_the_library_answers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fault: str
) -> None:
    """An auditor's machine has none; and one that lies is found by the standard's example."""
    right = by_library(bytes(20_000), 256)
    if fault == "wrong":
        (tmp_path / "openssl").write_text("#!/bin/sh\nhead -c 32 /dev/zero\n")
        (tmp_path / "openssl").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    else:
        monkeypatch.setenv("PATH", str(tmp_path))
    engine_is_right.cache_clear()
    try:
        assert streebog(bytes(20_000), 256) == right
        assert not engine_is_right(256)
    finally:
        engine_is_right.cache_clear()


CURVES = [(256, curve) for curve in ("TCA", "TCB", "TCC", "TCD", "A", "B", "C", "XA", "XB")]
CURVES += [(512, curve) for curve in "ABC"]


@pytest.mark.parametrize(("bits", "curve"), CURVES)
def test_every_curve_of_the_standard(gost: GostAuthority, bits: int, curve: str) -> None:
    holder = gost.issue("Громова", bits, curve)
    key, signature = to_asn1(holder.certificate).public_key, holder.raw(b"said")
    digest = streebog(b"said", bits)

    verify(key, signature, digest)
    for wrong in (digest[::-1], bytes(bits // 8), digest[:-1]):
        with pytest.raises(InvalidSignature):
            verify(key, signature, wrong)
    for wrong in (signature[::-1], bytes(bits // 4), b"\xff" * (bits // 4), signature[1:]):
        with pytest.raises(InvalidSignature):
            verify(key, wrong, digest)


def test_the_library_is_asked_once_about_the_same_octets(
    teacher: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, signature, digest = (
        to_asn1(teacher.certificate).public_key,
        teacher.raw(b"said"),
        streebog(b"said", 256),
    )
    asked, released = list[object](), GOST34102012.verify

    def counted(*given: Any) -> Any:
        asked.append(given)
        return released(*given)

    monkeypatch.setattr(GOST34102012, "verify", counted)
    verify(key, signature, digest)
    verify(key, signature, digest)
    assert len(asked) == 1
    for _ in range(2):
        with pytest.raises(InvalidSignature):
            verify(key, signature, digest[::-1])
    assert len(asked) == 2


def altered(teacher: Holder, old: bytes, new: bytes) -> keys.PublicKeyInfo:
    der = to_asn1(teacher.certificate).public_key.dump()
    assert old in der
    return keys.PublicKeyInfo.load(der.replace(old, new))


def test_an_unknown_curve_is_refused_by_name(teacher: Holder) -> None:
    key = altered(teacher, bytes.fromhex("06072a850302022301"), bytes.fromhex("06072a850302022309"))
    assert curve_of(key) == "1.2.643.2.2.35.9"
    with pytest.raises(AlgorithmNotSupported, match=r"1\.2\.643\.2\.2\.35\.9"):
        verify(key, bytes(64), bytes(32))


def test_a_curve_of_the_other_size_is_refused(teacher: Holder) -> None:
    long = bytes.fromhex("06092a850307010201") + b"\x02\x01"
    own = to_asn1(teacher.certificate).public_key
    own["algorithm"]["parameters"]["curve"] = "1.2.643.7.1.2.1.2.1"
    assert long in own.dump(force=True)
    with pytest.raises(AlgorithmNotSupported):
        verify(keys.PublicKeyInfo.load(own.dump()), bytes(64), bytes(32))


def test_a_point_off_the_curve_is_no_key(teacher: Holder) -> None:
    point = to_asn1(teacher.certificate).public_key["public_key"].parsed.native
    key = altered(teacher, point, bytes([point[0] ^ 1]) + point[1:])
    with pytest.raises(InvalidSignature):
        verify(key, teacher.raw(b"said"), streebog(b"said", 256))


@pytest.mark.parametrize(
    ("scheme", "beside"), [("gost2012_512", None), ("gost2012_256", "streebog512"), ("sha256_ecdsa", None)]
)
def test_key_scheme_and_digest_belong_together(teacher: Holder, scheme: str, beside: str | None) -> None:
    key = to_asn1(teacher.certificate).public_key
    algorithm = algos.SignedDigestAlgorithm({"algorithm": scheme})
    context = SignatureValidationContext(contextual_md_algorithm=beside)
    with pytest.raises(AlgorithmNotSupported):
        Verifier().validate_signature(teacher.raw(b"said"), b"said", key, algorithm, context)


@pytest.mark.parametrize("bits", [256, 512])
def test_openssl_is_of_the_same_opinion(desk: Desk, gost: GostAuthority, tmp_path: Path, bits: int) -> None:
    """What an auditor does without us: the byte range, the container, the trusted root (docs/signatures.md)."""
    sealed = desk.sealed(gost.issue("Громова", bits))
    signature = open_signed(sealed).signatures[0]
    octets, container = tmp_path / "octets", tmp_path / "cms.der"
    octets.write_bytes(covered(sealed, tuple(map(int, signature.byte_range))))
    container.write_bytes(signature.pkcs7_content)
    words = ("-inform", "DER", "-in", container, "-content", octets, "-binary", "-CAfile", gost.root.file)

    openssl(
        "cms", "-verify", "-engine", "gost", "-cades", *words, "-purpose", "any", "-out", tmp_path / "out"
    )

    octets.write_bytes(octets.read_bytes() + b"\n")
    with pytest.raises(AssertionError):
        openssl(
            "cms", "-verify", "-engine", "gost", "-cades", *words, "-purpose", "any", "-out", tmp_path / "out"
        )


def reason(pdf: bytes, desk: Desk, holder: Holder) -> Reason:
    expected = expect(CHAIN, [certificate_facts(holder.certificate).sha256, None])
    with pytest.raises(SignatureInvalid) as refused:
        validate(pdf, expected, desk.trust, desk.at + YEAR)
    return refused.value.reason


def test_a_changed_file_is_broken_and_another_certificate_is_seen(
    desk: Desk, gost: GostAuthority, teacher: Holder
) -> None:
    sealed = desk.sealed(teacher)
    place = sealed.index(b"/Producer") if b"/Producer" in sealed else 2000
    altered_file = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]

    assert reason(altered_file, desk, teacher) in (Reason.BROKEN, Reason.CHANGED_AFTER, Reason.UNREADABLE)
    assert reason(sealed, desk, gost.issue("Лебедева")) is Reason.WRONG_SIGNER


def test_without_the_outside_root_nobody_believes_it(desk: Desk, teacher: Holder) -> None:
    school_alone = Trust(desk.trust.roots[:1])
    expected = expect(CHAIN, [certificate_facts(teacher.certificate).sha256, None])
    with pytest.raises(SignatureInvalid) as refused:
        validate(desk.sealed(teacher), expected, school_alone, desk.at + YEAR)
    assert refused.value.reason is Reason.UNTRUSTED


def test_no_engine_is_needed_to_validate(
    desk: Desk, teacher: Holder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert shutil.which("openssl")
    sealed = desk.sealed(teacher)
    monkeypatch.setenv("PATH", str(tmp_path))
    engine_is_right.cache_clear()
    try:
        expected = expect(CHAIN, [certificate_facts(teacher.certificate).sha256, None])
        assert validate(sealed, expected, desk.trust, desk.at + YEAR).findings == ()
    finally:
        engine_is_right.cache_clear()


KEY, CURVE, DIGEST = "06082a85030701010101", "06072a850302022301", "06082a85030701010202"


@pytest.mark.parametrize(
    ("known", "unknown", "named"),
    [
        (KEY, "06082a85030701010109", "1.2.643.7.1.1.1.9"),
        (CURVE, "06072a850302022309", "1.2.643.2.2.35.9"),
        (DIGEST, "06082a85030701010209", "1.2.643.7.1.1.2.9"),
        (DIGEST, "06082a864886f70d0205", "MD5"),
    ],
)
def test_an_unknown_algorithm_in_a_file_is_refused_by_name(
    desk: Desk, teacher: Holder, known: str, unknown: str, named: str
) -> None:
    signed = desk.signed(teacher)
    assert known.upper().encode() in signed

    report = examine(
        signed.replace(known.upper().encode(), unknown.upper().encode()), Expectation(), desk.trust, desk.at
    )

    weak = [found for found in report.findings if found.reason is Reason.WEAK]
    assert [named in found.ru and named in found.en for found in weak] == [True]


def test_a_damaged_container_is_always_a_finding(desk: Desk, teacher: Holder) -> None:
    """Fifteen of many: python -m tests.fuzz signatures tries more, on signatures of our own authority."""
    sealed, chance = desk.sealed(teacher), random.Random(1)
    signature = open_signed(sealed).signatures[0]
    start, length = int(signature.byte_range[1]) + 1, 2 * peek(signature.pkcs7_content)
    for _ in range(15):
        damaged = bytearray(sealed)
        for _ in range(chance.randint(1, 3)):
            damaged[start + chance.randrange(length)] = chance.choice(b"0123456789ABCDEF")
        if damaged != sealed:
            assert examine(bytes(damaged), Expectation(), desk.trust, desk.at + YEAR).findings
