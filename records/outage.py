"""A driver's error -> DatabaseError, when it is the database's own failure: away, full, read-only, damaged.

SQLite's result codes and PostgreSQL's SQLSTATE (appendix A) decide, not the words. What is a refusal or a mistake in
a statement stays what it is. It catches nothing itself; records/db.py asks it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from records.errors import DatabaseError

_CODES: Final[Mapping[str, tuple[str, str]]] = {
    "database.lost": (
        "Связь с базой данных прервалась. Сделанное сохранено: проверьте, что сервер работает, и повторите.",
        "the connection to the database was lost; what was done is kept: see that the server runs, and repeat",
    ),
    "database.full": (
        "Для базы данных нет места. Сделанное сохранено: освободите место и повторите.",
        "there is no space left for the database; what was done is kept: free some and repeat",
    ),
    "database.read_only": (
        "База данных открыта только для чтения. Проверьте права и диск и повторите.",
        "the database is read-only: check rights and disk, and repeat",
    ),
    "database.failed": (
        "Сбой диска под базой данных. Сделанное сохранено: проверьте диск и повторите.",
        "the disk under the database failed; what was done is kept: check the disk and repeat",
    ),
    "database.damaged": (
        "Файлы базы данных повреждены. Ничего не записывайте; восстановите базу из резервной копии.",
        "the files of the database are damaged: write nothing more and restore it from a backup",
    ),
}
_SQLITE: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_FULL: "database.full",
    sqlite3.SQLITE_READONLY: "database.read_only",
    sqlite3.SQLITE_IOERR: "database.failed",
    sqlite3.SQLITE_CANTOPEN: "database.failed",
    sqlite3.SQLITE_CORRUPT: "database.damaged",
    sqlite3.SQLITE_NOTADB: "database.damaged",
}
_POSTGRESQL: Final[Mapping[str, str]] = {
    "53100": "database.full",
    "25006": "database.read_only",
    "58030": "database.failed",
    "XX001": "database.damaged",
    "XX002": "database.damaged",
}


def outage(error: BaseException, is_disconnect: bool) -> DatabaseError | None:
    """The failure of the database that a driver's error tells of, None when it tells of something else."""
    code = "database.lost" if is_disconnect else _code(error)
    return DatabaseError(code, *_CODES[code]) if code else None


def _code(error: BaseException) -> str | None:
    if isinstance(error, sqlite3.Error):
        # The low octet is the primary code, the others say more.
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(error, "sqlstate", "")
    if state is None and type(error).__name__ == "OperationalError":  # the server gave no answer at all
        return "database.lost"
    return _POSTGRESQL.get(state or "")
