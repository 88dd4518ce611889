"""Validates a signed PDF strictly, from its own bytes and explicit trust roots alone (EN 319 102-1).

A file, what is expected of it, whom to trust and a moment go in; a report comes out. It fetches nothing, reads no
clock and asks no database. That a whole revision was cut away is seen only when the expectation names it: our own
records compare the logged digests as well.

The steps, each named again at its code (here, signing/structure.py, signing/strength.py, signing/proofs.py):
  1  format: the file opens, is not encrypted, every signature can be read         (102-1, 5.2.2)
  2  completeness: exactly the expected signatures, in order; only expected fields (102-1, 5.2.8)
  3  identity: each signature was made with the certificate on record              (102-1, 5.2.3)
  4  algorithms: those of signatures, certificates and stamps were accepted then   (102-1, 5.2.8)
  5  archive: the last document timestamp is genuine and trusted now               (102-1, 5.4, 5.6.3)
  6  signature: cryptography, chain, revocation, proofs; gives the proven time     (102-1, 5.6.3)
  7  chain and revocation data as they were at the proven time                     (102-1, 5.2.6)
  8  certification by the first signature, lock by the last, level reached         (ISO 32000-2, 12.8.2)
  9  differences: each revision is the one in the log; of foreign files: only
     signatures, stamps and validation data after each one                         (ISO 32000-2, 12.8.2.2)
 10  order: no signature or stamp is earlier than the one before it                (102-1, 5.5.4)
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from records.digest import sha256
from signing.credential import certificate_facts
from signing.errors import Reason, SignatureInvalid
from signing.findings import Findings
from signing.indications import Indication
from signing.lta_corrections import corrected
from signing.proofs import prove
from signing.reading import SignedFile, covered_end, open_signed, stamped_at
from signing.report import Changes, Coverage, Expectation, SignatureFacts, SignatureReport, gravest
from signing.strength import check_algorithms, named_algorithm
from signing.structure import (
    certifies,
    check_differences,
    check_fields,
    check_order,
    check_protection,
    check_signers,
    locks,
    reached,
)
from signing.trust import Trust


def validate(pdf: bytes, expected: Expectation, trust: Trust, at: datetime) -> SignatureReport:
    """The report on a file whose signatures are all valid at `at`. Raises SignatureInvalid: the first finding."""
    report = examine(pdf, expected, trust, at)
    if report.findings:
        raise report.findings[0]
    return report


def examine(pdf: bytes, expected: Expectation, trust: Trust, at: datetime) -> SignatureReport:
    """What every signature of a file comes to at `at`, with all that was found; damage is a finding as well."""
    findings = Findings()
    with findings.kept():
        signed = open_signed(pdf)  # step 1
    if findings.found:
        return SignatureReport(at, sha256(pdf), len(pdf), 0, (), (), findings.found)
    with corrected(at):
        signatures = _examine(signed, expected, trust, at, findings)
    stamps: list[datetime | None] = []
    with findings.kept():
        stamps = [stamped_at(stamp) for stamp in signed.timestamps]
    return SignatureReport(
        at=at,
        sha256=sha256(pdf),
        size=len(pdf),
        revisions=signed.reader.xrefs.total_revisions,
        signatures=signatures,
        archive_timestamps=tuple(moment for moment in stamps if moment is not None),
        findings=findings.found,
    )


def _examine(
    signed: SignedFile, expected: Expectation, trust: Trust, at: datetime, findings: Findings
) -> tuple[SignatureFacts, ...]:
    findings.gather(check_fields(signed, expected))  # step 2
    if not signed.signatures:
        return ()
    findings.gather(check_signers(signed, expected))  # step 3
    findings.gather(check_algorithms(signed, at))  # step 4
    proven: tuple[datetime | None, ...] = (None,) * len(signed.signatures)
    with findings.kept():
        proven = asyncio.run(prove(signed, trust, at, findings))  # steps 5 to 7
    findings.gather(check_protection(signed, expected))  # step 8
    findings.gather(check_differences(signed, expected))  # step 9
    findings.gather(check_order(signed))  # step 10
    found = []
    for signature, moment in zip(signed.signatures, proven, strict=True):
        with findings.kept():
            found.append(_facts(signed, signature, moment, _about(signed, signature, findings.found)))
    return tuple(found)


def _about(
    signed: SignedFile, signature: EmbeddedPdfSignature, found: Sequence[SignatureInvalid]
) -> Sequence[SignatureInvalid]:
    """What was found of a signature itself, and forbidden changes after any later one: they came after it too."""
    later = signed.everything[signed.everything.index(signature) :]
    names = {one.field_name for one in later}
    return [
        one
        for one in found
        if one.field == signature.field_name or (one.reason is Reason.CHANGED_AFTER and one.field in names)
    ]


def _facts(
    signed: SignedFile,
    signature: EmbeddedPdfSignature,
    proven_at: datetime | None,
    found: Sequence[SignatureInvalid],
) -> SignatureFacts:
    facts = certificate_facts(x509.load_der_x509_certificate(signature.signer_cert.dump()))
    worst = gravest(found)
    return SignatureFacts(
        field=signature.field_name,
        signer=facts.name,
        certificate=facts,
        claimed_at=signature.self_reported_timestamp,
        proven_at=proven_at,
        level=reached(signed, signature),
        certifies=certifies(signed, signature),
        locks=locks(signature),
        indication=worst.indication if worst else Indication.TOTAL_PASSED,
        sub_indication=worst.sub_indication if worst else None,
        coverage=_coverage(signed, signature),
        changes=_changes(signed, signature, found),
        algorithm=named_algorithm(signature),
    )


def _coverage(signed: SignedFile, signature: EmbeddedPdfSignature) -> Coverage:
    covered = signature.evaluate_signature_coverage()
    if covered < SignatureCoverageLevel.ENTIRE_REVISION:
        return Coverage.PART
    return Coverage.FILE if covered_end(signature) == len(signed.data) else Coverage.REVISION


def _changes(
    signed: SignedFile, signature: EmbeddedPdfSignature, found: Sequence[SignatureInvalid]
) -> Changes:
    """Step 9 has looked at them; what it found is not looked for again."""
    if any(finding.reason is Reason.CHANGED_AFTER for finding in found):
        return Changes.FORBIDDEN
    return Changes.NONE if covered_end(signature) == len(signed.data) else Changes.PROOFS
