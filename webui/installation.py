"""Opens an installation: settings in, a Workshop with database, locations and keys out (the composition root).

Asserts at start-up that every guard and every wall between schools is in the database. It makes nothing;
webui/demo.py does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from records import wall
from records.clock import Clock
from records.closing.guards import assert_installed
from records.db import open_engine
from records.errors import SetupError
from records.identity import SystemEntropy
from records.log.note import parse_signer
from retention.disk import DiskLocation
from retention.workshop import Workshop
from signing.authority import SchoolAuthority
from webui.settings import Environment, Settings

AUTHORITY = "authority"
LOG_KEY = "keys/log.key"
RUN_LOCK = "run/work.lock"


@dataclass(frozen=True, slots=True)
class Installation:
    """An opened installation."""

    settings: Settings
    environment: Environment
    workshop: Workshop
    clock: Clock


def open_installation(environment: Environment) -> Installation:
    """The installation that the environment names. Raises SetupError."""
    settings = Settings.load(environment)
    clock = environment.clock(settings.demo)
    _check_database_file(settings.database)
    engine = open_engine(settings.database, settings.school)
    with engine.connect() as connection:
        assert_installed(connection)
        wall.assert_standing(connection)
        wall.assert_said(connection, settings.school)
    workshop = Workshop(
        engine=engine,
        school=settings.school,
        locations=tuple(DiskLocation(entry.name, settings.folder(entry)) for entry in settings.locations),
        authority=SchoolAuthority.open(settings.data / AUTHORITY),
        log_signer=parse_signer(_read_key(settings.data / LOG_KEY)),
        entropy=SystemEntropy(),
        run_lock=settings.data / RUN_LOCK,
    )
    return Installation(settings, environment, workshop, clock)


def _check_database_file(url: str) -> None:
    """SQLite makes an empty database where there is none; an installation never wants that."""
    file = url.removeprefix("sqlite:///")
    if file != url and not Path(file).is_file():
        raise SetupError(
            "settings.no_database",
            f"Файла базы данных {file} нет. Проверьте LETOPIS_DATA и LETOPIS_DATABASE.",
            f"there is no database file {file}; check LETOPIS_DATA and LETOPIS_DATABASE",
        )


def _read_key(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except OSError as error:
        raise SetupError(
            "settings.log_key",
            f"Ключ журнала событий {path} не читается: {error.strerror}.",
            f"the log key {path} cannot be read: {error.strerror}",
        ) from error
