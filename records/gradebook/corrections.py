"""Until when a mark may be entered or changed without the deputy head's act, by the school's policy (R38).

Dates and the rule in, yes or no out. The five regulations differ, so the days are data
(records/school/policy.py); a correction after the cutoff is never a matter of days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class CorrectionRules:
    """`days` after the lesson in which a given mark may still be changed; None means until the cutoff.

    `entry_days` after its deadline in which an empty cell may still be filled (no back-dating); None: until the
    cutoff. `until_period_mark`: cells of a pupil whose period mark stands are not touched any more (R74).
    """

    days: int | None = None
    entry_days: int | None = None
    until_period_mark: bool = False


def may_correct(rules: CorrectionRules, lesson: date, today: date) -> bool:
    """Whether a mark given for that lesson may be changed today."""
    return rules.days is None or today <= lesson + timedelta(days=rules.days)


def may_enter(rules: CorrectionRules, due: date, today: date) -> bool:
    """Whether an empty cell whose last day was `due` may still be filled today."""
    return rules.entry_days is None or today <= due + timedelta(days=rules.entry_days)
