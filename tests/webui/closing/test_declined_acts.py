"""What was declined for a wrong value is mended by an act; what was declined and replaced disturbs nothing later."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from records.amendments.model import AmendmentKind
from records.closing.tables import SnapshotRow
from records.lifecycle import RecordState
from records.registers.record import get_record
from records.registers.tables import Record
from retention.amending import ask_act, rehearse
from retention.overview import expected
from retention.resending import resend
from retention.workshop import Workshop
from tests.flow.amending import EARLY, asked, carry, deputy
from tests.flow.site import AT, Site
from tests.webui.closing.declining import (
    decline_one,
    findings,
    refused,
    revisions,
    states,
)
from tests.webui.closing.desk import DEPUTY, actor, sign_all, waiting, work
from tests.webui.visitors import TEACHER


@pytest.fixture
def workshop(cut_site: Site) -> Iterator[Workshop]:
    with cut_site.workshop() as opened:
        yield opened


def of_algebra(workshop: Workshop) -> str:
    """The record of the algebra journal that waits for its teacher."""
    person = actor(workshop, TEACHER).person
    with workshop.reading() as session:
        titles = {one: get_record(session, workshop.school, one).title for one in waiting(workshop)[person]}
    return next(one for one, title in titles.items() if "Алгебра" in title)


def corrections(workshop: Workshop, record: str) -> list[str]:
    with workshop.reading() as session:
        body = json.loads(session.get_one(SnapshotRow, (workshop.school, record)).body)
    return [one["number"] for one in body["corrections"]]


def sign_out(site: Site, workshop: Workshop) -> None:
    """Everybody signs until nothing waits."""
    while waiting(workshop):
        sign_all(site)


def test_an_act_mends_what_was_declined_and_the_next_revision_shows_it(
    cut_site: Site, workshop: Workshop
) -> None:
    declined = decline_one(workshop, TEACHER, of_algebra(workshop))
    draft = asked(workshop, AmendmentKind.CORRECTION, "1", EARLY)
    assert [revision for _, revision in rehearse(workshop, deputy(workshop), draft, AT).reissued] == [1]
    ask_act(workshop, deputy(workshop), draft, (), AT)
    work(cut_site)
    sign_out(cut_site, workshop)

    first, second = revisions(workshop, declined)
    assert states(workshop, first.id) == ("replaced", "replaced", "replaced")
    assert states(workshop, second.id) == ("replicated", "signed", "signed")
    assert (first.replaced_by_id, second.replaces_id) == (second.id, first.id)
    assert corrections(workshop, second.id) == ["1"]
    assert findings(workshop) == []


def test_an_act_at_the_console_replaces_what_was_declined(cut_site: Site, workshop: Workshop) -> None:
    declined = decline_one(workshop, TEACHER, of_algebra(workshop))
    carry(workshop, AmendmentKind.CORRECTION, "1", EARLY, AT)

    assert [row.state for row in revisions(workshop, declined)] == ["replaced", "replicated"]
    assert findings(workshop) == []


def test_an_act_waits_for_the_refusal_of_what_it_has_mended_already(
    cut_site: Site, workshop: Workshop
) -> None:
    declined = decline_one(workshop, TEACHER, of_algebra(workshop))
    ask_act(workshop, deputy(workshop), asked(workshop, AmendmentKind.CORRECTION, "1", EARLY), (), AT)
    work(cut_site)
    sign_all(cut_site)
    while len(revisions(workshop, declined)) == 1:
        sign_all(cut_site)
    second = revisions(workshop, declined)[-1]
    decline_one(workshop, TEACHER, second.id)
    ran = cut_site.run("records", "--json")
    assert ran.code == 0, ran.err

    resend(workshop, actor(workshop, DEPUTY), second.id, "верно", AT)
    work(cut_site)
    sign_out(cut_site, workshop)
    third = revisions(workshop, declined)[-1]
    assert (third.revision, third.state, corrections(workshop, third.id)) == (3, "replicated", ["1"])
    assert findings(workshop) == []


def test_while_an_act_is_not_signed_nothing_else_of_the_class_is_sent_again(
    cut_site: Site, workshop: Workshop
) -> None:
    declined = decline_one(workshop, TEACHER, of_algebra(workshop))
    ask_act(workshop, deputy(workshop), asked(workshop, AmendmentKind.CORRECTION, "1", EARLY), (), AT)
    work(cut_site)

    assert (
        refused(lambda: resend(workshop, actor(workshop, DEPUTY), declined, "верно", AT)) == "sign.act_first"
    )


def test_the_record_of_an_act_is_declined_and_sent_again(cut_site: Site, workshop: Workshop) -> None:
    sign_out(cut_site, workshop)
    ask_act(workshop, deputy(workshop), asked(workshop, AmendmentKind.CORRECTION, "1", EARLY), (), AT)
    work(cut_site)
    with workshop.reading() as session:
        act = session.scalars(select(Record.id).where(Record.kind == "correction_act")).one()
    person = next(person for person, files in waiting(workshop).items() if act in files)
    assert person == actor(workshop, TEACHER).person
    decline_one(workshop, TEACHER, act)
    assert refused(lambda: carry(workshop, AmendmentKind.CORRECTION, "1", EARLY, AT)) == "sign.declined"

    resend(workshop, actor(workshop, DEPUTY), act, "основание верно", AT)
    work(cut_site)
    sign_out(cut_site, workshop)
    assert [row.state for row in revisions(workshop, act)] == ["replaced", "replicated"]
    assert findings(workshop) == []


def test_the_year_is_assembled_from_the_revision_that_was_signed(cut_site: Site, workshop: Workshop) -> None:
    declined = decline_one(workshop, TEACHER)
    resend(workshop, actor(workshop, DEPUTY), declined, "верно", AT)
    work(cut_site)
    sign_out(cut_site, workshop)
    ran = cut_site.run("close-year", "--class", "9А")
    assert ran.code == 0, ran.err

    second = revisions(workshop, declined)[-1].id
    with workshop.reading() as session:
        journal = session.scalars(select(Record).where(Record.kind == "class_journal")).one()
        body = json.loads(session.get_one(SnapshotRow, (workshop.school, journal.id)).body)
        kept = session.scalars(select(Record).where(Record.state == RecordState.REPLICATED.value)).all()
    sources = {source["record"] for source in body["sources"]}
    assert (second in sources, declined in sources) == (True, False)
    assert {one.state for one in expected(workshop, None, AT)} == {"present"}
    assert findings(workshop) == []
    for words in (
        ("print", "file_registry", "--class", "9А"),
        ("print", "electronic_inventory"),
        ("print", "journal_register"),
    ):
        ran = cut_site.run(*words, "--force", "--output", str(cut_site.data / "paper.pdf"))
        assert ran.code == 0, ran.err
    assert declined not in {one.id for one in kept}
