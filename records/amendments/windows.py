"""Reads which cells of a journal's period the deputy head opened again, and not past their last day (R38)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from records.amendments.model import Opened, parse_place
from records.amendments.tables import CorrectionRequest
from records.gradebook.reading import JournalKey
from records.lifecycle import CorrectionState
from records.sql import columns

# Built once: every saved cell asks it.
_OPENED = select(CorrectionRequest.place, CorrectionRequest.pupil_id).where(
    CorrectionRequest.school_id == bindparam("school"),
    CorrectionRequest.journal_id == bindparam("journal"),
    CorrectionRequest.period_id == bindparam("period"),
    CorrectionRequest.state == CorrectionState.OPENED.value,
    CorrectionRequest.until >= bindparam("today"),
)


def open_windows(session: Session, key: JournalKey, today: date) -> frozenset[Opened]:
    """The cells under lessons that may be written whatever the days say."""
    asked = {"school": key.school, "journal": key.journal, "period": key.period, "today": today}
    return frozenset(
        Opened(parse_place(place).id, pupil) for place, pupil in columns(session, _OPENED, asked)
    )
