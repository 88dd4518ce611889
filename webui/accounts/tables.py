"""The tables of accounts: who may sign in, their sessions, tries, recovery codes, passkeys, delegated posts.

A password is an Argon2id digest, a session token and a recovery code a SHA-256 digest, a TOTP secret is encrypted
with the site's key, of a passkey there is the public half: a copy of the database signs nobody in. Mappings only.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.school.tables import in_school


class Account(Base):
    """A person's account. `password_until` ends a one-time password, `until` an account given for a time."""

    __tablename__ = "account"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str]
    login: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    until: Mapped[date | None]
    created_at: Mapped[datetime]
    password: Mapped[str | None]
    password_until: Mapped[datetime | None]
    must_change: Mapped[bool] = mapped_column(default=True)
    totp: Mapped[str | None]
    totp_step: Mapped[int] = mapped_column(BigInteger, default=0)

    __table_args__ = (
        in_school("person", "person_id"),
        UniqueConstraint("school_id", "login"),
        UniqueConstraint("school_id", "person_id"),
        CheckConstraint("login = lower(login)", name="login"),
    )


class AccountSession(Base):
    """A signed-in browser. `token` is the digest of what its cookie holds, `id` what pages and the log call it.

    `proved_at`: when its person last gave the password or a passkey in it.
    """

    __tablename__ = "account_session"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    token: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    address: Mapped[str]
    agent: Mapped[str]
    ended_at: Mapped[datetime | None]
    proved_at: Mapped[datetime | None]

    __table_args__ = (
        in_school("account", "account_id"),
        UniqueConstraint("token"),
        Index("ix_account_session_account", "school_id", "account_id"),
    )


class SignInFailure(Base):
    """A try that was not, or not yet, found right: what lock-out by login and address counts."""

    __tablename__ = "sign_in_failure"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"))
    login: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (
        Index("ix_sign_in_failure_login", "school_id", "login", "at"),
        Index("ix_sign_in_failure_address", "school_id", "address", "at"),
    )


class RecoveryCode(Base):
    """A code that stands in for the second factor, once."""

    __tablename__ = "recovery_code"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[datetime | None]

    __table_args__ = (in_school("account", "account_id"),)


class Passkey(Base):
    """A passkey (WebAuthn): what its authenticator told when it was made, and what it was last used for.

    `credential` and `public_key` (COSE) are in base64url; `sign_count` stays 0 when the authenticator does not count.
    """

    __tablename__ = "passkey"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    credential: Mapped[str]
    public_key: Mapped[str]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    aaguid: Mapped[str]
    transports: Mapped[str]
    may_be_copied: Mapped[bool]
    backed_up: Mapped[bool]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        in_school("account", "account_id"),
        UniqueConstraint("school_id", "credential"),
        Index("ix_passkey_account", "school_id", "account_id"),
    )


class PasskeyChallenge(Base):
    """What an authenticator is asked to sign, once: the row goes with it. `bound_to`: an account, a session, ''."""

    __tablename__ = "passkey_challenge"

    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    bound_to: Mapped[str]
    challenge: Mapped[str]
    until: Mapped[datetime]


class Delegation(Base):
    """A post handed to another by order for a time (R71, R73): `holder` keeps it, `delegate` acts on their behalf."""

    __tablename__ = "delegation"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    holder_id: Mapped[str]
    delegate_id: Mapped[str]
    order_no: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    journal_id: Mapped[str | None]
    class_id: Mapped[str | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        in_school("person", "holder_id"),
        in_school("person", "delegate_id"),
        in_school("journal", "journal_id"),
        in_school("school_class", "class_id"),
        CheckConstraint("holder_id <> delegate_id", name="another"),
        CheckConstraint("since <= until", name="order"),
        Index("ix_delegation_delegate", "school_id", "delegate_id"),
    )
