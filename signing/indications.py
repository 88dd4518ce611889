"""The main indications and sub-indications of EN 319 102-1 (5.1.3, tables 5 and 6), each with a sentence for people.

Names in, words out, in Russian and English. It does not say why a signature came to one: signing/errors.py does.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from records.errors import Language


class Indication(StrEnum):
    """What a validation comes to."""

    TOTAL_PASSED = "TOTAL-PASSED"
    TOTAL_FAILED = "TOTAL-FAILED"
    INDETERMINATE = "INDETERMINATE"

    def sentence(self, language: Language) -> str:
        """What it means, for the person who reads the report."""
        ru, en = _INDICATIONS[self]
        return ru if language == "ru" else en


class SubIndication(StrEnum):
    """Why a validation did not pass."""

    FORMAT_FAILURE = "FORMAT_FAILURE"
    HASH_FAILURE = "HASH_FAILURE"
    SIG_CRYPTO_FAILURE = "SIG_CRYPTO_FAILURE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    NOT_YET_VALID = "NOT_YET_VALID"
    SIG_CONSTRAINTS_FAILURE = "SIG_CONSTRAINTS_FAILURE"
    CHAIN_CONSTRAINTS_FAILURE = "CHAIN_CONSTRAINTS_FAILURE"
    CERTIFICATE_CHAIN_GENERAL_FAILURE = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    CRYPTO_CONSTRAINTS_FAILURE = "CRYPTO_CONSTRAINTS_FAILURE"
    POLICY_PROCESSING_ERROR = "POLICY_PROCESSING_ERROR"
    SIGNATURE_POLICY_NOT_AVAILABLE = "SIGNATURE_POLICY_NOT_AVAILABLE"
    TIMESTAMP_ORDER_FAILURE = "TIMESTAMP_ORDER_FAILURE"
    NO_SIGNING_CERTIFICATE_FOUND = "NO_SIGNING_CERTIFICATE_FOUND"
    NO_CERTIFICATE_CHAIN_FOUND = "NO_CERTIFICATE_CHAIN_FOUND"
    REVOKED_NO_POE = "REVOKED_NO_POE"
    REVOKED_CA_NO_POE = "REVOKED_CA_NO_POE"
    OUT_OF_BOUNDS_NOT_REVOKED = "OUT_OF_BOUNDS_NOT_REVOKED"
    OUT_OF_BOUNDS_NO_POE = "OUT_OF_BOUNDS_NO_POE"
    REVOCATION_OUT_OF_BOUNDS_NO_POE = "REVOCATION_OUT_OF_BOUNDS_NO_POE"
    CRYPTO_CONSTRAINTS_FAILURE_NO_POE = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
    NO_POE = "NO_POE"
    TRY_LATER = "TRY_LATER"
    SIGNED_DATA_NOT_FOUND = "SIGNED_DATA_NOT_FOUND"
    CUSTOM = "CUSTOM"

    @property
    def indication(self) -> Indication:
        """The main indication that it belongs to: the standard leaves no choice."""
        return Indication.TOTAL_FAILED if self in _FAILED else Indication.INDETERMINATE

    def sentence(self, language: Language) -> str:
        """What it means, for the person who reads the report."""
        ru, en = _SUB_INDICATIONS[self]
        return ru if language == "ru" else en


_S = SubIndication
_FAILED: Final = frozenset(
    {
        *(_S.FORMAT_FAILURE, _S.HASH_FAILURE, _S.SIG_CRYPTO_FAILURE),
        *(_S.REVOKED, _S.EXPIRED, _S.NOT_YET_VALID),
    }
)

_INDICATIONS: Final[Mapping[Indication, tuple[str, str]]] = {
    Indication.TOTAL_PASSED: (
        "Подпись действительна: это доказано целиком.",
        "The signature is valid: all of it is proven.",
    ),
    Indication.TOTAL_FAILED: (
        "Подпись недействительна: это доказано.",
        "The signature is invalid: that is proven.",
    ),
    Indication.INDETERMINATE: (
        "По тому, что есть в файле, нельзя сказать, действительна ли подпись: доверять ей не следует.",
        "From what the file holds nobody can say whether the signature is valid; do not rely on it.",
    ),
}

_SUB_INDICATIONS: Final[Mapping[SubIndication, tuple[str, str]]] = {
    _S.FORMAT_FAILURE: (
        "Файл или подпись устроены не так, как требует стандарт.",
        "The file or the signature is not built as the standard demands.",
    ),
    _S.HASH_FAILURE: (
        "Подписанные данные изменены: их хеш не тот, что в подписи.",
        "The signed data were changed: their digest is not the one in the signature.",
    ),
    _S.SIG_CRYPTO_FAILURE: (
        "Подпись сделана не ключом этого сертификата.",
        "The signature was not made with the key of this certificate.",
    ),
    _S.REVOKED: (
        "Сертификат был отозван раньше, чем сделана подпись.",
        "The certificate had been revoked when the signature was made.",
    ),
    _S.EXPIRED: (
        "Подпись сделана после конца срока сертификата.",
        "The signature was made after the certificate had expired.",
    ),
    _S.NOT_YET_VALID: (
        "Подпись сделана раньше начала срока сертификата.",
        "The signature was made before the certificate became valid.",
    ),
    _S.SIG_CONSTRAINTS_FAILURE: (
        "Подпись не такая, какая требуется здесь: не тот подписант, нет штампа времени или защиты.",
        "The signature is not the one demanded here: another signer, no timestamp or no protection.",
    ),
    _S.CHAIN_CONSTRAINTS_FAILURE: (
        "Сертификат выдан не для таких подписей.",
        "The certificate was not issued for signatures of this kind.",
    ),
    _S.CERTIFICATE_CHAIN_GENERAL_FAILURE: (
        "Цепочка сертификатов не проверяется.",
        "The chain of certificates cannot be validated.",
    ),
    _S.CRYPTO_CONSTRAINTS_FAILURE: (
        "Алгоритм или длина ключа не принимались уже тогда, когда сделана подпись.",
        "The algorithm or key size was not accepted any more when the signature was made.",
    ),
    _S.POLICY_PROCESSING_ERROR: (
        "Указанные в подписи правила не обрабатываются.",
        "The rules that the signature names cannot be processed.",
    ),
    _S.SIGNATURE_POLICY_NOT_AVAILABLE: (
        "Указанных в подписи правил здесь нет.",
        "The rules that the signature names are not at hand.",
    ),
    _S.TIMESTAMP_ORDER_FAILURE: (
        "Времена подписей и штампов противоречат друг другу.",
        "The times of signatures and timestamps contradict each other.",
    ),
    _S.NO_SIGNING_CERTIFICATE_FOUND: (
        "Сертификата подписанта нет.",
        "The signer's certificate is not there.",
    ),
    _S.NO_CERTIFICATE_CHAIN_FOUND: (
        "Сертификат не восходит ни к одному из доверенных корней.",
        "The certificate leads to none of the trusted roots.",
    ),
    _S.REVOKED_NO_POE: (
        "Сертификат отозван, и не доказано, что подпись сделана раньше.",
        "The certificate is revoked, and nothing proves that the signature was made before.",
    ),
    _S.REVOKED_CA_NO_POE: (
        "Отозван сертификат удостоверяющего центра, и не доказано, что подпись сделана раньше.",
        "An issuing authority is revoked, and nothing proves that the signature was made before.",
    ),
    _S.OUT_OF_BOUNDS_NOT_REVOKED: (
        "Сейчас не срок сертификата, и не доказано, что подпись сделана в срок; отозван он не был.",
        "The certificate is out of its life, and nothing proves that the signature was made within; not revoked.",
    ),
    _S.OUT_OF_BOUNDS_NO_POE: (
        "Сейчас не срок сертификата, и не доказано, что подпись сделана в срок.",
        "The certificate is out of its life, and nothing proves that the signature was made within.",
    ),
    _S.REVOCATION_OUT_OF_BOUNDS_NO_POE: (
        "Сертификат того, кто сообщает об отзыве, вышел из срока, и не доказано, что сообщил он раньше.",
        "The certificate behind the revocation data is out of its life, and nothing proves them older.",
    ),
    _S.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: (
        "Алгоритм или длина ключа больше не принимаются, и не доказано, что подпись сделана раньше.",
        "The algorithm or key size is not accepted any more, and nothing proves the signature older.",
    ),
    _S.NO_POE: (
        "Не доказано, что подпись существовала в нужное время.",
        "Nothing proves that the signature existed at the time that counts.",
    ),
    _S.TRY_LATER: (
        "Сведений об отзыве, действующих на нужное время, нет.",
        "There are no revocation data for the time that counts.",
    ),
    _S.SIGNED_DATA_NOT_FOUND: (
        "Подписанных данных нет.",
        "The signed data are not there.",
    ),
    _S.CUSTOM: (
        "Подпись не принята по другой причине.",
        "The signature was not accepted for another reason.",
    ),
}
