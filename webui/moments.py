"""The moment of a request by the installation's clock, and its day on the school's."""

from __future__ import annotations

from datetime import date, datetime

from records.times import local
from webui.access import installation, visitor


def now() -> datetime:
    """The one moment of this request: UTC, whole seconds."""
    return installation().clock.now()


def today() -> date:
    """The day of this request where the school is."""
    return local(now(), visitor().zone).date()
