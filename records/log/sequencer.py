"""Outbox -> tree: gives waiting events their index, stores the hashes and the signed head (RFC 9162, 2.1).

One short transaction a batch, one at a time for a school; also answers where an event stands and proves it.
It does not write tiles: whoever publishes the head does, by tiles.new_tiles over LogStore.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, Row, func, insert, select, update
from sqlalchemy import bindparam as bind
from sqlalchemy.orm import Session

from records.db import transaction
from records.errors import NotFoundError, StateError
from records.log.errors import TreeError
from records.log.merkle import Frontier, consistency_proof, inclusion_proof, leaf_hash
from records.log.note import NoteSigner
from records.log.store import LogEvent, LogHash, LogHead, LogStore
from records.log.treehead import SignedTreeHead, TreeHead, sign

BATCH = 2000  # events in one transaction: others wait for it on SQLite


def integrate(engine: Engine, school: str, at: datetime, signer: NoteSigner) -> SignedTreeHead:
    """Take every committed event without an index, in the order of ids; return the head that covers them.

    Without new events it returns the latest head; the first call on an empty log signs the empty tree.
    Raises TreeError `log.tree.root` (the stored tree is not the one signed before): nothing is signed then.
    """
    while True:
        with transaction(engine) as session:
            head, taken = _integrate_batch(session, school, at, signer)
        if taken < BATCH:
            return head


def _integrate_batch(
    session: Session, school: str, at: datetime, signer: NoteSigner
) -> tuple[SignedTreeHead, int]:
    # Indexes, hashes and head stand in one transaction: a crash leaves all of them or none, and a head signed
    # in a transaction that did not commit was never shown to anybody.
    _lock(session, school)
    frontier, latest = _stored_tree(session, school)
    events = _waiting(session, school)
    if latest and not events:
        return latest, 0
    if events:
        _grow(session, school, frontier, events)
    head = sign(TreeHead(signer.name, frontier.size, frontier.root()), signer)
    session.add(LogHead(school_id=school, size=head.head.size, root=head.head.root, note=head.note, at=at))
    return head, len(events)


def _grow(session: Session, school: str, frontier: Frontier, events: Sequence[Row[int, bytes]]) -> None:
    """Give the events their indexes and store every subtree that they complete."""
    places = [{"event": event.id, "place": frontier.size + offset} for offset, event in enumerate(events)]
    completed = [pair for event in events for pair in frontier.push(leaf_hash(event.entry))]
    connection = session.connection()
    connection.execute(update(LogEvent).where(LogEvent.id == bind("event")).values(idx=bind("place")), places)
    connection.execute(
        insert(LogHash),
        [
            {"school_id": school, "level": node.level, "idx": node.place, "hash": value}
            for node, value in completed
        ],
    )


def _lock(session: Session, school: str) -> None:
    """Let one sequencer at a time into a school's tree. SQLite has done so by BEGIN IMMEDIATE."""
    if session.get_bind().dialect.name == "postgresql":
        digest = hashlib.sha256(b"letopis/log/" + school.encode()).digest()
        session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(digest[:8], "big", signed=True))))


def _waiting(session: Session, school: str) -> Sequence[Row[int, bytes]]:
    # An event may commit after one with a higher id was taken (PostgreSQL): it comes in the next batch.
    return session.execute(
        select(LogEvent.id, LogEvent.entry)
        .where(LogEvent.school_id == school, LogEvent.idx.is_(None))
        .order_by(LogEvent.id)
        .limit(BATCH)
    ).all()


def _stored_tree(session: Session, school: str) -> tuple[Frontier, SignedTreeHead | None]:
    """The right edge of the stored tree, once it gives the root that was signed last."""
    row = session.scalar(
        select(LogHead).where(LogHead.school_id == school).order_by(LogHead.size.desc()).limit(1)
    )
    if row is None:
        return Frontier(), None
    frontier = Frontier.at(LogStore(session, school), row.size)
    if frontier.root() != row.root:
        raise TreeError(
            "log.tree.root",
            f"Дерево журнала школы «{school}» в базе не то, что подписано при размере {row.size}. "
            "Новые головы не подписываются: сравните базу с копией журнала в местах хранения.",
            f"the stored log tree of school {school} is not the one signed at size {row.size}; "
            "nothing more is signed: compare the database with the log in the locations",
        )
    return frontier, _as_stored(row)


def latest_head(session: Session, school: str) -> SignedTreeHead:
    """The head of the largest tree, as stored. Raises NotFoundError `log.head.none` before any integrate."""
    return _one_head(
        session.scalar(
            select(LogHead).where(LogHead.school_id == school).order_by(LogHead.size.desc()).limit(1)
        ),
        school,
    )


def head_after(session: Session, school: str, idx: int) -> SignedTreeHead:
    """The head of the smallest tree that has a leaf `idx`. Raises NotFoundError `log.head.none`."""
    return _one_head(
        session.scalar(
            select(LogHead)
            .where(LogHead.school_id == school, LogHead.size > idx)
            .order_by(LogHead.size)
            .limit(1)
        ),
        school,
    )


def position(session: Session, school: str, event_id: int) -> int:
    """The index of an event in the tree.

    Raises NotFoundError `log.event.none`, StateError `log.event.waiting` (the sequencer has yet to take it).
    """
    row = session.execute(
        select(LogEvent.idx).where(LogEvent.school_id == school, LogEvent.id == event_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError(
            "log.event.none",
            f"В журнале событий школы нет события {event_id}.",
            f"the school's log has no event {event_id}",
        )
    if row.idx is None:
        raise StateError(
            "log.event.waiting",
            f"Событие {event_id} ещё не вошло в дерево журнала; повторите после внесения событий.",
            f"event {event_id} has not entered the tree yet; integrate first",
        )
    return int(row.idx)


def proof(session: Session, school: str, idx: int, size: int) -> list[bytes]:
    """The inclusion proof of leaf `idx` in the tree of `size` leaves (verify by merkle.verify_inclusion).

    Raises ProofError `log.proof.index`, TreeError `log.tree.hash_missing`.
    """
    return inclusion_proof(LogStore(session, school), idx, size)


def extension_proof(session: Session, school: str, old: int, new: int) -> list[bytes]:
    """The consistency proof between two sizes (verify by merkle.verify_consistency).

    Raises ProofError `log.proof.sizes`, TreeError `log.tree.hash_missing`.
    """
    return consistency_proof(LogStore(session, school), old, new)


def _one_head(row: LogHead | None, school: str) -> SignedTreeHead:
    if row is None:
        raise NotFoundError(
            "log.head.none",
            f"У журнала школы «{school}» нет такой подписанной головы дерева; внесите события.",
            f"the log of school {school} has no such signed head; integrate first",
        )
    return _as_stored(row)


def _as_stored(row: LogHead) -> SignedTreeHead:
    return SignedTreeHead(TreeHead(row.note.partition("\n")[0], row.size, row.root), row.note)
