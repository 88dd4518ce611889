"""Reads which cells of a journal's period the deputy head opened again, and not past their last day (R38)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.amendments.model import Opened, parse_place
from records.amendments.tables import CorrectionRequest
from records.gradebook.reading import JournalKey
from records.lifecycle import CorrectionState


def open_windows(session: Session, key: JournalKey, today: date) -> frozenset[Opened]:
    """The cells under lessons that may be written whatever the days say."""
    r = CorrectionRequest
    query = select(r.place, r.pupil_id).where(
        *(r.school_id == key.school, r.journal_id == key.journal, r.period_id == key.period),
        *(r.state == CorrectionState.OPENED.value, r.until >= today),
    )
    return frozenset(Opened(parse_place(place).id, pupil) for place, pupil in session.execute(query))
