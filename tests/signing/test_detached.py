"""What is not a detached CAdES-BES of the right certificate over the right document is refused, each by its code."""

from __future__ import annotations

import base64
from contextlib import suppress
from datetime import timedelta

import pytest
from asn1crypto import cms, core, pem, tsp
from hypothesis import given, settings
from hypothesis import strategies as st

from signing.credential import to_asn1
from signing.detached import MAX_CMS, read_detached
from signing.errors import SigningRefusedError
from signing.external import check_detached
from signing.gost.streebog import streebog
from tests.signing.cms_making import attributes, container, made, signer_info
from tests.signing.gost_authority import GostAuthority, Holder
from tests.signing.making import HOUR
from tests.signing.outside_school import Desk

CONTENT = b"what is signed"


def refusal(data: bytes, desk: Desk, holder: Holder | None = None) -> str:
    with pytest.raises(SigningRefusedError) as refused:
        check_detached(data, CONTENT, desk.at, holder.certificate if holder else None)
    return refused.value.code


@pytest.mark.parametrize("bits", [256, 512])
def test_an_honest_signature_of_ours_is_taken(desk: Desk, gost: GostAuthority, bits: int) -> None:
    """So that each attack below fails for its own reason."""
    holder = gost.issue("Громова", bits)
    for at in (None, desk.at, desk.at + timedelta(minutes=20)):
        honest = made(holder, attributes(holder, CONTENT, at)).dump()
        assert check_detached(honest, CONTENT, desk.at) == holder.certificate


def test_der_pem_and_base64_are_the_same_signature(desk: Desk, teacher: Holder) -> None:
    der = teacher.sign(CONTENT)
    for shape in (der, pem.armor("CMS", der), base64.encodebytes(der)):
        assert check_detached(shape, CONTENT, desk.at) == teacher.certificate


def test_a_signature_of_another_document_is_refused(desk: Desk, teacher: Holder) -> None:
    assert refusal(teacher.sign(b"another"), desk) == "signing.cms_document"


def test_a_signature_of_another_certificate_is_refused(
    desk: Desk, gost: GostAuthority, teacher: Holder
) -> None:
    other = gost.issue("Лебедева")
    assert refusal(other.sign(CONTENT), desk, teacher) == "signing.cms_certificate"


def test_a_signature_with_its_document_inside_is_refused(desk: Desk, teacher: Holder) -> None:
    assert refusal(teacher.sign(CONTENT, "-nodetach"), desk) == "signing.cms_attached"


def test_two_signers_and_none_are_refused(desk: Desk, gost: GostAuthority, teacher: Holder) -> None:
    other = gost.issue("Лебедева")
    second = ("-signer", other.file, "-inkey", other.key)
    assert refusal(teacher.sign(CONTENT, *second), desk) == "signing.cms_signers"
    assert refusal(container([teacher], []).dump(), desk) == "signing.cms_signers"


def test_a_signature_without_the_attribute_that_names_its_certificate_is_refused(
    desk: Desk, teacher: Holder
) -> None:
    plain = teacher.cms(CONTENT, "-md", "md_gost12_256")
    assert refusal(plain, desk) == "signing.cms_certificate"


def test_a_signature_that_names_another_certificate_within_is_refused(desk: Desk, teacher: Holder) -> None:
    signed = attributes(teacher, CONTENT)
    named = {"hash_algorithm": {"algorithm": "streebog256"}, "cert_hash": bytes(32)}
    signed["signing_certificate_v2"] = tsp.SigningCertificateV2({"certs": [named]})
    assert refusal(made(teacher, signed).dump(), desk) == "signing.cms_certificate"


def test_a_signer_named_by_key_identifier_alone_is_refused(desk: Desk, teacher: Holder) -> None:
    assert refusal(teacher.sign(CONTENT, "-keyid"), desk) == "signing.cms_certificate"


def test_a_signature_without_its_certificate_proves_no_possession(desk: Desk, teacher: Holder) -> None:
    bare = teacher.sign(CONTENT, "-nocerts")
    assert refusal(bare, desk) == "signing.cms_certificate"
    assert check_detached(bare, CONTENT, desk.at, teacher.certificate) == teacher.certificate


@pytest.mark.parametrize("digest", ["md_gost12_512", "sha256", "md_gost94"])
def test_a_digest_that_does_not_belong_to_the_key_is_refused_by_name(
    desk: Desk, teacher: Holder, digest: str
) -> None:
    named = digest.removeprefix("md_gost12_").replace("md_gost94", "GOST R 34.11-94")
    signed = attributes(teacher, CONTENT)
    names = {"md_gost12_512": "streebog512", "sha256": "sha256", "md_gost94": "gost94_digest"}
    forged = made(teacher, signed, digest_algorithm={"algorithm": names[digest]})
    with pytest.raises(SigningRefusedError, match=named) as refused:
        check_detached(forged.dump(), CONTENT, desk.at)
    assert refused.value.code == "signing.cms_algorithm"


def test_a_weak_digest_of_the_certificate_is_refused_by_name(desk: Desk, teacher: Holder) -> None:
    signed = attributes(teacher, CONTENT)
    named = {"hash_algorithm": {"algorithm": "sha1"}, "cert_hash": to_asn1(teacher.certificate).sha1}
    signed["signing_certificate_v2"] = tsp.SigningCertificateV2({"certs": [named]})
    with pytest.raises(SigningRefusedError, match="SHA-1") as refused:
        check_detached(made(teacher, signed).dump(), CONTENT, desk.at)
    assert refused.value.code == "signing.cms_algorithm"


