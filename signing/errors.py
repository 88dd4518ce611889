"""The error branch of signing: what refuses to sign, and every reason why a signature is not accepted.

The reasons follow the indications of EN 319 102-1 clause 5.1.3, in words for the person who reads them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from records.errors import LetopisError
from signing.indications import Indication, SubIndication


class SigningError(LetopisError):
    """Signing or its authority refuses."""


class AuthorityError(SigningError):
    """The school's certification authority is absent, incomplete or does not know the person."""


class SigningRefusedError(SigningError):
    """The document, the order or the certificate does not allow this signature."""


class Reason(StrEnum):
    """Why a signed file is not accepted: the code of a SignatureInvalid."""

    UNREADABLE = "signature.unreadable"
    ENCRYPTED = "signature.encrypted"
    MISSING = "signature.missing"
    UNEXPECTED_FIELD = "signature.unexpected_field"
    WRONG_SIGNER = "signature.wrong_signer"
    OTHER_KEY = "signature.other_key"
    BROKEN = "signature.broken"
    CHANGED_AFTER = "signature.changed_after"
    NOT_CERTIFIED = "signature.not_certified"
    NOT_LOCKED = "signature.not_locked"
    NO_TIMESTAMP = "signature.no_timestamp"
    NO_ARCHIVE_TIMESTAMP = "signature.no_archive_timestamp"
    UNTRUSTED = "signature.untrusted"
    REVOKED = "signature.revoked"
    NO_REVOCATION_DATA = "signature.no_revocation_data"
    EXPIRED = "signature.expired"
    ORDER = "signature.order"
    WEAK = "signature.weak"


_S = SubIndication
# The sub-indication is the usual one: a finding of the cryptographic half may bring a more exact one.
_TEXTS: dict[Reason, tuple[SubIndication, str, str]] = {
    Reason.UNREADABLE: (
        _S.FORMAT_FAILURE,
        "Файл не читается как подписанный PDF. Возьмите копию из другого хранилища.",
        "the file cannot be read as a signed PDF; take the copy from another location",
    ),
    Reason.ENCRYPTED: (
        _S.FORMAT_FAILURE,
        "Файл зашифрован; записи Летописи не шифруются.",
        "the file is encrypted; records of Letopis never are",
    ),
    Reason.MISSING: (
        _S.FORMAT_FAILURE,
        "Нет подписи «{field}»: файл не подписан или обрезан до прежнего состояния.",
        "the signature {field} is missing: the file is unsigned or was cut back to an earlier state",
    ),
    Reason.UNEXPECTED_FIELD: (
        _S.FORMAT_FAILURE,
        "Поле подписи «{field}» не предусмотрено или стоит не в том порядке.",
        "the signature field {field} is not expected, or not in this place",
    ),
    Reason.WRONG_SIGNER: (
        _S.SIG_CONSTRAINTS_FAILURE,
        "Подпись «{field}» поставлена не тем сертификатом, который записан.",
        "the signature {field} was made with another certificate than the one on record",
    ),
    Reason.OTHER_KEY: (
        _S.SIG_CONSTRAINTS_FAILURE,
        "Подпись «{field}» должна быть квалифицированной (КЭП) по политике школы, а поставлена другим ключом.",
        "the signature {field} had to be a qualified one by the school's policy and was made with another key",
    ),
    Reason.BROKEN: (
        _S.SIG_CRYPTO_FAILURE,
        "Подпись «{field}» не сходится с содержимым: файл изменён или повреждён.",
        "the signature {field} does not match the content: the file was altered or damaged",
    ),
    Reason.CHANGED_AFTER: (
        _S.FORMAT_FAILURE,
        "После подписи «{field}» в файл внесено недопустимое изменение.",
        "after the signature {field} the file was changed in a way that is not allowed",
    ),
    Reason.NOT_CERTIFIED: (
        _S.SIG_CONSTRAINTS_FAILURE,
        "Первая подпись «{field}» не удостоверяет документ (нет DocMDP).",
        "the first signature {field} does not certify the document (no DocMDP)",
    ),
    Reason.NOT_LOCKED: (
        _S.SIG_CONSTRAINTS_FAILURE,
        "Последняя подпись «{field}» не закрывает документ от изменений.",
        "the last signature {field} does not lock the document",
    ),
    Reason.NO_TIMESTAMP: (
        _S.SIG_CONSTRAINTS_FAILURE,
        "У подписи «{field}» нет штампа времени: время подписания не доказано.",
        "the signature {field} has no timestamp: its time is not proven",
    ),
    Reason.NO_ARCHIVE_TIMESTAMP: (
        _S.SIG_CONSTRAINTS_FAILURE,
        "После подписи «{field}» нет архивного штампа времени (PAdES B-LTA).",
        "no archive timestamp follows the signature {field} (PAdES B-LTA)",
    ),
    Reason.UNTRUSTED: (
        _S.NO_CERTIFICATE_CHAIN_FOUND,
        "Сертификат «{field}» не восходит к доверенному корню или не предназначен для этого.",
        "the certificate of {field} does not lead to a trusted root or is not meant for this use",
    ),
    Reason.REVOKED: (
        _S.REVOKED,
        "Сертификат подписи «{field}» был отозван до подписания.",
        "the certificate of {field} was revoked before the signature",
    ),
    Reason.NO_REVOCATION_DATA: (
        _S.TRY_LATER,
        "В файле нет сведений об отзыве сертификата «{field}», действующих на время подписания.",
        "the file holds no revocation data for {field} that were current at the time of signing",
    ),
    Reason.EXPIRED: (
        _S.OUT_OF_BOUNDS_NO_POE,
        "Срок сертификата «{field}» истёк, а доказательства времени недостаточны: штамп надо было обновить.",
        "the certificate of {field} has expired and the proofs of time do not reach: a renewal was missed",
    ),
    Reason.ORDER: (
        _S.TIMESTAMP_ORDER_FAILURE,
        "Время подписи «{field}» противоречит порядку подписей.",
        "the time of the signature {field} contradicts the order of the signatures",
    ),
    Reason.WEAK: (
        _S.CRYPTO_CONSTRAINTS_FAILURE,
        "Подпись «{field}» держится на алгоритме, который не принимается: {named}.",
        "the signature {field} relies on an algorithm that is not accepted: {named}",
    ),
}


class SignatureInvalid(SigningError):  # noqa: N818  # the verdict's own name
    """A signed file is not accepted; `code` says why, `field` where, `detail` what the library found.

    `named` (Russian, English) is what the text names besides the field: the algorithm that is not accepted.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        reason: Reason,
        field: str = "",
        detail: str = "",
        named: tuple[str, str] | None = None,
        sub_indication: SubIndication | None = None,
    ) -> None:
        usual, ru, en = _TEXTS[reason]
        in_russian, in_english = named or (detail, detail)
        super().__init__(
            reason.value, ru.format(field=field, named=in_russian), en.format(field=field, named=in_english)
        )
        self.reason = reason
        self.sub_indication = sub_indication or usual
        self.field = field
        self.detail = detail

    @property
    def indication(self) -> Indication:
        """The main indication that follows."""
        return self.sub_indication.indication
