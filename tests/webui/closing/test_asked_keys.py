"""A step that asks for a key of the signer's own, or for КЭП, is signed by no other; whatever the policy says later."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from records.errors import LetopisError
from records.lifecycle import JobState, RecordState
from records.registers.tables import Record
from retention.conveyor import complete, state_of
from retention.jobs.tables import Job
from retention.publication import publish
from retention.signatures import answer_questions, ask_signatures
from retention.steps.sign import sign_next
from retention.validation import validate_record
from retention.verify import verify_archive
from retention.workshop import Workshop
from signing.enrolment import Certificate
from signing.request import SignatureRequest
from tests.flow.site import AT, Site
from tests.retention.verification.archive import Archive
from tests.signing.gost_people import Outsiders, Wanted, needs_engine
from tests.webui.closing.desk import DEPUTY, actor, person, set_policy, sign_all, waiting, work
from tests.webui.closing.own_key import Owner, answers, owner, questions, registered, trusted
from tests.webui.visitors import TEACHER


@pytest.fixture
def workshop(bare: Site) -> Iterator[Workshop]:
    with bare.workshop() as opened:
        yield opened


@pytest.fixture
def outsiders(workshop: Workshop, tmp_path: Path) -> Outsiders:
    """The outside authority that the school trusts, and the archive knows."""
    made = trusted(workshop, tmp_path / "outside")
    publish(workshop, AT)
    return made


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(LetopisError) as found:
        act()
    return found.value.code


def of(workshop: Workshop, name: str) -> dict[str, str]:
    """The records that wait for this person, and their files."""
    return waiting(workshop)[actor(workshop, name).person]


def sign(site: Site, workshop: Workshop, one: Owner) -> None:
    """Have all that waits for this owner signed with their key."""
    answer_questions(workshop, one.actor, answers(one, questions(workshop, one)), AT)
    work(site)


def signed_by_teachers(site: Site, workshop: Workshop) -> None:
    """Every teacher signs with a key in a browser."""
    for id in waiting(workshop):
        sign(site, workshop, owner(workshop, person(workshop, id)))


def kep(workshop: Workshop, outsiders: Outsiders) -> Owner:
    """The deputy head's qualified certificate."""
    return registered(workshop, actor(workshop, DEPUTY), outsiders.issue(Wanted.named(DEPUTY)))


def states(workshop: Workshop) -> set[str]:
    with workshop.reading() as session:
        return set(session.scalars(select(Record.state)))


def edit(site: Site, position: int, key: str | None) -> None:
    """The owner of the tables writes what the signatures at this place ask for, with the guards taken away."""
    said = "UPDATE signature_request SET asked_key = :key WHERE position = :place"
    Archive(site).edit(said, key=key, place=position)


def codes(workshop: Workshop) -> set[str]:
    return {one.code for one in verify_archive(workshop, None, AT, lambda *_: None).problems}


def check(site: Site) -> set[str]:
    """What a stranger finds in the bags, with the school's trust file alone."""
    safe = site.location("safe")
    found = set()
    for bag in safe.glob("records/*/*"):
        ran = site.run("check", str(bag), "--json", "--trust", str(safe / "registers" / "trust.pem"))
        found |= {one["code"] for one in ran.json["problems"]}
    return found


def test_a_key_on_the_server_signs_no_step_that_asks_for_ones_own(
    asked_site: Site, workshop: Workshop
) -> None:
    teacher, seen = actor(workshop, TEACHER), of(workshop, TEACHER)
    (record,) = seen
    with workshop.transaction() as session:
        workshop.authority.issue(teacher.person, TEACHER, "", AT)
        assert session.scalars(select(Certificate.sha256)).all() == []  # nobody was given one for nothing

    assert refused(lambda: ask_signatures(workshop, teacher, seen, AT)) == "sign.asks_own"
    assert refused(lambda: sign_next(workshop, record, teacher.person, AT)) == "sign.asks_own"
    assert refused(lambda: complete(workshop, record, AT)) == "sign.asks_own"
    ran = asked_site.run("sign", record, "--as", TEACHER)
    assert (ran.code, "sign.asks_own" in ran.err, "Мои ключи подписи" in ran.err) == (2, True, True), ran.err
    assert state_of(workshop, record) is RecordState.SIGNING


