"""The register of powers of attorney (МЧД): which were shown to this school, whose they are, and until when.

A power is registered as the octets that were given, after power_signature.py has judged them: it is kept, for whoever
asks later, and never changed; only its end is entered, once (63-ФЗ, art. 17.2). Recall in the tax service's registry is
not known here: who learns of it revokes the power here. It signs nothing and prints nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from cryptography import x509
from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.actor import Actor
from records.db import Base
from records.digest import sha256
from records.errors import InputError, NotFoundError, StateError
from records.identity import Entropy
from records.lines import one_line
from records.log.audit import EventKind, append_event
from records.school.policy import Policy
from records.school.tables import Person, School, in_school
from records.times import local
from signing.detached import readable
from signing.outside import Outside
from signing.power import Power, read_power
from signing.power_signature import (
    PowerFiles,
    check_in_force,
    check_organisation,
    check_power,
    check_representative,
    organisation_of,
)
from signing.request import SignatureRequest

LONGEST_REASON: Final = 200


class PowerOfAttorney(Base):
    """A power of a member of staff: its files (PowerFiles) as they were taken; both days belong to the term."""

    __tablename__ = "power_of_attorney"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str]
    xml: Mapped[bytes]
    cms: Mapped[bytes]
    issuers: Mapped[bytes | None]
    issued: Mapped[date]
    until: Mapped[date]
    registered_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_why: Mapped[str | None]

    __table_args__ = (in_school("person", "person_id"),)

    @property
    def xml_digest(self) -> str:
        """SHA-256 of the XML, as the log has it."""
        return sha256(self.xml)

    @property
    def cms_digest(self) -> str:
        """SHA-256 of its signature, as the log has it."""
        return sha256(self.cms)

    @property
    def issuers_digest(self) -> str | None:
        """SHA-256 of the certificates above its signer's, as the log has it; None of a power taken without them."""
        return None if self.issuers is None else sha256(self.issuers)

    def says(self) -> Power:
        """What the power says. Raises what read_power raises."""
        return read_power(self.xml)

    def covers(self, day: date) -> bool:
        """Whether the day belongs to its term."""
        return self.issued <= day <= self.until

    def holds_on(self, day: date) -> bool:
        """Whether one may sign under it that day."""
        return self.revoked_at is None and self.covers(day)


def register_power(
    session: Session,
    actor: Actor,
    outside: Outside,
    person_id: str,
    files: tuple[bytes, bytes],
    at: datetime,
    entropy: Entropy,
) -> PowerOfAttorney:
    """Take a power (its XML and signature) of this school that is in force and given to that person; both or neither.

    Raises what check_power, check_organisation, check_in_force, check_representative and enter_power raise.
    """
    power, kept = check_power(*files, outside, at)
    school = session.get_one(School, actor.school)
    check_organisation(power, Policy.from_json(school.policy).ogrn)
    check_in_force(power, local(at, school.zone).date())
    check_representative(power, session.get_one(Person, (actor.school, person_id)).name)
    return enter_power(session, actor, power, person_id, kept, at, entropy)


def enter_power(
    session: Session,
    actor: Actor,
    power: Power,
    person_id: str,
    files: PowerFiles,
    at: datetime,
    entropy: Entropy,
) -> PowerOfAttorney:
    """Enter a power that was judged, row and event. Raises StateError power.known."""
    # One after the other: of two with the same number at one moment the second finds the first (PostgreSQL).
    session.get_one(School, actor.school, with_for_update={"key_share": True})
    if session.get(PowerOfAttorney, (actor.school, power.number)) is not None:
        raise StateError(
            "power.known",
            f"Доверенность {power.number} уже зарегистрирована. Список: letopis power list.",
            f"the power {power.number} is registered already; see 'letopis power list'",
        )
    row = PowerOfAttorney(
        school_id=actor.school,
        number=power.number,
        person_id=person_id,
        xml=files.xml,
        cms=files.cms,
        issuers=files.issuers,
        issued=power.issued,
        until=power.until,
        registered_at=at,
    )
    session.add(row)
    subject = {
        "person": person_id,
        "power": power.number,
        "xml": row.xml_digest,
        "signature": row.cms_digest,
        "issuers": row.issuers_digest,
        "issued": power.issued.isoformat(),
        "until": power.until.isoformat(),
    }
    append_event(session, actor.school, EventKind.POWER_REGISTERED, actor, at, subject, entropy)
    return row


