"""What a key is asked to sign is bound to record, file, person, account, certificate and a quarter of an hour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from records.errors import LetopisError
from records.lifecycle import JobState, RecordState
from records.registers.tables import Record
from records.school.tables import School
from retention.jobs.tables import Job
from retention.signatures import answer_questions, ask_signatures
from retention.steps.asked import requests_of
from retention.steps.question import LASTS, put_answer, put_question
from retention.workshop import Workshop
from signing.enrolment import Certificate, revoke
from signing.question import SigningQuestion
from tests.flow.site import AT, Site
from tests.signing.browser_key import BrowserKey
from tests.signing.gost_people import Outsiders, Wanted, needs_engine
from tests.webui.closing.desk import actor, waiting, work
from tests.webui.closing.own_key import Owner, answers, owner, questions, registered, trusted
from tests.webui.visitors import OTHER_TEACHER, TEACHER


@pytest.fixture
def workshop(cut_site: Site) -> Iterator[Workshop]:
    with cut_site.workshop() as opened:
        yield opened


KINDS = ("browser", pytest.param("qualified", marks=needs_engine))


@pytest.fixture
def outsiders(workshop: Workshop, tmp_path: Path) -> Outsiders:
    """The outside authority that the school trusts."""
    return trusted(workshop, tmp_path / "outside")


@pytest.fixture(params=KINDS)
def teacher(workshop: Workshop, request: pytest.FixtureRequest) -> Owner:
    """A teacher whose records wait, with a key of her own: in a browser, or with a qualified certificate."""
    return with_key(request, workshop, TEACHER, request.param)


def with_key(request: pytest.FixtureRequest, workshop: Workshop, name: str, kind: str) -> Owner:
    """Somebody with a key of a kind."""
    who = actor(workshop, name)
    if kind == "browser":
        return owner(workshop, who)
    authority: Outsiders = request.getfixturevalue("outsiders")
    return registered(workshop, who, authority.issue(Wanted.named(name)))


@pytest.fixture
def other(workshop: Workshop, request: pytest.FixtureRequest, teacher: Owner) -> Owner:
    """Another teacher, with a key of the same kind."""
    return with_key(request, workshop, OTHER_TEACHER, kind_of(teacher))


def kind_of(of: Owner) -> str:
    return "browser" if isinstance(of.key, BrowserKey) else "qualified"


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(LetopisError) as found:
        act()
    return found.value.code


def certificates_used(workshop: Workshop, person: str) -> set[str]:
    with workshop.reading() as session:
        records = session.scalars(select(Record.id)).all()
        asked = [one for record in records for one in requests_of(session, workshop.school, record)]
    return {one.certificate["sha256"] for one in asked if one.person_id == person and one.certificate}


def jobs(workshop: Workshop) -> list[tuple[str, str | None]]:
    with workshop.reading() as session:
        return [(job.state, job.code) for job in session.scalars(select(Job).where(Job.kind == "sign"))]


def withdraw(workshop: Workshop, of: Owner) -> None:
    with workshop.transaction() as session:
        row = session.get_one(Certificate, (workshop.school, of.certificate))
        revoke(session, of.actor, workshop.authority, [row], "lost", AT, workshop.entropy)


def test_the_owners_key_signs_all_that_waits(cut_site: Site, workshop: Workshop, teacher: Owner) -> None:
    put = questions(workshop, teacher)
    answer_questions(workshop, teacher.actor, answers(teacher, put), AT + timedelta(minutes=3))
    work(cut_site)

    assert certificates_used(workshop, teacher.actor.person) == {teacher.certificate}
    assert jobs(workshop) == [(JobState.DONE.value, None)] * len(put)
    assert teacher.actor.person not in waiting(workshop)


def test_a_question_is_answered_once(workshop: Workshop, teacher: Owner) -> None:
    given = answers(teacher, questions(workshop, teacher))
    answer_questions(workshop, teacher.actor, given, AT)

    assert refused(lambda: answer_questions(workshop, teacher.actor, given, AT)) == "sign.question"
    assert len(jobs(workshop)) == len(given)


@pytest.mark.parametrize("who", ["another person", "another account"])
def test_a_question_is_answered_by_nobody_else(workshop: Workshop, teacher: Owner, who: str) -> None:
    given = answers(teacher, questions(workshop, teacher))
    others = {
        "another person": actor(workshop, OTHER_TEACHER),
        "another account": replace(teacher.actor, account="another"),
    }

    assert refused(lambda: answer_questions(workshop, others[who], given, AT)) == "sign.question"
    assert jobs(workshop) == []


def test_a_question_has_a_quarter_of_an_hour(workshop: Workshop, teacher: Owner) -> None:
    given = answers(teacher, questions(workshop, teacher))
    late = AT + LASTS + timedelta(seconds=1)

    assert refused(lambda: answer_questions(workshop, teacher.actor, given, late)) == "sign.question"


# How an answer is spoilt, and the refusal of a browser's key and of a qualified certificate.
SPOILT = {
    "another key": {"browser": "signing.wrong_answer", "qualified": "signing.cms_certificate"},
    "another record": {"browser": "signing.wrong_answer", "qualified": "signing.cms_document"},
    "too short": {"browser": "signing.browser_signature", "qualified": "signing.cms_unreadable"},
    "zeros": {"browser": "signing.wrong_answer", "qualified": "signing.cms_unreadable"},
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_one_wrong_answer_and_none_is_taken(
    workshop: Workshop, teacher: Owner, other: Owner, spoil: str
) -> None:
    put = questions(workshop, teacher)
    given = answers(teacher, put)
    last = put[-1]
    given[last.id] = {
        "another key": lambda: other.key.sign(last.asked),
        "another record": lambda: teacher.key.sign(last.asked[:-1] + b"\0"),
        "too short": lambda: b"\1" * 63,
        "zeros": lambda: bytes(64),
    }[spoil]()

    refusal = refused(lambda: answer_questions(workshop, teacher.actor, given, AT))
    assert refusal == SPOILT[spoil][kind_of(teacher)]
    assert jobs(workshop) == []


def test_the_answer_to_one_question_answers_no_other(workshop: Workshop, teacher: Owner) -> None:
    record, file = next(iter(waiting(workshop)[teacher.actor.person].items()))
    first, second = (
        put_question(
            workshop, teacher.actor, teacher.certificate, record, file, "", AT + timedelta(seconds=n)
        )
        for n in (0, 1)
    )
    swapped = {second.id: teacher.key.sign(first.asked)}

    refusal = refused(lambda: answer_questions(workshop, teacher.actor, swapped, AT + LASTS / 2))
    assert refusal == SPOILT["another record"][kind_of(teacher)]


def test_a_key_of_another_is_asked_nothing(workshop: Workshop, teacher: Owner, other: Owner) -> None:
    thief = replace(teacher, certificate=other.certificate)
    assert refused(lambda: questions(workshop, thief)) == "key.unknown"


def test_who_is_not_asked_signs_nothing(workshop: Workshop, teacher: Owner, other: Owner) -> None:
    record, file = next(iter(waiting(workshop)[teacher.actor.person].items()))

    def ask() -> None:
        put_question(workshop, other.actor, other.certificate, record, file, "", AT)

    assert refused(ask) == "sign.not_your_turn"


def test_a_file_that_was_not_shown_is_not_signed(workshop: Workshop, teacher: Owner) -> None:
    record = next(iter(waiting(workshop)[teacher.actor.person]))

    def ask() -> None:
        put_question(workshop, teacher.actor, teacher.certificate, record, "0" * 64, "", AT)

    assert refused(ask) == "sign.other_file"


def test_a_key_that_is_revoked_is_asked_nothing_and_answers_nothing(
    workshop: Workshop, teacher: Owner
) -> None:
    given = answers(teacher, questions(workshop, teacher))
    withdraw(workshop, teacher)

    assert refused(lambda: questions(workshop, teacher)) == "signing.key_revoked"
    assert refused(lambda: answer_questions(workshop, teacher.actor, given, AT)) == "signing.key_revoked"


def test_an_answer_of_a_key_that_is_revoked_before_the_worker_comes_signs_nothing(
    cut_site: Site, workshop: Workshop, teacher: Owner
) -> None:
    given = answers(teacher, questions(workshop, teacher))
    answer_questions(workshop, teacher.actor, given, AT)
    withdraw(workshop, teacher)
    work(cut_site)

    assert set(jobs(workshop)) == {(JobState.FAILED.value, "signing.key_revoked")}
    assert certificates_used(workshop, teacher.actor.person) == set()
    assert len(waiting(workshop)[teacher.actor.person]) == len(given)


@pytest.mark.parametrize("edit", ["the moment", "the order"])
def test_a_question_that_somebody_edits_signs_nothing(
    cut_site: Site, workshop: Workshop, teacher: Owner, edit: str
) -> None:
    put = questions(workshop, teacher)
    answer_questions(workshop, teacher.actor, answers(teacher, put), AT)
    stranger = actor(workshop, OTHER_TEACHER).person
    with workshop.transaction() as session:
        for one in put:
            row = session.get_one(SigningQuestion, (workshop.school, one.id))
            if edit == "the moment":
                row.asked_at -= timedelta(seconds=1)
            else:  # as if somebody else had been asked, and this person stood in for them
                row.asked_of, row.order_no = stranger, "№ 5"
    work(cut_site)

    code = "signing.other_document" if edit == "the moment" else "sign.not_your_turn"
    assert set(jobs(workshop)) == {(JobState.FAILED.value, code)}
    assert certificates_used(workshop, teacher.actor.person) == set()


def test_an_answer_goes_into_its_file_once(cut_site: Site, workshop: Workshop, teacher: Owner) -> None:
    put = questions(workshop, teacher)
    answer_questions(workshop, teacher.actor, answers(teacher, put), AT)
    work(cut_site)

    assert refused(lambda: put_answer(workshop, put[0].id, AT)) in ("sign.not_your_turn", "sign.other_file")


def test_a_worker_that_died_after_the_signature_leaves_the_next_nothing_to_sign_twice(
    cut_site: Site, workshop: Workshop, teacher: Owner
) -> None:
    put = questions(workshop, teacher)
    answer_questions(workshop, teacher.actor, answers(teacher, put), AT)
    put_answer(workshop, put[0].id, AT)  # and here the worker dies, before its job is marked as done
    work(cut_site)

    assert jobs(workshop) == [(JobState.DONE.value, None)] * len(put)


def test_where_no_key_lies_on_the_server_nobody_is_signed_for(
    cut_site: Site, workshop: Workshop, teacher: Owner
) -> None:
    with workshop.transaction() as session:
        session.get_one(School, workshop.school).policy = {"server_keys": False}
    seen = waiting(workshop)[teacher.actor.person]

    assert refused(lambda: ask_signatures(workshop, teacher.actor, seen, AT)) == "sign.own_key"
    record = next(iter(seen))
    ran = cut_site.run("sign", record, "--as", TEACHER)
    assert (ran.code != 0, "sign.own_key" in ran.err or "своим ключом" in ran.err) == (True, True)
    with workshop.reading() as session:
        assert session.get_one(Record, (workshop.school, record)).state == RecordState.SIGNING


@needs_engine
def test_a_certificate_that_its_authority_revokes_before_the_worker_comes_signs_nothing(
    cut_site: Site, workshop: Workshop, outsiders: Outsiders
) -> None:
    certificate = outsiders.issue(Wanted.named(TEACHER))
    teacher = registered(workshop, actor(workshop, TEACHER), certificate)
    given = answers(teacher, questions(workshop, teacher))
    answer_questions(workshop, teacher.actor, given, AT)
    outsiders.revoke(certificate, AT - timedelta(minutes=1))
    outsiders.trusted_by(workshop.authority, AT)
    work(cut_site)

    assert set(jobs(workshop)) == {(JobState.FAILED.value, "signing.outside_revoked")}
    assert refused(lambda: questions(workshop, teacher)) == "signing.outside_revoked"
