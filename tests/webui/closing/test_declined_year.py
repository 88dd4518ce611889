"""A record of the year that was declined: the board says so, and sent again it is signed and closes the year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from records.actor import Role
from records.registers.tables import Dossier, Record
from records.school.tables import SchoolClass
from retention.board import board, years_of
from retention.desk import cut_off_year
from retention.resending import resend
from retention.workshop import Workshop
from tests.flow.site import AT, Site
from tests.webui.closing.declining import decline_one, findings, revisions, states
from tests.webui.closing.desk import DEPUTY, actor, sign_all, waiting, work
from tests.webui.visitors import SECRETARY, TEACHER, signed_in


@pytest.fixture
def workshop(ready: Site) -> Iterator[Workshop]:
    with ready.workshop() as opened:
        with opened.transaction() as session:
            class_id = session.scalars(select(SchoolClass.id)).one()
        cut_off_year(opened, actor(opened, DEPUTY), class_id, AT, "год закрыт по приказу")
        work(ready)
        yield opened


def journal(workshop: Workshop) -> str:
    with workshop.reading() as session:
        return session.scalars(select(Record.id).where(Record.kind == "class_journal")).one()


def test_the_board_says_that_it_was_declined(app: Flask, ready: Site, workshop: Workshop) -> None:
    [(year, _)] = years_of(workshop)
    assert [(row.declined, row.waits_for) for row in board(workshop, year)] == [
        (False, (Role.CLASS_TEACHER,))
    ]
    for record in waiting(workshop)[actor(workshop, TEACHER).person]:
        decline_one(workshop, TEACHER, record)

    assert [(row.declined, row.waits_for) for row in board(workshop, year)] == [(True, ())]
    assert "в подписи отказано" in signed_in(app, DEPUTY).get("/year").text
    secretary = signed_in(app, SECRETARY).get("/year").text
    assert ("в подписи отказано" in secretary, 'href="/declined"' in secretary) == (True, False)


def test_sent_again_it_closes_the_year(ready: Site, workshop: Workshop) -> None:
    record = journal(workshop)
    sign_all(ready)
    decline_one(workshop, DEPUTY, record)
    resend(workshop, actor(workshop, DEPUTY), record, "всё верно", AT)
    work(ready)
    while waiting(workshop):
        sign_all(ready)

    assert states(workshop, record) == ("replaced", "replaced", "replaced", "replaced")
    assert [row.state for row in revisions(workshop, record)] == ["replaced", "replicated"]
    with workshop.reading() as session:
        assert all(session.scalars(select(Dossier.closed_at)).all())
    assert findings(workshop) == []
