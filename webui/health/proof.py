"""The rules of proof: the clock, the log that reaches every location, and what somebody outside could vouch for.

What our own authorities say proves nothing against the operator (docs/threat-model.md). Facts in, findings out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from records.times import rfc3339
from webui.health.finding import Finding, Weight

EXPIRES_SOON: Final = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """The newest event's time; how many heads there are and how many somebody else cosigned; each location's size.

    `server_keys`: the school lets signing keys lie on its server. `outside_lists`: each outside authority in force, and
    until when its revocation list is current; None without one.
    """

    demo: bool
    newest_event: datetime | None
    log_size: int
    cosigned_heads: int
    published: tuple[tuple[str, int], ...]
    own_timestamps: bool
    authority_until: datetime
    server_keys: bool
    outside_lists: tuple[tuple[str, datetime | None], ...] = ()


def of_proof(facts: ProofFacts, at: datetime) -> Iterator[Finding]:
    """What is weak in what the installation could prove."""
    if facts.newest_event and at < facts.newest_event:
        times = {"now": rfc3339(at), "newest": rfc3339(facts.newest_event)}
        yield Finding.of("clock.set_back", Weight.BAD, "clock", **times)
    for location, size in facts.published:
        if size < facts.log_size:
            sizes = {"there": size, "here": facts.log_size}
            yield Finding.of("log.behind", Weight.WEAK, location, **sizes)
    if facts.authority_until - at < EXPIRES_SOON:
        yield Finding.of(
            "authority.expires", Weight.WEAK, "authority", until=f"{facts.authority_until:%d.%m.%Y}"
        )
    for name, until in facts.outside_lists:
        if until is None:
            yield Finding.of("trust.no_list", Weight.WEAK, name)
        elif until < at:
            yield Finding.of("trust.list_old", Weight.WEAK, name, until=rfc3339(until))
    if facts.demo:
        return
    if facts.log_size and not facts.cosigned_heads:
        yield Finding.of("log.heads_at_home", Weight.WEAK, "log")
    if facts.server_keys:
        yield Finding.of("keys.on_server", Weight.WEAK, "authority")
    if facts.own_timestamps:
        yield Finding.of("timestamps.own", Weight.WEAK, "authority")
