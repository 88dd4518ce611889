"""Whether a power of attorney (signing/power.py) is signed by the organisation that gives it, and is in force.

Asked twice: when a power is shown to the school (check_power), and of one that lies in a record's bag (check_kept).

63-ФЗ, art. 17.1-17.2: the head signs it with the qualified certificate of the organisation. The detached CAdES-BES is
checked by signing/detached.py, chain and revocation by signing/outside.py at the moment of asking: nothing proves when
it was signed, so a signer whose certificate has ended since is refused. That the signer is the head is not asked; that
the certificate names the organisation's ОГРН is. Recall of the power in the tax service's registry is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ObjectIdentifier

from signing.detached import readable
from signing.errors import SigningRefusedError
from signing.external import check_detached
from signing.identity import check_qualified, same_person
from signing.outside import Outside, check_chain
from signing.power import Power, read_power
from signing.trust import Trust

OGRN: Final = ObjectIdentifier("1.2.643.100.1")
_SIGNED_BEFORE: Final = timedelta(days=3653)  # how long ago the signature may claim to have been made


@dataclass(frozen=True, slots=True)
class PowerFiles:
    """The octets of a power: XML and detached CMS as given, and the certificates above the one that signed it (PEM)."""

    xml: bytes
    cms: bytes
    issuers: bytes


def check_power(xml: bytes, cms: bytes, outside: Outside, at: datetime) -> tuple[Power, PowerFiles]:
    """What the power says and what is kept of it, when its organisation signed these very octets.

    Raises what read_power, external.check_detached, identity.check_qualified and Outside.issuers_of raise, and
    SigningRefusedError power.other_principal.
    """
    power = read_power(xml)
    certificate = check_detached(cms, xml, at, made_within=_SIGNED_BEFORE)
    with readable():
        issuers = outside.issuers_of(certificate, at)
        _check_principal(power, certificate)
    return power, PowerFiles(xml, cms, b"".join(one.public_bytes(Encoding.PEM) for one in issuers))


def check_kept(files: PowerFiles, trust: Trust, at: datetime) -> Power:
    """What a power says that somebody signed under at `at`, when its organisation signed these very octets before.

    For whoever has the files and a trust, and no register: whether the signing certificate was revoked is not asked.
    One that has ended since it signed the power takes nothing away. Raises what check_power raises.
    """
    power = read_power(files.xml)
    certificate = check_detached(files.cms, files.xml, at, made_within=_SIGNED_BEFORE)
    with readable():
        known = x509.load_pem_x509_certificates(files.issuers) if files.issuers else []
        check_chain(certificate, known, trust, min(at, certificate.not_valid_after_utc))
        _check_principal(power, certificate)
    return power


def _check_principal(power: Power, certificate: x509.Certificate) -> None:
    """Anybody may have a certificate of their own: the organisation's is qualified and names its ОГРН."""
    check_qualified(certificate)
    named = organisation_of(certificate)
    if named == power.principal.ogrn:
        return
    raise SigningRefusedError(
        "power.other_principal",
        f"Доверенность выдана организацией с ОГРН {power.principal.ogrn}, а подписана сертификатом "
        f"{f'с ОГРН {named:.20}' if named else 'без ОГРН'}: её подписывает руководитель сертификатом организации.",
        f"the power is of the organisation with the ОГРН {power.principal.ogrn}, but the certificate that signed "
        f"it names {named or 'none':.20}; the head signs it with the organisation's certificate",
    )


def check_organisation(power: Power, ogrn: str) -> None:
    """Raise SigningRefusedError power.other_organisation unless this organisation gave it; asks nothing of ""."""
    if ogrn in ("", power.principal.ogrn):
        return
    of = power.principal
    raise SigningRefusedError(
        "power.other_organisation",
        f"Доверенность выдала «{of.name:.200}», ОГРН {of.ogrn}, а ОГРН школы в её правилах {ogrn}: нужна доверенность "
        "от самой школы.",
        f"the power is given by {of.name!r:.200}, ОГРН {of.ogrn}, but the school's policy says {ogrn}; one by the "
        "school itself is needed",
    )


def check_in_force(power: Power, day: date) -> None:
    """Raise SigningRefusedError power.not_in_force unless the day is within the power's term."""
    if power.covers(day):
        return
    raise SigningRefusedError(
        "power.not_in_force",
        f"Доверенность {power.number} действует с {power.issued:%d.%m.%Y} по {power.until:%d.%m.%Y}, "
        f"а нужна на {day:%d.%m.%Y}.",
        f"the power {power.number} is in force from {power.issued} to {power.until}, not on {day}",
    )


def check_representative(power: Power, name: str) -> None:
    """Raise SigningRefusedError power.other_person unless the power may be that person's, by name."""
    if same_person(power.representative, name):
        return
    raise SigningRefusedError(
        "power.other_person",
        f"Доверенность {power.number} выдана на имя «{power.representative}», а не «{name}».",
        f"the power {power.number} is given to {power.representative!r}, not to {name!r}",
    )


def organisation_of(certificate: x509.Certificate) -> str:
    """The ОГРН that a certificate names; "" where there is none or more than one."""
    found = certificate.subject.get_attributes_for_oid(OGRN)
    return str(found[0].value).strip() if len(found) == 1 else ""
