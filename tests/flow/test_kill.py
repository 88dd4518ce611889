"""A closing run killed at any boundary and repeated ends as a run that nobody interrupted.

Each kind of boundary has its turn; `python -m tests.flow.kill --all` tries every single one.
"""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from sqlalchemy import func, select

from retention.workshop import Workshop
from signing.authority import SchoolAuthority
from signing.enrolment import Certificate
from tests.flow.kill import Undisturbed, chosen, differences, in_child, trial
from tests.flow.seeds import Seed
from tests.flow.site import AT
from tests.flow.story import close_autumn, close_small_year, faults, outcome

KILLS = 12


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_killed_run_is_completed_by_the_next(
    autumn: Seed, peace: Undisturbed, kind: str, turn: int, tmp_path: Path
) -> None:
    number = chosen(peace.boundaries, KILLS, kind)[turn]
    assert trial(autumn, peace, number, tmp_path / "school") == []


def test_two_runs_in_peace_do_not_differ(autumn: Seed, peace: Undisturbed, tmp_path: Path) -> None:
    copy = autumn.copy(tmp_path / "school")
    assert in_child(copy.site) == 0
    assert differences(peace.outcome, outcome(copy.site)) == []
    copy.drop()
