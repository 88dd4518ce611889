"""Brings a database to the newest schema (Alembic, migrations/), then puts guards, walls, grants and counts in place.

One transaction (ADR 0010): a crash leaves the old schema with its guards, never a schema without them. It
imports every module that owns tables, so it stands above them all. It makes neither database nor roles.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, event, text

import records.amendments.tables
import records.closing.tables
import records.compromise.tables
import records.gradebook.tables
import records.log.store
import records.registers.tables
import records.school.tables
import retention.jobs.tables
import retention.replica
import retention.schedules.tables
import signing.enrolment
import signing.request
import webui.accounts.tables
import webui.mail.tables
import webui.notices.tables
import webui.oidc.tables
from records import wall
from records.closing import guards
from records.db import Base, close_engine, open_engine
from records.errors import SetupError
from records.school.imports.statistics import count_frame

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
# Imported so that their tables are in the metadata.
TABLES = (
    records.amendments.tables,
    records.closing.tables,
    records.compromise.tables,
    records.gradebook.tables,
    records.log.store,
    records.registers.tables,
    records.school.tables,
    retention.jobs.tables,
    retention.replica,
    retention.schedules.tables,
    signing.enrolment,
    signing.request,
    webui.accounts.tables,
    webui.mail.tables,
    webui.notices.tables,
    webui.oidc.tables,
)
APPLICATION_ROLE = "letopis_app"


def migrate(url: str) -> None:
    """Upgrade the database at `url` to the newest revision, as the owner of its tables.

    Raises SetupError when the upgrade leaves a foreign key without its row.
    """
    engine = owner_engine(url)
    try:
        with engine.begin() as connection:
            _drop_triggers(connection)
            wall.take_down(connection)
            command.upgrade(configuration(connection), "head")
            _check_foreign_keys(connection)
            guards.install(connection)
            wall.put_up(connection)
            _grant(connection)
            count_frame(connection)
    finally:
        close_engine(engine)


def configuration(connection: Connection) -> Config:
    """Alembic's settings for an open connection; migrations/env.py takes connection and metadata from it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = Base.metadata
    return config


def owner_engine(url: str) -> Engine:
    """An engine for changes of the schema: on SQLite it leaves foreign keys to the check at the end.

    A batch migration drops and recreates tables, which SQLite refuses while it enforces foreign keys.
    """
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA foreign_keys=OFF"))
    return engine


def _drop_triggers(connection: Connection) -> None:
    # SQLite cannot rename a table that a trigger reads; on PostgreSQL a guard of an older release would stay.
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name, NULL FROM sqlite_master WHERE type = 'trigger'"))
    else:
        found = connection.execute(
            text("SELECT quote_ident(tgname), tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        )
    for name, table in found.all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}" + (f" ON {table}" if table else ""))


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    if broken:
        tables = ", ".join(sorted(broken))
        raise SetupError(
            "migrate.foreign_keys",
            f"После обновления схемы строки таблиц {tables} ссылаются на отсутствующие. "
            "Ничего не изменено; сообщите разработчикам.",
            f"the upgrade would leave rows of {tables} without what they refer to; nothing was changed",
        )


def _grant(connection: Connection) -> None:
    """Give the application role rows and nothing else: no DDL, no TRUNCATE, no other schema version."""
    if connection.dialect.name != "postgresql":
        return
    here = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
    if connection.execute(here, {"role": APPLICATION_ROLE}).first() is None:
        return
    for statement in (
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {APPLICATION_ROLE}",
        f"GRANT USAGE ON SCHEMA public TO {APPLICATION_ROLE}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APPLICATION_ROLE}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION_ROLE}",
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {APPLICATION_ROLE}",
    ):
        connection.exec_driver_sql(statement)
