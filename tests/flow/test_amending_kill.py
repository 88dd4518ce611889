"""Acts killed at any boundary and asked for again end as a run that nobody interrupted.

The kinds of boundaries take turns between the databases; `python -m tests.flow.kill --all` tries every single one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.amending import LATER, amend_small_year
from tests.flow.fixtures import once
from tests.flow.kill import KINDS, Undisturbed, trial, turn_of, undisturbed
from tests.flow.seeds import Seed

KILLS = 9


@pytest.fixture(scope="session")
def closed_seed(peace: Undisturbed) -> Seed:
    """The closed school, for which the acts are asked."""
    return peace.closed


@pytest.fixture(scope="session")
def calm(closed_seed: Seed, school: Path) -> Undisturbed:
    """The acts carried out on the closed school by a run that nobody interrupted."""
    return once(
        school, "amended", lambda: undisturbed(closed_seed, school / "amended", amend_small_year, LATER)
    )


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_killed_act_is_carried_out_by_the_next_run(
    closed_seed: Seed, calm: Undisturbed, kind: str, turn: int, tmp_path: Path
) -> None:
    number = turn_of(calm.boundaries, KILLS, kind, turn)
    assert trial(closed_seed, calm, number, tmp_path / "school", amend_small_year, LATER) == []


def test_every_kind_of_boundary_has_its_turn(calm: Undisturbed) -> None:
    turns = [turn_of(calm.boundaries, KILLS, kind, turn) for kind in KINDS for turn in range(KILLS)]
    assert {calm.boundaries[number] for number in turns} == set(calm.boundaries)
