"""† Bytes between two stages, named by their SHA-256, in every location before the stage moves.

`staging/<digest>` is written, read back and compared. What is still needed, the caller's rows know.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from records.digest import sha256
from retention.errors import LocationError, OccupiedError, StagingError
from retention.location import Location

PREFIX = "staging"


def stage(locations: Sequence[Location], data: bytes) -> str:
    """Keep `data` in all locations; its SHA-256. Repeatable: right bytes are left, damaged ones replaced.

    A crash leaves the bytes in some locations and no row that names them: orphans for `sweep`. Raises
    LocationError when a location cannot write, StagingError when it gives back other bytes.
    """
    digest = sha256(data)
    for location in locations:
        _keep(location, f"{PREFIX}/{digest}", data)
    return digest


def _keep(location: Location, path: str, data: bytes) -> None:
    try:
        location.put(path, data)
    except OccupiedError:
        # Only damage can differ from the content that is its name.
        location.delete(path)
        location.put(path, data)
    if location.get(path) != data:
        raise StagingError(
            "staging.read_back",
            f"Хранилище «{location.name}» вернуло не то, что было записано в {path}. Проверьте носитель.",
            f"location {location.name!r} gave back other bytes than were written to {path}: check the medium",
        )


def fetch(locations: Sequence[Location], digest: str) -> bytes:
    """The staged bytes from the first location that has them right. Raises StagingError when none has."""
    for location in locations:
        try:
            data = location.get(f"{PREFIX}/{digest}")
        except LocationError:
            continue
        if sha256(data) == digest:
            return data
    raise StagingError(
        "staging.lost",
        f"Промежуточных данных {digest} нет ни в одном хранилище. Повторите предыдущий шаг.",
        f"the staged bytes {digest} are right in no location: repeat the step before",
    )


def sweep(locations: Sequence[Location], keep: Collection[str]) -> tuple[str, ...]:
    """Delete what is staged and not in `keep`; the digests, sorted.

    The caller makes sure that no step is between `stage` and its commit: see retention/runlock.py.
    """
    needed = frozenset(keep)
    swept: set[str] = set()
    for location in locations:
        for entry in tuple(location.list(PREFIX)):
            digest = entry.path.removeprefix(f"{PREFIX}/")
            if digest not in needed:
                location.delete(entry.path)
                swept.add(digest)
    return tuple(sorted(swept))
