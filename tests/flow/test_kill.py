"""A closing run killed at any boundary and repeated ends as a run that nobody interrupted.

The kinds of boundaries take turns between the databases; `python -m tests.flow.kill --all` tries every single one.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from sqlalchemy import select

from retention.workshop import Workshop
from signing.authority import SchoolAuthority
from signing.credential import Credential
from signing.enrolment import Certificate
from tests.flow.kill import KINDS, Undisturbed, differences, in_child, trial, turn_of
from tests.flow.seeds import Seed
from tests.flow.site import AT, Site
from tests.flow.story import close_autumn, faults, outcome

KILLS = 10
TOMORROW = AT + timedelta(days=1)


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_killed_run_is_completed_by_the_next(
    autumn: Seed, peace: Undisturbed, kind: str, turn: int, tmp_path: Path
) -> None:
    number = turn_of(peace.boundaries, KILLS, kind, turn)
    assert trial(autumn, peace, number, tmp_path / "school") == []


def test_every_kind_of_boundary_has_its_turn(peace: Undisturbed) -> None:
    turns = [turn_of(peace.boundaries, KILLS, kind, turn) for kind in KINDS for turn in range(KILLS)]
    assert {peace.boundaries[number] for number in turns} == set(peace.boundaries)


def test_two_runs_in_peace_do_not_differ(autumn: Seed, peace: Undisturbed, tmp_path: Path) -> None:
    copy = autumn.copy(tmp_path / "school")
    assert in_child(copy.site) == 0
    assert differences(peace.outcome, outcome(copy.site)) == []
    copy.drop()


def test_a_run_completed_the_next_day_prints_the_journals_of_the_first(
    autumn: Seed, peace: Undisturbed, tmp_path: Path
) -> None:
    copy = autumn.copy(tmp_path / "school")
    last = max(n for n, name in enumerate(peace.boundaries) if name == "closing.compose_journal")
    assert in_child(copy.site, last + 1) == -signal.SIGKILL  # the last cutoff is committed by then
    assert in_child(copy.site, at=TOMORROW) == 0
    assert _journals(outcome(copy.site).renditions) == _journals(peace.outcome.renditions)
    copy.drop()


def _journals(renditions: dict[str, str | None]) -> dict[str, str | None]:
    return {what: digest for what, digest in renditions.items() if what.startswith("period_journal/")}


def _close_and_die_issuing(workshop: Workshop, at: datetime) -> None:
    """Closes, and dies when the second certificate lies in the authority's folder and in no row."""
    issue: Callable[..., Credential] = SchoolAuthority.issue
    people: set[str] = set()

    def dying(authority: SchoolAuthority, person: str, *given: object) -> Credential:
        credential = issue(authority, person, *given)
        people.add(person)
        if len(people) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return credential

    with mock.patch.object(SchoolAuthority, "issue", dying):
        close_autumn(workshop, at)


def test_a_run_killed_while_certificates_are_issued_gives_nobody_two(bare: Seed, tmp_path: Path) -> None:
    copy = bare.copy(tmp_path / "school")
    assert in_child(copy.site, run=_close_and_die_issuing) == -signal.SIGKILL
    assert in_child(copy.site, run=close_autumn) == 0
    assert _certificates(copy.site) == (4, 4, 4)
    copy.drop()


def _certificates(site: Site) -> tuple[int, int, int]:
    """(people, rows, key files): the teachers of three journals and the deputy head."""
    with site.workshop() as workshop, workshop.transaction() as session:
        owners = session.scalars(select(Certificate.person_id)).all()
    files = list((site.data / "authority" / "people").glob("*/*.pem"))
    return len(set(owners)), len(owners), len(files)


def test_a_finished_run_repeated_changes_nothing(closed: Site, peace: Undisturbed) -> None:
    assert in_child(closed, at=TOMORROW) == 0
    assert [*differences(peace.outcome, outcome(closed)), *faults(closed)] == []


def test_what_a_killed_run_leaves_is_seen(autumn: Seed, peace: Undisturbed, tmp_path: Path) -> None:
    copy = autumn.copy(tmp_path / "school")
    assert in_child(copy.site, peace.boundaries.index("turn.stage")) == -signal.SIGKILL
    assert faults(copy.site) != []
    copy.drop()
