"""What people do with their own passkeys: ask for a new one, add it, take one away; the other sessions end.

The site asks password or passkey anew before any of it (webui/accounts/proof.py). It renders nothing.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.errors import InputError
from webui.accounts import passkeys, second_factor
from webui.accounts.authenticators import ask_to_make, check_made
from webui.accounts.challenges import Purpose, pose, take
from webui.accounts.relying_party import RelyingParty
from webui.accounts.sessions import end_all
from webui.accounts.tables import Account, RecoveryCode
from webui.installation import Installation
from webui.visitor import Visitor


def refused() -> InputError:
    """The one refusal of an answer to a passkey's question."""
    return InputError(
        "passkey.refused",
        "Ключ не подошёл или вопрос устарел. Повторите с начала.",
        "the passkey does not fit, or the question is too old; begin again",
    )


def ask_new(opened: Installation, asking: Visitor, party: RelyingParty) -> str:
    """The question for a new passkey, in JSON."""
    challenge = pose(opened, Purpose.ENROL, asking.session)
    with opened.workshop.reading() as session:
        had = [row.credential for row in passkeys.passkeys_of(session, asking.school, asking.account)]
    return ask_to_make(party, challenge, asking.account, asking.login, had)


def add_new(
    opened: Installation, asking: Visitor, party: RelyingParty, answer: str, name: str
) -> tuple[str, ...]:
    """Add the passkey that the answer tells of; recovery codes when the account had none. Raises InputError."""
    workshop, at = opened.workshop, opened.clock.now()
    challenge = take(opened, Purpose.ENROL, asking.session)
    made = check_made(party, challenge, answer) if challenge else None
    if made is None:
        raise refused()
    with workshop.transaction() as session:
        account = session.get_one(Account, (asking.school, asking.account))
        passkeys.add(session, asking.actor, made, name, at, workshop.entropy)
        end_all(session, account, at, asking.session)
        if _has_codes(session, account):
            return ()
        return second_factor.give_codes(session, account, workshop.entropy)


def remove(opened: Installation, asking: Visitor, which: str) -> None:
    """Take a passkey away, and the recovery codes with the last second factor. Raises NotFoundError."""
    workshop, at = opened.workshop, opened.clock.now()
    with workshop.transaction() as session:
        account = session.get_one(Account, (asking.school, asking.account))
        passkeys.remove(session, asking.actor, which, at, workshop.entropy)
        end_all(session, account, at, asking.session)
        session.flush()
        if account.totp is None and not passkeys.passkeys_of(session, asking.school, asking.account):
            second_factor.remove_codes(session, account)


def _has_codes(session: Session, account: Account) -> bool:
    query = select(RecoveryCode.digest).where(
        RecoveryCode.school_id == account.school_id,
        RecoveryCode.account_id == account.id,
        RecoveryCode.used_at.is_(None),
    )
    return session.scalars(query).first() is not None
