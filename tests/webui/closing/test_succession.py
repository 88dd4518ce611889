"""A post that changes hands while a signature is asked: the record is sent again, to the present holder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from records.gradebook.tables import Journal
from records.registers.record import get_record
from records.school.tables import Person
from retention.resending import resend
from retention.steps.asked import requests_of
from retention.steps.decline import decline
from retention.steps.turn import put_signature, take_turn
from retention.succession import succeeded
from retention.workshop import Workshop
from signing.enrolment import Held
from signing.services import services_at
from tests.flow.site import AT, Site
from tests.webui.closing.declining import WHY, findings, first_of, refused, revisions, states
from tests.webui.closing.desk import DEPUTY, actor, sign_all, work
from tests.webui.visitors import OTHER_TEACHER, TEACHER, signed_in


@pytest.fixture
def workshop(cut_site: Site) -> Iterator[Workshop]:
    with cut_site.workshop() as opened:
        yield opened


def give_journal(workshop: Workshop, record: str, name: str) -> None:
    """The record's journal gets another teacher, as an import of the school's lists makes it."""
    person = actor(workshop, name).person
    with workshop.transaction() as session:
        row = get_record(session, workshop.school, record)
        session.get_one(Journal, (workshop.school, row.journal_id)).teacher_id = person


def test_what_waits_for_the_teacher_before_is_found_and_sent_again(
    app: Flask, cut_site: Site, workshop: Workshop
) -> None:
    record, _ = first_of(workshop, TEACHER)
    give_journal(workshop, record, OTHER_TEACHER)
    with workshop.reading() as session:
        [found] = succeeded(session, workshop.school, AT.date())
    assert (found.record, found.asked, found.holder) == (record, TEACHER, OTHER_TEACHER)

    deputy = signed_in(app, DEPUTY)
    page = deputy.get("/declined").text
    assert (TEACHER in page, OTHER_TEACHER in page) == (True, True)
    answer = deputy.post(f"/declined/{record}", data={"reason": "приказ № 12 от 20.05.2026"})
    assert answer.status_code == 302, answer.text
    work(cut_site)

    second = revisions(workshop, record)[-1]
    with workshop.reading() as session:
        first = requests_of(session, workshop.school, second.id)[0]
        assert session.get_one(Person, (workshop.school, first.person_id)).name == OTHER_TEACHER
    for _ in range(2):
        sign_all(cut_site)
    assert states(workshop, second.id) == ("replicated", "signed", "signed")
    assert states(workshop, record) == ("replaced", "replaced", "replaced")
    assert findings(workshop) == []


def test_while_the_one_who_was_asked_holds_the_post_nothing_is_sent_again(workshop: Workshop) -> None:
    record, _ = first_of(workshop, TEACHER)
    with workshop.reading() as session:
        assert succeeded(session, workshop.school, AT.date()) == ()
    assert (
        refused(lambda: resend(workshop, actor(workshop, DEPUTY), record, "ещё", AT)) == "sign.not_declined"
    )


def test_a_signature_under_way_loses_against_a_refusal(cut_site: Site, workshop: Workshop) -> None:
    teacher, (record, file) = actor(workshop, TEACHER), first_of(workshop, TEACHER)
    turn = take_turn(workshop, record, teacher.person, Held.SERVER, AT, seen=file)
    decline(workshop, teacher, record, file, WHY, AT)
    key, services = workshop.authority.credential(teacher.person, AT), services_at(workshop.authority, AT)

    assert refused(lambda: put_signature(workshop, turn, key, services, "test", AT)) == "state.lost_race"
    assert states(workshop, record) == ("signing", "declined", "waiting")


def test_a_refusal_loses_against_a_signature(cut_site: Site, workshop: Workshop) -> None:
    teacher, (record, file) = actor(workshop, TEACHER), first_of(workshop, TEACHER)
    sign_all(cut_site)

    code = refused(lambda: decline(workshop, teacher, record, file, WHY, AT))
    assert (code, states(workshop, record)) == ("sign.not_your_turn", ("signing", "signed", "waiting"))