def test_nor_does_one_that_a_worker_was_asked_for_before(asked_site: Site, workshop: Workshop) -> None:
    edit(asked_site, 0, None)
    ask_signatures(workshop, actor(workshop, TEACHER), of(workshop, TEACHER), AT)
    edit(asked_site, 0, "own")
    work(asked_site)

    with workshop.reading() as session:
        jobs = session.scalars(select(Job).where(Job.kind == "sign")).all()
    assert [(job.state, job.code) for job in jobs] == [(JobState.FAILED.value, "sign.asks_own")]
    assert states(workshop) == {RecordState.SIGNING.value}


@needs_engine
def test_a_step_that_asks_for_a_qualified_signature_takes_no_other(
    asked_site: Site, workshop: Workshop, outsiders: Outsiders
) -> None:
    signed_by_teachers(asked_site, workshop)
    deputy = actor(workshop, DEPUTY)
    record, file = next(iter(of(workshop, DEPUTY).items()))
    in_browser = owner(workshop, deputy)

    assert refused(lambda: questions(workshop, in_browser)) == "sign.asks_qualified"
    assert refused(lambda: ask_signatures(workshop, deputy, {record: file}, AT)) == "sign.asks_qualified"
    sign(asked_site, workshop, kep(workshop, outsiders))

    assert states(workshop) == {RecordState.REPLICATED.value}
    assert (codes(workshop), check(asked_site)) == (set(), set())
    assert validate_record(workshop, record, AT).problems == ()
    bag = next(asked_site.location("safe").glob("records/*/*"))
    told = json.loads((bag / "data" / "record.json").read_bytes())["signatures"]
    assert [one["key"] for one in told] == ["own", "qualified"]


def test_a_policy_that_asks_for_less_later_changes_nothing(asked_site: Site, workshop: Workshop) -> None:
    set_policy(workshop, {})
    seen = of(workshop, TEACHER)
    assert refused(lambda: ask_signatures(workshop, actor(workshop, TEACHER), seen, AT)) == "sign.asks_own"


def test_a_policy_that_asks_for_more_later_changes_nothing(cut_site: Site, workshop: Workshop) -> None:
    steps = [{"role": "teacher", "key": "own"}, {"role": "deputy_head", "key": "qualified"}]
    set_policy(workshop, {"signatures": {"period_journal": {"steps": steps}}})
    for _ in steps:
        sign_all(cut_site)

    assert states(workshop) == {RecordState.REPLICATED.value}
    assert (codes(workshop), check(cut_site)) == (set(), set())
    bag = next(cut_site.location("safe").glob("records/*/*"))
    told = json.loads((bag / "data" / "record.json").read_bytes())["signatures"]
    assert [one.get("key") for one in told] == [None, None]


def test_what_is_asked_stands_in_the_log_and_an_edit_of_it_is_found(
    asked_site: Site, workshop: Workshop
) -> None:
    before = codes(workshop)  # what is cut off and not yet in the archive
    edit(asked_site, 1, None)
    assert codes(workshop) - before == {"catalogue.contradicts_log"}


def test_the_database_lets_nobody_ask_for_less(asked_site: Site, workshop: Workshop) -> None:
    def ask_for_less() -> None:
        with workshop.transaction() as session:
            session.execute(update(SignatureRequest).values(asked_key=None))

    with pytest.raises(IntegrityError, match="frozen"):
        ask_for_less()


def test_keys_on_the_server_that_signed_by_such_an_edit_are_found(
    asked_site: Site, workshop: Workshop
) -> None:
    for position in (0, 1):
        edit(asked_site, position, None)
        sign_all(asked_site)
    assert "signature.other_key" in check(asked_site)  # the snapshot in the file says what was asked
    assert {"catalogue.contradicts_log"} <= codes(workshop)

    edit(asked_site, 0, "own")
    edit(asked_site, 1, "qualified")
    assert {"signature.other_key", "catalogue.other_key"} <= codes(workshop)
    with workshop.reading() as session:
        record = session.scalars(select(Record.id)).first()
    report = validate_record(workshop, record or "", AT)
    assert [one.code for one in report.problems] == ["signature.other_key"]
    assert report.verdict is not None
    assert report.verdict.indication.value == "INDETERMINATE"
