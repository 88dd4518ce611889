"""Parts of the installation put back by a month: the log or the whole of a location, both locations, the database.

Files come from the earlier stage of the same installation; nothing in them is forged, every byte was true then.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.tampering.carriers import LOCATIONS
from tests.tampering.ground import Ground

_BEHIND = frozenset({"log.behind"})
_LACKS = frozenset({"log.behind", "copy.missing"})


@dataclass(frozen=True, slots=True)
class Rollback:
    """What is put back, in which locations, and the codes that must be found."""

    folders: Sequence[str]
    locations: Sequence[str]
    codes: frozenset[str]


ROLLBACKS: Mapping[str, Rollback] = {
    "checkpoint of one location": Rollback(("log/checkpoint",), LOCATIONS[:1], _BEHIND),
    "checkpoint of both locations": Rollback(("log/checkpoint",), LOCATIONS, _BEHIND),
    "log of one location": Rollback(("log",), LOCATIONS[1:], _BEHIND),
    "log of both locations": Rollback(("log",), LOCATIONS, _BEHIND),
    "bags of one location": Rollback(("records",), LOCATIONS[:1], frozenset({"copy.missing"})),
    "one location": Rollback(("log", "records", "registers"), LOCATIONS[:1], _LACKS),
    "both locations": Rollback(("log", "records", "registers"), LOCATIONS, _LACKS | {"source.lost"}),
}


def put_back(ground: Ground, rollback: Rollback) -> None:
    """Replace the folders by what they were a month before."""
    for name in rollback.locations:
        for folder in rollback.folders:
            now = ground.locations / name / folder
            before = ground.earlier.data / "locations" / name / folder
            if before.is_dir():
                shutil.rmtree(now)
                shutil.copytree(before, now)
            else:
                shutil.copyfile(before, now)
