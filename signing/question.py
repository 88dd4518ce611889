"""The table of what was given to a key to sign: one signature of one record, for one person, once, for 15 minutes.

`asked` is the very octets that the key has to sign (base 64), `file` the digest of the file that the person was shown;
the answer is kept beside them until a worker has put it into the file. Mappings only; steps/question.py fills them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.school.tables import in_school


class SigningQuestion(Base):
    """What one key was asked to sign at `asked_at`, and under which power; who signs for another names the order."""

    __tablename__ = "signing_question"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[str]
    position: Mapped[int]
    person_id: Mapped[str]
    account_id: Mapped[str]
    certificate: Mapped[str]
    file: Mapped[str]
    asked: Mapped[str]
    asked_at: Mapped[datetime]
    until: Mapped[datetime]
    asked_of: Mapped[str]
    order_no: Mapped[str | None]
    power: Mapped[str | None]
    signature: Mapped[str | None]
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        in_school("record", "record_id"),
        in_school("person", "person_id"),
        in_school("certificate(sha256)", "certificate"),
    )
