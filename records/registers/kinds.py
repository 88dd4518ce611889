"""The kinds of record that the system makes (domain.md, Documents). Names only."""

from __future__ import annotations

from enum import StrEnum


class RecordKind(StrEnum):
    """What a record is."""

    PERIOD_JOURNAL = "period_journal"
    CLASS_JOURNAL = "class_journal"
    SUMMARY_SHEET = "summary_sheet"
    CORRECTION_ACT = "correction_act"
    SUPPLEMENT = "supplement"
    SIGNATURE_REPORT = "signature_report"
