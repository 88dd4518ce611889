"""† Reads what needs no database: files and their modes, disks, the environment -> facts for the rules.

It changes nothing; what cannot be looked at raises OSError, but for a location that is away.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from webui.health.files import FileFact, Guarded
from webui.health.setup import SetupFacts
from webui.health.storage import PlaceFact, StorageFacts
from webui.installation import AUTHORITY, LOG_KEY
from webui.settings import DATABASE_FILE, FILE, Settings

DEBUGGING: Final = ("LETOPIS_DEBUG", "FLASK_DEBUG")


def setup_of(settings: Settings, environ: Mapping[str, str]) -> SetupFacts:
    """How the installation is set up and run."""
    debugging = tuple(name for name in DEBUGGING if environ.get(name, "0") not in ("", "0"))
    return SetupFacts(settings.demo, settings.site, debugging, os.geteuid() == 0)


def files_of(settings: Settings) -> tuple[FileFact, ...]:
    """Every file whose mode matters, with the folders around the data."""
    return tuple(_facts(settings))


def _facts(settings: Settings) -> Iterator[FileFact]:
    data = settings.data
    for folder in (data / LOG_KEY).parent, data / AUTHORITY:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield _fact(path, data, Guarded.KEY)
    for secret in _secrets(settings):
        if (path := data / secret).is_file():
            yield _fact(path, data, Guarded.KEY)
    yield _fact(data / FILE, data, Guarded.SETTINGS)
    for path in sorted(data.glob(f"{DATABASE_FILE}*")):
        yield _fact(path, data, Guarded.DATA)
    for location in settings.locations:
        if (folder := settings.folder(location)).is_dir():
            yield _fact(folder, data, Guarded.DATA)


def _secrets(settings: Settings) -> Iterator[str]:
    """The files that letopis.toml names for a password."""
    if settings.mail and settings.mail.password_file:
        yield settings.mail.password_file
    if settings.oidc and settings.oidc.secret_file:
        yield settings.oidc.secret_file


def _fact(path: Path, data: Path, holds: Guarded) -> FileFact:
    shown = path.relative_to(data) if path.is_relative_to(data) else path
    return FileFact(str(shown), holds, path.stat().st_mode)


def storage_of(settings: Settings) -> StorageFacts:
    """The data folder and the locations as they lie on disks."""
    locations = tuple(_place(entry.name, settings.folder(entry)) for entry in settings.locations)
    return StorageFacts(settings.demo, _place("LETOPIS_DATA", settings.data), locations)


def _place(name: str, folder: Path) -> PlaceFact:
    if not folder.is_dir():
        return PlaceFact(name, None, None)
    return PlaceFact(name, folder.stat().st_dev, shutil.disk_usage(folder).free)
