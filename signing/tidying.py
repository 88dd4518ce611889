"""Takes away what nobody answers any more: questions to keys, requests for certificates, codes that were never used.

`tidy_keys(session, school, at)` in a transaction of the caller; running it twice or side by side does no harm. What was
answered stays as long as its errand does; certificates, agreements and the log stay for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from records.sql import touch
from signing.invitation import KeyInvitation
from signing.question import SigningQuestion
from signing.registration import KeyRequest

ANSWERED = timedelta(days=400)


def tidy_keys(session: Session, school: str, at: datetime) -> int:
    """Remove what is over; how many rows went."""
    asked, request, code = SigningQuestion, KeyRequest, KeyInvitation
    open_ones = asked.answered_at.is_(None) & (asked.until < at)
    over = or_(open_ones, asked.answered_at < at - ANSWERED)
    return sum(
        touch(session, gone)
        for gone in (
            delete(asked).where(asked.school_id == school, over),
            delete(request).where(request.school_id == school, request.until < at),
            delete(code).where(code.school_id == school, code.used_at.is_(None), code.until < at),
        )
    )
