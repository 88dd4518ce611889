"""A period closed on the site, page by page: confirmed, cut off, signed; remarks and the year's board."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from records.digest import sha256
from tests.flow.site import Site
from tests.webui.closing.desk import sign_all, waiting, work
from tests.webui.closing.pages import form_of, send, text_of
from tests.webui.visitors import (
    DEPUTY,
    OTHER_TEACHER,
    SECRETARY,
    TEACHER,
    signed_in,
)


def test_a_teacher_confirms_the_draft_that_is_shown(app: Flask, algebra: str) -> None:
    page = send(signed_in(app, TEACHER), algebra, "confirm")
    assert "Черновик подтверждён" in page.text


def test_the_draft_has_the_digest_that_the_form_names(app: Flask, algebra: str) -> None:
    teacher = signed_in(app, TEACHER)
    page = teacher.get(algebra).text
    pdf = teacher.get(re.findall(r'href="([^"]+/draft/[^"]+)"', page)[0])
    assert sha256(pdf.data) == form_of(page, "confirm")[1]["digest"][0]


def test_a_draft_that_was_not_shown_is_not_confirmed(app: Flask, algebra: str) -> None:
    page = send(signed_in(app, TEACHER), algebra, "confirm", digest="0" * 64)
    assert (page.status_code, "draft.changed" in page.text) == (409, True)


@pytest.mark.parametrize("stamp", ["", "завтра", "20990101T000000Z", "2026-05-26"])
def test_an_impossible_stamp_is_refused(app: Flask, algebra: str, stamp: str) -> None:
    page = send(signed_in(app, TEACHER), algebra, "confirm", stamp=stamp)
    assert (page.status_code, "draft.stamp" in page.text) == (400, True)


def test_the_deputy_head_cannot_confirm_for_the_teacher(app: Flask, algebra: str) -> None:
    deputy = signed_in(app, DEPUTY)
    assert "form" not in re.findall(r'id="confirm"', deputy.get(algebra).text)
    assert deputy.post(f"{algebra}/confirm").status_code == 403


def test_only_confirmed_journals_are_ticked_for_the_cutoff(app: Flask, algebra: str) -> None:
    send(signed_in(app, TEACHER), algebra, "confirm")
    deputy = signed_in(app, DEPUTY)
    _, sent = form_of(page_of(deputy, algebra), "cut")
    assert sent["journal"] == [algebra.split("/")[2]]


def page_of(deputy: FlaskClient, closing: str) -> str:
    """The cutoff page of the class that the journal belongs to."""
    period = closing.rpartition("/")[2]
    found = re.findall(r'href="(/heat/[^"]+)"', deputy.get(f"/heat?period={period}").text)
    return deputy.get(found[0]).text


def cut_algebra(app: Flask, algebra: str, **more: str) -> str:
    """Confirm and cut off one journal on the site; the page that shows the work."""
    send(signed_in(app, TEACHER), algebra, "confirm")
    deputy = signed_in(app, DEPUTY)
    address, sent = form_of(page_of(deputy, algebra), "cut")
    return deputy.post(address, data={**sent, **more}, follow_redirects=True).text


def test_what_is_cut_off_is_printed_by_the_worker(app: Flask, algebra: str, bare: Site) -> None:
    assert "ждёт очереди" in cut_algebra(app, algebra)
    work(bare)
    assert "Ждёт вашей подписи" in signed_in(app, TEACHER).get("/tasks").text


def test_a_cutoff_without_a_tick_does_nothing(app: Flask, algebra: str) -> None:
    deputy = signed_in(app, DEPUTY)
    address, _ = form_of(page_of(deputy, algebra), "cut")
    assert "Ничего не отмечено" in deputy.post(address, data={}, follow_redirects=True).text


def test_an_unconfirmed_journal_is_refused_with_its_name(app: Flask, algebra: str) -> None:
    deputy = signed_in(app, DEPUTY)
    address, _ = form_of(page_of(deputy, algebra), "cut")
    page = deputy.post(address, data={"journal": algebra.split("/")[2]}, follow_redirects=True)
    assert "учитель ещё не подтвердил" in page.text


def test_a_reason_cuts_off_what_nobody_confirmed(app: Flask, algebra: str, bare: Site) -> None:
    deputy = signed_in(app, DEPUTY)
    address, _ = form_of(page_of(deputy, algebra), "cut")
    deputy.post(address, data={"journal": algebra.split("/")[2], "reason": "учитель болен"})
    work(bare)
    assert "вы его не подтверждали" in signed_in(app, TEACHER).get("/tasks").text


def test_a_teacher_signs_all_of_their_own_at_once(app: Flask, cut_site: Site) -> None:
    teacher = signed_in(app, TEACHER)
    page = send(teacher, "/tasks", "sign")
    assert "Ход работы" in page.text
    work(cut_site)
    assert "Ждёт вашей подписи" not in teacher.get("/tasks").text


def test_the_receipt_names_the_entry_of_the_log(app: Flask, cut_site: Site) -> None:
    teacher = signed_in(app, TEACHER)
    batch = send(teacher, "/tasks", "sign").request.path
    work(cut_site)
    assert re.search(r'<td class="number">\d+</td>', teacher.get(batch).text)


def test_what_is_signed_is_what_was_shown(app: Flask, cut_site: Site) -> None:
    teacher = signed_in(app, TEACHER)
    _, sent = form_of(teacher.get("/tasks").text, "sign")
    record, _, digest = sent["file"][0].partition(":")
    assert sha256(teacher.get(f"/file/{record}").data) == digest


def test_another_file_than_shown_is_not_signed(app: Flask, cut_site: Site) -> None:
    teacher = signed_in(app, TEACHER)
    address, sent = form_of(teacher.get("/tasks").text, "sign")
    forged = [f"{line.partition(':')[0]}:{'0' * 64}" for line in sent["file"]]
    batch = teacher.post(address, data={"file": forged}, follow_redirects=True).request.path
    work(cut_site)
    assert "sign.other_file" in teacher.get(batch).text


def test_a_record_of_another_teacher_is_not_signed(app: Flask, cut_site: Site) -> None:
    teacher = signed_in(app, OTHER_TEACHER)
    with cut_site.workshop() as workshop:
        others = [record for seen in waiting(workshop).values() for record in seen]
    assert teacher.post("/tasks/sign", data={"file": [f"{r}:{'0' * 64}" for r in others]}).status_code == 403


def test_while_a_signature_is_being_made_it_cannot_be_asked_for_again(app: Flask, cut_site: Site) -> None:
    teacher = signed_in(app, TEACHER)
    send(teacher, "/tasks", "sign")
    assert "подписывается" in teacher.get("/tasks").text


def test_asking_twice_leads_to_the_same_work(app: Flask, cut_site: Site) -> None:
    teacher = signed_in(app, TEACHER)
    address, sent = form_of(teacher.get("/tasks").text, "sign")
    once, twice = (teacher.post(address, data=sent).location for _ in range(2))
    assert once == twice


def test_nobody_looks_at_the_work_of_another(app: Flask, cut_site: Site) -> None:
    batch = send(signed_in(app, TEACHER), "/tasks", "sign").request.path
    assert signed_in(app, SECRETARY).get(batch).status_code == 403


def test_an_unknown_work_is_not_found(app: Flask) -> None:
    assert signed_in(app, TEACHER).get("/works/nothing").status_code == 404


def test_the_deputy_head_countersigns_in_one_batch(app: Flask, cut_site: Site) -> None:
    sign_all(cut_site)
    deputy = signed_in(app, DEPUTY)
    batch = send(deputy, "/tasks", "sign").request.path
    work(cut_site)
    assert text_of(deputy.get(batch).text).count("сохранён в хранилищах") == 3


def test_a_remark_stands_in_the_way_until_it_is_mended(app: Flask, algebra: str) -> None:
    deputy = signed_in(app, DEPUTY)
    send(deputy, algebra, "remark", text="Записать темы", deadline="2026-06-01")
    assert signed_in(app, TEACHER).get(algebra).text.count("Записать темы") >= 1


def test_a_remark_is_marked_as_mended(app: Flask, algebra: str) -> None:
    deputy = signed_in(app, DEPUTY)
    page = send(deputy, algebra, "remark", text="Записать темы", deadline="2026-06-01").text
    address = re.findall(r'action="(/closing/[^"]+/remark/[^"]+)"', page)[0]
    assert "устранено" in deputy.post(address, follow_redirects=True).text


@pytest.mark.parametrize(
    ("text", "deadline", "code"),
    [(" ", "", "remark.text"), ("Темы", "2020-01-01", "remark.deadline"), ("Темы", "завтра", "remark.day")],
)
def test_an_impossible_remark_is_refused(
    app: Flask, algebra: str, text: str, deadline: str, code: str
) -> None:
    page = send(signed_in(app, DEPUTY), algebra, "remark", text=text, deadline=deadline)
    assert (page.status_code, code in page.text) == (400, True)


def test_the_board_names_the_next_step(app: Flask) -> None:
    assert "закрыть оставшиеся периоды" in signed_in(app, SECRETARY).get("/year").text


def test_a_year_with_open_periods_is_not_cut_off(app: Flask, bare: Site) -> None:
    secretary = signed_in(app, SECRETARY)
    place = re.findall(r'href="(/year/[^"]+)"', secretary.get("/year").text)[0]
    page = send(secretary, place, "cut", reason="конец года")
    assert (page.status_code, "cutoff.not_ready" in page.text) == (409, True)
