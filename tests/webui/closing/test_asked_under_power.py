"""The power of attorney under which a key is asked is the one under which it signs, or nothing is signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from records.lifecycle import JobState
from retention.jobs.tables import Job
from retention.signatures import answer_questions
from retention.workshop import Workshop
from signing.power_register import PowerOfAttorney
from signing.question import SigningQuestion
from signing.request import SignatureRequest
from tests.flow.site import AT, Site
from tests.signing.gost_people import Wanted, needs_engine
from tests.signing.powers import NUMBER, Organisation
from tests.webui.closing.desk import actor, waiting, work
from tests.webui.closing.empowered import empowered, enter, revoke, sign_what_waits
from tests.webui.closing.own_key import Owner, answers, owner, questions, registered
from tests.webui.visitors import TEACHER

LATER_NUMBER = NUMBER.replace("4f1c", "6f1c")
pytestmark = needs_engine


@pytest.fixture
def workshop(cut_site: Site) -> Iterator[Workshop]:
    with cut_site.workshop() as opened:
        yield opened


@pytest.fixture
def organisation(workshop: Workshop, tmp_path: Path) -> Organisation:
    """Who gave the teacher her power."""
    return empowered(workshop, tmp_path / "organisation")


@pytest.fixture
def teacher(workshop: Workshop, organisation: Organisation) -> Owner:
    """A teacher under power, with a qualified certificate of her own."""
    own = organisation.authority.issue(Wanted.named(TEACHER))
    return registered(workshop, actor(workshop, TEACHER), own)


def asked_under(workshop: Workshop) -> set[str | None]:
    with workshop.reading() as session:
        return {*session.scalars(select(SigningQuestion.power))}


def signed_under(workshop: Workshop, person: str) -> set[str | None]:
    """The powers of a person's signatures; empty where there is no signature."""
    row = SignatureRequest
    with workshop.reading() as session:
        made = select(row.power).where(row.person_id == person, row.signed_at.is_not(None))
        return {*session.scalars(made)}


def test_the_question_names_the_power_and_the_signature_is_made_under_it(
    workshop: Workshop, teacher: Owner
) -> None:
    sign_what_waits(workshop, teacher)
    assert asked_under(workshop) == signed_under(workshop, teacher.actor.person) == {NUMBER}


def test_a_power_revoked_before_the_answer_is_put_in_leaves_nothing_signed(
    cut_site: Site, workshop: Workshop, teacher: Owner
) -> None:
    put = questions(workshop, teacher)
    answer_questions(workshop, teacher.actor, answers(teacher, put), AT)
    revoke(workshop, NUMBER)
    work(cut_site)
    with workshop.reading() as session:
        jobs = {(job.state, job.code) for job in session.scalars(select(Job).where(Job.kind == "sign"))}
    assert jobs == {(JobState.FAILED.value, "power.over")}
    assert signed_under(workshop, teacher.actor.person) == set()
    assert teacher.actor.person in waiting(workshop)


def test_asked_again_after_a_revocation_the_key_signs_without_a_power(
    workshop: Workshop, teacher: Owner
) -> None:
    revoke(workshop, NUMBER)
    sign_what_waits(workshop, teacher)
    assert signed_under(workshop, teacher.actor.person) == {None}


def test_a_power_registered_after_the_question_is_not_taken(
    cut_site: Site, workshop: Workshop, organisation: Organisation, teacher: Owner
) -> None:
    put = questions(workshop, teacher)
    enter(workshop, organisation.gives(LATER_NUMBER, TEACHER), TEACHER, AT + timedelta(seconds=1))
    answer_questions(workshop, teacher.actor, answers(teacher, put), AT + timedelta(seconds=2))
    work(cut_site)
    assert asked_under(workshop) == signed_under(workshop, teacher.actor.person) == {NUMBER}


def test_a_key_of_the_school_is_asked_under_no_power(workshop: Workshop, organisation: Organisation) -> None:
    assert organisation
    sign_what_waits(workshop, owner(workshop, actor(workshop, TEACHER)))
    assert asked_under(workshop) == {None}


@pytest.mark.parametrize("away", [timedelta(minutes=-1), timedelta(minutes=1)])
def test_a_power_ends_not_before_its_last_signature(
    workshop: Workshop, teacher: Owner, away: timedelta
) -> None:
    """The clock of another host may be behind: what was signed before the revocation was not signed after it."""
    sign_what_waits(workshop, teacher)
    revoke(workshop, NUMBER, AT + away)
    with workshop.reading() as session:
        row = session.get_one(PowerOfAttorney, (workshop.school, NUMBER))
        assert row.revoked_at == max(AT, AT + away)
