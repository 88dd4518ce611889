"""The rules of letters and of the site's own address: no server, letters that wait or were given up.

Facts in, findings out; asks no server (outside.py does).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from records.times import rfc3339
from webui.health.finding import Finding, Weight
from webui.settings import FILE, SiteSetting

PATIENCE: Final = timedelta(hours=1)
REMEMBERED: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PostFacts:
    """Whether there is a mail server, how many letters were given up in a week, since when the oldest one waits."""

    demo: bool
    server: bool
    site: SiteSetting
    given_up: int
    waiting_since: datetime | None


def of_post(facts: PostFacts, at: datetime) -> Iterator[Finding]:
    """What is weak in the post."""
    if not facts.demo and not facts.server:
        yield Finding.of("mail.none", Weight.WEAK, FILE)
    if facts.given_up:
        yield Finding.of("mail.given_up", Weight.BAD, "[mail]", number=facts.given_up)
    if facts.waiting_since and at - facts.waiting_since >= PATIENCE:
        yield Finding.of("mail.waiting", Weight.WEAK, "[mail]", since=rfc3339(facts.waiting_since))
    if facts.site.https and not facts.site.origin.startswith("https://"):
        yield Finding.of("site.origin", Weight.BAD, FILE, origin=facts.site.origin)
