"""The only module that reads the wall clock: every operation takes one `at` from here.

Gives aware datetimes in UTC with whole seconds, the resolution of every stored and printed time.
It does not format, parse or compare times.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """The present moment, aware, UTC, whole seconds."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The present moment, aware, UTC, whole seconds."""
        return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still: for tests and for a demo installation under LETOPIS_NOW."""

    moment: datetime

    def now(self) -> datetime:
        """The moment given, in UTC."""
        return self.moment.astimezone(UTC).replace(microsecond=0)
