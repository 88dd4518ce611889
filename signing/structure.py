"""The checks of a signed file that need no cryptography: fields, signers, protection, differences, order.

Steps 2, 3, 7, 8 and 9 of signing/validate.py (EN 319 102-1, 5.2.3, 5.2.8 and 5.5.4; ISO 32000-2, 12.8.2).
Each raises SignatureInvalid. That a signature is genuine is not asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from asn1crypto.cms import ContentInfo
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.fields import FieldMDPAction, MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.status import SignatureCoverageLevel

from records.digest import sha256
from signing.differences import strict_differences
from signing.errors import Reason, SignatureInvalid
from signing.policy import Level
from signing.reading import SignedFile, covered_end, ends_with_its_last_revision
from signing.report import Expectation, SignatureFacts


def check_fields(signed: SignedFile, expected: Expectation) -> None:
    """Step 2: the expected signatures in their order, the waiting fields, and no other signature field."""
    names = [signature.field_name for signature in signed.signatures]
    wanted = [entry.step.field for entry in expected.signed]
    if not names:
        raise SignatureInvalid(Reason.MISSING, wanted[0] if wanted else "")
    if not wanted:
        return
    for name in (*wanted, *expected.waiting):
        if name not in (*names, *signed.empty_fields):
            raise SignatureInvalid(Reason.MISSING, name)
    for name in wanted:
        if name not in names:
            raise SignatureInvalid(Reason.MISSING, name)
    for place, name in enumerate(names):
        if place >= len(wanted) or name != wanted[place]:
            raise SignatureInvalid(Reason.UNEXPECTED_FIELD, name)
    for name in signed.empty_fields:
        if name not in expected.waiting:
            raise SignatureInvalid(Reason.UNEXPECTED_FIELD, name)


def check_signers(signed: SignedFile, expected: Expectation) -> None:
    """Step 3: the certificate on record made each signature, wherever one is on record."""
    for signature, entry in zip(signed.signatures, expected.signed, strict=False):
        if entry.certificate not in (None, sha256(signature.signer_cert.dump())):
            raise SignatureInvalid(Reason.WRONG_SIGNER, signature.field_name)


def certifies(signed: SignedFile, signature: EmbeddedPdfSignature) -> bool:
    """The catalogue names this signature as the one that certifies, and it allows no more than signing."""
    permissions = signed.reader.root.get("/Perms", {})
    named = permissions.raw_get("/DocMDP") if "/DocMDP" in permissions else None
    level = signature.docmdp_level
    return named == signature.sig_field.raw_get("/V") and level is not None and level <= MDPPerm.FILL_FORMS


def locks(signature: EmbeddedPdfSignature) -> bool:
    """The signature locks every field and forbids every further change."""
    lock = signature.fieldmdp
    all_fields = lock is not None and lock.action is FieldMDPAction.ALL
    return all_fields and signature.docmdp_level is MDPPerm.NO_CHANGES


def check_protection(found: Sequence[SignatureFacts], expected: Expectation) -> None:
    """Step 7: what the policy step promises of a signature is so."""
    for facts, entry in zip(found, expected.signed, strict=False):
        if entry.step.certifies and not facts.certifies:
            raise SignatureInvalid(Reason.NOT_CERTIFIED, facts.field)
        if entry.step.locks and not facts.locks:
            raise SignatureInvalid(Reason.NOT_LOCKED, facts.field)
        if entry.step.level is Level.B_LTA and facts.level is not Level.B_LTA:
            raise SignatureInvalid(Reason.NO_ARCHIVE_TIMESTAMP, facts.field)


def check_differences(signed: SignedFile, expected: Expectation) -> None:
    """Step 8: after each signature only what it allows; the last one covers the file to its end.

    Of our own records the log knows the digest of every revision, and nothing else may stand there: this is
    stricter than any analysis of what changed, which is left for foreign files.
    """
    for signature in signed.everything:
        _check_room(signed, signature)
    if expected.signed and all(entry.revision for entry in expected.signed):
        _compare_revisions(signed, expected)
    else:
        _analyse_differences(signed, expected)


def _compare_revisions(signed: SignedFile, expected: Expectation) -> None:
    before = 0
    for signature, entry in zip(signed.signatures, expected.signed, strict=True):
        revision = entry.revision
        if revision is None or not before < covered_end(signature) <= revision.size:
            raise _changed(signature, "the signature lies outside its revision")
        if sha256(signed.data[: revision.size]) != revision.sha256:
            raise _changed(signature, "the revision is not the one in the log")
        before = revision.size
    for number, signature in enumerate(signed.everything, start=1):
        if signature.signed_revision != number:
            raise _changed(signature, "a revision without a signature stands before this one")
        if signature.evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_REVISION:
            raise _changed(signature, "the signature does not cover its whole revision")
    last = signed.everything[-1]
    if not before == covered_end(last) == len(signed.data):
        raise _changed(last, "bytes after the last signature")


def _changed(signature: EmbeddedPdfSignature, detail: str) -> SignatureInvalid:
    return SignatureInvalid(Reason.CHANGED_AFTER, signature.field_name, detail)


def _analyse_differences(signed: SignedFile, expected: Expectation) -> None:
    """A foreign file may end with a revision of validation data, which no signature covers."""
    policy = strict_differences()
    for signature in signed.everything:
        signature.compute_integrity_info(policy)  # type: ignore[no-untyped-call]
        allowed = signature.summarise_integrity_info()["docmdp_ok"]
        if not allowed or not isinstance(signature.diff_result, DiffResult):
            raise _changed(signature, str(signature.diff_result))
    last = signed.everything[-1]
    whole = last.coverage is SignatureCoverageLevel.ENTIRE_FILE
    tail = not expected.signed and ends_with_its_last_revision(signed.data)
    if not whole and not tail:
        raise _changed(last, "bytes after the last signature")


def _check_room(signed: SignedFile, signature: EmbeddedPdfSignature) -> None:
    """The room reserved for a signature, which it does not cover, holds its digits and zeros alone."""
    _, start, end, _ = signature.byte_range
    digits = signed.data[int(start) + 1 : int(end) - 1]
    token: bytes = signature.pkcs7_content
    used = len(ContentInfo.load(token).dump())
    plain = digits in (token.hex().encode(), token.hex().upper().encode())
    if not plain or any(token[used:]):
        raise _changed(signature, "the reserved room is not empty")


def stamped_at(signature: EmbeddedPdfSignature) -> datetime:
    """The time of a document timestamp, or of the timestamp on a signature."""
    data = signature.signed_data
    if signature.sig_object_type != "/DocTimeStamp":
        data = next(extract_tst_data_iter(signature.signer_info, signed=False))
    moment: datetime = data["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def check_order(signed: SignedFile) -> None:
    """Step 9: from signature to signature and on to the archive stamps, the stamped times never go back."""
    for before, after in pairwise(signed.everything):
        if stamped_at(after) < stamped_at(before):
            raise SignatureInvalid(Reason.ORDER, after.field_name)
