"""The log's tables, and the tree in them as a reader of hashes and entries.

`log_event` is the outbox and, once an event has its index, the log: bodies and salts in it can be erased,
entries not. `log_hash` holds every complete subtree, `log_head` every signed head. guards.py keeps them so.
It decides nothing: audit.py and sequencer.py write here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Integer,
    LargeBinary,
    UniqueConstraint,
    bindparam,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.db import Base
from records.log.errors import TreeError
from records.log.merkle import Node

_BigInt = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only in an INTEGER key


class LogEvent(Base):
    """An event; `idx` is empty until the sequencer gives it its place in the tree."""

    __tablename__ = "log_event"

    id: Mapped[int] = mapped_column(_BigInt, primary_key=True, autoincrement=True)
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"))
    kind: Mapped[str]
    at: Mapped[datetime]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    entry: Mapped[bytes] = mapped_column(LargeBinary)
    idx: Mapped[int | None] = mapped_column(_BigInt)

    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "idx"),
        CheckConstraint("length(entry) = 32", name="entry"),
        CheckConstraint("length(salt) = 32", name="salt"),
        {"sqlite_autoincrement": True},
    )


class LogHash(Base):
    """The hash of a complete subtree (merkle.Node)."""

    __tablename__ = "log_hash"

    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True)
    idx: Mapped[int] = mapped_column(_BigInt, primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary)

    # Without a rowid there is no second key through which OR REPLACE could delete a row.
    __table_args__ = (CheckConstraint("length(hash) = 32", name="hash"), {"sqlite_with_rowid": False})


class LogHead(Base):
    """A signed tree head; `note` is its checkpoint."""

    __tablename__ = "log_head"

    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), primary_key=True)
    size: Mapped[int] = mapped_column(_BigInt, primary_key=True)
    root: Mapped[bytes] = mapped_column(LargeBinary)
    note: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (CheckConstraint("length(root) = 32", name="root"), {"sqlite_with_rowid": False})


_HASHES = select(LogHash.idx, LogHash.hash).where(
    LogHash.school_id == bindparam("school"),
    LogHash.level == bindparam("level"),
    LogHash.idx.in_(bindparam("places", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class LogStore:
    """One school's tree in the database: a TreeReader for merkle and tiles."""

    session: Session
    school: str

    def read(self, nodes: Sequence[Node]) -> list[bytes]:
        """The hashes of the subtrees, in their order. Raises TreeError `log.tree.hash_missing`."""
        # A query a level: SQLite would scan the school's whole tree for (level, idx) IN (…).
        places: dict[int, list[int]] = defaultdict(list)
        for node in nodes:
            places[node.level].append(node.place)
        found = {
            (level, row.idx): row.hash
            for level, wanted in places.items()
            for row in self.session.connection().execute(
                _HASHES, {"school": self.school, "level": level, "places": wanted}
            )
        }
        for node in nodes:
            if node not in found:
                raise TreeError(
                    "log.tree.hash_missing",
                    f"В дереве журнала нет хеша {node.level}/{node.place}: таблица log_hash повреждена.",
                    f"the log's tree has no hash {node.level}/{node.place}: table log_hash is damaged",
                )
        return [found[node] for node in nodes]

    def entries(self, start: int, end: int) -> list[bytes]:
        """The entries [start, end). Raises TreeError `log.tree.entry_missing`, `log.tree.entry_broken`."""
        rows = self.session.scalars(
            select(LogEvent.entry)
            .where(LogEvent.school_id == self.school, LogEvent.idx >= start, LogEvent.idx < end)
            .order_by(LogEvent.idx)
        ).all()
        if len(rows) != end - start:
            raise TreeError(
                "log.tree.entry_missing",
                f"В журнале событий школы не хватает записей между {start} и {end}.",
                f"the school's log lacks entries between {start} and {end}",
            )
        if not all(isinstance(entry, bytes) for entry in rows):  # SQLite keeps text in a column of bytes
            raise TreeError(
                "log.tree.entry_broken",
                f"В журнале событий школы между {start} и {end} есть запись, которая не является байтами.",
                f"the school's log has an entry between {start} and {end} that is no bytes",
            )
        return list(rows)
