"""Validates a signed PDF strictly, from its own bytes and explicit trust roots alone (EN 319 102-1).

A file, what is expected of it, whom to trust and a moment go in; a report or SignatureInvalid comes out. It
fetches nothing, reads no clock and asks no database. That a whole revision was cut away is seen only when the
expectation names it: our own records compare the logged digests as well.

The steps, each named again at its code (here, signing/structure.py, signing/proofs.py):
  1  format: the file opens, is not encrypted, every signature can be read         (102-1, 5.2.2)
  2  completeness: exactly the expected signatures, in order; only expected fields (102-1, 5.2.8)
  3  identity: each signature was made with the certificate on record              (102-1, 5.2.3)
  4  archive: the last document timestamp is genuine and trusted now               (102-1, 5.4, 5.6.3)
  5  signature: cryptography, chain, revocation, proofs; gives the proven time     (102-1, 5.6.3)
  6  chain and revocation data as they were at the proven time                     (102-1, 5.2.6)
  7  certification by the first signature, lock by the last, level reached         (ISO 32000-2, 12.8.2)
  8  differences: each revision is the one in the log; of foreign files: only
     signatures, stamps and validation data after each one                         (ISO 32000-2, 12.8.2.2)
  9  order: no signature or stamp is earlier than the one before it                (102-1, 5.5.4)
"""

from __future__ import annotations

import asyncio
from datetime import datetime

from cryptography import x509
from pyhanko.sign.validation import EmbeddedPdfSignature

from records.digest import sha256
from signing.credential import certificate_facts
from signing.errors import Indication
from signing.lta_corrections import corrected
from signing.policy import Level
from signing.proofs import prove
from signing.reading import SignedFile, damage_is_coded, open_signed
from signing.report import Expectation, SignatureFacts, SignatureReport
from signing.structure import (
    certifies,
    check_differences,
    check_fields,
    check_order,
    check_protection,
    check_signers,
    locks,
    stamped_at,
)
from signing.trust import Trust


def validate(pdf: bytes, expected: Expectation, trust: Trust, at: datetime) -> SignatureReport:
    """The report on a file whose signatures are all valid at `at`. Raises SignatureInvalid otherwise."""
    signed = open_signed(pdf)  # step 1
    check_fields(signed, expected)  # step 2
    with damage_is_coded(), corrected(at):
        check_signers(signed, expected)  # step 3
        proven = asyncio.run(prove(signed, trust, at))  # steps 4 to 6
        found = tuple(
            _facts(signed, signature, moment)
            for signature, moment in zip(signed.signatures, proven, strict=True)
        )
        check_protection(found, expected)  # step 7
        check_differences(signed, expected)  # step 8
        check_order(signed)  # step 9
        return SignatureReport(
            indication=Indication.TOTAL_PASSED,
            at=at,
            sha256=sha256(pdf),
            size=len(pdf),
            revisions=signed.reader.xrefs.total_revisions,
            signatures=found,
            archive_timestamps=tuple(map(stamped_at, signed.timestamps)),
        )


def _facts(signed: SignedFile, signature: EmbeddedPdfSignature, proven_at: datetime) -> SignatureFacts:
    facts = certificate_facts(x509.load_der_x509_certificate(signature.signer_cert.dump()))
    archived = any(stamp.signed_revision > signature.signed_revision for stamp in signed.timestamps)
    return SignatureFacts(
        field=signature.field_name,
        signer=facts.name,
        certificate=facts,
        claimed_at=signature.self_reported_timestamp,
        proven_at=proven_at,
        level=Level.B_LTA if archived else Level.B_LT,
        certifies=certifies(signed, signature),
        locks=locks(signature),
    )
