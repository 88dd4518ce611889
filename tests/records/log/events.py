"""Events of the cast, for the tests of the log's tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Engine, select

from records.actor import Actor
from records.db import transaction
from records.log.audit import EventKind, append_event
from records.log.store import LogEvent

SCHOOL, OTHER = "school-1543", "school-57"
AT = datetime(2025, 10, 25, 15, tzinfo=UTC)
MARIA = Actor("maria.gromova", "gromova", SCHOOL)


@dataclass
class CountingEntropy:
    """Random bytes that can be told beforehand: the digest of a counter."""

    taken: int = 0

    def token(self, size: int) -> bytes:
        self.taken += 1
        return sha256(b"%d" % self.taken).digest()[:size]


ENTROPY = CountingEntropy()


def append(engine: Engine, count: int, actor: Actor = MARIA) -> list[int]:
    """`count` events in a transaction of their own; their ids."""
    with transaction(engine) as session:
        return [
            append_event(
                session, actor.school, EventKind.RECORD_SIGNED, actor, AT, {"record": f"r{n}"}, ENTROPY
            )
            for n in range(count)
        ]


def entries(engine: Engine, school: str = SCHOOL) -> list[bytes]:
    """The entries of the school's log in the order of the tree."""
    with transaction(engine) as session:
        return list(
            session.scalars(
                select(LogEvent.entry)
                .where(LogEvent.school_id == school, LogEvent.idx.is_not(None))
                .order_by(LogEvent.idx)
            )
        )
