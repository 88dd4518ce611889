"""A post handed over for one class or one journal: the pages of whoever closes show that part and refuse the rest."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from records.school.tables import SchoolClass
from tests.webui.accounts.people import events
from tests.webui.closing.orders import hand_over
from tests.webui.gradebook.journal import find_algebra
from tests.webui.visitors import (
    DEPUTY,
    DIRECTOR,
    OTHER_TEACHER,
    SECRETARY,
    TEACHER,
    installation_of,
    signed_in,
)
from webui.accounts.tables import Delegation


@pytest.fixture
def ids(app: Flask) -> dict[str, str]:
    """The class, another class without journals, and a journal of the class."""
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        of_class = session.scalars(select(SchoolClass)).one()
        facts = {
            "school_id": workshop.school,
            "id": "9b",
            "year_id": of_class.year_id,
            "name": "9Б",
            "grade": 9,
        }
        session.add(SchoolClass(**facts, class_teacher_id=of_class.class_teacher_id))
    algebra = find_algebra(app, 1).key
    return {"class": of_class.id, "journal": algebra.journal, "period": algebra.period}


def test_a_deputy_for_one_class_closes_that_class(app: Flask, ids: dict[str, str]) -> None:
    assert hand_over(app, "deputy_head", DEPUTY, f"class:{ids['class']}") == 302
    client = signed_in(app, OTHER_TEACHER)
    page = client.get("/heat")
    assert (page.status_code, "Алгебра" in page.text) == (200, True)
    assert client.get(f"/heat/{ids['class']}/{ids['period']}").status_code == 200


def test_a_deputy_for_another_class_sees_nothing_of_this_one(app: Flask, ids: dict[str, str]) -> None:
    hand_over(app, "deputy_head", DEPUTY, "class:9b")
    client = signed_in(app, OTHER_TEACHER)
    assert "Алгебра" not in client.get("/heat").text
    assert client.get(f"/heat/{ids['class']}/{ids['period']}").status_code == 403
    assert client.get(f"/corrections/{ids['class']}/act").status_code == 403


def test_a_secretary_for_one_class_sees_its_year_alone(app: Flask, ids: dict[str, str]) -> None:
    hand_over(app, "secretary", SECRETARY, f"class:{ids['class']}")
    page = signed_in(app, OTHER_TEACHER).get("/year")
    assert (page.status_code, f"/year/{ids['class']}" in page.text, "/year/9b" in page.text) == (
        200,
        True,
        False,
    )


@pytest.mark.parametrize("address", ["/archive", "/archive/expected", "/audit", "/delegations"])
def test_pages_of_the_whole_school_are_neither_shown_nor_offered(
    app: Flask, ids: dict[str, str], address: str
) -> None:
    hand_over(app, "deputy_head", DEPUTY, f"class:{ids['class']}")
    client = signed_in(app, OTHER_TEACHER)
    assert client.get(address).status_code == 403
    assert f'href="{address}"' not in client.get("/home").text


def test_the_first_page_of_a_narrowed_post_opens(app: Flask, ids: dict[str, str]) -> None:
    hand_over(app, "deputy_head", DEPUTY, f"class:{ids['class']}")
    assert signed_in(app, OTHER_TEACHER).get("/home").status_code == 200


def test_a_teachers_one_journal_is_handed_over(app: Flask, ids: dict[str, str]) -> None:
    assert hand_over(app, "teacher", TEACHER, f"journal:{ids['journal']}") == 302
    with installation_of(app).workshop.reading() as session:
        row = session.scalars(select(Delegation)).one()
    (event,) = events(app, "post.delegated")
    assert row.journal_id == ids["journal"]
    assert ids["journal"] in str(event)


def test_the_list_says_what_was_handed_over(app: Flask, ids: dict[str, str]) -> None:
    hand_over(app, "teacher", TEACHER, f"journal:{ids['journal']}")
    assert "9А, Алгебра</span>" in signed_in(app, DIRECTOR).get("/delegations").text


@pytest.mark.parametrize(
    ("role", "holder", "part", "status"),
    [
        ("teacher", OTHER_TEACHER, "journal:{journal}", 409),  # another teacher keeps it
        ("deputy_head", DEPUTY, "journal:unknown", 409),
        ("deputy_head", DEPUTY, "class:unknown", 409),
        ("deputy_head", DEPUTY, "school:all", 400),
    ],
)
def test_a_part_that_is_not_of_the_post_is_refused(
    app: Flask, ids: dict[str, str], role: str, holder: str, part: str, status: int
) -> None:
    assert hand_over(app, role, holder, part.format(**ids), TEACHER) == status
