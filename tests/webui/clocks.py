"""A clock that a test moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.flow.site import AT


@dataclass
class MovingClock:
    """A clock that stands until it is moved."""

    moment: datetime = AT

    def now(self) -> datetime:
        """The moment it shows."""
        return self.moment

    def pass_by(self, time: timedelta) -> None:
        """Let some time pass."""
        self.moment += time
