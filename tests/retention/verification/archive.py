"""An archive to damage: its bags by location, edits of its catalogue behind the guards, what commands find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import text

from records.closing import guards
from tests.flow.site import Ran, Site

BAGS = "records/2026"
PDF = "data/record.pdf"
SERVER, SAFE = "server", "safe"

Found = set[tuple[str, str | None, str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Archive:
    """A site whose records are all replicated. Records are numbered in the order of their ids."""

    site: Site

    @property
    def records(self) -> list[str]:
        """The ids of the records."""
        return sorted(path.name for path in (self.site.location(SERVER) / BAGS).iterdir())

    def bag(self, number: int = 0, location: str = SAFE) -> Path:
        """The folder of a record's copy."""
        return self.site.location(location) / BAGS / self.records[number]

    def verify(self, *words: str) -> Found:
        """What `letopis verify` finds: (code, record, location, path)."""
        report = self.site.run("verify", "--json", *words).json
        return {(p["code"], p["record"], p["location"], p["path"]) for p in report["problems"]}

    def codes(self) -> set[str]:
        """The codes of what `letopis verify` finds."""
        return {code for code, *_ in self.verify()}

    def repair(self) -> Ran:
        """`letopis repair --json`."""
        return self.site.run("repair", "--json")

    def edit(self, statement: str, **values: Any) -> None:
        """Change the database as the owner of its tables, with the guards taken away and put back."""
        with self.site.owning() as engine, engine.begin() as connection:
            for guard in guards.guards(connection.dialect.name):
                on = f" ON {guard.table}" if connection.dialect.name == "postgresql" else ""
                connection.exec_driver_sql(f"DROP TRIGGER {guard.name}{on}")
            assert connection.execute(text(statement), values).rowcount > 0, "the edit hit no row"
            guards.install(connection)

    def tree(self) -> dict[str, str]:
        """Every file of the locations and its digest."""
        root = self.site.data / "locations"
        files = [path for path in root.rglob("*") if path.is_file()]
        return {str(path.relative_to(root)): sha256(path.read_bytes()).hexdigest() for path in files}


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder by relative path."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def swap(one: Path, other: Path) -> None:
    """Let two files or folders change their places."""
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


Damage = Callable[[Archive], None]
