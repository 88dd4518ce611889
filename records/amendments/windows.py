"""Reads which cells of a journal's period the deputy head opened again, and not past their last day (R38)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, bindparam, exists, select
from sqlalchemy.orm import Session

from records.amendments.model import Opened, parse_place
from records.amendments.tables import CorrectionRequest
from records.gradebook.reading import JournalKey
from records.lifecycle import CorrectionState
from records.sql import columns


def any_opened(
    school: ColumnElement[str], journal: ColumnElement[str], period: ColumnElement[str]
) -> ColumnElement[bool]:
    """Whether a cell was ever opened again, as a value within a statement; its window may be over."""
    return exists().where(*_opened(school, journal, period))


def _opened(
    school: ColumnElement[str], journal: ColumnElement[str], period: ColumnElement[str]
) -> tuple[ColumnElement[bool], ...]:
    return (
        CorrectionRequest.school_id == school,
        CorrectionRequest.journal_id == journal,
        CorrectionRequest.period_id == period,
        CorrectionRequest.state == CorrectionState.OPENED.value,
    )


_OPENED = select(CorrectionRequest.place, CorrectionRequest.pupil_id).where(
    *_opened(*(bindparam(name) for name in ("school", "journal", "period"))),
    CorrectionRequest.until >= bindparam("today"),
)


def open_windows(session: Session, key: JournalKey, today: date) -> frozenset[Opened]:
    """The cells under lessons that may be written whatever the days say."""
    asked = {"school": key.school, "journal": key.journal, "period": key.period, "today": today}
    return frozenset(
        Opened(parse_place(place).id, pupil) for place, pupil in columns(session, _OPENED, asked)
    )
