"""A form that is sent twice, by a double click or from the page behind, does its work once and refuses nobody."""

from __future__ import annotations

import re
from collections import Counter

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from records.log.event import EventKind
from records.log.store import LogEvent
from retention.jobs.tables import Job
from tests.flow.site import Site
from tests.webui.closing.conftest import bare, cut_site, cut_site_seed, kept, kept_seed
from tests.webui.closing.pages import form_of
from tests.webui.visitors import AUDITOR, DEPUTY, TEACHER, installation_of, person_id, signed_in

__all__ = ["bare", "cut_site", "cut_site_seed", "kept", "kept_seed"]

LESSON = {"date": "2025-10-20", "number": "1", "hours": "1", "kind1": "У", "topic": "Степень", "homework": ""}
HANDED = {"role": "auditor", "order": "№ 7-к", "since": "2026-05-26", "until": "2026-06-05"}


def events(app: Flask) -> Counter[str]:
    with installation_of(app).workshop.transaction() as session:
        return Counter(session.scalars(select(LogEvent.kind)))


def jobs(app: Flask) -> int:
    with installation_of(app).workshop.transaction() as session:
        return len(session.scalars(select(Job.id)).all())


def statuses(client: FlaskClient, address: str, data: dict[str, object]) -> list[int]:
    """What the two answers are; where they lead to is a page, too."""
    answers = [client.post(address, data=data, follow_redirects=True) for _ in range(2)]
    return [answer.status_code for answer in answers]


def first(client: FlaskClient, path: str, start: str) -> str:
    """The first address on a page that begins so and names a journal or class and a period."""
    found = re.search(rf'href="({start}/[^"/?#]+/[^"/?#]+)"', client.get(path).text)
    assert found
    return found[1]


def test_a_draft_is_confirmed_once(app: Flask) -> None:
    teacher = signed_in(app, TEACHER)
    address, sent = form_of(teacher.get(first(teacher, "/tasks", "/closing")).text, "confirm")
    assert statuses(teacher, address, {**sent}) == [200, 200]
    assert events(app)[EventKind.DRAFT_CONFIRMED] == 1


def test_a_remark_is_entered_once(app: Flask) -> None:
    deputy = signed_in(app, DEPUTY)
    address, sent = form_of(deputy.get(first(deputy, "/heat", "/closing")).text, "remark")
    assert statuses(deputy, address, {**sent, "text": "Нет тем", "deadline": "2026-06-01"}) == [200, 200]
    assert events(app)[EventKind.REMARK_MADE] == 1


def test_a_remark_of_other_words_is_another_remark(app: Flask) -> None:
    deputy = signed_in(app, DEPUTY)
    address, sent = form_of(deputy.get(first(deputy, "/heat", "/closing")).text, "remark")
    for text in ("Нет тем", "Нет домашних заданий"):
        deputy.post(address, data={**sent, "text": text})
    assert events(app)[EventKind.REMARK_MADE] == 2


def test_a_lesson_is_written_once(app: Flask) -> None:
    teacher = signed_in(app, TEACHER)
    journal = first(teacher, "/tasks", "/closing").replace("/closing/", "/journal/")
    before = events(app)
    assert statuses(teacher, f"{journal}/lesson/new", {**LESSON}) == [200, 200]
    assert (events(app) - before)[EventKind.LESSON_WRITTEN] == 1


def test_a_post_is_handed_over_once(app: Flask) -> None:
    deputy = signed_in(app, DEPUTY)
    people = {"holder": person_id(app, AUDITOR), "person": person_id(app, TEACHER)}
    assert statuses(deputy, "/delegations", {**HANDED, **people}) == [200, 200]
    assert events(app)[EventKind.POST_DELEGATED] == 1


def test_what_waits_is_signed_once(app: Flask, cut_site: Site) -> None:
    teacher, before = signed_in(app, TEACHER), jobs(app)
    address, sent = form_of(teacher.get("/tasks").text, "sign")
    assert statuses(teacher, address, {**sent}) == [200, 200]
    assert jobs(app) == before + 1


def test_the_archive_is_read_once(app: Flask, kept: Site) -> None:
    auditor, before = signed_in(app, AUDITOR), jobs(app)
    address, sent = form_of(auditor.get("/archive").text, "verify")
    assert statuses(auditor, address, {**sent, "how": ["whole"]}) == [200, 200]
    assert jobs(app) == before + 1
