"""The outside authorities whose certificates a school takes: a folder of certificates (PEM) and revocation lists.

RFC 5280; qualified certificates: Federal Law 63-FZ, FSB order 795, which gives them nonRepudiation. Whoever puts files
there decides whom to trust: nothing is fetched. A retired authority gets no new signatures, but those made before stay
valid; so it stays in every trust file. Lists come as files and are put in place of older ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from asn1crypto import crl as asn1_crl
from cryptography import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
)
from pyhanko_certvalidator.path import ValidationPath

from signing.certificates import is_of_school
from signing.credential import certificate_facts, to_asn1
from signing.errors import SigningRefusedError
from signing.gost.digests import teach
from signing.gost.signature import Verifier
from signing.keyfiles import damaged
from signing.strength import refused_certificate
from signing.trust import Trust

CERTIFICATE, RETIRED, LIST = ".pem", ".retired", ".crl"  # what names of files end with
_USAGE: Final = {"non_repudiation"}


@dataclass(frozen=True, slots=True)
class Authority:
    """An outside authority: its certificate, whether it is retired, and until when its revocation list is current."""

    certificate: x509.Certificate
    retired: bool
    next_update: datetime | None


@dataclass(frozen=True, slots=True)
class Outside:
    """The folder, read anew at every question: a command changes it while others run."""

    folder: Path

    def authorities(self) -> tuple[Authority, ...]:
        """Every authority, in the order of names."""
        found = [
            Authority(certificate, path.suffix == RETIRED, self._next_update(certificate))
            for path, certificate in self._certificates()
        ]
        return tuple(sorted(found, key=lambda one: one.certificate.subject.rfc4514_string()))

    def anchors(self) -> tuple[x509.Certificate, ...]:
        """Those that no other of them issued: what a verifier has to trust."""
        known = [certificate for _, certificate in self._certificates()]
        return tuple(one for one in known if not _has_issuer(one, known))

    def intermediates(self) -> tuple[x509.Certificate, ...]:
        """Those that another of them issued."""
        known = [certificate for _, certificate in self._certificates()]
        return tuple(one for one in known if _has_issuer(one, known))

    def crls(self) -> tuple[bytes, ...]:
        """Their revocation lists, DER."""
        return tuple(path.read_bytes() for path in sorted(self.folder.glob(f"*{LIST}")))

    def issuers_of(self, certificate: x509.Certificate, at: datetime) -> tuple[x509.Certificate, ...]:
        """The authorities above a person's certificate, the nearest first, when one may sign with it at `at`.

        Raises SigningRefusedError: signing.outside_untrusted, signing.outside_expired, signing.outside_revoked,
        signing.outside_no_list, signing.outside_usage, signing.outside_algorithm.
        """
        context = ValidationContext(
            trust_roots=[to_asn1(one) for one in self.anchors()],
            other_certs=[to_asn1(one) for one in self.intermediates()],
            crls=list(map(asn1_crl.CertificateList.load, self.crls())),
            moment=at,
            allow_fetching=False,
            revocation_mode="require",
            signature_validator=Verifier(),
        )
        issuers = _issuers(certificate, context, at)
        retired = {one.certificate for one in self.authorities() if one.retired}
        if retired & {*issuers}:
            raise _refused("untrusted", "этот удостоверяющий центр исключён", "this authority is retired")
        return issuers

    def _certificates(self) -> Iterator[tuple[Path, x509.Certificate]]:
        paths = {path.stem: path for end in (RETIRED, CERTIFICATE) for path in self.folder.glob(f"*{end}")}
        for _, path in sorted(paths.items()):
            try:
                yield path, x509.load_pem_x509_certificate(path.read_bytes())
            except (OSError, ValueError) as error:
                raise damaged(path) from error

    def _next_update(self, certificate: x509.Certificate) -> datetime | None:
        path = self.folder / f"{name_of(certificate)}{LIST}"
        if not path.exists():
            return None
        moment: datetime = asn1_crl.CertificateList.load(path.read_bytes())["tbs_cert_list"][
            "next_update"
        ].native
        return moment


def name_of(certificate: x509.Certificate) -> str:
    """What an authority's files are called: the digest of its certificate."""
    return certificate_facts(certificate).sha256


def check_chain(
    certificate: x509.Certificate, known: Sequence[x509.Certificate], trust: Trust, at: datetime
) -> None:
    """Raise what Outside.issuers_of raises unless `known` lead from the certificate to a trusted outside root at `at`.

    Trusted roots of schools do not count: whoever keeps one could issue whatever is asked for. Revocation is not asked:
    for who has no lists of that time.
    """
    roots = map(x509.load_der_x509_certificate, trust.roots)
    context = ValidationContext(
        trust_roots=[to_asn1(root) for root in roots if not is_of_school(root.subject)],
        other_certs=list(map(to_asn1, known)),
        moment=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
        signature_validator=Verifier(),
    )
    _issuers(certificate, context, at)


def _issuers(
    certificate: x509.Certificate, context: ValidationContext, at: datetime
) -> tuple[x509.Certificate, ...]:
    """Those above it, the nearest first, when the whole chain is for signing and of algorithms that are taken."""
    teach()
    chain = list(asyncio.run(_path(certificate, context)).iter_certs(include_root=True))[::-1]
    for one in chain:
        for weak in refused_certificate(one, at):
            raise _refused("algorithm", weak.ru, weak.en)
    return tuple(x509.load_der_x509_certificate(one.dump()) for one in chain[1:])


async def _path(certificate: x509.Certificate, context: ValidationContext) -> ValidationPath:
    validator = CertificateValidator(to_asn1(certificate), validation_context=context)
    try:
        path: ValidationPath = await validator.async_validate_usage(_USAGE)  # type: ignore[no-untyped-call]
    except Exception as error:
        # A stranger's certificate fails deep inside and with any type: this is the boundary.
        raise _told(error) from error
    return path


def _has_issuer(certificate: x509.Certificate, known: Sequence[x509.Certificate]) -> bool:
    if certificate.subject == certificate.issuer:
        return False
    return any(one.subject == certificate.issuer for one in known)


def _told(error: Exception) -> SigningRefusedError:
    for kind, code, ru, en in _REASONS:
        if isinstance(error, kind):
            return _refused(code, ru, en)
    return _refused("untrusted", "он не принят", str(error))


_REASONS: Final = (
    (RevokedError, "revoked", "он отозван", "it is revoked"),
    (
        (ExpiredError, NotYetValidError),
        "expired",
        "его срок истёк или не начался",
        "it has expired or not begun",
    ),
    (
        InsufficientRevinfoError,
        "no_list",
        "нет действующего списка отзыва его центра; администратор добавляет его командой letopis trust add",
        "there is no current revocation list of its authority; letopis trust add takes one",
    ),
    (
        PathBuildingError,
        "untrusted",
        "его удостоверяющий центр не добавлен администратором (letopis trust list)",
        "its authority was not added by the administrator (letopis trust list)",
    ),
    (
        InvalidCertificateError,
        "usage",
        "он не предназначен для подписания документов (nonRepudiation)",
        "it is not meant for signing documents (nonRepudiation)",
    ),
)


def _refused(code: str, ru: str, en: str) -> SigningRefusedError:
    return SigningRefusedError(
        f"signing.outside_{code}",
        f"Этим сертификатом нельзя подписывать: {ru}.",
        f"one cannot sign with this certificate: {en}",
    )
