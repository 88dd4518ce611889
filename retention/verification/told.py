"""Compares rows of the catalogue with what the log's events told of them: state, times, hands, orders, digests.

Every event of the conveyor, of holds, certificates and dossiers says what its row must hold; the log is behind its
signed heads, the row is not. A row that no event told of, and an event whose row is gone, are problems too. Pure
reading of events into values; the comparison is in untold.py.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from records.amendments.tables import Amendment
from records.closing.tables import SnapshotRow
from records.db import Base
from records.gradebook.tables import ClassYear, JournalPeriod
from records.lifecycle import ClosingState, RecordState, RequestState
from records.log.event import EventKind
from records.log.store import LogEvent
from records.registers.record import EVENT_OF
from records.registers.tables import Dossier, LegalHold, Record
from records.school.signing_rules import AskedKey
from records.times import parse_rfc3339
from retention.verification.stored_log import is_told_truly
from signing.enrolment import Certificate, Held
from signing.power_register import PowerOfAttorney
from signing.request import SignatureRequest

Key = tuple[str | int, ...]
Columns = dict[str, object]
STATE_OF = {kind: state for state, kind in EVENT_OF.items()}


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the log as its body tells it."""

    id: int
    kind: EventKind
    person: str
    on_behalf_of: str | None
    at: datetime
    subject: Mapping[str, Any]


@dataclass(slots=True)
class Told:
    """What the events told: table -> key of a row -> values of its columns; and the digests of each cutoff."""

    rows: dict[type[Base], dict[Key, Columns]] = field(default_factory=lambda: defaultdict(dict))
    frozen: dict[tuple[type[Base], Key], Mapping[str, str]] = field(default_factory=dict)
    signed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    silent: int = 0

    def say(self, table: type[Base], *key: str | int, **columns: object) -> None:
        """The row at `key` holds these values from now on."""
        self.rows[table].setdefault(key, {}).update(columns)


def told_by(events: Iterable[LogEvent]) -> Told:
    """What the events told, in their order; those without a true body told nothing and are counted."""
    told = Told()
    for row in events:
        event = _read(row) if is_told_truly(row) else None
        if event is None:
            told.silent += 1
        elif tell := _TELL.get(event.kind):
            tell(told, event)
    return told


def _read(row: LogEvent) -> Event | None:
    """The event, or None when its body is not one of ours."""
    try:
        body = json.loads(row.body or b"")
        at = parse_rfc3339(body["at"])
        who = body["actor"]
        return Event(row.id, EventKind(body["kind"]), who["person"], who["on_behalf_of"], at, body["subject"])
    except (ValueError, TypeError, KeyError):
        return None


def _taken(told: Told, event: Event) -> None:
    record = event.subject["record"]
    first = {"state": RecordState.COMPOSED.value, "created_at": event.at, "replaced_by_id": None}
    told.say(Record, record, **first)
    told.say(SnapshotRow, record, digest=event.subject["digest"], taken_at=event.at, event_id=event.id)


def _moved(told: Told, event: Event) -> None:
    names = {
        "rendition": "rendition_sha256",
        "sealed": "sealed_sha256",
        "bag": "bag_digest",
        "by": "replaced_by_id",
    }
    digests = {column: event.subject[name] for name, column in names.items() if name in event.subject}
    record = event.subject["record"]
    told.say(Record, record, state=STATE_OF[event.kind].value, **digests)
    number = event.subject.get("signatures", 0)
    for position, key in enumerate(event.subject.get("keys", [AskedKey.ANY] * number)):
        waiting = {"state": RequestState.WAITING.value, "asked_at": event.at}
        asked = None if key == AskedKey.ANY else key
        told.say(
            SignatureRequest, record, position, **waiting, asked_key=asked, declined_at=None, reason=None
        )
    if event.kind is EventKind.RECORD_SUBMITTED:
        _turn(told, event, 0)
    if event.kind is EventKind.RECORD_REPLACED and "sealed_sha256" not in told.rows[Record][(record,)]:
        for key in [key for key in told.rows[SignatureRequest] if key[0] == record]:
            told.say(SignatureRequest, *key, state=RequestState.REPLACED.value)


def _turn(told: Told, event: Event, position: int) -> None:
    """Somebody's turn has come, with its last day where the school sets one."""
    if due := event.subject.get("due"):
        told.say(SignatureRequest, event.subject["record"], position, due=date.fromisoformat(due))


def _declined(told: Told, event: Event) -> None:
    record = event.subject["record"]
    hands = _hands(event)
    declined = {
        "state": RequestState.DECLINED.value,
        "declined_at": event.at,
        "reason": event.subject["reason"],
    }
    told.say(SignatureRequest, record, told.signed[record], role=event.subject["role"], **hands, **declined)


