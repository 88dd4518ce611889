"""Whether a power of attorney (signing/power.py) is signed by the organisation that gives it, and is in force.

63-ФЗ, art. 17.1-17.2: the head signs it with the qualified certificate of the organisation. The detached CAdES-BES is
checked by signing/detached.py, chain and revocation by signing/outside.py at the moment of asking: nothing proves when
it was signed, so a signer whose certificate has ended since is refused. That the signer is the head is not asked; that
the certificate names the organisation's ОГРН is. Recall of the power in the tax service's registry is not known here.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.x509.oid import ObjectIdentifier

from signing.detached import readable
from signing.errors import SigningRefusedError
from signing.external import check_detached
from signing.identity import check_qualified, same_person
from signing.outside import Outside
from signing.power import Power, read_power

OGRN: Final = ObjectIdentifier("1.2.643.100.1")
_SIGNED_BEFORE: Final = timedelta(days=3653)  # how long ago the signature may claim to have been made


def check_power(xml: bytes, cms: bytes, outside: Outside, at: datetime) -> Power:
    """What the power says, when its organisation signed these very octets.

    Raises what read_power, external.check_detached, identity.check_qualified and Outside.issuers_of raise, and
    SigningRefusedError power.other_principal.
    """
    power = read_power(xml)
    certificate = check_octets(xml, cms, at)
    with readable():
        check_qualified(certificate)
        outside.issuers_of(certificate, at)
        named = organisation_of(certificate)
    if named != power.principal.ogrn:
        raise SigningRefusedError(
            "power.other_principal",
            f"Доверенность выдана организацией с ОГРН {power.principal.ogrn}, а подписана сертификатом "
            f"{f'с ОГРН {named:.20}' if named else 'без ОГРН'}: её подписывает руководитель сертификатом организации.",
            f"the power is of the organisation with the ОГРН {power.principal.ogrn}, but the certificate that signed "
            f"it names {named or 'none':.20}; the head signs it with the organisation's certificate",
        )
    return power


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


def check_octets(xml: bytes, cms: bytes, at: datetime) -> x509.Certificate:
    """The certificate whose key signed these very octets before `at`; whose it is, is asked elsewhere.

    Raises SigningRefusedError signing.cms_…
    """
    return check_detached(cms, xml, at, made_within=_SIGNED_BEFORE)


def organisation_of(certificate: x509.Certificate) -> str:
    """The ОГРН that a certificate names; "" where there is none or more than one."""
    found = certificate.subject.get_attributes_for_oid(OGRN)
    return str(found[0].value).strip() if len(found) == 1 else ""
