"""The rules of places: the data folder and the locations are there, apart from each other, and have room.

Facts in, findings out; reads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from webui.health.finding import Finding, Weight

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Room:
    """How much free space is little, and how much is too little to close a period."""

    little: int = 4096 * MIB
    too_little: int = 512 * MIB


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """The data folder or a location: its device and free octets, both None when it is not there."""

    name: str
    device: int | None
    free: int | None


@dataclass(frozen=True, slots=True)
class StorageFacts:
    """All places of an installation."""

    demo: bool
    data: PlaceFact
    locations: tuple[PlaceFact, ...]


def of_storage(facts: StorageFacts, room: Room) -> Iterator[Finding]:
    """What is weak in the places."""
    if len(facts.locations) < 2:
        yield Finding.of("location.single", Weight.BAD, ", ".join(place.name for place in facts.locations))
    for place in facts.locations:
        if place.device is None:
            yield Finding.of("location.absent", Weight.BAD, place.name)
    # In a demo one disk is what it promises.
    weight = Weight.WEAK if facts.demo else Weight.BAD
    for one, other in combinations(facts.locations, 2):
        if one.device is not None and one.device == other.device:
            yield Finding.of("location.same_device", weight, f"{one.name}, {other.name}")
    for place in (facts.data, *facts.locations):
        yield from _room(place, room)


def _room(place: PlaceFact, room: Room) -> Iterator[Finding]:
    if place.free is not None and place.free < room.little:
        weight = Weight.BAD if place.free < room.too_little else Weight.WEAK
        yield Finding.of("disk.little_room", weight, place.name, free=place.free // MIB)
