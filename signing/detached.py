"""Reads a detached CMS that another program made and checks it before it is believed (RFC 5652; CAdES, EN 319 122-1).

In this order: size, form (one signer, no content of its own), certificate (named by the SignerInfo and, by digest, by
the signed attribute signing-certificate-v2), algorithms, digest, claimed time, and the signature last. Chain and
revocation are asked elsewhere (signing/outside.py, signing/services.py). It keeps nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from asn1crypto import cms, core, keys, pem, tsp
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from records.errors import LetopisError
from signing.algorithms import refuse_digest
from signing.container import LARGEST_INFO
from signing.errors import SigningRefusedError
from signing.gost.digests import SIZES, is_named, teach
from signing.gost.names import bits_of
from signing.gost.signature import Verifier
from signing.gost.streebog import streebog
from signing.strength import refused_signer

MAX_CMS: Final = 1 << 16  # octets: a SignerInfo of 2000, and every certificate of a long chain
ANSWERED_WITHIN: Final = timedelta(minutes=15)
CLOCKS: Final = timedelta(minutes=10)  # how far the clock of the signer's computer may be off
_NO_PARAMETERS: Final = (b"", core.Null().dump())
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/=\s]+")


def digest_name(key: keys.PublicKeyInfo) -> str:
    """The digest that a signature of this key begins with: Streebog of the size of a GOST key, else SHA-256."""
    bits = bits_of(key)
    return f"streebog{bits}" if bits else "sha256"


def digest(name: str, octets: bytes) -> bytes:
    """The digest of that name."""
    return streebog(octets, SIZES[name]) if name in SIZES else hashlib.sha256(octets).digest()


def read_detached(data: bytes) -> cms.SignedData:
    """The signature, given as DER, PEM or base64, when it has one signer and no content of its own.

    Raises SigningRefusedError: signing.cms_large, signing.cms_unreadable, signing.cms_attached, signing.cms_signers.
    """
    teach()
    if len(data) > MAX_CMS:
        raise _refused(
            "large",
            f"Подпись больше {MAX_CMS // 1024} КиБ: нужна отсоединённая подпись CAdES-BES без списков отзыва.",
            f"the signature is larger than {MAX_CMS // 1024} KiB; a detached CAdES-BES without lists is needed",
        )
    with readable():
        container = cms.ContentInfo.load(_der(data), strict=True)
        if container["content_type"].native != "signed_data":
            raise ValueError("no signed data")
        signed = container["content"]
        inside = signed["encap_content_info"]
        signers = len(signed["signer_infos"])
        attached = inside["content"] is not core.VOID and not isinstance(inside["content"], core.Void)
        if inside["content_type"].native != "data":
            raise ValueError("the content type is not data")
    if attached:
        raise _refused(
            "attached",
            "Внутри подписи лежит ещё один документ: нужна отсоединённая подпись.",
            "the signature holds a document of its own; a detached one is needed",
        )
    if signers != 1:
        raise _refused(
            "signers",
            f"Подписавших в подписи {signers}: должен быть один.",
            f"the signature has {signers} signers; there must be one",
        )
    return signed


def signer_certificate(signed: cms.SignedData) -> asn1_x509.Certificate:
    """The certificate that the SignerInfo names, from the CMS. Raises SigningRefusedError signing.cms_certificate."""
    with readable():
        for choice in signed["certificates"]:
            if choice.name == "certificate" and _names(signed["signer_infos"][0], choice.chosen):
                return choice.chosen
    raise _other_certificate("в ней нет сертификата подписавшего", "it lacks its signer's certificate")


def checked(
    signed: cms.SignedData,
    certificate: asn1_x509.Certificate,
    expected: bytes,
    asked_at: datetime,
    made_within: timedelta = CLOCKS,
) -> cms.SignerInfo:
    """The SignerInfo, when it is this certificate's over the content with the expected digest, made when asked.

    `made_within`: how long before `asked_at` it may claim to have been made.

    Raises SigningRefusedError: signing.cms_certificate, signing.cms_algorithm, signing.cms_document,
    signing.cms_time, signing.cms_signature, signing.cms_unreadable, signing.cms_large.
    """
    with readable():
        info = signed["signer_infos"][0]
        if info["version"].native != "v1":
            raise ValueError("the SignerInfo is of another version")
        _check_certificate(info, certificate, asked_at)
        _check_algorithms(info, certificate, asked_at)
        _check_document(info, expected)
        _check_time(info, asked_at, made_within)
        _check_signature(info, certificate, expected)
        bare = _without_unsigned(info)
    if len(bare.dump()) > LARGEST_INFO:
        raise _refused(
            "large",
            "В подписи слишком много подписанных свойств: нужна CAdES-BES.",
            "the signature has too many signed attributes; a CAdES-BES is needed",
        )
    return bare


def _der(data: bytes) -> bytes:
    if pem.detect(data):
        found: bytes = pem.unarmor(data)[2]
        return found
    return base64.b64decode(data) if _BASE64.fullmatch(data) else data


@contextmanager
def readable() -> Iterator[None]:
    """Within the block whatever damaged input makes the libraries raise becomes signing.cms_unreadable."""
    try:
        yield
    except (LetopisError, MemoryError):
        raise
    except Exception as error:
        raise _refused(
            "unreadable",
            "Это не подпись CMS, или она повреждена.",
            f"this is no CMS signature, or it is damaged: {error!r:.200}",
        ) from error


def _names(info: cms.SignerInfo, certificate: asn1_x509.Certificate) -> bool:
    """Version 1 of SignerInfo: by issuer and serial number, octet for octet, for nobody signs how they are spelled."""
    sid = info["sid"]
    if sid.name != "issuer_and_serial_number":
        return False
    same: bool = sid.chosen["issuer"].dump() == certificate.issuer.dump()
    return same and bool(sid.chosen["serial_number"].native == certificate.serial_number)


def _one(info: cms.SignerInfo, name: str) -> Any:
    """The one value of a signed attribute, None when there is none. Raises ValueError when there are more."""
    found = [attribute["values"] for attribute in info["signed_attrs"] if attribute["type"].native == name]
    if not found:
        return None
    (values,) = found
    (value,) = values
    return value


def _check_certificate(info: cms.SignerInfo, certificate: asn1_x509.Certificate, at: datetime) -> None:
    if not _names(info, certificate):
        raise _other_certificate("она сделана другим сертификатом", "it was made with another certificate")
    value = _one(info, "signing_certificate_v2")
    if value is None:
        raise _other_certificate(
            "в ней нет свойства signing-certificate-v2", "it lacks the attribute signing-certificate-v2"
        )
    named = tsp.SigningCertificateV2.load(value.dump())["certs"][0]
    weak = refuse_digest(named["hash_algorithm"]["algorithm"].native, at)
    if weak:
        raise _weak(weak.ru, weak.en)
    if not is_named(certificate, named):
        raise _other_certificate(
            "свойство signing-certificate-v2 указывает на другой сертификат",
            "its attribute signing-certificate-v2 names another certificate",
        )


def _check_algorithms(info: cms.SignerInfo, certificate: asn1_x509.Certificate, at: datetime) -> None:
    for name in ("digest_algorithm", "signature_algorithm"):
        algorithm = info[name]
        if (
            algorithm["algorithm"].native != "rsassa_pss"
            and algorithm["parameters"].dump() not in _NO_PARAMETERS
        ):
            raise ValueError("an algorithm with parameters that it has not")
    weak = next(refused_signer(info, certificate, at), None)
    if weak:
        raise _weak(weak.ru, weak.en)
    wanted, used = digest_name(certificate.public_key), info["digest_algorithm"]["algorithm"].native
    if used != wanted:
        raise _weak(f"дайджест {used}, а нужен {wanted}", f"the digest is {used}, not {wanted}")


def _check_document(info: cms.SignerInfo, expected: bytes) -> None:
    if _one(info, "content_type").native != "data":
        raise ValueError("the signed content type is not data")
    if not hmac.compare_digest(_one(info, "message_digest").native, expected):
        raise _refused(
            "document",
            "Подписан другой документ: подпись не принята. Откройте документ заново и подпишите его.",
            "another document was signed; the signature was not taken",
        )


def _check_time(info: cms.SignerInfo, asked_at: datetime, made_within: timedelta) -> None:
    """The claimed time is optional; where it stands it is near the question. What counts is the timestamp."""
    value = _one(info, "signing_time")
    if value is None:
        return
    claimed: datetime = value.native
    if not asked_at - made_within <= claimed <= asked_at + ANSWERED_WITHIN + CLOCKS:
        raise _refused(
            "time",
            f"В подписи указано время {claimed:%d.%m.%Y %H:%M} UTC, а подписать просили {asked_at:%d.%m.%Y %H:%M} "
            "UTC. Проверьте часы компьютера и подпишите заново.",
            f"the signature claims {claimed:%Y-%m-%d %H:%M} UTC but was asked for at {asked_at:%Y-%m-%d %H:%M} UTC; "
            "check the computer's clock and sign again",
        )


def _check_signature(info: cms.SignerInfo, certificate: asn1_x509.Certificate, expected: bytes) -> None:
    intact, valid = validate_sig_integrity(info, certificate, "data", expected, Verifier())
    if not (intact and valid):
        raise _refused(
            "signature",
            "Подпись не сходится: она сделана другим ключом или повреждена.",
            "the signature does not verify: it is of another key, or damaged",
        )


def _without_unsigned(info: cms.SignerInfo) -> cms.SignerInfo:
    """What nobody signed is not kept: another's timestamp would have to be trusted and renewed too."""
    bare = cms.SignerInfo.load(info.dump())
    del bare["unsigned_attrs"]
    return bare


def _refused(code: str, ru: str, en: str) -> SigningRefusedError:
    return SigningRefusedError(f"signing.cms_{code}", ru, en)


def _other_certificate(ru: str, en: str) -> SigningRefusedError:
    return _refused("certificate", f"Подпись не принята: {ru}.", f"the signature was not taken: {en}")


def _weak(ru: str, en: str) -> SigningRefusedError:
    return _refused("algorithm", f"Подпись не принята: {ru}.", f"the signature was not taken: {en}")
