"""The cryptographic half of a validation: genuine, trusted, unrevoked, and proven to have existed in time.

Steps 5 to 7 of signing/validate.py (EN 319 102-1, 5.2.6, 5.4, 5.6.3), done by pyHanko under the policy of
signing/trust.py, within lta_corrections.corrected(). Each failure is a finding.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed, AdESSubIndic
from pyhanko.sign.validation import EmbeddedPdfSignature, ades, generic_cms
from pyhanko.sign.validation.policy_decl import LocalKnowledge, PdfSignatureValidationSpec
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import (
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    ValidationError,
)
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo

from signing.errors import Reason, SignatureInvalid
from signing.findings import Findings
from signing.indications import SubIndication
from signing.reading import SignedFile, stamped_at
from signing.trust import Trust

_I = AdESIndeterminate
_REASONS: dict[AdESSubIndic, Reason] = {
    AdESFailure.REVOKED: Reason.REVOKED,
    AdESFailure.NOT_YET_VALID: Reason.UNTRUSTED,
    _I.NO_CERTIFICATE_CHAIN_FOUND: Reason.UNTRUSTED,
    _I.CERTIFICATE_CHAIN_GENERAL_FAILURE: Reason.UNTRUSTED,
    _I.CHAIN_CONSTRAINTS_FAILURE: Reason.UNTRUSTED,
    _I.NOT_YET_VALID: Reason.UNTRUSTED,
    _I.REVOKED_NO_POE: Reason.REVOKED,
    _I.REVOKED_CA_NO_POE: Reason.REVOKED,
    _I.TRY_LATER: Reason.NO_REVOCATION_DATA,
    _I.OUT_OF_BOUNDS_NO_POE: Reason.EXPIRED,
    _I.OUT_OF_BOUNDS_NOT_REVOKED: Reason.EXPIRED,
    _I.REVOCATION_OUT_OF_BOUNDS_NO_POE: Reason.EXPIRED,
    _I.EXPIRED: Reason.EXPIRED,
    _I.NO_POE: Reason.EXPIRED,
    _I.CRYPTO_CONSTRAINTS_FAILURE: Reason.WEAK,
    _I.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Reason.WEAK,
    _I.TIMESTAMP_ORDER_FAILURE: Reason.ORDER,
}


async def prove(
    signed: SignedFile, trust: Trust, at: datetime, findings: Findings
) -> tuple[datetime | None, ...]:
    """The proven time of each signature, in order; None where it is not proven, and `findings` say why."""
    policy = trust.specification()
    embedded = ades._dss_to_local_knowledge(signed.reader)
    if not (embedded.known_crls or embedded.known_ocsps or trust.crls):
        findings.add(SignatureInvalid(Reason.NO_REVOCATION_DATA, signed.signatures[0].field_name))
        return (None,) * len(signed.signatures)
    timing = ValidationTimingInfo(at, at, point_in_time_validation=True)
    with findings.kept():
        await _check_archive(signed, policy, embedded, timing)
    proven: list[datetime | None] = []
    for signature in signed.signatures:
        moment = None
        with findings.kept():
            moment = await _signature(signed, signature, policy, timing)
            await _check_at(signature, trust, moment, at, embedded)
        proven.append(moment)
    return tuple(proven)


def _rejected(field: str, found: AdESSubIndic, detail: str | None = None) -> SignatureInvalid:
    """Whatever has no reason of its own means that the signature does not match what it signs."""
    name = found.standard_name
    sub = SubIndication.CUSTOM if name == "GENERIC" else SubIndication(name)
    return SignatureInvalid(_REASONS.get(found, Reason.BROKEN), field, detail or name, sub_indication=sub)


async def _check_archive(
    signed: SignedFile,
    policy: PdfSignatureValidationSpec,
    embedded: LocalKnowledge,
    timing: ValidationTimingInfo,
) -> None:
    """Step 5. Each earlier stamp is proven by the next one (step 6); the last one has to hold by itself."""
    for stamp in signed.timestamps[-1:]:
        own = policy.signature_validation_spec
        known = replace(embedded, known_crls=[*embedded.known_crls, *own.local_knowledge.known_crls])
        result = await ades.ades_timestamp_validation(
            stamp.signed_data, replace(own, local_knowledge=known), stamp.compute_digest, timing_info=timing
        )
        if result.ades_subindic is not AdESPassed.OK:
            raise _rejected(stamp.field_name, result.ades_subindic, result.failure_msg)


async def _signature(
    signed: SignedFile,
    signature: EmbeddedPdfSignature,
    policy: PdfSignatureValidationSpec,
    timing: ValidationTimingInfo,
) -> datetime:
    """Step 6: the signature is genuine and trusted; gives the time it is proven to have existed at."""
    name = signature.field_name
    if not any(generic_cms.extract_tst_data_iter(signature.signer_info, signed=False)):
        raise SignatureInvalid(Reason.NO_TIMESTAMP, name)
    result = await ades.ades_lta_validation(signature, policy, timing)
    if result.ades_subindic is not AdESPassed.OK:
        raise _rejected(name, result.ades_subindic, str(result.failure_msg or ""))
    later = [s for s in signed.timestamps if s.signed_revision > signature.signed_revision]
    if later and result.oldest_evidence_record_timestamp is None:
        # The last stamp proves every byte: an earlier one that fails was renewed too late or is not trusted.
        raise SignatureInvalid(Reason.EXPIRED, later[0].field_name, "the chain of stamps does not hold")
    proven: datetime = result.best_signature_time
    stated = stamped_at(signature)
    if stated is None or stated < proven:
        # pyHanko passes over a timestamp that fails while the certificate still holds; what it states is unproven.
        raise SignatureInvalid(Reason.EXPIRED, name, "the timestamp on the signature does not hold")
    return proven


async def _check_at(
    signature: EmbeddedPdfSignature, trust: Trust, moment: datetime, now: datetime, embedded: LocalKnowledge
) -> None:
    """Step 7: the signer's chain at the proven time, with revocation data that were current then."""
    validator = CertificateValidator(
        signature.signer_cert,
        intermediate_certs=signature.other_embedded_certs,
        validation_context=trust.at_proven_time(moment, now, embedded),
    )
    try:
        await validator.async_validate_usage({"non_repudiation"})  # type: ignore[no-untyped-call]
    except InsufficientRevinfoError as error:
        raise SignatureInvalid(Reason.NO_REVOCATION_DATA, signature.field_name, str(error)) from error
    except (NotYetValidError, InvalidCertificateError) as error:
        before = isinstance(error, NotYetValidError)
        sub = SubIndication.NOT_YET_VALID if before else SubIndication.CHAIN_CONSTRAINTS_FAILURE
        raise SignatureInvalid(
            Reason.UNTRUSTED, signature.field_name, str(error), sub_indication=sub
        ) from error
    except ValidationError as error:
        raise SignatureInvalid(Reason.UNTRUSTED, signature.field_name, str(error)) from error