def revoke_power(
    session: Session, actor: Actor, number: str, reason: str, at: datetime, entropy: Entropy
) -> PowerOfAttorney:
    """Nobody signs under the power from `at`, or from its last signature if that was later by a clock or a moment.

    Raises InputError power.reason, NotFoundError power.unknown, StateError power.ended.
    """
    why = one_line(reason, LONGEST_REASON)
    if why is None:
        raise InputError(
            "power.reason",
            f"Укажите причину словами, до {LONGEST_REASON} знаков: она останется в журнале событий.",
            f"give a reason in words, up to {LONGEST_REASON} characters: it stays in the log",
        )
    plain = number.strip().lower()
    row = session.get(PowerOfAttorney, (actor.school, plain), with_for_update=True)
    if row is None:
        raise NotFoundError(
            "power.unknown",
            f"Доверенности {plain:.40} нет. Список: letopis power list.",
            f"there is no power {plain:.40}; see 'letopis power list'",
        )
    if row.revoked_at is not None:
        raise StateError(
            "power.ended",
            f"Доверенность {row.number} уже отозвана {row.revoked_at:%d.%m.%Y}.",
            f"the power {row.number} was revoked already, on {row.revoked_at:%Y-%m-%d}",
        )
    used = SignatureRequest
    last = session.scalar(
        select(func.max(used.signed_at)).where(used.school_id == actor.school, used.power == row.number)
    )
    ended = max(at, last or at)
    row.revoked_at, row.revoked_why = ended, why
    subject = {"person": row.person_id, "power": row.number, "reason": why}
    append_event(session, actor.school, EventKind.POWER_REVOKED, actor, ended, subject, entropy)
    return row


def power_under(
    session: Session, school: str, person_id: str, certificate: x509.Certificate, day: date
) -> PowerOfAttorney | None:
    """The power under which a person's qualified certificate signs on a day: of several the last registered.

    None where there is none, and for a certificate that names an organisation itself, which needs none.
    """
    with readable():
        if organisation_of(certificate):
            return None
    return next(iter(powers_in_force(session, school, person_id, day)), None)


def powers_in_force(session: Session, school: str, person_id: str, day: date) -> list[PowerOfAttorney]:
    """Those under which a person may sign on a day, the last registered first."""
    row = PowerOfAttorney
    own = row.school_id == school, row.person_id == person_id, row.revoked_at.is_(None)
    found = session.scalars(select(row).where(*own).order_by(row.registered_at.desc(), row.number))
    return [one for one in found if one.holds_on(day)]


def check_signs(session: Session, school: str, number: str, day: date) -> None:
    """Raise StateError power.over unless one signs under it that day; until the transaction ends nobody revokes it."""
    row = session.get_one(PowerOfAttorney, (school, number), with_for_update={"read": True})
    if row.holds_on(day):
        return
    raise StateError(
        "power.over",
        f"Доверенность {number} отозвана или закончилась, пока вы подписывали: ничего не подписано. Подпишите снова; "
        "под какой доверенностью, будет сказано.",
        f"the power {number} was revoked or ended while you signed; nothing was signed, sign again: you will be told "
        "under which power",
    )


def powers_of_school(session: Session, school: str) -> Sequence[PowerOfAttorney]:
    """All of the register, the newest first."""
    row = PowerOfAttorney
    query = select(row).where(row.school_id == school).order_by(row.registered_at.desc(), row.number)
    return session.scalars(query).all()
