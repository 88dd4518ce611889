"""The tables of OpenID Connect: whom a provider knows as whom, and sign-ins that have begun.

`subject` is empty until the person that an administrator named by `expected` comes for the first time. Of a try only a
digest of its state is kept; state, nonce and verifier derive from the browser's cookie. Mappings only.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.school.tables import in_school


class Identity(Base):
    """An account's identity at a provider: (issuer, subject), which the provider never gives to another."""

    __tablename__ = "identity"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    issuer: Mapped[str]
    subject: Mapped[str | None]
    expected: Mapped[str | None]
    linked_by: Mapped[str]
    linked_at: Mapped[datetime]

    __table_args__ = (
        in_school("account", "account_id"),
        in_school("person", "linked_by"),
        UniqueConstraint("school_id", "issuer", "subject"),
        UniqueConstraint("school_id", "issuer", "expected"),
        UniqueConstraint("school_id", "issuer", "account_id"),
        CheckConstraint("subject IS NOT NULL OR expected IS NOT NULL", name="named"),
    )


class OidcTry(Base):
    """A sign-in, or with `account_id` a linking, that was sent to the provider and may come back once."""

    __tablename__ = "oidc_try"

    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str | None]
    session_id: Mapped[str | None]
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (in_school("account", "account_id"),)
