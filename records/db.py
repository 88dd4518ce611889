"""The one MetaData, the engine and the unit of work; each package owns its tables.

SQLite (WAL, synchronous=FULL, recursive_triggers=ON, BEGIN IMMEDIATE) or PostgreSQL (psycopg 3).
Times are stored in UTC and come back aware; text is stored in NFC. Each transaction says which school it is of: on
PostgreSQL records/wall.py shows and takes no other's rows. It knows no table.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
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

    Failures of the database itself are raised as DatabaseError, whatever statement meets them.
    """
    on_sqlite = url.startswith("sqlite")
    options = {"connect_args": {"timeout": 60}} if on_sqlite else {"pool_pre_ping": True}
    engine = create_engine(url, **options)
    event.listen(engine, "handle_error", _explain, retval=True)
    if on_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def of_school(engine: Engine, school: str) -> Engine:
    """The same engine and pool for one school: on PostgreSQL its transactions see and write no other's rows.

    An engine that is nobody's sees no rows at all there, unless its role owns the tables.
    """
    return engine.execution_options(**{_SCHOOL_OPTION: school})


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


def _begin_sqlite(connection: Any) -> None:
    reads = _only_reads(connection)
    if connection.info.get(_READS_OPTION, False) is not reads:
        connection.connection.driver_connection.execute(f"PRAGMA query_only={int(reads)}")
        connection.info[_READS_OPTION] = reads
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    # Until the end of this transaction: a connection goes back to the pool as nobody's, and one that may write.
    # No plan is compiled to machine code: for the dearest page's query that takes 35 ms, and the query itself 50.
    settings = {"jit": "off"}
    school = connection.get_execution_options().get(_SCHOOL_OPTION)
    if school is not None:
        settings[SCHOOL_SETTING] = school
    if _only_reads(connection):
        settings["transaction_read_only"] = "on"
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    connection.exec_driver_sql(f"SELECT {calls}", tuple(chain.from_iterable(settings.items())))


def _only_reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_READS_OPTION))


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One transaction: committed at the end of the block, rolled back by any exception."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One look at the database as it stands: it waits for no writer, keeps none waiting, and can write nothing."""
    with Session(engine.execution_options(**{_READS_OPTION: True}), expire_on_commit=False) as session:
        yield session
