"""What a validation is asked and what it answers: expectation in, report out. Values only.

Three times are three fields: claimed by the signer, proven by a timestamp, the moment of validation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from signing.credential import CertificateFacts
from signing.errors import Indication
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


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """One valid signature: where, whose, when claimed, when proven, its level, what it does to the file."""

    field: str
    signer: str
    certificate: CertificateFacts
    claimed_at: datetime | None
    proven_at: datetime
    level: Level
    certifies: bool
    locks: bool


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """A file all of whose signatures are valid at `at`.

    `archive_timestamps` are the times of its document timestamps; `sha256` names the whole file.
    """

    indication: Indication
    at: datetime
    sha256: str
    size: int
    revisions: int
    signatures: tuple[SignatureFacts, ...]
    archive_timestamps: tuple[datetime, ...]
