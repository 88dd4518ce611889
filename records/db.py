"""The one MetaData, the engine and the unit of work; each package owns its tables.

SQLite (WAL, synchronous=FULL, recursive_triggers=ON, BEGIN IMMEDIATE) or PostgreSQL (psycopg 3).
Times are stored in UTC and come back aware; text is stored in NFC. Each connection says which school it is of: on
PostgreSQL records/wall.py shows and takes no other's rows. It knows no table.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    ExceptionContext,
    MetaData,
    String,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from records.built import BuiltOnce
from records.errors import DatabaseError
from records.outage import outage

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SCHOOL_SETTING = "letopis.school"
_READERS_OPTION = "letopis_readers"
BUILT_OPTION = "letopis_built"


class Moment(TypeDecorator[datetime]):
    """An aware moment, UTC in the store. Refuses naive values."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the store: UTC (SQLite keeps it naive)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the store: aware, UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Text(TypeDecorator[str]):
    """Text in Unicode normal form C."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """To the store: NFC."""
        return None if value is None else unicodedata.normalize("NFC", value)


class Base(DeclarativeBase):
    """The mapping base of every table in the installation."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment(), str: Text()}  # noqa: RUF012


def open_engine(url: str, school: str | None = None) -> Engine:
    """An engine whose every connection keeps the promises of design.md (Choices, database).

    On PostgreSQL its connections see and write the rows of that school alone, for as long as they live (ADR 40);
    without a school they see none, unless their role owns the tables. SQLite knows no such wall. Failures of the
    database itself are raised as DatabaseError, whatever statement meets them. `reading` finds the engine of its
    readers among its options.
    """
    opening = _open_sqlite(url) if url.startswith("sqlite") else _open_postgresql(url, school)
    engine, readers = opening
    for one in opening:
        event.listen(one, "handle_error", _explain, retval=True)
        one.update_execution_options(**{BUILT_OPTION: BuiltOnce()})
    engine.update_execution_options(**{_READERS_OPTION: readers})
    return engine


def close_engine(engine: Engine) -> None:
    """Close the connections of an engine and of its readers; whoever uses it again gets new ones."""
    _readers(engine).dispose()
    engine.dispose()


def _readers(engine: Engine) -> Engine:
    readers = engine.get_execution_options()[_READERS_OPTION]
    if not isinstance(readers, Engine):
        raise TypeError("the engine was not opened by open_engine")
    return readers


def _explain(context: ExceptionContext) -> DatabaseError | None:
    if context.is_pre_ping:
        return None  # the pool opens another connection
    return outage(context.original_exception, context.is_disconnect)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: we begin them, immediately.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # Without it OR REPLACE deletes frozen rows and no DELETE trigger fires (findings.md, Databases).
        "recursive_triggers=ON",
        "busy_timeout=60000",
    ):
        try:
            connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            raise outage(error, is_disconnect=False) or error from error


def _beginning(statement: str) -> Callable[[Any], None]:
    def begin(connection: Any) -> None:
        connection.execute(statement)

    return begin


def _only_read(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only=ON")


def _open_sqlite(url: str) -> tuple[Engine, Engine]:
    # Readers have connections of their own: query_only switched on one that also writes would have every statement
    # compiled anew at each turn, a quarter of what a saved cell cost (ADR 39).
    engine, readers = (create_engine(url, connect_args={"timeout": 60}) for _ in range(2))
    for one, begin in ((engine, "BEGIN IMMEDIATE"), (readers, "BEGIN")):
        event.listen(one, "connect", _prepare_sqlite)
        # Past the event `begin`: an engine that has a listener of connections looks for some at every statement.
        one.dialect.do_begin = _beginning(begin)  # type: ignore[assignment, method-assign]
    event.listen(readers, "connect", _only_read)
    return engine, readers


def _open_postgresql(url: str, school: str | None) -> tuple[Engine, Engine]:
    # Said when a connection is opened, not at each transaction: a journey less, and no RESET or ROLLBACK undoes it.
    # No plan is compiled to machine code: for the dearest page's query that takes 35 ms, and the query itself 50.
    settings = {"jit": "off"} | ({SCHOOL_SETTING: school} if school is not None else {})
    readers = settings | {"default_transaction_read_only": "on"}
    # Each question of a reader is a transaction of its own, as it had a view of its own in one of many: two journeys
    # less, and psycopg keeps its prepared statements, which it forgets with a rollback.
    return _connecting_with(url, settings), _connecting_with(url, readers, isolation_level="AUTOCOMMIT")


def _connecting_with(url: str, settings: Mapping[str, str], **more: Any) -> Engine:
    given = make_url(url).normalized_query.get("options", ())
    options = " ".join([*given, *(f"-c {name}={_escaped(value)}" for name, value in settings.items())])
    return create_engine(url, pool_pre_ping=True, connect_args={"options": options}, **more)


def _escaped(value: str) -> str:
    """As PostgreSQL reads `options`, where white space begins the next one."""
    return re.sub(r"[\\\s]", r"\\\g<0>", value)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One transaction: committed at the end of the block, rolled back by any exception."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One look at the database as it stands: it waits for no writer, keeps none waiting, and can write nothing."""
    with Session(_readers(engine), expire_on_commit=False) as session:
        yield session
