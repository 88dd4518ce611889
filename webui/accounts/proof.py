"""Proof that whoever sits at an open session is its person: the password or a passkey again, good for ten minutes.

What wants it stands in webui/routes.py (PROVED). Wrong passwords are counted like refused sign-ins (own.py). It renders
nothing.
"""

from __future__ import annotations

from records.errors import InputError
from webui.accounts.authenticators import ask_to_use
from webui.accounts.challenges import Purpose, pose, take
from webui.accounts.own import check_present
from webui.accounts.own_passkeys import refused
from webui.accounts.passkeys import passkeys_of, used
from webui.accounts.relying_party import RelyingParty
from webui.accounts.tables import Account, AccountSession
from webui.installation import Installation
from webui.visitor import Visitor


def by_password(opened: Installation, asking: Visitor, password: str) -> None:
    """Take the password for proof. Raises InputError."""
    with opened.workshop.reading() as session:
        has_password = session.get_one(Account, (asking.school, asking.account)).password is not None
    if not has_password:
        raise InputError(
            "proof.no_password",
            "У вашей учётной записи нет пароля. Подтвердите ключом доступа или попросите администратора о временном "
            "пароле.",
            "your account has no password; use a passkey, or ask the administrator for a one-time password",
        )
    check_present(opened, asking, password)
    with opened.workshop.transaction() as session:
        _note(opened, session.get_one(AccountSession, (asking.school, asking.session)))


def ask(opened: Installation, asking: Visitor, party: RelyingParty) -> str:
    """The question for one of the person's own passkeys, in JSON."""
    challenge = pose(opened, Purpose.PROVE, asking.session)
    with opened.workshop.reading() as session:
        known = [row.credential for row in passkeys_of(session, asking.school, asking.account)]
    return ask_to_use(party, challenge, known)


def by_passkey(opened: Installation, asking: Visitor, party: RelyingParty, answer: str) -> None:
    """Take a passkey's answer for proof. Raises InputError."""
    workshop, at = opened.workshop, opened.clock.now()
    challenge = take(opened, Purpose.PROVE, asking.session)
    proved = False
    with workshop.transaction() as session:
        if challenge:
            account = used(session, workshop.school, party, challenge, answer, at, workshop.entropy)
            proved = account is not None and account.id == asking.account
        if proved:
            _note(opened, session.get_one(AccountSession, (asking.school, asking.session)))
    if not proved:
        raise refused()


def _note(opened: Installation, row: AccountSession) -> None:
    row.proved_at = opened.clock.now()
