"""A certificate of its owner's own key: whatever is edited of its row, verification says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from records.actor import Actor
from records.school.tables import Person
from retention.publication import publish
from retention.workshop import Workshop
from signing.enrolment import own_key, revoke
from tests.flow.site import AT
from tests.retention.verification.archive import Archive
from tests.signing.gost_people import Wanted, needs_engine
from tests.webui.closing.own_key import Owner, owner, registered, trusted


def somebody(workshop: Workshop) -> Actor:
    """One of the staff."""
    with workshop.reading() as session:
        return Actor(session.query(Person).order_by(Person.id).first().id, "test", workshop.school)  # type: ignore[union-attr]


@pytest.fixture(params=["browser", pytest.param("qualified", marks=needs_engine)])
def key(archive: Archive, request: pytest.FixtureRequest, tmp_path: Path) -> Owner:
    """A key of one of the staff, in a browser or with a qualified certificate."""
    with archive.site.workshop() as workshop:
        who = somebody(workshop)
        if request.param == "browser":
            return owner(workshop, who)
        with workshop.reading() as session:
            name = session.get_one(Person, (workshop.school, who.person)).name
        outsiders = trusted(workshop, tmp_path / "outside")
        made = registered(workshop, who, outsiders.issue(Wanted.named(name)))
        publish(workshop, AT)  # the locations learn whom the school trusts, as by `letopis trust add`
        return made


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
        ("subject = 'CN=Другой'", {"certificate.differs"}),
        ("serial = '0'", {"certificate.differs"}),
        ("der = 'bm9uZQ=='", {"certificate.differs"}),
        ("der = NULL", {"certificate.differs"}),
    ],
)
def test_an_edited_certificate_is_found(archive: Archive, key: Owner, edit: str, codes: set[str]) -> None:
    with archive.site.workshop() as workshop, workshop.transaction() as session:
        session.execute(text(f"UPDATE certificate SET {edit} WHERE sha256 = :of"), {"of": key.certificate})
    assert archive.codes() == codes
