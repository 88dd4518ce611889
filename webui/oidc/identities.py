"""Identities: who is linked to whom at the provider, by their own hand or an administrator's; each an event of the log.

Nobody is made here. An account has one identity at a provider and an identity one account; whom an administrator named
by a claim is bound to their subject at the first sign-in, for good.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.actor import Actor
from records.digest import Json
from records.errors import InputError, StateError
from records.identity import Entropy, random_id
from records.log.audit import EventKind, append_event
from records.sql import touch
from webui.accounts.tables import Account
from webui.oidc.setting import SUBJECT, OidcSetting
from webui.oidc.tables import Identity
from webui.oidc.token import LONGEST, Known, normal


def identity_of(session: Session, account: Account, issuer: str) -> Identity | None:
    """The account's identity at that provider."""
    query = select(Identity).where(Identity.school_id == account.school_id, Identity.issuer == issuer)
    return session.scalars(query.where(Identity.account_id == account.id)).first()


def account_of(session: Session, school: str, known: Known) -> Account | None:
    """Whose account that is: the one linked to the subject, else the one named by the claim and not yet bound."""
    of_issuer = select(Identity).where(Identity.school_id == school, Identity.issuer == known.issuer)
    row = session.scalars(of_issuer.where(Identity.subject == known.subject)).first()
    if row is None and known.named is not None:
        row = session.scalars(
            of_issuer.where(Identity.expected == known.named, Identity.subject.is_(None))
        ).first()
        if row is None or not _bind(session, row, known.subject):
            return None
    return session.get(Account, (school, row.account_id)) if row else None


def _bind(session: Session, row: Identity, subject: str) -> bool:
    """Bind the identity to the subject that came first; whether it was this one."""
    unbound = update(Identity).where(
        Identity.school_id == row.school_id, Identity.id == row.id, Identity.subject.is_(None)
    )
    return touch(session, unbound.values(subject=subject)) == 1


def link(
    session: Session, actor: Actor, account: Account, known: Known, at: datetime, entropy: Entropy
) -> None:
    """Link the account to the identity that its owner has just shown. Raises StateError `oidc.taken`."""
    _add(session, actor, account, known.issuer, (known.subject, None), at, entropy)


def name(
    session: Session,
    actor: Actor,
    account: Account,
    setting: OidcSetting,
    text: str,
    at: datetime,
    entropy: Entropy,
) -> None:
    """Name whom the provider will bring for this account, by the settings' claim. Raises InputError, StateError."""
    text = text.strip()
    if not 0 < len(text) <= LONGEST:
        raise InputError(
            "oidc.name",
            f"Укажите, как служба входа называет этого человека ({setting.claim}).",
            f"say how the provider names this person ({setting.claim})",
        )
    by_subject = setting.claim == SUBJECT
    named = (text, None) if by_subject else (None, normal(text))
    _add(session, actor, account, setting.issuer, named, at, entropy)


def unlink(
    session: Session, actor: Actor, account: Account, issuer: str, at: datetime, entropy: Entropy
) -> None:
    """Forget the account's identity; without one nothing happens."""
    if row := identity_of(session, account, issuer):
        session.delete(row)
        _tell(session, actor, EventKind.IDENTITY_UNLINKED, account, issuer, at, entropy)


def _add(
    session: Session,
    actor: Actor,
    account: Account,
    issuer: str,
    named: tuple[str | None, str | None],
    at: datetime,
    entropy: Entropy,
) -> None:
    row = Identity(school_id=account.school_id, id=random_id(entropy), account_id=account.id, issuer=issuer)
    (row.subject, row.expected), row.linked_by, row.linked_at = named, actor.person, at
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise StateError(
            "oidc.taken",
            "Эта учётная запись уже связана со службой входа, или такой вход закреплён за другим. Сначала отвяжите.",
            "the account is linked with the provider already, or that identity belongs to another; unlink it first",
        ) from error
    _tell(session, actor, EventKind.IDENTITY_LINKED, account, issuer, at, entropy)


def _tell(
    session: Session,
    actor: Actor,
    kind: EventKind,
    account: Account,
    issuer: str,
    at: datetime,
    entropy: Entropy,
) -> None:
    subject: dict[str, Json] = {"account": account.id, "person": account.person_id, "issuer": issuer}
    append_event(session, actor.school, kind, actor, at, subject, entropy)
