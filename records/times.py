"""Text forms of moments: RFC 3339 in UTC for records, local date and time for people.

Pure: takes aware datetimes, never asks what time it is.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def rfc3339(moment: datetime) -> str:
    """`2025-10-25T15:00:00Z`: the only form of a moment inside a record.

    Raises ValueError for a naive datetime.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone cannot enter a record")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_rfc3339(text: str) -> datetime:
    """The aware moment that `text` names. Raises ValueError when it has no offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"no offset in {text!r}")
    return moment.astimezone(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """The moment as the clocks of the school show it."""
    return moment.astimezone(ZoneInfo(zone))


def offset_text(moment: datetime, zone: str) -> str:
    """The zone's offset at that moment, as `+03:00`."""
    text = local(moment, zone).strftime("%z")
    return f"{text[:3]}:{text[3:]}"


def russian_date(day: date) -> str:
    """`25.10.2025`, the form of Russian documents."""
    return day.strftime("%d.%m.%Y")
