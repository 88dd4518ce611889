"""CMS as an attacker writes them: the attributes are ours to choose, the signature over them is OpenSSL's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from asn1crypto import algos, cms, core, tsp

from signing.credential import to_asn1
from signing.gost.streebog import streebog
from tests.signing.gost_authority import Holder


def attributes(holder: Holder, content: bytes, at: datetime | None = None) -> dict[str, Any]:
    """The signed attributes of an honest signature, by name."""
    named = {
        "hash_algorithm": {"algorithm": f"streebog{holder.bits}"},
        "cert_hash": streebog(to_asn1(holder.certificate).dump(), holder.bits),
    }
    return {
        "content_type": "data",
        "message_digest": streebog(content, holder.bits),
        "signing_certificate_v2": tsp.SigningCertificateV2({"certs": [named]}),
        **({"signing_time": cms.Time({"utc_time": core.UTCTime(at)})} if at else {}),
    }


def made(holder: Holder, signed: Mapping[str, Any], **changes: Any) -> cms.ContentInfo:
    """The container of one signature over these attributes; `changes` replace fields of its SignerInfo."""
    values = [cms.CMSAttribute({"type": name, "values": [value]}) for name, value in signed.items()]
    return container([holder], [signer_info(holder, cms.CMSAttributes(values), **changes)])


def signer_info(holder: Holder, signed: cms.CMSAttributes, **changes: Any) -> cms.SignerInfo:
    """A SignerInfo, signed by the holder's key."""
    own = to_asn1(holder.certificate)
    sid = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
    info: dict[str, Any] = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": sid}),
        "digest_algorithm": algos.DigestAlgorithm({"algorithm": f"streebog{holder.bits}"}),
        "signed_attrs": signed,
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": f"gost2012_{holder.bits}"}),
        "signature": holder.raw(signed.dump()),
    }
    return cms.SignerInfo({**info, **changes})


def container(holders: Sequence[Holder], infos: Sequence[cms.SignerInfo]) -> cms.ContentInfo:
    """Certificates and signatures in one CMS."""
    signed = {
        "version": "v1",
        "digest_algorithms": [info["digest_algorithm"] for info in infos],
        "encap_content_info": {"content_type": "data"},
        "certificates": [to_asn1(holder.certificate) for holder in holders],
        "signer_infos": list(infos),
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})
