"""Whom a certificate of an outside authority names (ФСБ, приказ 795: SN, GN, CN, СНИЛС, ИНН), and if it is one person.

Names are compared without case, ё and е alike, blanks as one; a patronymic has to be the same where both have one.
Latin letters that look like Russian ones are others. It asks no authority and keeps nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from cryptography import x509
from cryptography.x509.oid import NameOID, ObjectIdentifier

from signing.errors import SigningRefusedError

SNILS = ObjectIdentifier("1.2.643.100.3")
INN = ObjectIdentifier("1.2.643.3.131.1.1")
# The classes of the signer's means, which every qualified certificate states: КС1 to КА1.
_CLASSES = "1.2.643.100.113."
_LEAST = 2  # surname and given name
_HYPHEN = re.compile(r"\s*-\s*")


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a certificate names: name, and the numbers of the person where it gives them."""

    name: str
    snils: str
    inn: str


def named_in(certificate: x509.Certificate) -> Named:
    """Whom the certificate names: by surname and given name where it has both once, else by its common name."""
    surname, given = _only(certificate, NameOID.SURNAME), _only(certificate, NameOID.GIVEN_NAME)
    name = f"{surname} {given}" if surname and given else _only(certificate, NameOID.COMMON_NAME)
    return Named(name, _only(certificate, SNILS), _only(certificate, INN))


def is_named(certificate: x509.Certificate, name: str) -> bool:
    """Whether the certificate names the person of that name."""
    return same_person(named_in(certificate).name, name)


def same_person(one: str, other: str) -> bool:
    """Whether two names may be of one person: surname and given name alike, and the patronymic where both have it."""
    first, second = _words(one), _words(other)
    shared = min(len(first), len(second))
    return shared >= _LEAST and first[:shared] == second[:shared]


def without_numbers(subject: x509.Name) -> x509.Name:
    """The name without the person's СНИЛС and ИНН: what is kept beside a certificate has no need of them."""
    return x509.Name([rdn for rdn in subject.rdns if not any(part.oid in (SNILS, INN) for part in rdn)])


def check_qualified(certificate: x509.Certificate) -> None:
    """Raise SigningRefusedError (signing.not_qualified) unless the certificate calls itself qualified, for signing."""
    if is_qualified(certificate) and _signs(certificate):
        return
    raise SigningRefusedError(
        "signing.not_qualified",
        "Это не квалифицированный сертификат для подписи: в нём не назван класс средств подписи "
        "(1.2.643.100.113) или он выдан не для подписания. Выберите другой сертификат.",
        "this is no qualified signing certificate: it names no class of signing means (1.2.643.100.113), or is not "
        "meant for signing; choose another certificate",
    )


def is_qualified(certificate: x509.Certificate) -> bool:
    """Whether the certificate states a class of the signer's means, as the qualified ones do."""
    try:
        policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return any(one.policy_identifier.dotted_string.startswith(_CLASSES) for one in policies)


def _signs(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return usage.digital_signature and usage.content_commitment


def _only(certificate: x509.Certificate, oid: ObjectIdentifier) -> str:
    """The one attribute of that kind; "" where there is none or more than one."""
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value).strip() if len(found) == 1 else ""


def _words(name: str) -> list[str]:
    plain = normalize("NFC", name).casefold().replace("ё", "е")
    return _HYPHEN.sub("-", plain).split()
