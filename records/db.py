"""The one MetaData, the engine and the unit of work; each package owns its tables.

SQLite (WAL, synchronous=FULL, recursive_triggers=ON, BEGIN IMMEDIATE) or PostgreSQL (psycopg 3).
Times are stored in UTC and come back aware; text is stored in NFC. Each transaction says which school it is of: on
PostgreSQL records/wall.py shows and takes no other's rows. It knows no table.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    ExceptionContext,
    MetaData,
    String,
    create_engine,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

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
_SCHOOL_OPTION = "letopis_school"
_READS_OPTION = "letopis_reads"
_READERS_OPTION = "letopis_readers"


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


def open_engine(url: str) -> Engine:
    """An engine whose every connection keeps the promises of design.md (Choices, database).

    Failures of the database itself are raised as DatabaseError, whatever statement meets them. `reading` finds the
    engine of its readers among its options.
    """
    return _open_sqlite(url) if url.startswith("sqlite") else _open_postgresql(url)


def close_engine(engine: Engine) -> None:
    """Close the connections of an engine and of its readers; whoever uses it again gets new ones."""
    _readers(engine).dispose()
    engine.dispose()


def of_school(engine: Engine, school: str) -> Engine:
    """The same engine and pool for one school: on PostgreSQL its transactions see and write no other's rows.

    An engine that is nobody's sees no rows at all there, unless its role owns the tables. SQLite knows no such wall.
    """
    if engine.dialect.name == "sqlite":
        return engine
    readers = _readers(engine).execution_options(**{_SCHOOL_OPTION: school})
    return engine.execution_options(**{_SCHOOL_OPTION: school, _READERS_OPTION: readers})


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


def _open_sqlite(url: str) -> Engine:
    # Readers have connections of their own: query_only switched on one that also writes would have every statement
    # compiled anew at each turn, a quarter of what a saved cell cost (ADR 39).
    engine, readers = (create_engine(url, connect_args={"timeout": 60}) for _ in range(2))
    for one, begin in ((engine, "BEGIN IMMEDIATE"), (readers, "BEGIN")):
        event.listen(one, "handle_error", _explain, retval=True)
        event.listen(one, "connect", _prepare_sqlite)
        # Past the event `begin`: an engine that has a listener of connections looks for some at every statement.
        one.dialect.do_begin = _beginning(begin)  # type: ignore[assignment, method-assign]
    event.listen(readers, "connect", _only_read)
    engine.update_execution_options(**{_READERS_OPTION: readers})
    return engine


def _open_postgresql(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=True)
    event.listen(engine, "handle_error", _explain, retval=True)
    event.listen(engine, "begin", _begin_postgresql)
    readers = engine.execution_options(**{_READS_OPTION: True})
    engine.update_execution_options(**{_READERS_OPTION: readers})
    return engine


def _begin_postgresql(connection: Connection) -> None:
    # Until the end of this transaction: a connection goes back to the pool as nobody's, and one that may write.
    # No plan is compiled to machine code: for the dearest page's query that takes 35 ms, and the query itself 50.
    options, settings = connection.get_execution_options(), {"jit": "off"}
    if (school := options.get(_SCHOOL_OPTION)) is not None:
        settings[SCHOOL_SETTING] = school
    if options.get(_READS_OPTION):
        settings["transaction_read_only"] = "on"
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    connection.exec_driver_sql(f"SELECT {calls}", tuple(chain.from_iterable(settings.items())))


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
