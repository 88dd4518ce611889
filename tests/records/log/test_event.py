"""What an event commits to, and that the commitment tells nothing without its salt."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from hashlib import sha256

import pytest

from records.actor import Actor
from records.log.event import EventKind, body_of, entry_of
from tests.records.log.events import AT, MARIA, SCHOOL

SALT = bytes(range(32))
DEPUTY = Actor("pavel.sergeevich", "zavuch", SCHOOL, on_behalf_of="anna.petrovna")


def test_the_body_is_canonical_json_with_who_when_and_what() -> None:
    body = body_of(EventKind.PERIOD_CUT, DEPUTY, AT, {"journal": "9А-алгебра", "period": 1})
    assert body.decode() == (
        '{"actor":{"account":"zavuch","on_behalf_of":"anna.petrovna","person":"pavel.sergeevich",'
        '"school":"school-1543"},"at":"2025-10-25T15:00:00Z","kind":"period.cut",'
        '"subject":{"journal":"9А-алгебра","period":1}}'
    )


def test_one_moment_has_one_body_in_every_zone() -> None:
    moscow = AT.astimezone(timezone(timedelta(hours=3)))
    assert body_of(EventKind.HOLD_SET, MARIA, moscow, {}) == body_of(EventKind.HOLD_SET, MARIA, AT, {})


def test_a_moment_without_a_zone_does_not_enter_the_log() -> None:
    with pytest.raises(ValueError, match="zone"):
        body_of(EventKind.HOLD_SET, MARIA, datetime(2025, 10, 25, 15), {})


def test_the_entry_is_the_salted_digest_in_the_domain_of_events() -> None:
    assert entry_of(SALT, b"{}") == sha256(b"letopis/event/1\0" + SALT + b"{}").digest()


def test_the_same_event_under_another_salt_is_another_entry() -> None:
    assert entry_of(SALT, b"{}") != entry_of(SALT[::-1], b"{}")


def test_a_salt_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        entry_of(SALT[1:], b"{}")
