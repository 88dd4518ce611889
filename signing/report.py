"""What a validation is asked and what it answers: expectation in, report out (EN 319 102-1, 5.1.3). Values only.

Three times are three fields: claimed by the signer, proven by a timestamp, the moment of validation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from records.errors import Language
from signing.credential import CertificateFacts
from signing.errors import SignatureInvalid
from signing.indications import Indication, SubIndication
from signing.policy import Level, PolicyStep


@dataclass(frozen=True, slots=True)
class Revision:
    """The file as the log has it after a signature: its SHA-256 (hex) and its length in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ExpectedSignature:
    """A signature that must be there: its step, the certificate (SHA-256, hex) and the revision on record."""

    step: PolicyStep
    certificate: str | None = None
    revision: Revision | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """The signatures a file must bear, in order, and the fields that still wait; nothing else is allowed.

    An empty expectation is for foreign files: at least one signature, whoever made it.
    """

    signed: tuple[ExpectedSignature, ...] = ()
    waiting: tuple[str, ...] = ()


def expect(
    chain: Sequence[PolicyStep],
    certificates: Sequence[str | None],
    revisions: Sequence[Revision | None] = (),
) -> Expectation:
    """The expectation after the first `len(certificates)` steps of a chain have been signed.

    `revisions` are those of our own records, one a certificate; of foreign files none is known.
    """
    done = len(certificates)
    logged = revisions or [None] * done
    signed = tuple(map(ExpectedSignature, chain[:done], certificates, logged))
    return Expectation(signed, tuple(step.field for step in chain[done:]))


class Coverage(StrEnum):
    """How much of the file a signature covers."""

    FILE = "file"
    REVISION = "revision"
    PART = "part"

    def sentence(self, language: Language) -> str:
        """What it means, for the person who reads the report."""
        ru, en = _COVERAGE[self]
        return ru if language == "ru" else en


class Changes(StrEnum):
    """What was done to the file after a signature."""

    NONE = "none"
    PROOFS = "proofs"  # further signatures, timestamps and validation data, as the signature allows
    FORBIDDEN = "forbidden"

    def sentence(self, language: Language) -> str:
        """What it means, for the person who reads the report."""
        ru, en = _CHANGES[self]
        return ru if language == "ru" else en


_COVERAGE: Final[Mapping[Coverage, tuple[str, str]]] = {
    Coverage.FILE: ("Охватывает весь файл.", "It covers the whole file."),
    Coverage.REVISION: (
        "Охватывает файл, каким он был при подписании.",
        "It covers the file as it was when it was signed.",
    ),
    Coverage.PART: ("Охватывает не весь файл.", "It does not cover the whole file."),
}
_CHANGES: Final[Mapping[Changes, tuple[str, str]]] = {
    Changes.NONE: ("После неё ничего не добавлено.", "Nothing was added after it."),
    Changes.PROOFS: (
        "После неё добавлены только подписи, штампы времени и сведения для их проверки.",
        "Only signatures, timestamps and what proves them were added after it.",
    ),
    Changes.FORBIDDEN: (
        "После неё файл изменён недопустимо.",
        "After it the file was changed in a way that is not allowed.",
    ),
}


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What is known of one signature; `claimed_at` is what it says itself, `proven_at` what a timestamp proves.

    `indication` and `sub_indication` are its own: another signature of the file may come to something else. `algorithm`
    names kind and size of the key, and the digest.
    """

    field: str
    signer: str
    certificate: CertificateFacts
    claimed_at: datetime | None
    proven_at: datetime | None
    level: Level
    certifies: bool
    locks: bool
    indication: Indication
    sub_indication: SubIndication | None
    coverage: Coverage
    changes: Changes
    algorithm: str


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What a file's signatures come to at `at`; without `findings` all of them are valid.

    `archive_timestamps` are the times of its document timestamps; `sha256` names the whole file.
    """

    at: datetime
    sha256: str
    size: int
    revisions: int
    signatures: tuple[SignatureFacts, ...]
    archive_timestamps: tuple[datetime, ...]
    findings: tuple[SignatureInvalid, ...] = ()

    @property
    def indication(self) -> Indication:
        """What the file as a whole comes to: what its gravest finding does."""
        worst = gravest(self.findings)
        return worst.indication if worst else Indication.TOTAL_PASSED

    @property
    def sub_indication(self) -> SubIndication | None:
        """Why it does not pass."""
        worst = gravest(self.findings)
        return worst.sub_indication if worst else None


def gravest(findings: Sequence[SignatureInvalid]) -> SignatureInvalid | None:
    """The first that proves a failure, else the first."""
    failed = (one for one in findings if one.indication is Indication.TOTAL_FAILED)
    return next(failed, None) or next(iter(findings), None)