def _hands(event: Event) -> Columns:
    """Who was asked, and who acted in their place by which order."""
    return {
        "person_id": event.on_behalf_of or event.person,
        "signed_by": event.person if event.on_behalf_of else None,
        "order_no": event.subject.get("order"),
    }


def _signed(told: Told, event: Event) -> None:
    record = event.subject["record"]
    told.say(
        SignatureRequest,
        record,
        told.signed[record],  # signatures are made in the order of their positions
        state=RequestState.SIGNED.value,
        **_hands(event),
        role=event.subject["role"],
        level=event.subject["level"],
        signed_at=event.at,
        revision_sha256=event.subject["revision"],
        power=event.subject.get("power"),
    )
    told.signed[record] += 1
    _turn(told, event, told.signed[record])


def _cut(told: Told, event: Event) -> None:
    subject = event.subject
    if event.kind is EventKind.YEAR_CUT:
        table: type[Base] = ClassYear
        key: Key = (subject["class"],)
    else:
        table, key = JournalPeriod, (subject["journal"], subject["period"])
    cut = {"cut_by": event.person, "cut_at": event.at, "cut_reason": subject["reason"]}
    told.say(table, *key, state=ClosingState.CUT.value, **cut)
    told.frozen[table, key] = subject.get("rows", {})


def _amended(told: Told, event: Event) -> None:
    subject = event.subject
    key = subject["amendment"]
    told.say(
        Amendment,
        key,
        class_id=subject["class"],
        seq=subject["seq"],
        kind=subject["kind"],
        number=subject["number"],
        date=date.fromisoformat(subject["date"]),
        author_id=event.person,
        at=event.at,
    )
    told.frozen[Amendment, (key,)] = subject["rows"]


def _closed(told: Told, event: Event) -> None:
    told.say(Dossier, event.subject["dossier"], closed_at=event.at)


def _held(told: Told, event: Event) -> None:
    said = {"dossier_id": event.subject["dossier"], "order_no": event.subject["order"]}
    if "reason" in event.subject:
        said["reason"] = event.subject["reason"]
    hand = {"set_by": event.person, "set_at": event.at, "lifted_by": None, "lifted_at": None}
    told.say(LegalHold, event.subject["hold"], **said, **hand)


def _lifted(told: Told, event: Event) -> None:
    told.say(LegalHold, event.subject["hold"], lifted_by=event.person, lifted_at=event.at)


def _issued(told: Told, event: Event) -> None:
    held = event.subject.get("held", Held.SERVER.value)
    said = {"person_id": event.subject["person"], "registered_at": event.at, "held": held}
    if held == Held.SERVER:
        said["der"] = None  # it lies with its key
    unrevoked = {"revoked_at": None, "revoked_why": None}
    told.say(Certificate, event.subject["certificate"], **said, label=event.subject.get("label"), **unrevoked)


def _revoked(told: Told, event: Event) -> None:
    said = {"revoked_at": event.at, "revoked_why": event.subject["reason"]}
    told.say(Certificate, event.subject["certificate"], **said)


def _empowered(told: Told, event: Event) -> None:
    said = {
        "person_id": event.subject["person"],
        "xml_digest": event.subject["xml"],
        "cms_digest": event.subject["signature"],
        "issuers_digest": event.subject.get("issuers"),
        "issued": date.fromisoformat(event.subject["issued"]),
        "until": date.fromisoformat(event.subject["until"]),
        "registered_at": event.at,
    }
    told.say(PowerOfAttorney, event.subject["power"], **said, revoked_at=None, revoked_why=None)


def _power_revoked(told: Told, event: Event) -> None:
    said = {"revoked_at": event.at, "revoked_why": event.subject["reason"]}
    told.say(PowerOfAttorney, event.subject["power"], **said)


_TELL: dict[EventKind, Callable[[Told, Event], None]] = {
    EventKind.SNAPSHOT_TAKEN: _taken,
    **dict.fromkeys(STATE_OF, _moved),
    EventKind.RECORD_SIGNED: _signed,
    EventKind.RECORD_DECLINED: _declined,
    EventKind.PERIOD_CUT: _cut,
    EventKind.YEAR_CUT: _cut,
    EventKind.AMENDMENT_ENTERED: _amended,
    EventKind.DOSSIER_CLOSED: _closed,
    EventKind.HOLD_SET: _held,
    EventKind.HOLD_LIFTED: _lifted,
    EventKind.CERTIFICATE_ISSUED: _issued,
    EventKind.CERTIFICATE_REVOKED: _revoked,
    EventKind.CERTIFICATE_REGISTERED: _issued,
    EventKind.CERTIFICATE_ENDED: _revoked,
    EventKind.POWER_REGISTERED: _empowered,
    EventKind.POWER_REVOKED: _power_revoked,
}
