"""The school's own certification authority in a folder: a root, a timestamp authority, people's credentials.

For demo installations: it proves nothing against whoever operates the server (design.md, Trust).
Certificates follow RFC 5280; this file only keeps and finds them, signing/certificates.py builds them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from records.times import parse_rfc3339, rfc3339
from signing.algorithms import shortest_rsa
from signing.certificates import (
    PERSON_LIFE,
    Issuer,
    PublicKey,
    Revocation,
    distinguished_name,
    person_certificate,
    revocation_list,
    root_certificate,
    tsa_certificate,
)
from signing.credential import Credential
from signing.errors import AuthorityError
from signing.keyfiles import damaged, locked, read_pair, write_pair, write_whole
from signing.outside import Outside

_ROOT, _TSA, _PEOPLE, _REVOKED, _OUTSIDE = "root.pem", "tsa.pem", "people", "revoked.txt", "outside"
_LONG_KEY = 3072


def _new_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@dataclass(frozen=True, slots=True)
class SchoolAuthority:
    """An opened authority: the folder it lives in, its root and its timestamp authority, keys parsed."""

    folder: Path
    issuer: Issuer
    tsa: Issuer

    @classmethod
    def create(cls, folder: Path, school_name: str, at: datetime) -> SchoolAuthority:
        """Make the authority of a school in `folder`; its certificates begin at `at`.

        Raises AuthorityError (authority.exists) when there is one already: a new root would disown
        every signature made under the old one.
        """
        if (folder / _ROOT).exists():
            raise AuthorityError(
                "authority.exists",
                "В этой папке уже есть удостоверяющий центр школы.",
                "this folder already holds the school's authority",
            )
        root_key, tsa_key = _new_key(_LONG_KEY), _new_key(_LONG_KEY)
        issuer = Issuer(root_certificate(school_name, root_key, at), root_key)
        tsa = Issuer(tsa_certificate(school_name, tsa_key.public_key(), issuer, at), tsa_key)
        # The root comes last and marks the authority as complete: after a crash in between there is
        # only a timestamp key that nobody has used, and the next create overwrites it.
        write_pair(folder / _TSA, tsa.key, tsa.certificate)
        write_pair(folder / _ROOT, issuer.key, issuer.certificate)
        return cls(folder, issuer, tsa)

    @classmethod
    def open(cls, folder: Path) -> SchoolAuthority:
        """The authority in `folder`. Raises AuthorityError (authority.absent, authority.damaged)."""
        if not (folder / _ROOT).exists():
            raise AuthorityError(
                "authority.absent",
                "Удостоверяющий центр школы не создан (letopis demo создаёт учебный).",
                "there is no school authority yet (letopis demo makes one)",
            )
        return cls(folder, _read_issuer(folder / _ROOT), _read_issuer(folder / _TSA))

    @property
    def root(self) -> x509.Certificate:
        """The root certificate: what a verifier has to trust."""
        return self.issuer.certificate

    @property
    def outside(self) -> Outside:
        """The outside authorities that this school trusts, as their folder holds them now."""
        return Outside(self.folder / _OUTSIDE)

    def trust_pem(self) -> bytes:
        """The root certificates as PEM, the school's own first, for a verifier and for the archive."""
        return b"".join(one.public_bytes(Encoding.PEM) for one in (self.root, *self.outside.anchors()))

    def was_trust(self, pem: bytes) -> bool:
        """Whether it is an earlier trust_pem(): this school's root, and nobody whom the school does not know."""
        known = {self.root, *(one.certificate for one in self.outside.authorities())}
        try:
            told = {*x509.load_pem_x509_certificates(pem)}
        except ValueError:
            return False
        return self.root in told and told <= known

    def issue(self, person_id: str, full_name: str, role_title: str, at: datetime) -> Credential:
        """The person's credential in this role: the one that is still valid, or a new one from `at`.

        Two processes at once may each issue one; both are whole and valid, and the later one is used.
        """
        subject = self.subject(person_id, full_name, role_title)
        for credential in self._valid(person_id, at):
            if credential.certificate.subject == subject:
                return credential
        key = _new_key(shortest_rsa(at + PERSON_LIFE))
        certificate = person_certificate(subject, key.public_key(), self.issuer, at)
        write_pair(self._shelf(person_id) / f"{certificate.serial_number:x}.pem", key, certificate)
        return Credential(person_id, certificate, key, (self.root,))

    def subject(self, person_id: str, full_name: str, role_title: str = "") -> x509.Name:
        """The name of a person of this school in a certificate."""
        school = self.root.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value
        return distinguished_name(str(school), full_name, role_title, person_id)

    def certify(self, subject: x509.Name, key: PublicKey, at: datetime) -> x509.Certificate:
        """A certificate from `at` for a key that is elsewhere; nothing of it is kept here."""
        return person_certificate(subject, key, self.issuer, at)

    def credential(self, person_id: str, at: datetime, role_title: str | None = None) -> Credential:
        """The person's newest credential valid at `at`, in the given role or in any.

        Raises AuthorityError (authority.no_credential) when there is none.
        """
        for credential in self._valid(person_id, at):
            if role_title is None or role_title in _titles(credential.certificate):
                return credential
        raise AuthorityError(
            "authority.no_credential",
            f"У сотрудника {person_id} нет действующего сертификата подписи: выпустите его.",
            f"{person_id} has no valid signing certificate; issue one",
        )

    def revoke(self, person_id: str, at: datetime) -> None:
        """Revoke from `at` every certificate of the person whose key lies here and that is valid then."""
        self.revoke_serials([c.certificate.serial_number for c in self._valid(person_id, at)], at)

    def revoke_serials(self, serials: Iterable[int], at: datetime) -> None:
        """Revoke these certificates from `at`; a certificate that is on the list keeps its moment.

        Two processes at once wait for each other: no revocation is lost.
        """
        with locked(self.folder):
            known = self.revocations()
            listed = {entry.serial for entry in known}
            fresh = [Revocation(serial, at) for serial in serials if serial not in listed]
            lines = [f"{entry.serial:x} {rfc3339(entry.at)}\n" for entry in (*known, *fresh)]
            if fresh:
                write_whole(self.folder / _REVOKED, "".join(lines).encode())

    def issued(self, certificate: x509.Certificate) -> bool:
        """Whether the certificate is signed by this authority."""
        try:
            certificate.verify_directly_issued_by(self.root)
        except (ValueError, TypeError, InvalidSignature):
            return False
        return True

    def is_revoked(self, certificate: x509.Certificate, at: datetime) -> bool:
        """Whether the certificate is on the list as of `at`."""
        serial = certificate.serial_number
        return any(entry.serial == serial and entry.at <= at for entry in self.revocations())

    def revocations(self) -> tuple[Revocation, ...]:
        """Every revocation so far, in the order they were made."""
        path = self.folder / _REVOKED
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        pairs = [line.split() for line in lines]
        return tuple(Revocation(int(serial, 16), parse_rfc3339(moment)) for serial, moment in pairs)

    def crl(self, at: datetime) -> bytes:
        """The revocation list as of `at` (DER), good for 7 days; the same `at` gives the same bytes."""
        return revocation_list(self.issuer, self.revocations(), at)

    def _shelf(self, person_id: str) -> Path:
        # Ids come from outside; their digest is always a safe name for a folder.
        return self.folder / _PEOPLE / hashlib.sha256(person_id.encode()).hexdigest()[:32]

    def _valid(self, person_id: str, at: datetime) -> list[Credential]:
        """The person's unrevoked credentials valid at `at`, the newest first."""
        revoked = {entry.serial for entry in self.revocations() if entry.at <= at}
        pairs = [read_pair(path) for path in sorted(self._shelf(person_id).glob("*.pem"))]
        pairs.sort(key=lambda pair: pair[1].not_valid_before_utc, reverse=True)
        return [
            Credential(person_id, certificate, key, (self.root,))
            for key, certificate in pairs
            if certificate.serial_number not in revoked
            and certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
        ]


def _read_issuer(path: Path) -> Issuer:
    key, certificate = read_pair(path)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise damaged(path)
    return Issuer(certificate, key)


def _titles(certificate: x509.Certificate) -> list[str]:
    return [str(part.value) for part in certificate.subject.get_attributes_for_oid(NameOID.TITLE)]
