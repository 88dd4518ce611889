"""Whoever's turn it is may decline; from then on nobody and nothing signs the record until it is replaced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from records.closing.tables import SnapshotRow
from records.documents.period_closing import period_closing
from records.errors import LetopisError
from records.lifecycle import JobState
from records.log.event import EventKind
from records.log.sequencer import position
from records.log.store import LogEvent
from records.registers.paper import PrintedCode, Standing, answer_for_paper
from retention import conveyor
from retention.declined import declined_records
from retention.jobs.tables import Job
from retention.resending import resend
from retention.signatures import answer_questions, ask_signatures
from retention.steps.asked import requests_of
from retention.steps.decline import LONGEST, decline
from retention.steps.question import put_answer, put_question
from retention.steps.sign import sign_next
from retention.waiting import count_waiting, current_pdf, waiting_for
from retention.workshop import Workshop
from tests.flow.site import AT, Site
from tests.webui.closing.declining import (
    WHY,
    decline_one,
    findings,
    first_of,
    refused,
    revisions,
    states,
)
from tests.webui.closing.desk import DEPUTY, actor, sign_all, waiting, work
from tests.webui.closing.own_key import owner
from tests.webui.visitors import OTHER_TEACHER, TEACHER


@pytest.fixture
def workshop(cut_site: Site) -> Iterator[Workshop]:
    with cut_site.workshop() as opened:
        yield opened


def jobs(workshop: Workshop) -> list[tuple[str, str | None]]:
    with workshop.reading() as session:
        return [(job.state, job.code) for job in session.scalars(select(Job).where(Job.kind == "sign"))]


def told(workshop: Workshop, kind: EventKind) -> list[str]:
    with workshop.reading() as session:
        bodies = session.scalars(select(LogEvent.body).where(LogEvent.kind == kind.value))
        return [body.decode() for body in bodies if body]


def test_a_refusal_is_kept_with_who_when_and_why_and_told_to_the_log(workshop: Workshop) -> None:
    record = decline_one(workshop, TEACHER)

    assert states(workshop, record) == ("signing", "declined", "waiting")
    with workshop.reading() as session:
        found = declined_records(session, workshop.school)
    assert [(one.record, one.by, one.reason, one.at) for one in found] == [(record, TEACHER, WHY, AT)]
    [body] = told(workshop, EventKind.RECORD_DECLINED)
    assert (WHY in body, record in body) == (True, True)
    assert findings(workshop) == []


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * (LONGEST + 1), "a\x00b"])
def test_a_refusal_has_a_reason(workshop: Workshop, reason: str) -> None:
    record, file = first_of(workshop, TEACHER)
    teacher = actor(workshop, TEACHER)

    assert refused(lambda: decline(workshop, teacher, record, file, reason, AT)) == "sign.reason"
    assert states(workshop, record) == ("signing", "waiting", "waiting")


@pytest.mark.parametrize("name", [OTHER_TEACHER, DEPUTY])
def test_only_whose_turn_it_is_declines(workshop: Workshop, name: str) -> None:
    record, file = first_of(workshop, TEACHER)

    assert (
        refused(lambda: decline(workshop, actor(workshop, name), record, file, WHY, AT))
        == "sign.not_your_turn"
    )


def test_what_was_not_shown_is_not_declined(workshop: Workshop) -> None:
    record, _ = first_of(workshop, TEACHER)
    teacher = actor(workshop, TEACHER)

    assert refused(lambda: decline(workshop, teacher, record, "0" * 64, WHY, AT)) == "sign.other_file"


def test_the_second_signer_declines_what_the_first_has_signed(cut_site: Site, workshop: Workshop) -> None:
    sign_all(cut_site)
    record = decline_one(workshop, DEPUTY)

    assert states(workshop, record) == ("signing", "signed", "declined")
    assert findings(workshop) == []


def test_a_declined_record_is_nobodys_task(workshop: Workshop) -> None:
    before = len(waiting_for(workshop, actor(workshop, TEACHER).person))
    record = decline_one(workshop, TEACHER)

    mine = waiting_for(workshop, actor(workshop, TEACHER).person)
    assert (len(mine), record in {one.record for one in mine}) == (before - 1, False)
    for name in (TEACHER, DEPUTY):
        with workshop.reading() as session:
            person = actor(workshop, name).person
            assert count_waiting(session, workshop.school, person) == len(waiting_for(workshop, person))


@pytest.mark.parametrize("name", [TEACHER, DEPUTY])
def test_no_key_on_the_server_signs_it(workshop: Workshop, name: str) -> None:
    record = decline_one(workshop, TEACHER)
    person = actor(workshop, name)

    assert refused(lambda: sign_next(workshop, record, person.person, AT)) == "sign.declined"
    assert refused(lambda: ask_signatures(workshop, person, {record: "0" * 64}, AT)) == "sign.not_asked"


def test_the_conveyor_leaves_it(cut_site: Site, workshop: Workshop) -> None:
    record = decline_one(workshop, TEACHER)

    assert conveyor.go_on(workshop, record, AT) == "signing"
    assert refused(lambda: conveyor.advance(workshop, record, AT)) == "sign.declined"
    ran = cut_site.run("cutoff", "--class", "9А", "--period", "1")
    assert (ran.code, "sign.declined" in ran.err) == (2, True), ran.err
    assert states(workshop, record) == ("signing", "declined", "waiting")


def test_a_refusal_of_the_last_signature_seals_nothing(cut_site: Site, workshop: Workshop) -> None:
    sign_all(cut_site)
    record = decline_one(workshop, DEPUTY)
    work(cut_site)

    assert conveyor.go_on(workshop, record, AT) == "signing"
    assert refused(lambda: conveyor.complete(workshop, record, AT)) == "sign.declined"


def test_a_signature_that_was_asked_of_a_worker_comes_too_late(cut_site: Site, workshop: Workshop) -> None:
    teacher, (record, file) = actor(workshop, TEACHER), first_of(workshop, TEACHER)
    ask_signatures(workshop, teacher, {record: file}, AT)
    decline(workshop, teacher, record, file, WHY, AT)
    work(cut_site)

    assert jobs(workshop) == [(JobState.FAILED.value, "sign.declined")]
    assert states(workshop, record) == ("signing", "declined", "waiting")


def test_an_answered_question_that_arrives_later_signs_nothing(cut_site: Site, workshop: Workshop) -> None:
    teacher, (record, file) = owner(workshop, actor(workshop, TEACHER)), first_of(workshop, TEACHER)
    question = put_question(workshop, teacher.actor, teacher.certificate, record, file, "", AT)
    decline(workshop, teacher.actor, record, file, WHY, AT)
    answer = {question.id: teacher.key.sign(question.asked)}
    answer_questions(workshop, teacher.actor, answer, AT + timedelta(minutes=1))
    work(cut_site)

    assert jobs(workshop) == [(JobState.FAILED.value, "sign.declined")]
    assert refused(lambda: put_answer(workshop, question.id, AT)) == "sign.declined"
    assert refused(
        lambda: put_question(workshop, teacher.actor, teacher.certificate, record, file, "", AT)
    ) == ("sign.declined")


def test_the_answer_to_a_question_about_what_was_replaced_signs_nothing(
    cut_site: Site, workshop: Workshop
) -> None:
    teacher, (record, file) = owner(workshop, actor(workshop, TEACHER)), first_of(workshop, TEACHER)
    question = put_question(workshop, teacher.actor, teacher.certificate, record, file, "", AT)
    answer_questions(workshop, teacher.actor, {question.id: teacher.key.sign(question.asked)}, AT)
    decline(workshop, teacher.actor, record, file, WHY, AT)
    resend(workshop, actor(workshop, DEPUTY), record, "подписывает другой учитель", AT)
    work(cut_site)

    assert jobs(workshop) == [(JobState.FAILED.value, "sign.not_your_turn")]
    assert states(workshop, record) == ("replaced", "replaced", "replaced")


def test_it_is_declined_once(workshop: Workshop) -> None:
    record, file = first_of(workshop, TEACHER)
    teacher = actor(workshop, TEACHER)
    decline(workshop, teacher, record, file, WHY, AT)

    assert refused(lambda: decline(workshop, teacher, record, file, WHY, AT)) == "sign.declined"


def test_sent_again_it_is_a_new_revision_that_all_sign_anew(cut_site: Site, workshop: Workshop) -> None:
    sign_all(cut_site)
    record = decline_one(workshop, DEPUTY)
    resend(workshop, actor(workshop, DEPUTY), record, "недоразумение: строка верна", AT)
    work(cut_site)

    first, second = revisions(workshop, record)
    assert (first.replaced_by_id, second.replaces_id, second.revision) == (second.id, first.id, 2)
    assert states(workshop, first.id) == ("replaced", "replaced", "replaced")
    assert states(workshop, second.id) == ("signing", "waiting", "waiting")
    with workshop.reading() as session:
        assert not any(one.signed_at for one in requests_of(session, workshop.school, second.id))
    [body] = told(workshop, EventKind.RECORD_REPLACED)
    assert "недоразумение" in body
    for _ in range(2):
        sign_all(cut_site)
    assert states(workshop, second.id) == ("replicated", "signed", "signed")
    assert findings(workshop) == []


def test_what_was_never_declined_is_not_sent_again(workshop: Workshop) -> None:
    record, _ = first_of(workshop, TEACHER)
    deputy = actor(workshop, DEPUTY)

    assert refused(lambda: resend(workshop, deputy, record, "ещё раз", AT)) == "sign.not_declined"


def test_it_is_sent_again_once_and_with_a_word_why(workshop: Workshop) -> None:
    record, deputy = decline_one(workshop, TEACHER), actor(workshop, DEPUTY)

    assert refused(lambda: resend(workshop, deputy, record, "  ", AT)) == "sign.reason"
    resend(workshop, deputy, record, "ещё раз", AT)
    assert refused(lambda: resend(workshop, deputy, record, "ещё раз", AT)) == "sign.not_declined"
    assert len(revisions(workshop, record)) == 2


def test_the_file_of_what_was_declined_and_replaced_is_not_kept(cut_site: Site, workshop: Workshop) -> None:
    record = decline_one(workshop, TEACHER)
    resend(workshop, actor(workshop, DEPUTY), record, "ещё раз", AT)
    for _ in range(3):
        sign_all(cut_site)

    with pytest.raises(LetopisError) as error:
        current_pdf(workshop, record)
    assert error.value.code == "record.not_kept"
    assert waiting(workshop) == {}
    kept = sum(len(list(cut_site.location(name).glob("staging/*"))) for name in ("server", "safe"))
    assert kept == 0


def test_the_page_and_the_code_say_what_became_of_it(cut_site: Site, workshop: Workshop) -> None:
    record = decline_one(workshop, TEACHER)
    resend(workshop, actor(workshop, DEPUTY), record, "ещё раз", AT)
    second = revisions(workshop, record)[-1].id

    with workshop.reading() as session:
        body = json.loads(session.get_one(SnapshotRow, (workshop.school, second)).body)
        before = session.get_one(SnapshotRow, (workshop.school, record))
        place = position(session, workshop.school, before.event_id)
        answer = answer_for_paper(session, workshop.school, PrintedCode(record, place, before.digest))
    assert f"Редакция 2 взамен записи {record}, подписанной не всеми." in period_closing(body).facts
    assert (answer.standing, answer.in_force) == (Standing.UNSIGNED, 2)
