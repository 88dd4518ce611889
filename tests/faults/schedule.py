"""Draws the faults of many trials: every kind has its turn, the scene and the operation are the seed's."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from tests.faults.kinds import Fault, Kind, Tally
from tests.faults.scenes import Scene


def schedule(
    scenes: Sequence[Scene], tallies: Mapping[str, Tally], trials: int, seed: str
) -> Iterator[tuple[Scene, Fault]]:
    """The scene and fault of each trial. The same seed gives the same; more trials only add to them."""
    kinds = [kind for kind in Kind if _scenes_for(kind, scenes, tallies)]
    for number in range(trials):
        kind = kinds[number % len(kinds)]
        fitting = _scenes_for(kind, scenes, tallies)
        dice = random.Random(f"{seed}/{number}")
        scene = dice.choices(fitting, [scene.weight for scene in fitting])[0]
        yield scene, tallies[scene.name].draw(kind, f"{seed}/{number}/{scene.name}")


def _scenes_for(kind: Kind, scenes: Sequence[Scene], tallies: Mapping[str, Tally]) -> list[Scene]:
    return [scene for scene in scenes if kind in scene.kinds and tallies[scene.name].has(kind)]
