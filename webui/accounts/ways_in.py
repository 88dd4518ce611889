"""Every way into an account but the password, taken away at once: a reset leaves nothing of a stranger behind.

Whoever knew a password may have added a passkey, linked an identity of a provider or named an address for letters of
their own. It logs nothing; the reset is the event.
"""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from webui.accounts import passkeys, second_factor
from webui.accounts.tables import Account
from webui.mail.tables import MailAddress, MailCode
from webui.oidc.tables import Identity


def take_away(session: Session, account: Account) -> None:
    """Remove factors, passkeys, identities and codes in letters; the address for letters must be confirmed anew."""
    second_factor.remove(session, account)
    passkeys.remove_all(session, account)
    school, person = account.school_id, account.person_id
    session.execute(delete(Identity).where(Identity.school_id == school, Identity.account_id == account.id))
    session.execute(
        delete(MailCode).where(
            MailCode.school_id == school, MailCode.person_id == person, MailCode.used_at.is_(None)
        )
    )
    session.execute(
        update(MailAddress)
        .where(MailAddress.school_id == school, MailAddress.person_id == person)
        .values(confirmed_at=None)
    )
