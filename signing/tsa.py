"""A timestamp authority within the process: RFC 3161 tokens for a moment that is given, not read.

A pyHanko TimeStamper over a parsed RSA key, with ESS signing-certificate-v2 (RFC 5816). The same request
gives the same token, so a retried signature is byte for byte the first one. It opens no connection.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.timestamps import TimeStamper

# 2.25 arc (ITU-T X.667): an identifier of our own that needs no registration.
POLICY = "2.25.148316204910317415293118840617925613461"
_DIGEST = "sha256"
_UTC_TIME_ENDS = 2050  # RFC 5652, 11.3: signing times from 2050 on are GeneralizedTime


class SchoolTimeStamper(TimeStamper):
    """Stamps every request with the moment `at` (whole seconds, UTC)."""

    def __init__(self, certificate: x509.Certificate, key: RSAPrivateKey, at: datetime) -> None:
        super().__init__(include_nonce=False)  # type: ignore[no-untyped-call]
        self._certificate = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
        self._ess = tsp.SigningCertificateV2.load(as_signing_certificate_v2(self._certificate).dump())
        self._key = key
        self._at = at.astimezone(UTC).replace(microsecond=0)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The response to one request (RFC 3161, 2.4.2); it is always granted."""
        content = self._content(req["message_imprint"])
        attributes = self._signed_attributes(content)
        signature = self._key.sign(attributes.dump(), PKCS1v15(), hashes.SHA256())
        token = {"content_type": "signed_data", "content": self._signed_data(content, attributes, signature)}
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})

    def _content(self, imprint: tsp.MessageImprint) -> bytes:
        """TSTInfo. The serial number is the digest of time and imprint: unique for each distinct token."""
        seed = self._at.isoformat().encode() + imprint.dump()
        serial = int.from_bytes(b"\x01" + hashlib.sha256(seed).digest()[:18], "big")
        info = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": imprint,
            "serial_number": serial,
            "gen_time": self._at,
            "tsa": asn1_x509.GeneralName(name="directory_name", value=self._certificate.subject),
        }
        encoded: bytes = tsp.TSTInfo(info).dump()
        return encoded

    def _signed_attributes(self, content: bytes) -> cms.CMSAttributes:
        utc = self._at.year < _UTC_TIME_ENDS
        signing_time = core.UTCTime(self._at) if utc else core.GeneralizedTime(self._at)
        values = {
            "content_type": "tst_info",
            "signing_time": cms.Time("utc_time" if utc else "generalized_time", signing_time),
            "signing_certificate_v2": self._ess,
            "message_digest": hashlib.sha256(content).digest(),
        }
        attributes = [cms.CMSAttribute({"type": key, "values": (value,)}) for key, value in values.items()]
        return cms.CMSAttributes(attributes)

    def _signed_data(self, content: bytes, attributes: cms.CMSAttributes, signature: bytes) -> cms.SignedData:
        digest = algos.DigestAlgorithm({"algorithm": _DIGEST})
        signer = {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {
                            "issuer": self._certificate.issuer,
                            "serial_number": self._certificate.serial_number,
                        }
                    )
                }
            ),
            "digest_algorithm": digest,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signed_attrs": attributes,
            "signature": signature,
        }
        return cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [digest],
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": cms.ParsableOctetString(content),
                },
                "certificates": [self._certificate],
                "signer_infos": [signer],
            }
        )
