"""A certificate of a key in a browser: whatever is edited of its row, verification says so."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from records.actor import Actor
from records.school.tables import Person
from retention.workshop import Workshop
from signing.enrolment import own_key, revoke
from tests.flow.site import AT
from tests.retention.verification.archive import Archive
from tests.webui.closing.own_key import Owner, owner


def somebody(workshop: Workshop) -> Actor:
    """One of the staff."""
    with workshop.reading() as session:
        return Actor(session.query(Person).order_by(Person.id).first().id, "test", workshop.school)  # type: ignore[union-attr]


@pytest.fixture
def key(archive: Archive) -> Owner:
    """A key of one of the staff."""
    with archive.site.workshop() as workshop:
        return owner(workshop, somebody(workshop))


def test_a_key_that_nobody_touched_is_in_order(archive: Archive, key: Owner) -> None:
    assert archive.verify() == set()


def test_a_revoked_key_is_in_order(archive: Archive, key: Owner) -> None:
    with archive.site.workshop() as workshop, workshop.transaction() as session:
        row = own_key(session, key.actor, key.certificate)
        revoke(session, key.actor, workshop.authority, [row], "lost", AT, workshop.entropy)
    assert archive.verify() == set()


@pytest.mark.parametrize(
    ("edit", "codes"),
    [
        ("label = 'Другое'", {"catalogue.contradicts_log"}),
        ("held = 'server'", {"catalogue.contradicts_log"}),
        ("revoked_why = 'lost'", {"catalogue.contradicts_log"}),
        ("serial = '0'", {"certificate.differs"}),
        ("der = 'bm9uZQ=='", {"certificate.differs"}),
        ("der = NULL", {"certificate.differs"}),
    ],
)
def test_an_edited_certificate_is_found(archive: Archive, key: Owner, edit: str, codes: set[str]) -> None:
    with archive.site.workshop() as workshop, workshop.transaction() as session:
        session.execute(text(f"UPDATE certificate SET {edit} WHERE sha256 = :of"), {"of": key.certificate})
    assert archive.codes() == codes
