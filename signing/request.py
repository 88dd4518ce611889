"""The table of signature requests: who is asked to sign a record, in what order, and what came of it.

One row a step of the record's chain (signing/policy.py). `revision_*` is the file as it stood after this signature.
Mappings only; the conveyor moves the state by compare-and-swap.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.school.signing_rules import AskedKey
from records.school.tables import in_school


class SignatureRequest(Base):
    """A signature asked of one person. `certificate` holds the facts of the certificate used.

    `due` is the last day of that person's turn, from when it has come; `reason` why the signature was declined. Whoever
    signed or declined in that person's place by order stands in `signed_by`, the order in `order_no`. `asked_key` is
    the key that was asked for when the record was submitted; nothing where any will do. `power` is the number of the
    power of attorney that the signature was made under, if one was (signing/power_register.py).
    """

    __tablename__ = "signature_request"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]
    field: Mapped[str]
    level: Mapped[str]
    person_id: Mapped[str]
    state: Mapped[str]
    asked_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    certificate: Mapped[dict[str, str] | None] = mapped_column(JSON)
    revision_sha256: Mapped[str | None]
    revision_size: Mapped[int | None]
    signed_by: Mapped[str | None]
    order_no: Mapped[str | None]
    declined_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    due: Mapped[date | None]
    asked_key: Mapped[str | None]
    power: Mapped[str | None]

    @property
    def signer(self) -> str:
        """Who signed, declined or is to sign."""
        return self.signed_by or self.person_id

    @property
    def asks(self) -> AskedKey:
        """Which key is good enough."""
        return AskedKey(self.asked_key or AskedKey.ANY)

    __table_args__ = (in_school("record", "record_id"), in_school("person", "person_id"))
