"""† A PostgreSQL of one's own for a benchmark: a temporary folder, a Unix socket, no port, its usual settings.

PostgreSQL refuses to run as root, so root hands the folder to the user `postgres`, or else to `nobody`. The
application gets a role that owns no table, as an installation has it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql

from webui.migrate import APPLICATION_ROLE

_SUPERUSER, _OWNER = "postgres", "letopis_owner"
_SITE, _PEER = "letopis", "peer"


@dataclass(frozen=True, slots=True)
class Database:
    """Addresses: of the site's database, as the application and as the owner of its tables, and of the peer's."""

    application: str
    owner: str
    peer: str


def programs() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine; None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@contextmanager
def postgresql(folder_of_programs: Path) -> Iterator[Database]:
    """Two empty databases in a cluster that is gone afterwards."""
    with TemporaryDirectory(prefix="letopis-bench-pg-") as name:
        folder, account = Path(name), _account()
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        data = folder / "data"
        initdb, control = (str(folder_of_programs / one) for one in ("initdb", "pg_ctl"))
        _run(account, folder, initdb, "-D", str(data), "-U", _SUPERUSER, "--auth=trust", "-E", "UTF8")
        options = f"-k {folder} -c listen_addresses="
        log = str(folder / "log")
        _run(account, folder, control, "-D", str(data), "-w", "-l", log, "-o", options, "start")
        try:
            _make_databases(folder)
            yield Database(
                _url(APPLICATION_ROLE, _SITE, folder),
                _url(_OWNER, _SITE, folder),
                _url(_OWNER, _PEER, folder),
            )
        finally:
            _run(account, folder, control, "-D", str(data), "-w", "-m", "immediate", "stop")


def _make_databases(folder: Path) -> None:
    with psycopg.connect(host=str(folder), user=_SUPERUSER, autocommit=True) as connection:
        for role in (_OWNER, APPLICATION_ROLE):
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        for database in (_SITE, _PEER):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                    sql.Identifier(database), sql.Identifier(_OWNER)
                )
            )


def _url(role: str, database: str, folder: Path) -> str:
    return f"postgresql+psycopg://{role}@/{database}?host={folder}"


def _account() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _run(account: pwd.struct_passwd | None, folder: Path, *command: str) -> None:
    # Output to a file: the server keeps what it inherits, and a pipe would never close.
    with (folder / "out").open("w") as out:
        subprocess.run(
            command,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=folder,
            user=account and account.pw_uid,
            group=account and account.pw_gid,
            extra_groups=[] if account else None,
        )
