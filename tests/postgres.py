"""A private PostgreSQL cluster for one test run: a temporary folder, a Unix socket, no port, no fsync.

The folder is in memory where there is room: copying the template, four hundred files, takes a twentieth of the time.
Whoever needs it first starts it, the run's controller stops it; xdist workers share it through a file lock.
PostgreSQL refuses to run as root, so root hands the folder to the user `postgres`, or else to `nobody`.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

MEMORY, ROOM = Path("/dev/shm"), 4 << 30  # a run took up to 0.4 GB
SUPERUSER = "postgres"
OWNER = "letopis_owner"
APPLICATION = "letopis_app"
SETTINGS = (
    *("-c", "listen_addresses=", "-c", "fsync=off", "-c", "synchronous_commit=off"),
    *("-c", "full_page_writes=off", "-c", "max_connections=60", "-c", "shared_buffers=64MB"),
)


def _programs() -> Path:
    """The folder of the newest PostgreSQL server on this machine. Raises RuntimeError when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise RuntimeError(
            "the tests need PostgreSQL: install Debian's postgresql, as '.ci/system-packages test' does"
        )
    return found[-1].parent if found else Path(on_path or "").resolve().parent


def _in_memory() -> Path | None:
    """Linux's folder in memory, when a run's databases surely fit; else None, the folder for temporary files."""
    try:
        room = shutil.disk_usage(MEMORY).free
    except OSError:
        return None
    return MEMORY if room >= ROOM else None


def _account() -> pwd.struct_passwd | None:
    """The account that may run the server when we are root; None when we may run it ourselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster in `folder`: data, socket, log and lock file."""

    folder: Path

    @classmethod
    def prepare(cls) -> Cluster:
        """An empty folder for a cluster that may never be started."""
        folder = Path(tempfile.mkdtemp(prefix="letopis-pg-", dir=_in_memory()))
        if account := _account():
            os.chown(folder, account.pw_uid, account.pw_gid)
        return cls(folder)

    @property
    def data(self) -> Path:
        """Where the server keeps its files."""
        return self.folder / "data"

    def url(self, role: str, database: str) -> str:
        """The SQLAlchemy address of `database` for `role`."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.folder}"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One process at a time: the others wait until the block is left."""
        with (self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def start(self) -> None:
        """Make the cluster and its roles and start the server, unless it runs already."""
        with self.locked():
            if (self.data / "postmaster.pid").exists():
                return
            self._run(
                "initdb",
                "--pgdata",
                self.data,
                "--username",
                SUPERUSER,
                "--auth=trust",
                "--no-sync",
                "-E",
                "UTF8",
            )
            options = " ".join((f"-k {self.folder}", *SETTINGS))
            self._run(
                "pg_ctl",
                "--pgdata",
                self.data,
                "--wait",
                "--log",
                self.folder / "log",
                "-o",
                options,
                "start",
            )
            self.execute("CREATE ROLE {} LOGIN", OWNER)
            self.execute("CREATE ROLE {} LOGIN", APPLICATION)

    def stop(self) -> None:
        """Stop the server if it runs and remove the folder."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "--pgdata", self.data, "--wait", "--mode=immediate", "stop")
        shutil.rmtree(self.folder)

    def template(self, name: str, fill: Callable[[str], None]) -> str:
        """The database `name`, made once a run: `fill` gets its address as the owner."""
        with self.locked():
            if not self._exists(name):
                self.create(f"{name}_half")
                fill(self.url(OWNER, f"{name}_half"))
                # Renamed last: a template that failed half way is not taken for a good one.
                self.execute("ALTER DATABASE {} RENAME TO {}", f"{name}_half", name)
        return name

    def create(self, name: str, template: str = "template0") -> None:
        """A new database that belongs to the owner role, copied from `template`."""
        self.execute("CREATE DATABASE {} OWNER {} TEMPLATE {}", name, OWNER, template)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.execute("DROP DATABASE {} WITH (FORCE)", name)

    def execute(self, statement: str, *names: str) -> None:
        """Run one statement as superuser, outside any transaction, with quoted names."""
        query = sql.SQL(statement).format(*map(sql.Identifier, names))
        with psycopg.connect(host=str(self.folder), user=SUPERUSER, autocommit=True) as connection:
            connection.execute(query)

    def _exists(self, name: str) -> bool:
        with psycopg.connect(host=str(self.folder), user=SUPERUSER) as connection:
            return (
                connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
                is not None
            )

    def _run(self, program: str, *arguments: str | Path) -> None:
        account = _account()
        # Output to a file: the server keeps what it inherits, and a pipe would never close.
        with (self.folder / f"{program}.out").open("w+") as output:
            done = subprocess.run(
                [_programs() / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                user=account and account.pw_uid,
                group=account and account.pw_gid,
                extra_groups=[] if account else None,
            )
            output.seek(0)
            if done.returncode:
                raise RuntimeError(f"{program} failed: {output.read()}")
