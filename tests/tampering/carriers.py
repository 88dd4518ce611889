"""The files that carry the archive, by kind: those of a bag, those of the log, and what may be found of each.

A kind is a pattern of paths in a location. The codes are the only ones that a change of such a file may give;
at least one of them must be found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.tampering.ground import Ground
from tests.tampering.operations import (
    BYTES,
    PLACES,
    Choose,
    Operation,
    delete,
    double,
    pick,
    rename,
    replay,
    swap,
)

LOCATIONS = ("server", "safe")

_BAG = frozenset(
    {
        *("file.changed", "file.missing", "file.added", "file.unreadable", "bag.swapped", "bag.declaration"),
        *("manifest.broken", "manifest.missing", "manifest.weak", "info.broken", "path.refused"),
    }
)
_WHOLE_BAG = frozenset({"copy.missing", "bag.swapped", "bag.unknown"})
_TILE = frozenset(
    {
        *(
            "log.tile.altered",
            "log.tile.length",
            "log.tile.missing",
            "log.tile.disputed",
            "log.bundle.altered",
        ),
        *("log.file_unknown", "log.older_altered"),
    }
)
_CHECKPOINT = frozenset(
    {
        *("log.note.form", "log.note.signature", "log.note.unsigned", "log.head.form", "log.head.origin"),
        *("log.behind", "log.checkpoint_missing", "log.file_unknown"),
    }
)
_NAMED = frozenset({"log.file_altered", "log.file_unknown", "log.head_lost"})


@dataclass(frozen=True, slots=True)
class Carrier:
    """A kind of file or folder: where it lies, what is done to it, under which codes that is found."""

    name: str
    pattern: str
    codes: frozenset[str]
    operations: Sequence[Operation] = (*BYTES, *PLACES)

    def paths(self, location: Path) -> list[Path]:
        """Every file of this kind."""
        return sorted(location.glob(self.pattern))


_BAGS = "records/2026/*"
CARRIERS = (
    *(
        Carrier(name, f"{_BAGS}/{name}", _BAG)
        for name in (
            *("data/record.pdf", "data/record.json", "bagit.txt", "bag-info.txt"),
            *("manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt"),
        )
    ),
    Carrier("bag", _BAGS, _WHOLE_BAG, PLACES),
    Carrier("tile 0", "log/tile/0/000", _TILE, (*BYTES, delete, rename, double)),
    Carrier("tile 0, partial", "log/tile/0/001.p/*", _TILE),
    Carrier("tile 0, superseded", "log/tile/0/000.p/*", _TILE, (*BYTES, swap, replay, double)),
    Carrier("tile 1, partial", "log/tile/1/000.p/*", _TILE, (*BYTES, delete, rename, double)),
    Carrier("tile of entries", "log/tile/entries/000", _TILE, (*BYTES, delete, rename, double)),
    Carrier("tile of entries, partial", "log/tile/entries/001.p/*", _TILE),
    Carrier("tiles of a level", "log/tile/*", _TILE, (delete, rename, double, swap)),
    Carrier("checkpoint", "log/checkpoint", _CHECKPOINT, (*BYTES, delete, rename, double)),
    Carrier("earlier checkpoint", "log/checkpoints/*", _NAMED),
    Carrier("key of the log", "log/log.vkey", _NAMED, (*BYTES, delete, rename, double)),
    Carrier("trust anchor", "registers/trust.pem", _NAMED, (*BYTES, delete, rename)),
    Carrier("log", "log", _CHECKPOINT | _NAMED | _TILE, (delete, rename)),
)


def change(ground: Ground, carrier: Carrier, operation: Operation, choose: Choose) -> str:
    """Do it to one file of that kind in one location; the file's path."""
    location = ground.locations / pick(LOCATIONS, choose)
    paths = [path for path in carrier.paths(location) if _counts(path, operation)]
    path = pick(paths, choose)
    operation(path, carrier.paths(location), choose)
    return str(path.relative_to(ground.locations))


def _counts(path: Path, operation: Operation) -> bool:
    """A partial tile that a larger one superseded may be gone (C2SP tlog-tiles): its deletion is no tampering."""
    if not path.parent.name.endswith(".p") or operation is not delete:
        return True
    return path == max(path.parent.iterdir(), key=lambda one: int(one.name))


ALL = tuple((carrier, operation) for carrier in CARRIERS for operation in carrier.operations)
