"""The checks of a signed file that need no cryptography: fields, signers, protection, differences, order.

Steps 2, 3, 8, 9 and 10 of signing/validate.py (EN 319 102-1, 5.2.3, 5.2.8 and 5.5.4; ISO 32000-2, 12.8.2).
Each yields what it finds. That a signature is genuine is not asked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from asn1crypto.parser import peek
from cryptography import x509
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.fields import FieldMDPAction, MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from records.digest import sha256
from records.school.signing_rules import AskedKey
from signing.asked_key import contradicts
from signing.differences import strict_differences
from signing.errors import Reason, SignatureInvalid
from signing.policy import Level
from signing.reading import SignedFile, covered_end, ends_with_its_last_revision, stamped_at
from signing.report import Expectation


def check_fields(signed: SignedFile, expected: Expectation) -> Iterator[SignatureInvalid]:
    """Step 2: the expected signatures in their order, the waiting fields, and no other signature field."""
    names = [signature.field_name for signature in signed.signatures]
    wanted = [entry.step.field for entry in expected.signed]
    if not names:
        yield SignatureInvalid(Reason.MISSING, wanted[0] if wanted else "")
    if not wanted or not names:
        return
    absent = {*wanted} - {*names} | {*expected.waiting} - {*names, *signed.empty_fields}
    for name in (*wanted, *expected.waiting):
        if name in absent:
            yield SignatureInvalid(Reason.MISSING, name)
    for place, name in enumerate(names):
        if place >= len(wanted) or name != wanted[place]:
            yield SignatureInvalid(Reason.UNEXPECTED_FIELD, name)
    for name in signed.empty_fields:
        if name not in (*expected.waiting, *absent):
            yield SignatureInvalid(Reason.UNEXPECTED_FIELD, name)


def check_signers(signed: SignedFile, expected: Expectation) -> Iterator[SignatureInvalid]:
    """Step 3: the certificate on record made each signature, wherever one is on record, and it is of the asked kind."""
    for signature, entry in zip(signed.signatures, expected.signed, strict=False):
        made_with = signature.signer_cert.dump()
        if entry.certificate not in (None, sha256(made_with)):
            yield SignatureInvalid(Reason.WRONG_SIGNER, signature.field_name)
        asked = entry.step.key
        if asked is not AskedKey.ANY and contradicts(x509.load_der_x509_certificate(made_with), asked):
            yield SignatureInvalid(Reason.OTHER_KEY, signature.field_name)


def certifies(signed: SignedFile, signature: EmbeddedPdfSignature) -> bool:
    """The catalogue names this signature as the one that certifies, and it allows no more than signing."""
    permissions = _of_catalogue(signed, "/Perms")
    named = permissions.raw_get("/DocMDP") if "/DocMDP" in permissions else None
    level = signature.docmdp_level
    return named == signature.sig_field.raw_get("/V") and level is not None and level <= MDPPerm.FILL_FORMS


def _of_catalogue(signed: SignedFile, name: str) -> DictionaryObject:
    """A dictionary of the catalogue, direct or not; an empty one when there is none."""
    root = signed.reader.root
    if name not in root:
        return DictionaryObject()  # type: ignore[no-untyped-call]
    found: DictionaryObject = root[name]
    return found


def locks(signature: EmbeddedPdfSignature) -> bool:
    """The signature locks every field and forbids every further change."""
    lock = signature.fieldmdp
    all_fields = lock is not None and lock.action is FieldMDPAction.ALL
    return all_fields and signature.docmdp_level is MDPPerm.NO_CHANGES


def reached(signed: SignedFile, signature: EmbeddedPdfSignature) -> Level:
    """The baseline level by what lies in the file (EN 319 142-1, 6.3); whether it is genuine is asked elsewhere."""
    if any(stamp.signed_revision > signature.signed_revision for stamp in signed.timestamps):
        return Level.B_LTA
    if stamped_at(signature) is None:
        return Level.B_B
    proofs = _of_catalogue(signed, "/DSS")
    return Level.B_LT if proofs.get("/CRLs") or proofs.get("/OCSPs") else Level.B_T


def check_protection(signed: SignedFile, expected: Expectation) -> Iterator[SignatureInvalid]:
    """Step 8: what the policy step promises of a signature is so."""
    for signature, entry in zip(signed.signatures, expected.signed, strict=False):
        name = signature.field_name
        if entry.step.certifies and not certifies(signed, signature):
            yield SignatureInvalid(Reason.NOT_CERTIFIED, name)
        if entry.step.locks and not locks(signature):
            yield SignatureInvalid(Reason.NOT_LOCKED, name)
        if entry.step.level is Level.B_LTA and reached(signed, signature) is not Level.B_LTA:
            yield SignatureInvalid(Reason.NO_ARCHIVE_TIMESTAMP, name)


def check_differences(signed: SignedFile, expected: Expectation) -> Iterator[SignatureInvalid]:
    """Step 9: after each signature only what it allows; the last one covers the file to its end.

    Of our own records the log knows the digest of every revision, and nothing else may stand there: this is
    stricter than any analysis of what changed, which is left for foreign files.
    """
    for signature in signed.everything:
        if not _room_is_plain(signed, signature):
            yield _changed(signature, "the reserved room is not empty")
    if expected.signed and all(entry.revision for entry in expected.signed):
        yield from _compare_revisions(signed, expected)
    else:
        yield from _analyse_differences(signed, expected)


def _compare_revisions(signed: SignedFile, expected: Expectation) -> Iterator[SignatureInvalid]:
    before = 0
    for signature, entry in zip(signed.signatures, expected.signed, strict=False):
        revision = entry.revision
        if revision is None or not before < covered_end(signature) <= revision.size:
            yield _changed(signature, "the signature lies outside its revision")
        elif sha256(signed.data[: revision.size]) != revision.sha256:
            yield _changed(signature, "the revision is not the one in the log")
        before = revision.size if revision else before
    for number, signature in enumerate(signed.everything, start=1):
        if signature.signed_revision != number:
            yield _changed(signature, "a revision without a signature stands before this one")
        if signature.evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_REVISION:
            yield _changed(signature, "the signature does not cover its whole revision")
    last = signed.everything[-1]
    if not before == covered_end(last) == len(signed.data):
        yield _changed(last, "bytes after the last signature")


def _changed(signature: EmbeddedPdfSignature, detail: str) -> SignatureInvalid:
    return SignatureInvalid(Reason.CHANGED_AFTER, signature.field_name, detail)


def _analyse_differences(signed: SignedFile, expected: Expectation) -> Iterator[SignatureInvalid]:
    """A foreign file may end with a revision of validation data, which no signature covers."""
    policy = strict_differences()
    for signature in signed.everything:
        signature.compute_integrity_info(policy)  # type: ignore[no-untyped-call]
        allowed = signature.summarise_integrity_info()["docmdp_ok"]
        if not allowed or not isinstance(signature.diff_result, DiffResult):
            yield _changed(signature, str(signature.diff_result))
    last = signed.everything[-1]
    whole = last.coverage is SignatureCoverageLevel.ENTIRE_FILE
    tail = not expected.signed and ends_with_its_last_revision(signed.data)
    if not whole and not tail:
        yield _changed(last, "bytes after the last signature")


def _room_is_plain(signed: SignedFile, signature: EmbeddedPdfSignature) -> bool:
    """The room reserved for a signature, which it does not cover, holds its digits and zeros alone."""
    _, start, end, _ = signature.byte_range
    digits = signed.data[int(start) + 1 : int(end) - 1]
    token: bytes = signature.pkcs7_content
    used = peek(token)  # not by encoding it anew: what a stranger nested may take for ever
    return digits in (token.hex().encode(), token.hex().upper().encode()) and not any(token[used:])


def check_order(signed: SignedFile) -> Iterator[SignatureInvalid]:
    """Step 10: from signature to signature and on to the archive stamps, the stamped times never go back."""
    stamped = [(signature.field_name, stamped_at(signature)) for signature in signed.everything]
    known = [(field, moment) for field, moment in stamped if moment is not None]
    for (_, before), (field, after) in pairwise(known):
        if after < before:
            yield SignatureInvalid(Reason.ORDER, field)
