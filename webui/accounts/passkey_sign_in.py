"""Signing in by passkey: alone, when nobody has said who they are, or as the second step after the password.

The authenticator verified its user each time, so one passkey is two factors (NIST SP 800-63B-4, 3.1.7). Nothing can be
guessed, so no try is counted and a locked seat does not shut the owner of a passkey out. It renders nothing.
"""

from __future__ import annotations

from records.school.tables import School
from webui.accounts.authenticators import ask_to_use
from webui.accounts.challenges import Purpose, pose, take
from webui.accounts.passkeys import passkeys_of, used
from webui.accounts.relying_party import RelyingParty
from webui.accounts.sessions import Way, open_account, start
from webui.accounts.signing_in import refused, waiting_for_second
from webui.installation import Installation


def ask(opened: Installation, party: RelyingParty) -> str:
    """The question, in JSON: for the passkeys of whoever is at the second step, else for any of this site."""
    waiting = waiting_for_second(opened)
    if waiting is None:
        return ask_to_use(party, pose(opened, Purpose.SIGN_IN, ""), ())
    with opened.workshop.reading() as session:
        known = [row.credential for row in passkeys_of(session, opened.workshop.school, waiting.account)]
    return ask_to_use(party, pose(opened, Purpose.SECOND_STEP, waiting.account), known)


def enter(opened: Installation, party: RelyingParty, answer: str) -> None:
    """A session for whoever the answer proves. Raises InputError `account.refused`."""
    workshop, at, waiting = opened.workshop, opened.clock.now(), waiting_for_second(opened)
    if waiting is None:
        challenge = take(opened, Purpose.SIGN_IN, "")
    else:
        challenge = take(opened, Purpose.SECOND_STEP, waiting.account)
    if challenge is None:
        raise refused()
    entered = False
    with workshop.transaction() as session:
        account = used(session, workshop.school, party, challenge, answer, at, workshop.entropy)
        if account and (waiting is None or waiting.account == account.id):
            zone = session.get_one(School, account.school_id).zone
            entered = open_account(account, at, zone)
        if account and entered:
            start(session, account, Way.PASSKEY, at, workshop.entropy)
    if not entered:
        raise refused()
