"""Audits the log as the database stores it: every event, stored hash and signed head against the entries themselves.

The tree of RFC 9162 is computed anew from the entries; what the tables say of it is only compared. Whether the
entries are the true ones, the signed head tells (logbook.py). It repairs nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row, func, select, tuple_
from sqlalchemy.orm import Session

from records.errors import LetopisError
from records.log.event import entry_of
from records.log.merkle import Frontier, Node, leaf_hash, root
from records.log.store import LogEvent, LogHash, LogHead
from records.log.treehead import TreeHead, parse_and_verify
from records.times import rfc3339
from retention.verification.broken import UNREADABLE
from retention.verification.report import Problem, Report
from retention.workshop import Workshop

HASHES_AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True)
class EntryTree:
    """A TreeReader that trusts nothing but the entries; `levels[level][place]` is the hash of a subtree."""

    all: Sequence[bytes]
    levels: dict[int, list[bytes]]

    @classmethod
    def of(cls, entries: Sequence[bytes]) -> EntryTree:
        """The tree of these entries."""
        frontier, levels = Frontier(), defaultdict[int, list[bytes]](list)
        for entry in entries:
            for node, value in frontier.push(leaf_hash(entry)):
                levels[node.level].append(value)
        return cls(entries, dict(levels))

    def read(self, nodes: Sequence[Node]) -> list[bytes]:
        """The hashes of the subtrees."""
        return [self.levels[node.level][node.place] for node in nodes]

    def entries(self, start: int, end: int) -> Sequence[bytes]:
        """The entries [start, end)."""
        return self.all[start:end]

    @property
    def size(self) -> int:
        """The number of entries."""
        return len(self.all)


def signed_head(workshop: Workshop, row: LogHead) -> TreeHead | None:
    """The head that the row's checkpoint carries, if our key signed it and it is of the row's size."""
    try:
        head = parse_and_verify(row.note, workshop.log_signer.verifier()).head
    except (LetopisError, *UNREADABLE):
        return None
    return head if head.size == row.size else None


def check_tree(workshop: Workshop, session: Session, tree: EntryTree, report: Report) -> None:
    """Every stored head and hash of the tree."""
    heads = select(LogHead).where(LogHead.school_id == workshop.school, LogHead.size <= tree.size)
    for row in session.scalars(heads.order_by(LogHead.size)):
        found = signed_head(workshop, row)
        if found is None or found.root != row.root or found.root != root(tree, row.size):
            ru = f"Подписанная голова журнала событий при размере {row.size} в базе изменена."
            en = f"the signed head of the log at size {row.size} was altered in the database"
            report.problems.append(Problem("", "", "", "log.head_altered", ru, en))
    for level in _altered_levels(workshop, session, tree):
        ru = f"Хеши уровня {level} дерева журнала событий в базе изменены: доказательства из них не сойдутся."
        en = f"hashes of level {level} of the log's tree were altered in the database: no proof of them will hold"
        report.problems.append(Problem("", "", "", "log.hash_altered", ru, en))


def _altered_levels(workshop: Workshop, session: Session, tree: EntryTree) -> list[int]:
    stored = defaultdict[int, list[object]](list)
    altered, beyond = set(), set[tuple[int, int]]()
    for level, place, value in _stored_hashes(session, workshop.school):
        if not isinstance(level, int) or level < 0:
            altered.add(level)
            continue
        if (place + 1) << level > tree.size:
            beyond.add((level, (place + 1) << level))
            continue
        if place != len(stored[level]):
            altered.add(level)
        stored[level].append(value)
    # What entered the tree since the head was read has a newer head by now.
    size = _newest_size(session, workshop.school)
    altered |= {level for level, end in beyond if end > size}
    return sorted(altered | {n for n in stored | tree.levels if stored.get(n) != tree.levels.get(n)})


def _stored_hashes(session: Session, school: str) -> Iterator[Row[int, int, bytes]]:
    """(level, index, hash) in their order, a lot at a time: of a million events there are two million."""
    place = tuple_(LogHash.level, LogHash.idx)
    rows = (
        select(LogHash.level, LogHash.idx, LogHash.hash)
        .where(LogHash.school_id == school)
        .order_by(LogHash.level, LogHash.idx)
        .limit(HASHES_AT_ONCE)
    )
    lot = session.execute(rows).all()
    while lot:
        yield from lot
        lot = session.execute(rows.where(place > tuple_(lot[-1].level, lot[-1].idx))).all()


def _newest_size(session: Session, school: str) -> int:
    return session.scalar(select(func.max(LogHead.size)).where(LogHead.school_id == school)) or 0


def check_events(session: Session, school: str, report: Report) -> None:
    """Every event: what it tells against its entry; erased and waiting ones are warnings."""
    query = select(LogEvent).where(LogEvent.school_id == school).order_by(LogEvent.id)
    try:
        events = session.scalars(query).all()
        _check_each(events, _newest_size(session, school), report)
    except UNREADABLE as error:
        ru, en = f"Строка журнала событий в базе не читается: {error}.", f"an event cannot be read: {error}"
        report.problems.append(Problem("", "", "", "log.event_altered", ru, en))


def _check_each(events: Iterable[LogEvent], size: int, report: Report) -> None:
    for event in events:
        if event.body is None and event.salt is None:
            ru, en = f"Текст события {event.id} стёрт.", f"the text of event {event.id} was erased"
            report.warnings.append(Problem("", "", "", "log.event_erased", ru, en))
        elif not is_told_truly(event) or (event.idx is not None and event.idx >= size):
            ru = f"Событие {event.id} изменено: его текст не соответствует записи журнала."
            en = f"event {event.id} was altered: its body does not match its entry"
            report.problems.append(Problem("", "", "", "log.event_altered", ru, en))
        if event.idx is None:
            ru, en = f"Событие {event.id} ещё не опубликовано.", f"event {event.id} waits"
            report.warnings.append(Problem("", "", "", "log.waiting", ru, en))


def is_told_truly(event: LogEvent) -> bool:
    """Whether the text gives the entry, and the columns say what the text says; a column of another type lies."""
    try:
        told = json.loads(event.body or b"")
        same = (told["kind"], told["at"]) == (event.kind, rfc3339(event.at))
        return same and entry_of(event.salt or b"", event.body or b"") == event.entry
    except UNREADABLE:
        return False
