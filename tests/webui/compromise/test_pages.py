"""A leaked password on the site: shut at once, judged, answered by its owner, given back, ended."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from records.actor import Actor
from records.compromise.model import Remedy
from records.lifecycle import CompromiseState, JobState, OperationState
from retention.jobs.kinds import Errand, JobKind
from retention.jobs.queue import ask, jobs_of
from retention.workshop import Workshop
from signing.enrolment import own_key
from tests.flow.site import AT
from tests.signing.gost_people import Wanted, needs_engine
from tests.webui.closing import own_key as keys
from tests.webui.compromise.story import (
    REASON,
    account_of,
    file_of,
    form,
    operations,
    place,
    reported,
    values_in,
)
from tests.webui.visitors import DEPUTY, OTHER_TEACHER, TEACHER, installation_of, signed_in
from webui.accounts.tables import Account


def settled_in(app: Flask) -> None:
    """The teacher has chosen a new password: the demo installation has no form for that."""
    account = account_of(app)
    with installation_of(app).workshop.transaction() as session:
        session.get_one(Account, (account.school_id, account.id)).must_change = False


def test_a_report_shuts_the_account_and_its_password_at_once(leaked: Flask, director: FlaskClient) -> None:
    account = account_of(leaked)
    with installation_of(leaked).workshop.transaction() as session:
        session.get_one(Account, (account.school_id, account.id)).password = "a digest"
    reported(leaked, director)
    assert (account_of(leaked).active, account_of(leaked).password) == (False, None)


def test_a_report_ends_the_sessions_of_the_account(
    leaked: Flask, teacher: FlaskClient, director: FlaskClient
) -> None:
    assert teacher.get("/home").status_code == 200
    reported(leaked, director)
    assert teacher.get("/home").status_code == 302


def test_the_keys_of_the_account_are_revoked(
    leaked: Flask, workshop: Workshop, director: FlaskClient
) -> None:
    account = account_of(leaked)
    theirs = Actor(account.person_id, account.id, workshop.school)
    key = keys.owner(workshop, theirs)
    reported(leaked, director)
    with workshop.reading() as session:
        row = own_key(session, theirs, key.certificate)
    assert (row.revoked_at is not None, row.revoked_why) == (True, "stranger")
    assert workshop.authority.is_revoked(row.x509(), AT)


@needs_engine
def test_a_qualified_certificate_of_the_account_ends_here(
    leaked: Flask, workshop: Workshop, director: FlaskClient, tmp_path: Path
) -> None:
    account = account_of(leaked)
    theirs = Actor(account.person_id, account.id, workshop.school)
    outsiders = keys.trusted(workshop, tmp_path / "outside")
    key = keys.registered(workshop, theirs, outsiders.issue(Wanted.named(TEACHER)))
    reported(leaked, director)
    with workshop.reading() as session:
        row = own_key(session, theirs, key.certificate)
    assert (row.revoked_at is not None, row.revoked_why) == (True, "stranger")
    assert workshop.authority.revocations() == ()


def test_a_refused_report_shuts_nothing(leaked: Flask, director: FlaskClient) -> None:
    answer = director.post("/compromise", data=form(leaked, since="2027-01-01T10:00"))
    assert (answer.status_code, account_of(leaked).active) == (400, True)
    assert REASON in answer.text


def test_errands_that_the_stranger_left_waiting_are_withdrawn(
    leaked: Flask, workshop: Workshop, director: FlaskClient
) -> None:
    account = account_of(leaked)
    with workshop.transaction() as session:
        theirs = Actor(account.person_id, account.id, workshop.school)
        other = Actor(account.person_id, "console", workshop.school)
        errands = [Errand(JobKind.GO_ON, "r1", "Алгебра"), Errand(JobKind.GO_ON, "r2", "Химия")]
        mine = ask(session, theirs, errands[:1], AT, workshop.entropy)
        left = ask(session, other, errands[1:], AT, workshop.entropy)
    reported(leaked, director)
    with workshop.transaction() as session:
        (withdrawn,), (waiting,) = (jobs_of(session, workshop.school, batch) for batch in (mine, left))
    assert (withdrawn.state, withdrawn.code) == (JobState.FAILED, "compromise.withdrawn")
    assert waiting.state == JobState.WAITING


def test_a_void_mark_is_taken_back_and_a_suspect_one_waits(
    leaked: Flask, workshop: Workshop, director: FlaskClient
) -> None:
    reported(leaked, director)
    assert [one.state for one in operations(workshop)] == [OperationState.WAITING, OperationState.VOID]
    (_, suspect, _), (_, void, _) = place(workshop, 0), place(workshop, 3)
    assert (values_in(workshop, suspect), values_in(workshop, void)) == (["4", "2"], ["5 оп", "2", "5 оп"])


def test_the_same_report_sent_twice_is_one(leaked: Flask, director: FlaskClient) -> None:
    assert reported(leaked, director) == reported(leaked, director)


@pytest.mark.parametrize("deed", ["unblock", "reset"])
def test_a_shut_account_is_opened_by_its_case_alone(
    leaked: Flask, administrator: FlaskClient, deed: str
) -> None:
    reported(leaked, administrator)
    answer = administrator.post(f"/accounts/{account_of(leaked).id}/{deed}")
    assert (answer.status_code, account_of(leaked).active) == (409, False)


def test_access_comes_back_with_a_one_time_password(leaked: Flask, administrator: FlaskClient) -> None:
    case = reported(leaked, administrator)
    answer = administrator.post(f"/compromise/case/{case}/restore")
    account = account_of(leaked)
    assert account.login in answer.text
    assert (account.active, account.must_change, bool(account.password)) == (True, True, True)


def test_a_director_gives_no_passwords(leaked: Flask, director: FlaskClient) -> None:
    case = reported(leaked, director)
    assert director.post(f"/compromise/case/{case}/restore").status_code == 403


def test_support_that_is_told_later_is_noted(leaked: Flask, director: FlaskClient) -> None:
    case = reported(leaked, director, told_support="")
    assert file_of(installation_of(leaked).workshop).case.moments.void_from is None
    director.post(f"/compromise/case/{case}/tell", data={"told_support": "2026-05-26T17:00"})
    assert file_of(installation_of(leaked).workshop).case.moments.void_from is not None


# --- The owner --------------------------------------------------------------------------------------------


@pytest.fixture
def owner(leaked: Flask, administrator: FlaskClient) -> FlaskClient:
    """The teacher with the account back."""
    case = reported(leaked, administrator)
    administrator.post(f"/compromise/case/{case}/restore")
    settled_in(leaked)
    return signed_in(leaked, TEACHER)


def test_the_owner_is_asked_at_the_first_page(owner: FlaskClient) -> None:
    assert 'href="/compromise/mine"' in owner.get("/home").text


def test_nobody_else_is_asked(owner: FlaskClient, director: FlaskClient) -> None:
    assert 'href="/compromise/mine"' not in director.get("/home").text


def answered(owner: FlaskClient, workshop: Workshop, **said: str) -> int:
    """Answer for the first operation of the only case."""
    case, one = file_of(workshop).case.id, operations(workshop)[0].reference
    return owner.post(f"/compromise/mine/{case}", data={"operation": one, **said}).status_code


def test_the_owner_confirms(owner: FlaskClient, workshop: Workshop) -> None:
    assert answered(owner, workshop, answer="confirm") == 302
    assert operations(workshop)[0].state is OperationState.CONFIRMED
    assert values_in(workshop, place(workshop, 0)[1]) == ["4", "2"]


def test_the_owner_refuses_and_the_mark_is_taken_back(owner: FlaskClient, workshop: Workshop) -> None:
    assert answered(owner, workshop, answer="refuse", reason="Не моя отметка") == 302
    assert operations(workshop)[0].remedy is Remedy.TAKEN_BACK
    assert values_in(workshop, place(workshop, 0)[1]) == ["4", "2", "4"]


def test_an_answer_without_a_word_is_refused(owner: FlaskClient, workshop: Workshop) -> None:
    assert answered(owner, workshop) == 400


def test_another_teachers_case_is_not_there(leaked: Flask, owner: FlaskClient, workshop: Workshop) -> None:
    stranger = signed_in(leaked, OTHER_TEACHER)
    assert answered(stranger, workshop, answer="confirm") == 404
    assert "Абрамов" not in stranger.get("/compromise/mine").text


def test_a_director_refuses_in_the_owners_stead_and_confirms_nothing(
    owner: FlaskClient, workshop: Workshop, director: FlaskClient
) -> None:
    assert answered(director, workshop, answer="confirm") == 404
    case, one = file_of(workshop).case.id, operations(workshop)[0].reference
    said = {"operation": one, "reason": "Учитель не ответил в срок"}
    assert director.post(f"/compromise/case/{case}/refuse", data=said).status_code == 302
    assert operations(workshop)[0].state is OperationState.REFUSED


def test_a_deputy_sees_the_case_and_does_nothing_in_it(
    leaked: Flask, owner: FlaskClient, workshop: Workshop
) -> None:
    deputy, case = signed_in(leaked, DEPUTY), file_of(workshop).case.id
    page = deputy.get(f"/compromise/case/{case}")
    assert "Абрамов Роман Сергеевич" in page.text
    assert 'action="/compromise' not in page.text
    assert deputy.post(f"/compromise/case/{case}/refuse").status_code == 403


def test_a_case_ends_when_everything_is_answered(
    owner: FlaskClient, workshop: Workshop, director: FlaskClient
) -> None:
    case = file_of(workshop).case.id
    said = {"outcome": "Пароль сменён, класс предупреждён"}
    assert director.post(f"/compromise/case/{case}/close", data=said).status_code == 409
    answered(owner, workshop, answer="confirm")
    assert director.post(f"/compromise/case/{case}/close", data=said).status_code == 302
    assert file_of(workshop).case.state is CompromiseState.CLOSED


@pytest.mark.parametrize(
    ("paper", "text"),
    [("notice", "признаются недействительными: 1 операция"), ("list", "под сомнением")],
)
def test_the_papers_are_printed(leaked: Flask, director: FlaskClient, paper: str, text: str) -> None:
    case = reported(leaked, director)
    answer = director.post(f"/compromise/case/{case}/{paper}.pdf")
    assert answer.mimetype == "application/pdf"
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=answer.data, capture_output=True, check=True)
    assert "".join(text.split()) in "".join(done.stdout.decode().split())


@pytest.mark.parametrize("path", ["/compromise", "/compromise/new", "/compromise/case/{case}"])
def test_the_pages_are_in_english_too(leaked: Flask, director: FlaskClient, path: str) -> None:
    case = reported(leaked, director)
    page = director.get(path.format(case=case) + "?lang=en").text
    assert '<html lang="en">' in page
    assert "Undefined" not in page


def test_an_unknown_case_is_not_there(director: FlaskClient) -> None:
    assert director.get("/compromise/case/unknown").status_code == 404
