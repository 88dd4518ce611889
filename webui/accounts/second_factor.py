"""The second factor: time-based codes (RFC 6238) and recovery codes, each of which passes once; who must have one.

A code that was used, or is older than the last one used, is refused (RFC 6238 5.2). The secret lies encrypted in the
database. The other second factor, a passkey, stands in passkeys.py. It knows no page.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

import pyotp
import segno
from sqlalchemy import delete
from sqlalchemy.orm import Session

from records.actor import Actor, Role
from records.digest import Json, sha256
from records.identity import Entropy
from records.log.audit import EventKind, append_event
from records.school.policy_text import SiteRule
from records.school.tables import School
from webui.accounts.tables import Account, RecoveryCode
from webui.secrets import SiteKey

STEP = 30
RECOVERY_CODES = 10
ISSUER = "Letopis"


class Demand(StrEnum):
    """What the school's policy asks besides the password; the two that ask are keys of it, each a list of roles."""

    NONE = "none"
    ANY = SiteRule.SECOND_FACTOR.value
    PASSKEY = SiteRule.PASSKEY.value


def demanded(policy: Mapping[str, object], roles: Collection[Role]) -> Demand:
    """The strictest that the policy asks of one of these roles."""
    for demand in (Demand.PASSKEY, Demand.ANY):
        named = policy.get(demand.value, [])
        if isinstance(named, list) and any(role.value in named for role in roles):
            return demand
    return Demand.NONE


def require(
    session: Session, actor: Actor, demand: Demand, roles: Collection[Role], at: datetime, entropy: Entropy
) -> None:
    """Let the school's policy demand this of these roles and of no other."""
    school = session.get_one(School, actor.school)
    named = sorted(role.value for role in roles)
    school.policy = {**school.policy, demand.value: named}
    subject: dict[str, Json] = {"required": list(named), "by": demand.value}
    append_event(session, actor.school, EventKind.SECOND_FACTOR_CHANGED, actor, at, subject, entropy)


def new_secret(entropy: Entropy) -> str:
    """A fresh secret of 160 bits (RFC 4226 4, R6), in base 32."""
    return base64.b32encode(entropy.token(20)).decode()


def address_of(secret: str, login: str) -> str:
    """The `otpauth:` address that an authenticator reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def picture_of(address: str) -> str:
    """The address as a QR code, an SVG in a data URI."""
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=2, light="white"))


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The time step whose code this is: the present one or the one beside it; None for no such code."""
    now = int(at.timestamp()) // STEP
    digits = code.replace(" ", "")
    if not (digits.isascii() and digits.isdigit()):
        return None
    return next(
        (
            step
            for step in (now, now - 1, now + 1)
            if pyotp.utils.strings_equal(pyotp.TOTP(secret).generate_otp(step), digits)
        ),
        None,
    )


def passes(session: Session, key: SiteKey, account: Account, code: str, at: datetime) -> bool:
    """Whether the code is the second factor of the account; it is then used up."""
    step = matching_step(key.reveal(account.totp, account.id), code, at) if account.totp else None
    if step is not None and step > account.totp_step:
        account.totp_step = step
        return True
    digest = _digest(account, code)
    found = session.get(RecoveryCode, (account.school_id, account.id, digest))
    if found is None or found.used_at:
        return False
    found.used_at = at
    return True


def install(
    session: Session, key: SiteKey, account: Account, secret: str, step: int, entropy: Entropy
) -> tuple[str, ...]:
    """Give the account this secret and fresh recovery codes, which are shown once."""
    account.totp, account.totp_step = key.conceal(secret, account.id, entropy), step
    return give_codes(session, account, entropy)


def give_codes(session: Session, account: Account, entropy: Entropy) -> tuple[str, ...]:
    """Fresh recovery codes in place of those before."""
    remove_codes(session, account)
    codes = tuple(_recovery_code(entropy) for _ in range(RECOVERY_CODES))
    session.add_all(
        RecoveryCode(school_id=account.school_id, account_id=account.id, digest=_digest(account, code))
        for code in codes
    )
    return codes


def remove(session: Session, account: Account) -> None:
    """Take the codes of the app and of recovery away."""
    account.totp, account.totp_step = None, 0
    remove_codes(session, account)


def remove_codes(session: Session, account: Account) -> None:
    """Take the recovery codes away."""
    session.execute(
        delete(RecoveryCode).where(
            RecoveryCode.school_id == account.school_id, RecoveryCode.account_id == account.id
        )
    )


def _recovery_code(entropy: Entropy) -> str:
    # 120 bits: a plain digest will do (ASVS 6.5.2).
    text = base64.b32encode(entropy.token(15)).decode().lower()
    return "-".join(text[n : n + 4] for n in range(0, 24, 4))


def _digest(account: Account, code: str) -> str:
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return sha256(f"{account.id} {plain}".encode())
