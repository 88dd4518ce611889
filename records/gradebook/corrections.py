"""Until when a mark that stands may be changed without the deputy head's act, by the school's policy (R38).

A date and the rule in, yes or no out. The five regulations differ, so the days are data
(records/school/policy.py); a correction after the cutoff is never a matter of days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class CorrectionRules:
    """Days after the lesson in which a given mark may still be changed; None means until the cutoff."""

    days: int | None = None


def may_correct(rules: CorrectionRules, lesson: date, today: date) -> bool:
    """Whether a mark given for that lesson may be changed today."""
    return rules.days is None or today <= lesson + timedelta(days=rules.days)
