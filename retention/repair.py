"""A whole bag is written as a copy, or rebuilt from a healthy one; it counts after it is read back.

What stands in the way goes to quarantine, never away. It moves no state of a replica: the caller does that
after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retention.errors import LocationError, OccupiedError, RepairError
from retention.findings import Finding
from retention.fixity import check_copy
from retention.inspection import Depth
from retention.location import Location
from retention.package import Bag, inspect_bag


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What a repair found (() if nothing) and the prefix in quarantine that now holds the damaged copy."""

    prefix: str
    found: tuple[Finding, ...]
    aside: str | None


def load_bag(location: Location, prefix: str, expected: str) -> Bag:
    """A bag out of a location, by all its digests the expected one. Raises RepairError `copy.not_healthy`."""
    try:
        entries = tuple(location.list(prefix))
        files = {entry.path.removeprefix(f"{prefix}/"): location.get(entry.path) for entry in entries}
    except LocationError as error:
        raise _not_healthy(location, prefix, error.ru, error.en) from error
    # The very bytes that are returned are judged: a second reading might give others.
    if findings := inspect_bag(files, expected):
        raise _not_healthy(location, prefix, findings[0].detail_ru, findings[0].detail_en)
    return Bag(files)


def _not_healthy(location: Location, prefix: str, ru: str, en: str) -> RepairError:
    return RepairError(
        "copy.not_healthy",
        f"Копия {prefix} в хранилище «{location.name}» сама повреждена, из неё нельзя восстанавливать. {ru}",
        f"the copy {prefix} in location {location.name!r} is damaged too, nothing is rebuilt from it: {en}",
    )


def write_copy(
    location: Location, prefix: str, files: Mapping[str, bytes], expected: str, label: str
) -> str | None:
    """Make the copy at `prefix` the expected bag; where what stood in its way was moved, None if nothing did.

    A crash leaves the old copy, the old one in quarantine and none in place, or the new copy: calling
    again completes each. Raises RepairError `copy.source` when `files` are not the expected bag (nothing is
    touched then), `copy.read_back` when the location gives back other bytes.
    """
    if findings := inspect_bag(files, expected):
        raise RepairError(
            "copy.source",
            f"Пакет {prefix} не записан: он не тот, что ожидается. {findings[0].detail_ru}",
            f"the bag {prefix} was not written, it is not the expected one: {findings[0].detail_en}",
        )
    aside = None
    try:
        location.put_bag(prefix, files)
    except OccupiedError:
        aside = location.move_aside(prefix, label)
        location.put_bag(prefix, files)
    if findings := check_copy(location, prefix, expected, Depth.THOROUGH):
        raise RepairError(
            "copy.read_back",
            f"Копия {prefix} в хранилище «{location.name}» читается иначе. {findings[0].detail_ru}",
            f"copy {prefix} in location {location.name!r} reads otherwise: {findings[0].detail_en}",
        )
    return aside


def repair_copy(damaged: Location, healthy: Location, prefix: str, expected: str, label: str) -> RepairReport:
    """Rebuild one copy from another; a copy that is whole already is left alone.

    `label` names the quarantine folder. The healthy copy is read and judged before anything is touched.
    A crash leaves the damaged copy in place, or in quarantine and none in place: the next call completes it.
    Raises RepairError and LocationError.
    """
    found = check_copy(damaged, prefix, expected, Depth.THOROUGH)
    if not found:
        return RepairReport(prefix, (), None)
    bag = load_bag(healthy, prefix, expected)
    return RepairReport(prefix, found, write_copy(damaged, prefix, bag.files, expected, label))
