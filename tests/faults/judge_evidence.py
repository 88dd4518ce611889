"""What the judge looks at: every row of the database and every file of an installation, read once.

Plain SQL over sqlite3 or psycopg and plain reading of files, so that nothing of the product stands between.
Moments become RFC 3339 in UTC, dates ISO 8601, JSON values: the spelling of docs/snapshot-v1.md. It judges nothing.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from tests.flow.site import Site

Row = dict[str, Any]
GONE = ("replaced", "destroyed")


@dataclass(frozen=True, slots=True)
class Folder:
    """Every file below a folder by its relative path, and the folders that hold none."""

    files: Mapping[str, bytes]
    empty: frozenset[str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """An installation at rest. `locations` by name; `own` is the data folder without them."""

    school: str
    tables: Mapping[str, Sequence[Row]]
    locations: Mapping[str, Folder]
    own: Folder

    def rows(self, table: str, **where: object) -> list[Row]:
        """The rows in which all these columns have these values."""
        wanted = where.items()
        return [row for row in self.tables[table] if all(row[name] == value for name, value in wanted)]

    def one(self, table: str, **where: object) -> Row:
        """The only such row. Raises LookupError."""
        found = self.rows(table, **where)
        if len(found) != 1:
            raise LookupError(f"{len(found)} rows of {table} have {where}")
        return found[0]

    def live(self, kind: str) -> list[Row]:
        """The records of this kind that are neither replaced nor destroyed."""
        return [row for row in self.rows("record", kind=kind) if row["state"] not in GONE]

    def requests(self, record: str) -> list[Row]:
        """The signature requests of a record in the order of signing."""
        return sorted(self.rows("signature_request", record_id=record), key=lambda row: int(row["position"]))

    def frozen(self, record: str) -> dict[str, Any]:
        """The stored snapshot of a record without the pupils' salts and leaves."""
        body: dict[str, Any] = json.loads(self.one("snapshot", record_id=record)["body"])
        return {**body, "pupils": [bare(pupil) for pupil in body["pupils"]]}

    def events(self) -> list[tuple[Row, Row]]:
        """(row, told body) of every event in the order of the log; a waiting or erased one has its place too."""
        ordered = sorted(
            self.tables["log_event"], key=lambda row: (row["idx"] is None, row["idx"], row["id"])
        )
        return [(row, json.loads(row["body"]) if row["body"] else {"subject": {}}) for row in ordered]


def bare(pupil: Row) -> Row:
    """A pupil's element without salt and leaf."""
    return {key: value for key, value in pupil.items() if key not in ("salt", "leaf")}


def gather(site: Site) -> Evidence:
    """Read the installation."""
    settings = tomllib.loads((site.data / "letopis.toml").read_text("utf-8"))
    places = {entry["name"]: site.data / entry["path"] for entry in settings["locations"]}
    return Evidence(
        settings["school"],
        _tables(site.owner),
        {name: _folder(place, ()) for name, place in places.items()},
        _folder(site.data, tuple(places.values())),
    )


def _folder(root: Path, without: Sequence[Path]) -> Folder:
    files, empty = dict[str, bytes](), set[str]()
    for place, folders, names in os.walk(root):
        folders[:] = [name for name in folders if Path(place, name) not in without]
        if not folders and not names:
            empty.add(Path(place).relative_to(root).as_posix())
        for name in names:
            path = Path(place, name)
            files[path.relative_to(root).as_posix()] = path.read_bytes()
    return Folder(files, frozenset(empty))


def _tables(url: str) -> dict[str, list[Row]]:
    if url.startswith("sqlite"):
        return dict(_from_sqlite(url.removeprefix("sqlite:///")))
    return dict(_from_postgresql(url.replace("postgresql+psycopg", "postgresql", 1)))


_DECLARED: dict[str, Callable[[Any], Any]] = {
    "DATETIME": lambda text: f"{text[:10]}T{text[11:19]}Z",
    "JSON": json.loads,
    "BOOLEAN": bool,
}


def _from_sqlite(file: str) -> Iterator[tuple[str, list[Row]]]:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("BEGIN")
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
        for (table,) in names.fetchall():
            columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
            spelled = [(column[1], _DECLARED.get(column[2], _as_it_is)) for column in columns]
            rows = connection.execute(f'SELECT * FROM "{table}"')
            yield table, [_read(spelled, row) for row in rows]


def _as_it_is(value: Any) -> Any:
    return value


def _read(spelled: Sequence[tuple[str, Callable[[Any], Any]]], row: Sequence[Any]) -> Row:
    return {
        name: None if value is None else read(value) for (name, read), value in zip(spelled, row, strict=True)
    }


def _from_postgresql(url: str) -> Iterator[tuple[str, list[Row]]]:
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in names.fetchall():
            cursor = connection.execute(f'SELECT * FROM "{table}"'.encode())
            columns = [column.name for column in cursor.description or ()]
            yield table, [dict(zip(columns, map(_spell, row), strict=True)) for row in cursor]


def _spell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value
