"""Takes an outside authority's certificate or revocation list into the folder of signing/outside.py.

What is added widens whom the school believes: it is the administrator's decision, told to the log by whoever calls.
A certificate has to be an authority's, in force, with accepted algorithms; a list has to be signed by one of the
authorities, not older than the one in place. It fetches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import crl as asn1_crl
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from records.errors import InputError
from signing.credential import to_asn1
from signing.gost.digests import teach
from signing.gost.signature import Verifier
from signing.keyfiles import locked, make_folder, write_whole
from signing.outside import CERTIFICATE, LIST, RETIRED, Authority, Outside, name_of
from signing.strength import refused_certificate

MAX_FILE: Final = (
    4 << 20
)  # octets; a list goes into every record that is signed under it (3 MB: 6 s to validate)


@dataclass(frozen=True, slots=True)
class Brought:
    """One thing of a file: an authority's certificate, or the revocation list of `authority`."""

    authority: x509.Certificate
    crl: bytes | None

    @property
    def sha256(self) -> str:
        """The digest of the authority's certificate."""
        return name_of(self.authority)


def look(outside: Outside, files: list[tuple[str, bytes]], at: datetime) -> list[Brought]:
    """What the files (name, content) bring that is not in place yet, certificates before lists; nothing is written.

    Raises InputError trust.file_…, naming the file.
    """
    teach()
    found = [(name, *one) for name, data in files for one in _parts(name, data)]
    known = {name_of(one.certificate): one.certificate for one in outside.authorities() if not one.retired}
    before = {*known}
    for name, kind, der in found:
        if kind == "CERTIFICATE":
            certificate = _authority(name, der, at)
            known[name_of(certificate)] = certificate
    _check_issuers([*known.values()])
    certificates = [Brought(one, None) for key, one in known.items() if key not in before]
    lists = [
        _list(name, der, [*known.values()], outside, at) for name, kind, der in found if kind == "X509 CRL"
    ]
    return [*certificates, *(one for one in lists if one)]


def put(outside: Outside, brought: Brought) -> None:
    """Put it in place, whole. A crash before leaves what was there; a retired authority comes back."""
    make_folder(outside.folder)
    with locked(outside.folder):
        if brought.crl is not None:
            write_whole(outside.folder / f"{brought.sha256}{LIST}", brought.crl)
            return
        write_whole(
            outside.folder / f"{brought.sha256}{CERTIFICATE}", brought.authority.public_bytes(Encoding.PEM)
        )
        # A crash here leaves both names: it is in force, and the next command removes the other.
        (outside.folder / f"{brought.sha256}{RETIRED}").unlink(missing_ok=True)


def find(outside: Outside, fingerprint: str) -> Authority:
    """The authority in force whose digest begins so. Raises InputError trust.unknown."""
    wanted = fingerprint.replace(":", "").lower()
    fit = [
        one
        for one in outside.authorities()
        if not one.retired and name_of(one.certificate).startswith(wanted)
    ]
    if len(fit) != 1 or len(wanted) < 8:
        raise InputError(
            "trust.unknown",
            f"Нет одного действующего удостоверяющего центра с отпечатком «{fingerprint}»: letopis trust list.",
            f"there is not one authority in force with the fingerprint {fingerprint}; see letopis trust list",
        )
    return fit[0]


def retire(outside: Outside, authority: Authority) -> None:
    """From now on no certificate of it is taken; what was signed before stays valid, so its root stays trusted."""
    name = name_of(authority.certificate)
    with locked(outside.folder):
        (outside.folder / f"{name}{CERTIFICATE}").replace(outside.folder / f"{name}{RETIRED}")


def _parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The certificates and lists of a file, PEM or DER."""
    if len(data) > MAX_FILE:
        raise _bad(
            "large", name, f"файл больше {MAX_FILE >> 20} МиБ", f"it is larger than {MAX_FILE >> 20} MiB"
        )
    try:
        if pem.detect(data):
            yield from ((kind, der) for kind, _, der in pem.unarmor(data, multiple=True))
            return
        asn1_crl.CertificateList.load(data, strict=True)["tbs_cert_list"]["this_update"].native  # noqa: B018
        yield "X509 CRL", data
    except ValueError:
        yield "CERTIFICATE", data


def _authority(name: str, der: bytes, at: datetime) -> x509.Certificate:
    try:
        own = asn1_x509.Certificate.load(der, strict=True)
        certificate = x509.load_der_x509_certificate(der)
        usage = own.key_usage_value.native if own.key_usage_value else set()
        weak = next(refused_certificate(own, at), None)
        first, last, issues = own.not_valid_before, own.not_valid_after, bool(own.ca)
    except (ValueError, TypeError, KeyError) as error:
        raise _bad(
            "unreadable", name, "это не сертификат и не список отзыва", "no certificate, no list"
        ) from error
    if not issues or "key_cert_sign" not in usage:
        raise _bad(
            "person", name, "это не сертификат удостоверяющего центра", "it is no authority's certificate"
        )
    if weak:
        raise _bad("weak", name, weak.ru, weak.en)
    if not first <= at <= last:
        raise _bad("expired", name, "срок сертификата истёк или не начался", "it has expired or not begun")
    return certificate


def _check_issuers(known: list[x509.Certificate]) -> None:
    """An authority with its issuer among them is signed by it; the others are anchors, whom somebody has compared."""
    for certificate in known:
        own = to_asn1(certificate)
        above = [one for one in known if one.subject == certificate.issuer]
        if above and not any(
            _signed(own, own["tbs_certificate"].dump(), "signature_value", one) for one in above
        ):
            shown = certificate.subject.rfc4514_string()
            raise _bad("forged", shown, "подпись сертификата не сходится", "its signature does not verify")


def _list(
    name: str, der: bytes, known: list[x509.Certificate], outside: Outside, at: datetime
) -> Brought | None:
    try:
        found = asn1_crl.CertificateList.load(der, strict=True)
        issuer, body = found.issuer, found["tbs_cert_list"]
        this, following = body["this_update"].native, body["next_update"].native
        above = [one for one in known if to_asn1(one).subject == issuer]
        owner = next((one for one in above if _signed(found, body.dump(), "signature", one)), None)
    except (ValueError, TypeError, KeyError) as error:
        raise _bad(
            "unreadable", name, "список отзыва не читается", "the revocation list cannot be read"
        ) from error
    if owner is None:
        ru = "список отзыва не подписан ни одним из добавленных центров: сначала добавьте сертификат центра"
        raise _bad("list_of_none", name, ru, "no added authority signed this list; add its certificate first")
    if following is None or this > at:
        raise _bad(
            "list_times", name, "у списка нет срока, или он из будущего", "it has no term, or begins later"
        )
    path = outside.folder / f"{name_of(owner)}{LIST}"
    if path.exists():
        if path.read_bytes() == der:
            return None
        there = asn1_crl.CertificateList.load(path.read_bytes())["tbs_cert_list"]["this_update"].native
        if there > this:
            raise _bad(
                "list_older", name, "список старше того, что уже стоит", "it is older than the one in place"
            )
    return Brought(owner, der)


def _signed(of: Any, body: bytes, field: str, by: x509.Certificate) -> bool:
    try:
        Verifier().validate_signature(
            of[field].native, body, to_asn1(by).public_key, of["signature_algorithm"]
        )
    except Exception:  # InvalidSignature, or keys and algorithms that do not belong together
        return False
    return True


def _bad(code: str, name: str, ru: str, en: str) -> InputError:
    return InputError(f"trust.file_{code}", f"«{name}»: {ru}.", f"{name}: {en}")
