"""Acts killed at any boundary and asked for again end as a run that nobody interrupted.

`python -m tests.flow.kill` tries the boundaries of a closing; here each kind of boundary of an act has its turn.
"""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.flow.amending import LATER, amend_small_year
from tests.flow.fixtures import once
from tests.flow.kill import Undisturbed, chosen, differences, in_child, watched
from tests.flow.seeds import Seed
from tests.flow.story import Outcome, faults, outcome

KILLS = 8
Calm = tuple[tuple[str, ...], Outcome]


@pytest.fixture(scope="session")
def calm(peace: Undisturbed, school: Path) -> Calm:
    """The boundaries that acts pass on the closed school in peace, and what they bring about."""
    return once(school, "amended", lambda: _carried(peace.closed, school / "amended"))


def _carried(closed: Seed, folder: Path) -> Calm:
    copy, names = closed.copy(folder), list[str]()
    with copy.site.workshop() as workshop, watched(names.append):
        amend_small_year(workshop)
    if found := faults(copy.site, LATER):
        raise AssertionError(f"acts in peace leave faults: {found}")
    return tuple(names), outcome(copy.site)


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_killed_act_is_carried_out_by_the_next_run(
    peace: Undisturbed, calm: Calm, kind: str, turn: int, tmp_path: Path
) -> None:
    boundaries, expected = calm
    copy = peace.closed.copy(tmp_path / "school")
    number = chosen(boundaries, KILLS, kind)[turn]
    codes = [in_child(copy.site, at, LATER, amend_small_year) for at in (number, None)]
    assert codes == [-signal.SIGKILL, 0]
    assert [*differences(expected, outcome(copy.site)), *faults(copy.site, LATER)] == []
    copy.drop()