def test_a_scheme_of_2001_is_refused_by_name(desk: Desk, teacher: Holder) -> None:
    old = made(teacher, attributes(teacher, CONTENT), signature_algorithm={"algorithm": "gost2001"})
    with pytest.raises(SigningRefusedError, match=r"34\.10-2001"):
        check_detached(old.dump(), CONTENT, desk.at)


@pytest.mark.parametrize("away", [-HOUR, HOUR])
def test_a_claimed_time_far_from_the_question_is_refused(
    desk: Desk, teacher: Holder, away: timedelta
) -> None:
    late = made(teacher, attributes(teacher, CONTENT, desk.at + away)).dump()
    assert refusal(late, desk) == "signing.cms_time"


def test_another_kind_of_content_is_refused(desk: Desk, teacher: Holder) -> None:
    signed = {**attributes(teacher, CONTENT), "content_type": "tst_info"}
    assert refusal(made(teacher, signed).dump(), desk) == "signing.cms_unreadable"


@pytest.mark.parametrize("name", ["message_digest", "content_type", "signing_certificate_v2"])
def test_an_attribute_that_stands_twice_is_refused(desk: Desk, teacher: Holder, name: str) -> None:
    listed = list(attributes(teacher, CONTENT).items())
    listed += [(name, value) for key, value in listed if key == name]
    twice = cms.CMSAttributes([cms.CMSAttribute({"type": key, "values": [value]}) for key, value in listed])
    assert (
        refusal(container([teacher], [signer_info(teacher, twice)]).dump(), desk) == "signing.cms_unreadable"
    )


def test_a_signature_over_no_attributes_is_refused(desk: Desk, teacher: Holder) -> None:
    bare = teacher.cms(CONTENT, "-md", "md_gost12_256", "-noattr")
    assert refusal(bare, desk) in ("signing.cms_certificate", "signing.cms_unreadable")


def test_any_flipped_octet_of_the_signature_or_the_attributes_is_refused(desk: Desk, teacher: Holder) -> None:
    der = teacher.sign(CONTENT)
    info = cms.ContentInfo.load(der)["content"]["signer_infos"][0]
    begin = der.index(info.dump())
    for place in range(begin + 4, begin + len(info.dump())):
        flipped = der[:place] + bytes([der[place] ^ (1, 2, 32)[place % 3]]) + der[place + 1 :]
        assert refusal(flipped, desk).startswith("signing.cms_")


def test_octets_behind_the_signature_are_refused(desk: Desk, teacher: Holder) -> None:
    assert refusal(teacher.sign(CONTENT) + b"\0", desk) == "signing.cms_unreadable"


def test_what_is_too_large_is_refused_before_it_is_read(desk: Desk, teacher: Holder) -> None:
    assert refusal(bytes(MAX_CMS + 1), desk) == "signing.cms_large"
    wide = {**attributes(teacher, CONTENT), "1.2.3.4": core.OctetString(bytes(8000))}
    assert refusal(made(teacher, wide).dump(), desk) == "signing.cms_large"


def test_what_nobody_signed_is_left_behind(desk: Desk, teacher: Holder) -> None:
    """Another's timestamp, a list of anything: the record keeps the signature alone."""
    der = cms.ContentInfo.load(teacher.sign(CONTENT))
    info = der["content"]["signer_infos"][0]
    info["unsigned_attrs"] = [cms.CMSAttribute({"type": "1.2.3.4", "values": [core.OctetString(b"ballast")]})]
    asked = desk.prepare(teacher)
    honest = cms.ContentInfo.load(teacher.sign(asked.octets))
    honest["content"]["signer_infos"][0]["unsigned_attrs"] = info["unsigned_attrs"]

    signed = desk.put(teacher, asked, honest.dump(force=True))

    assert b"ballast".hex().encode() in honest.dump().hex().encode()
    assert b"ballast".hex().encode() not in signed


def test_a_document_that_changed_since_the_question_is_refused(desk: Desk, teacher: Holder) -> None:
    asked = desk.prepare(teacher)
    cms_of_it = teacher.sign(asked.octets)
    later = Desk(desk.school, desk.gost, desk.page + b"\n", desk.at)
    with pytest.raises(SigningRefusedError) as refused:
        later.put(teacher, asked, cms_of_it)
    assert refused.value.code == "signing.other_document"


def test_nothing_but_the_answer_to_this_question_enters_the_file(desk: Desk, teacher: Holder) -> None:
    asked = desk.prepare(teacher)
    with pytest.raises(SigningRefusedError) as refused:
        desk.put(teacher, asked, teacher.sign(CONTENT))
    assert refused.value.code == "signing.cms_document"
    assert streebog(asked.octets, 256) == asked.digest


@settings(max_examples=200, deadline=1000)
@given(st.binary(max_size=400))
def test_garbage_is_refused_in_time(data: bytes) -> None:
    with pytest.raises(SigningRefusedError):
        read_detached(data)


@settings(max_examples=100, deadline=2000)
@given(data=st.data())
def test_a_damaged_signature_is_refused_in_time(desk: Desk, teacher: Holder, data: st.DataObject) -> None:
    whole = bytearray(_SIGNED.setdefault("it", teacher.sign(CONTENT)))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(SigningRefusedError):
        check_detached(bytes(whole), CONTENT, desk.at)


_SIGNED: dict[str, bytes] = {}
