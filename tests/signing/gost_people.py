"""An outside authority and its people, with keys of GOST R 34.10-2012 that OpenSSL's engine makes and uses.

Certificates, lists and CMS are built here, field by field, so that an attack can leave one out; the engine signs them.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest
from asn1crypto import algos, cms, core, crl, keys, pem, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.authority import SchoolAuthority
from signing.gost.names import register
from signing.gost.streebog import streebog
from tests.signing.gost_authority import has_engine, openssl

BEGINS: Final = datetime(2025, 9, 1, tzinfo=UTC)
ENDS: Final = datetime(2026, 12, 1, tzinfo=UTC)
YEAR: Final = timedelta(days=365)
QUALIFIED: Final = "1.2.643.100.113.1"
SIGNS: Final = frozenset({"digital_signature", "non_repudiation"})
# In CI the test runs all the same, and fails without it.
_ABSENT: Final = not has_engine() and "CI" not in os.environ
needs_engine = pytest.mark.skipif(_ABSENT, reason="not run: OpenSSL has no GOST engine")
_SERIALS = count(0x7001)
_OIDS: Final = {"snils": "1.2.643.100.3", "inn": "1.2.643.3.131.1.1", "ogrn": "1.2.643.100.1"}


@dataclass(frozen=True)
class GostKey:
    """A private key in a file, of 256 or 512 bits."""

    file: Path
    bits: int

    @classmethod
    def make(cls, folder: Path, bits: int = 256) -> GostKey:
        """A fresh key."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{next(_SERIALS):x}.key"
        openssl(
            "genpkey",
            "-engine",
            "gost",
            "-algorithm",
            f"gost2012_{bits}",
            "-pkeyopt",
            "paramset:A",
            "-out",
            str(file),
        )
        return cls(file, bits)

    @property
    def spki(self) -> keys.PublicKeyInfo:
        """The public half."""
        register()
        return keys.PublicKeyInfo.load(
            openssl("pkey", "-engine", "gost", "-in", str(self.file), "-pubout", "-outform", "DER")
        )

    @property
    def digest_algorithm(self) -> str:
        """The digest that goes with it."""
        return f"streebog{self.bits}"

    def sign(self, data: bytes) -> bytes:
        """The signature over the digest of the data."""
        return openssl(
            "dgst",
            "-engine",
            "gost",
            f"-md_gost12_{self.bits}",
            "-sign",
            str(self.file),
            "-binary",
            data=data,
        )


@dataclass(frozen=True)
class Wanted:
    """What is to stand in a person's certificate."""

    surname: str = ""
    given: str = ""
    common: str = ""
    snils: str = ""
    inn: str = ""
    ogrn: str = ""
    usage: frozenset[str] = SIGNS
    policies: tuple[str, ...] = (QUALIFIED,)
    begins: datetime = BEGINS
    ends: datetime = ENDS
    bits: int = 256

    @classmethod
    def named(cls, name: str) -> Wanted:
        """A certificate as authorities make it: surname, given name with patronymic, and the whole."""
        surname, _, given = name.partition(" ")
        return cls(surname, given, name, "11223344595", "526317984689")

    def subject(self) -> asn1.Name:
        """The name in the certificate."""
        parts = {"country_name": "RU", "surname": self.surname, "given_name": self.given}
        parts |= {_OIDS["snils"]: self.snils, _OIDS["inn"]: self.inn, _OIDS["ogrn"]: self.ogrn}
        parts |= {"common_name": self.common}
        return name_of({kind: value for kind, value in parts.items() if value})


def name_of(parts: dict[str, str]) -> asn1.Name:
    """A name of these attributes in their order."""
    built = []
    for kind, value in parts.items():
        text = (
            core.NumericString(value)
            if kind in _OIDS.values()
            else asn1.DirectoryString("utf8_string", value)
        )
        if kind == "country_name":
            text = asn1.DirectoryString("printable_string", value)
        attribute = asn1.NameTypeAndValue({"type": kind, "value": text})
        built.append(asn1.RelativeDistinguishedName([attribute]))
    return asn1.Name("", asn1.RDNSequence(built))


@dataclass(frozen=True)
class GostOwner:
    """Somebody with a key and a certificate."""

    key: GostKey
    certificate: x509.Certificate

    def sign(self, content: bytes) -> bytes:
        """A detached CAdES-BES over the content."""
        return self.sign_digest(streebog(content, self.key.bits))

    def sign_digest(self, digest: bytes) -> bytes:
        """A detached CAdES-BES over content of that digest, as SignHash of the plug-in makes it."""
        own = asn1.Certificate.load(self.certificate.public_bytes(Encoding.DER))
        hashed = {"algorithm": self.key.digest_algorithm}
        named = tsp.ESSCertIDv2({"hash_algorithm": hashed, "cert_hash": streebog(own.dump(), self.key.bits)})
        attributes = cms.CMSAttributes(
            [
                {"type": "content_type", "values": ["data"]},
                {"type": "message_digest", "values": [digest]},
                {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [named]})]},
            ]
        )
        sid = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
        info = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier("issuer_and_serial_number", sid),
                "digest_algorithm": hashed,
                "signed_attrs": attributes,
                "signature_algorithm": {"algorithm": f"gost2012_{self.key.bits}"},
                "signature": self.key.sign(cms.CMSAttributes.load(attributes.dump(force=True)).dump()),
            }
        )
        signed = cms.SignedData(
            {
                "version": "v1",
                "digest_algorithms": [hashed],
                "encap_content_info": {"content_type": "data"},
                "certificates": [own],
                "signer_infos": [info],
            }
        )
        return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


