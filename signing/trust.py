"""Whom a verifier trusts, and the validation policy that follows from it (EN 319 102-1, 5.1.4; TS 119 172-1).

Roots are always explicit: the system's store is never asked, and nothing is ever fetched.
It does not validate anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from asn1crypto.crl import CertificateList
from cryptography.x509 import load_der_x509_certificate
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.poe import POEManager
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    FreshnessReqType,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from records.errors import InputError
from signing.credential import CertificateFacts, certificate_facts
from signing.gost.signature import Verifier

_REQUIRED = RevocationCheckingPolicy(
    ee_certificate_rule=RevocationCheckingRule.CRL_OR_OCSP_REQUIRED,
    intermediate_ca_cert_rule=RevocationCheckingRule.CRL_OR_OCSP_REQUIRED,
)
# The file must speak for itself decades later, so the revocation data in it may be as old as the longest term
# of a record. That a signer's data were current when the signature was made is asked by `at_proven_time`.
_LONGEST_TERM = timedelta(days=30 * 365)


@dataclass(frozen=True, slots=True)
class Trust:
    """Trusted roots (DER), and revocation lists (DER) known besides those in the file."""

    roots: tuple[bytes, ...]
    crls: tuple[bytes, ...] = ()

    def specification(self) -> PdfSignatureValidationSpec:
        """The policy for the whole file, now: explicit roots, revocation data required, no network."""
        certificates = CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust_roots=self._anchors()),
            revinfo_policy=CertRevTrustPolicy(
                _REQUIRED,
                freshness=_LONGEST_TERM,
                freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
            ),
            signature_validator=Verifier(),
        )
        offline = RevocationInfoGatheringSpec(
            online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
            certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
        )
        known = [CRLContainer(CertificateList.load(crl)) for crl in self.crls]
        signatures = SignatureValidationSpec(
            cert_validation_policy=certificates,
            revinfo_gathering_policy=offline,
            local_knowledge=LocalKnowledge(known_crls=known),
        )
        return PdfSignatureValidationSpec(signatures, diff_policy=None)

    def at_proven_time(self, moment: datetime, now: datetime, embedded: LocalKnowledge) -> ValidationContext:
        """The policy for a signer's chain at the proven time: data of the file or given with the trust, current then.

        Newer data are as good: what is not revoked later was not revoked then.
        """
        return ValidationContext(
            trust_roots=self._anchors(),
            other_certs=embedded.known_certs,
            crls=[*(crl.crl_data for crl in embedded.known_crls), *map(CertificateList.load, self.crls)],
            ocsps=[ocsp.ocsp_response_data for ocsp in embedded.known_ocsps],
            moment=moment,
            allow_fetching=False,
            revinfo_policy=CertRevTrustPolicy(_REQUIRED, retroactive_revinfo=True),
            poe_manager=POEManager(now),
            signature_validator=Verifier(),
        )

    def anchors(self) -> tuple[CertificateFacts, ...]:
        """What the trusted roots say of themselves, for whoever compares their fingerprints."""
        return tuple(certificate_facts(load_der_x509_certificate(root)) for root in self.roots)

    def _anchors(self) -> list[asn1_x509.Certificate]:
        return [asn1_x509.Certificate.load(root) for root in self.roots]


def trust_from_pem(data: bytes, crls: tuple[bytes, ...] = ()) -> Trust:
    """The trust in the certificates of a PEM file. Raises InputError (trust.pem) when it holds none."""
    try:
        roots = tuple(der for name, _, der in pem.unarmor(data, multiple=True) if name == "CERTIFICATE")
    except ValueError:
        roots = ()
    if not roots:
        raise InputError("trust.pem", "В файле доверия нет сертификатов.", "no certificate in the trust file")
    return Trust(roots, crls)
