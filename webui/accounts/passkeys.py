"""The passkeys of an account as rows: listed, added, used, removed; what each does is an event of the log.

A counter that went back tells of a copy (WebAuthn 6.1.1): that use is refused and logged, the passkey stays. Several
uses of one passkey at once wait for its row. It knows no page; authenticators.py says what an answer must be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import Exists

from records.actor import Actor
from records.digest import Json
from records.errors import NotFoundError, StateError
from records.identity import Entropy, random_id
from records.log.audit import EventKind, append_event
from webui.accounts.authenticators import MadeKey, check_used, read_claim
from webui.accounts.relying_party import RelyingParty
from webui.accounts.tables import Account, Passkey

LONGEST_NAME = 60
MOST = 20


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """A passkey, for the page that lists them."""

    id: str
    name: str
    created_at: datetime
    used_at: datetime | None
    backed_up: bool


def has_passkey() -> Exists:
    """That the account of the same query has a passkey."""
    return exists().where(Passkey.school_id == Account.school_id, Passkey.account_id == Account.id)


def passkeys_of(session: Session, school: str, account: str) -> Sequence[Passkey]:
    """The account's passkeys, the oldest first."""
    query = select(Passkey).where(Passkey.school_id == school, Passkey.account_id == account)
    return session.scalars(query.order_by(Passkey.created_at, Passkey.id)).all()


def lines_of(session: Session, school: str, account: str) -> tuple[PasskeyLine, ...]:
    """The account's passkeys for a page."""
    rows = passkeys_of(session, school, account)
    return tuple(PasskeyLine(row.id, row.name, row.created_at, row.used_at, row.backed_up) for row in rows)


def add(session: Session, actor: Actor, made: MadeKey, name: str, at: datetime, entropy: Entropy) -> None:
    """Give the actor's account this passkey. Raises StateError when it is known already, or when there are too many."""
    known = select(Passkey.id).where(Passkey.school_id == actor.school, Passkey.credential == made.credential)
    if session.scalar(known):
        raise StateError("passkey.known", "Этот ключ уже добавлен.", "this passkey has been added already")
    if len(passkeys_of(session, actor.school, actor.account)) >= MOST:
        raise StateError(
            "passkey.many",
            f"Ключей уже {MOST}: уберите те, которыми не пользуетесь.",
            f"there are {MOST} passkeys already; remove those that you do not use",
        )
    row = Passkey(
        school_id=actor.school,
        id=random_id(entropy),
        account_id=actor.account,
        credential=made.credential,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=" ".join(name.split())[:LONGEST_NAME] or "Ключ",
        aaguid=made.aaguid,
        transports=",".join(made.transports),
        may_be_copied=made.may_be_copied,
        backed_up=made.backed_up,
        created_at=at,
    )
    session.add(row)
    _log(session, EventKind.PASSKEY_ADDED, actor, row, at, entropy)


def remove(session: Session, actor: Actor, which: str, at: datetime, entropy: Entropy) -> None:
    """Take one of the actor's own passkeys away. Raises NotFoundError."""
    row = session.get(Passkey, (actor.school, which))
    if row is None or row.account_id != actor.account:
        raise NotFoundError("passkey.unknown", "Такого ключа нет.", "there is no such passkey")
    session.delete(row)
    _log(session, EventKind.PASSKEY_REMOVED, actor, row, at, entropy)


def remove_all(session: Session, account: Account) -> None:
    """Take every passkey of the account away. The caller logs why."""
    session.execute(
        delete(Passkey).where(Passkey.school_id == account.school_id, Passkey.account_id == account.id)
    )


def used(
    session: Session,
    school: str,
    party: RelyingParty,
    challenge: bytes,
    answer: str,
    at: datetime,
    entropy: Entropy,
) -> Account | None:
    """The account whose passkey gave this answer; None when anything of it is wrong."""
    claim = read_claim(answer)
    if claim is None:
        return None
    query = select(Passkey).where(Passkey.school_id == school, Passkey.credential == claim.credential)
    row = session.scalar(query.with_for_update())
    if row is None or claim.owner not in (None, row.account_id):
        return None
    use = check_used(party, challenge, answer, row.public_key)
    if use is None:
        return None
    account = session.get_one(Account, (school, row.account_id))
    if max(use.sign_count, row.sign_count) and use.sign_count <= row.sign_count:
        actor = Actor(account.person_id, account.id, school)
        _log(session, EventKind.PASSKEY_COPIED, actor, row, at, entropy)
        return None
    row.sign_count, row.backed_up, row.used_at = use.sign_count, use.backed_up, at
    return account


def _log(
    session: Session, kind: EventKind, actor: Actor, row: Passkey, at: datetime, entropy: Entropy
) -> None:
    subject: dict[str, Json] = {"account": row.account_id, "passkey": row.id, "aaguid": row.aaguid}
    append_event(session, actor.school, kind, actor, at, subject, entropy)