@dataclass
class Outsiders:
    """A root that issues certificates to people and a list of those that are revoked."""

    key: GostKey
    root: asn1.Certificate
    revoked: dict[int, datetime] = field(default_factory=dict)

    @classmethod
    def make(cls, folder: Path, name: str = "Тестовый УЦ") -> Outsiders:
        """A fresh authority."""
        register()
        key = GostKey.make(folder)
        who = name_of({"country_name": "RU", "common_name": name})
        extensions = [
            _extension("basic_constraints", {"ca": True, "path_len_constraint": 0}, critical=True),
            _extension("key_usage", {"key_cert_sign", "crl_sign"}, critical=True),
            _extension("key_identifier", key.spki.sha1),
        ]
        return cls(key, _certificate(who, who, key, key, (BEGINS - 5 * YEAR, ENDS + 9 * YEAR), extensions))

    def issue(self, wanted: Wanted) -> GostOwner:
        """A person's certificate, with a fresh key."""
        key = GostKey.make(self.key.file.parent, wanted.bits)
        extensions = [
            _extension("key_usage", set(wanted.usage), critical=True),
            _extension("certificate_policies", [{"policy_identifier": one} for one in wanted.policies]),
            _extension("authority_key_identifier", {"key_identifier": self.key.spki.sha1}),
            _extension("key_identifier", key.spki.sha1),
        ]
        made = _certificate(
            wanted.subject(), self.root.subject, key, self.key, (wanted.begins, wanted.ends), extensions
        )
        return GostOwner(key, x509.load_der_x509_certificate(made.dump()))

    def revoke(self, owner: GostOwner, at: datetime) -> None:
        """Put a certificate on the list, from a moment on."""
        self.revoked[owner.certificate.serial_number] = at

    def crl(self, at: datetime) -> bytes:
        """The list as of a moment, good for a week (DER)."""
        told = [
            crl.RevokedCertificate({"user_certificate": one, "revocation_date": _time(since)})
            for one, since in self.revoked.items()
        ]
        body = crl.TbsCertList(
            {
                "version": "v2",
                "signature": _scheme(self.key),
                "issuer": self.root.subject,
                "this_update": _time(at),
                "next_update": _time(at + timedelta(days=7)),
                **({"revoked_certificates": told} if told else {}),
                "crl_extensions": [
                    {
                        "extn_id": "authority_key_identifier",
                        "extn_value": core.ParsableOctetString(_aki(self.key)),
                    },
                    {"extn_id": "crl_number", "extn_value": core.ParsableOctetString(core.Integer(1).dump())},
                ],
            }
        )
        signed = {"tbs_cert_list": body, "signature_algorithm": _scheme(self.key)}
        return bytes(crl.CertificateList({**signed, "signature": self.key.sign(body.dump())}).dump())

    def trusted_by(self, authority: SchoolAuthority, at: datetime) -> None:
        """Let a school trust this authority, by its list as of that moment; a newer list takes an older one's place."""
        folder, name = authority.outside.folder, hashlib.sha256(self.root.dump()).hexdigest()
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.pem").write_bytes(pem.armor("CERTIFICATE", self.root.dump()))
        (folder / f"{name}.crl").write_bytes(self.crl(at))


def _aki(key: GostKey) -> bytes:
    return bytes(asn1.AuthorityKeyIdentifier({"key_identifier": key.spki.sha1}).dump())


def _extension(kind: str, value: Any, critical: bool = False) -> asn1.Extension:
    spec = asn1.Extension._oid_specs[kind]
    parsed = spec(value)
    return asn1.Extension(
        {"extn_id": kind, "critical": critical, "extn_value": core.ParsableOctetString(parsed.dump())}
    )


def _scheme(key: GostKey) -> algos.SignedDigestAlgorithm:
    return algos.SignedDigestAlgorithm({"algorithm": algos.SignedDigestAlgorithmId(_SCHEMES[key.bits])})


_SCHEMES = {256: "1.2.643.7.1.1.3.2", 512: "1.2.643.7.1.1.3.3"}


def _time(at: datetime) -> asn1.Time:
    return asn1.Time("utc_time", at.astimezone(UTC).replace(microsecond=0))


def _certificate(
    subject: asn1.Name,
    issuer: asn1.Name,
    key: GostKey,
    by: GostKey,
    term: tuple[datetime, datetime],
    extensions: list[asn1.Extension],
) -> asn1.Certificate:
    body = asn1.TbsCertificate(
        {
            "version": "v3",
            "serial_number": next(_SERIALS),
            "signature": _scheme(by),
            "issuer": issuer,
            "validity": {"not_before": _time(term[0]), "not_after": _time(term[1])},
            "subject": subject,
            "subject_public_key_info": key.spki,
            "extensions": extensions,
        }
    )
    signed = {"tbs_certificate": body, "signature_algorithm": _scheme(by)}
    return asn1.Certificate.load(asn1.Certificate({**signed, "signature_value": by.sign(body.dump())}).dump())
