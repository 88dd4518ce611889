"""Terms of storage: when a dossier's term ends and from which year's act it may be destroyed.

A term runs from 1 January of the year after the dossier is closed; a dossier enters a destruction act only when
the term has expired by 1 January of the act's year (domain.md, Terms; R90). Pure; it decides no disposal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from records.numerals import YEAR


@dataclass(frozen=True, slots=True)
class StorageTerm:
    """A term in force: first and last day of keeping, first day of an act that may name the dossier.

    `last_day` and `act_from` are None for what is kept for ever.
    """

    years: int | None
    starts: date
    last_day: date | None
    act_from: date | None
    article: str

    def words(self) -> str:
        """The term as a Russian register says it."""
        if self.years is None or self.act_from is None:
            return f"Постоянно ({self.article})."
        return (
            f"{self.years} {YEAR.after(self.years)} с {self.starts:%d.%m.%Y} ({self.article}); "
            f"в акт о выделении к уничтожению — не ранее {self.act_from:%d.%m.%Y}."
        )


def storage_term(closed: date, years: int | None, article: str) -> StorageTerm:
    """The term of a dossier closed on that day. 2026 and 5 years: to 31.12.2031, act from 1.01.2032."""
    starts = date(closed.year + 1, 1, 1)
    if years is None:
        return StorageTerm(None, starts, None, None, article)
    return StorageTerm(
        years, starts, date(closed.year + years, 12, 31), date(closed.year + years + 1, 1, 1), article
    )
