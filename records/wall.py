"""The second wall between schools: PostgreSQL's row-level security on every table, by the school of the connection.

The tables are found in the database itself, so that a new one cannot be forgotten. Put up after each migration and
asserted at start-up like the guards (ADR 20); records/db.py says which school a connection is of (ADR 40), and without
that no row is seen or taken. No wall against the owner of the tables, whom PostgreSQL exempts; SQLite has none at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from records.db import SCHOOL_SETTING
from records.errors import SetupError

POLICY = "letopis_wall"
# What tells a row's school where it is not the column `school_id`.
KEPT_BY = {"school": "id"}
# No rows of any school, and why.
WITHOUT = {"alembic_version": "the revision of the schema, which the application's role can only read"}

_SCHOOL = f"( SELECT current_setting('{SCHOOL_SETTING}'::text, true) AS current_setting)"
_TABLES = text(
    "SELECT c.relname AS name, c.relrowsecurity AS enabled, "
    "array(SELECT attname FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) AS columns, "
    "array(SELECT concat_ws(' ', p.polname, p.polcmd, p.polpermissive, p.polroles, "
    "pg_get_expr(p.polqual, c.oid), pg_get_expr(p.polwithcheck, c.oid)) "
    "FROM pg_policy p WHERE p.polrelid = c.oid ORDER BY 1) AS policies "
    "FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1"
)
_SAID = text(f"SELECT current_setting('{SCHOOL_SETTING}', true)")
_POLICIES = text("SELECT quote_ident(polname), polrelid::regclass::text FROM pg_policy ORDER BY 1, 2")
_EXEMPT = text(
    "SELECT current_user FROM pg_class WHERE oid = 'public.school'::regclass AND NOT row_security_active(oid)"
)


@dataclass(frozen=True, slots=True)
class Walled:
    """A table and its column that names the school."""

    table: str
    column: str

    @property
    def sql(self) -> tuple[str, str]:
        """What puts the wall around it. Read once a statement, not once a row: hence the inner SELECT."""
        return (
            f"ALTER TABLE public.{self.table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY {POLICY} ON public.{self.table} USING ({self.column} = {_SCHOOL})",
        )

    @property
    def policy(self) -> str:
        """That policy, the only one of the table, as the catalogue spells it: for all commands, for everybody."""
        return f"{POLICY} * t {{0}} (({self.column})::text = {_SCHOOL})"


def put_up(connection: Connection) -> None:
    """Wall every table anew, as the owner of the tables, in the caller's transaction. SQLite is left as it is.

    Raises SetupError `wall.unknown_school` for a table of which nobody said whose its rows are.
    """
    take_down(connection)
    if connection.dialect.name != "postgresql":
        return
    for walled in _tables(connection):
        for statement in walled.sql:
            connection.exec_driver_sql(statement)


def take_down(connection: Connection) -> None:
    """Remove every policy, as the owner: PostgreSQL alters no column that one reads. Without any no row is seen."""
    if connection.dialect.name != "postgresql":
        return
    for name, table in connection.execute(_POLICIES).all():
        connection.exec_driver_sql(f"DROP POLICY {name} ON {table}")


def assert_standing(connection: Connection) -> None:
    """Raise SetupError `wall.missing` unless every table has its wall and no gate in it."""
    if connection.dialect.name != "postgresql":
        return
    here = {row.name: (row.enabled, row.policies) for row in connection.execute(_TABLES)}
    for walled in _tables(connection):
        if here[walled.table] != (True, [walled.policy]):
            raise SetupError(
                "wall.missing",
                f"Строки таблицы {walled.table} не отгорожены от других школ или ограда изменена. "
                "Работа остановлена: выполните «letopis migrate» и сообщите администратору.",
                f"the rows of table {walled.table} are not walled off from other schools, or the wall is altered; "
                "run 'letopis migrate' and tell the administrator",
            )


def assert_said(connection: Connection, school: str) -> None:
    """Raise SetupError `wall.school_unsaid` unless the server has heard which school this connection is of.

    It is said when a connection is opened; a pooler in between may swallow it, and no row would be seen.
    """
    if connection.dialect.name != "postgresql" or connection.scalar(_SAID) == school:
        return
    raise SetupError(
        "wall.school_unsaid",
        f"База данных не услышала, что работает школа «{school}», и не покажет ни одной строки. Между программой и "
        "PostgreSQL стоит посредник, который не передаёт параметр options: подключайтесь к PostgreSQL напрямую.",
        f"the database has not heard that school {school} is at work and would show no row: something between the "
        "program and PostgreSQL does not pass the parameter 'options' on; connect to PostgreSQL directly",
    )


def exempt_role(connection: Connection) -> str | None:
    """The role of this connection when no wall holds for it: owner of the tables, superuser, BYPASSRLS."""
    if connection.dialect.name != "postgresql":
        return None
    role: str | None = connection.scalar(_EXEMPT)
    return role


def _tables(connection: Connection) -> Iterator[Walled]:
    for row in connection.execute(_TABLES).all():
        column = KEPT_BY.get(row.name, "school_id")
        if column in row.columns:
            yield Walled(row.name, column)
        elif row.name not in WITHOUT:
            raise SetupError(
                "wall.unknown_school",
                f"В таблице {row.name} нет столбца школы. Ничего не изменено; сообщите разработчикам.",
                f"the rows of table {row.name} name no school; nothing was changed, tell the developers",
            )
