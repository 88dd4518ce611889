"""People's addresses: given by themselves or the administrator, confirmed by a code, removed; each an event of the log.

The log says that an address changed and not which it is. A new address is told to the one before it. It sends nothing.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.errors import Language, StateError
from records.log.audit import EventKind, append_event
from webui.accounts.tables import Account
from webui.installation import Installation
from webui.mail.address import check_address
from webui.mail.carrier import writes_letters
from webui.mail.codes import Purpose, give_code, take_code
from webui.mail.tables import MailAddress
from webui.mail.writing import addressee, write_about


def address_of(session: Session, school: str, person: str) -> MailAddress | None:
    """The person's address, confirmed or not."""
    return session.get(MailAddress, (school, person))


def set_address(
    opened: Installation,
    session: Session,
    actor: Actor,
    account: Account,
    text: str,
    language: Language,
    at: datetime,
) -> MailAddress:
    """Take the address, and send it a code that confirms it. Raises InputError, StateError without a post."""
    check_post(opened)
    address, row = check_address(text), address_of(session, account.school_id, account.person_id)
    if row is None:
        row = MailAddress(school_id=account.school_id, person_id=account.person_id)
        session.add(row)
    elif row.confirmed_at and row.address != address:
        write_about(opened, session, addressee(row), "moved", at, login=account.login)
    row.address, row.language, row.set_at, row.confirmed_at = address, language, at, None
    entropy = opened.workshop.entropy
    code = give_code(session, row.school_id, row.person_id, Purpose.CONFIRM, address, at, entropy)
    write_about(opened, session, addressee(row), "confirm", at, login=account.login, code=code)
    log_address(opened, session, actor, row.person_id, "set", at)
    return row


def confirm(
    opened: Installation, session: Session, actor: Actor, person: str, code: str, at: datetime
) -> None:
    """Confirm the address by the code that was sent to it. Raises InputError `mail.code`."""
    sent_to = take_code(session, actor.school, person, Purpose.CONFIRM, code, at)
    mark_confirmed(opened, session, actor, person, sent_to, at)


def mark_confirmed(
    opened: Installation, session: Session, actor: Actor, person: str, sent_to: str, at: datetime
) -> None:
    """A code came back from the address it was sent to: it is the person's, if it is still the one given."""
    row = address_of(session, actor.school, person)
    if row and row.address == sent_to and row.confirmed_at is None:
        row.confirmed_at = at
        log_address(opened, session, actor, person, "confirmed", at)


def remove(opened: Installation, session: Session, actor: Actor, person: str, at: datetime) -> None:
    """Forget the person's address."""
    if row := address_of(session, actor.school, person):
        session.delete(row)
        log_address(opened, session, actor, person, "removed", at)


def log_address(
    opened: Installation, session: Session, actor: Actor, person: str, state: str, at: datetime
) -> None:
    """Say in the log what became of the address."""
    subject = {"person": person, "state": state}
    kind, entropy = EventKind.MAIL_ADDRESS_CHANGED, opened.workshop.entropy
    append_event(session, actor.school, kind, actor, at, subject, entropy)


def check_post(opened: Installation) -> None:
    """Raise StateError where no letter can leave."""
    if not writes_letters(opened):
        raise post_is_off()


def post_is_off() -> StateError:
    """No letter leaves this installation."""
    return StateError(
        "mail.off",
        "Почта этой установки не настроена: заполните раздел [mail] файла letopis.toml.",
        "mail is not set up here: fill in section [mail] of letopis.toml",
    )
