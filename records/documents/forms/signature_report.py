"""Отчёт о проверке подписей: what the signatures of a record came to at a moment, and by what they were judged.

Everything in words and by the school's clock; codes and indications (EN 319 102-1) by their names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from records.documents.forms.parts import Head, Signatory, numbered


@dataclass(frozen=True, slots=True)
class Verdict:
    """Main indication, sub-indication where there is one, and what they mean."""

    indication: str
    sub_indication: str
    words: str

    @property
    def names(self) -> str:
        """`TOTAL-FAILED/HASH_FAILURE`."""
        return "/".join(part for part in (self.indication, self.sub_indication) if part)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate: subject, serial number, issuer, validity, SHA-256 of its DER form."""

    subject: str
    serial: str
    issuer: str
    valid_from: str
    valid_to: str
    sha256: str


@dataclass(frozen=True, slots=True)
class JudgedSignature:
    """One signature: who, in which role, of which kind; what it came to; times stated and proven; coverage, changes.

    `algorithm` names kind and size of the key, and the digest.
    """

    signer: str
    role: str
    verdict: Verdict
    claimed: str
    proven: str
    level: str
    kind: str
    algorithm: str
    covers: str
    changes: str
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class JudgedCopy:
    """A copy as it was read: location, SHA-256 or nothing, and how it stands to the file on record."""

    location: str
    sha256: str
    words: str


@dataclass(frozen=True, slots=True)
class JudgedFault:
    """A finding: its code, where, and what it says."""

    code: str
    where: str
    words: str


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """The report on one record; `judged` is the copy that was judged, `policy` names the accepted algorithms."""

    TEMPLATE: ClassVar[str] = "signature_report"
    head: Head
    about: str
    record: str
    revision: int
    sealed: str
    moment: str
    judged: str
    verdict: Verdict
    faults: Sequence[JudgedFault]
    signatures: Sequence[JudgedSignature]
    archive_timestamp: str
    copies: Sequence[JudgedCopy]
    anchors: Sequence[Certificate]
    policy: str
    signatory: Signatory

    @property
    def title(self) -> str:
        """What the file is called."""
        return numbered("Отчёт о проверке подписей", self.head.number)
