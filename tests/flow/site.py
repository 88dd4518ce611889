"""An installation of a test: its folder and database, opened as commands open it, and commands run in this process.

On PostgreSQL the commands get the application's role, which owns no table.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import Engine

from records.db import close_engine, open_engine
from retention.workshop import Workshop
from webui import cli
from webui.installation import open_installation
from webui.settings import Environment

NOW = "2026-05-26T18:00:00+03:00"
AT = datetime.fromisoformat(NOW)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The output of a command that was given --json."""
        return json.loads(self.out)


def letopis(environ: Mapping[str, str], *words: str) -> Ran:
    """The command `letopis` in this process, ended as the script ends it."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    argv = mock.patch.object(sys, "argv", ["letopis", *words])
    with mock.patch.dict(os.environ, environ), argv, redirect_stdout(out), redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


@dataclass(frozen=True, slots=True)
class Site:
    """An installation: its folder, its database for the application and for the owner of the tables."""

    data: Path
    database: str
    owner: str

    def environ(self, now: str = NOW) -> dict[str, str]:
        """The environment of a command that works here."""
        return {
            "LETOPIS_DATA": str(self.data),
            "LETOPIS_DATABASE": self.database,
            "LETOPIS_DATABASE_OWNER": self.owner,
            "LETOPIS_NOW": now,
        }

    def run(self, *words: str, now: str = NOW) -> Ran:
        """`letopis WORDS`."""
        return letopis(self.environ(now), *words)

    @contextmanager
    def workshop(self) -> Iterator[Workshop]:
        """The installation at work."""
        workshop = open_installation(Environment.read(self.environ())).workshop
        try:
            yield workshop
        finally:
            close_engine(workshop.engine)

    @contextmanager
    def owning(self) -> Iterator[Engine]:
        """The database in the hands of the owner of its tables."""
        engine = open_engine(self.owner)
        try:
            yield engine
        finally:
            close_engine(engine)

    def location(self, name: str) -> Path:
        """The folder of a location."""
        return self.data / "locations" / name
