"""A refusal and what is sent again after it, killed at any boundary and asked for anew, end as in peace.

Between n and n+1 there is no half: one of them is live, and the requests are those of the live one.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from records.lifecycle import RecordState
from records.registers.tables import Record
from retention.resending import resend
from retention.steps.asked import current_file, declined_of, requests_of
from retention.steps.decline import decline
from retention.workshop import Workshop
from tests.flow.fixtures import once
from tests.flow.kill import KINDS, Undisturbed, trial, undisturbed
from tests.flow.seeds import Seed
from tests.flow.site import AT
from tests.flow.story import close_small_year
from tests.webui.closing.desk import DEPUTY, actor, cut, person

OURS = ("append_event", "resending.issue_journal", "ask", "resending.publish")


def decline_and_resend(workshop: Workshop, at: datetime) -> None:
    """Decline a journal of the half-year, send it again, and close the year."""
    with workshop.transaction() as session:
        query = select(Record).where(Record.school_id == workshop.school, Record.revision == 1)
        row = session.scalars(query.order_by(Record.identity)).all()[0]
        asked = requests_of(session, workshop.school, row.id)
        refused, who, file = declined_of(asked), asked[0].person_id, current_file(row, asked)
    if row.state == RecordState.SIGNING and refused is None:
        decline(workshop, person(workshop, who), row.id, file, "строка не та", at)
        refused = asked[0]
    if row.state == RecordState.SIGNING and refused:
        resend(workshop, actor(workshop, DEPUTY), row.id, "строка та", at)
    close_small_year(workshop, at)


@pytest.fixture(scope="session")
def asked_seed(imported: Seed, school: Path) -> Seed:
    """The first half-year is cut off and waits for its signatures."""

    def make() -> Seed:
        seed = imported.copy(school / "asked")
        cut(seed.site)
        return seed

    return once(school, "asked", make)


@pytest.fixture(scope="session")
def calm(asked_seed: Seed, school: Path) -> Undisturbed:
    """The same in peace."""
    return once(
        school, "declined", lambda: undisturbed(asked_seed, school / "declined", decline_and_resend, AT)
    )


def test_in_peace_n_is_replaced_and_n_plus_1_is_signed_by_all(calm: Undisturbed) -> None:
    assert [states for states in calm.outcome.states.values() if len(states) > 1] == [
        ["replaced", "replicated"]
    ]
    assert set(OURS) <= set(calm.boundaries)


@pytest.mark.parametrize("turn", range(len(OURS) // len(KINDS)))
def test_a_killed_refusal_leaves_no_half(
    asked_seed: Seed, calm: Undisturbed, kind: str, turn: int, tmp_path: Path
) -> None:
    boundary = OURS[
        turn * len(KINDS) + KINDS.index(kind)
    ]  # what one database has had, the other does not repeat
    number = calm.boundaries.index(boundary)
    assert trial(asked_seed, calm, number, tmp_path / "school", decline_and_resend, AT) == []
