"""Letters on their way: TLS or nothing, tried for a day, claimed by one, sent at most once more after a crash."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.flow.site import AT
from tests.webui.clocks import MovingClock
from tests.webui.mail.conftest import PASSWORD, Post, by_post, running
from tests.webui.mail.letters import a_letter, delivered, text_of
from tests.webui.visitors import DEPUTY, installation_of, person_id
from webui.installation import Installation
from webui.mail import delivery
from webui.mail.delivery import deliver
from webui.mail.outbox import KEPT, claim, note_sent, pause_after, tidy_letters
from webui.mail.setting import Safety
from webui.mail.tables import Letter, LetterState
from webui.secrets import read_site_key


@pytest.fixture
def opened(app: Flask, clock: MovingClock) -> Installation:
    found = installation_of(app)
    a_letter(found, person_id(app, DEPUTY))
    return found


def letter(opened: Installation) -> Letter:
    with opened.workshop.transaction() as session:
        return session.scalars(select(Letter)).one()


def test_a_letter_leaves_over_verified_tls(
    opened: Installation, certificate: tuple[Path, Path], safety: Safety
) -> None:
    with running(certificate, safety) as post:
        assert deliver(by_post(opened, post), AT) == 1
    (came,) = post.inbox.letters
    assert (came["To"], "текст" in text_of(came)) == ("orlov@school.example", True)


def test_a_server_whose_certificate_is_not_trusted_gets_nothing(opened: Installation, post: Post) -> None:
    distrusting = Post(post.inbox, replace(post.setting, ca_file=""))
    assert deliver(by_post(opened, distrusting), AT) == 0
    assert (post.inbox.letters, "SSLCertVerificationError" in (letter(opened).error or "")) == ([], True)


def test_a_wrong_password_sends_nothing_and_is_told_nowhere(opened: Installation, post: Post) -> None:
    installed = by_post(opened, post)
    wrong = replace(installed, environment=replace(installed.environment, mail_password="wrong-secret"))
    assert deliver(wrong, AT) == 0
    error = letter(opened).error or ""
    assert ("535" in error, "wrong-secret" in error) == (True, False)


def test_the_password_may_stand_in_a_file(opened: Installation, post: Post) -> None:
    (opened.settings.data / "keys/mail").write_text(PASSWORD + "\n")
    setting = replace(post.setting, password_file="keys/mail")
    installed = replace(opened, settings=replace(opened.settings, mail=setting))
    assert deliver(installed, AT) == 1


def test_a_letter_that_left_is_emptied(opened: Installation, post: Post) -> None:
    deliver(by_post(opened, post), AT)
    row = letter(opened)
    assert (row.state, row.sealed, row.ended_at) == (LetterState.SENT, "", AT)


def test_the_database_does_not_show_what_a_letter_says(opened: Installation) -> None:
    assert "текст" not in letter(opened).sealed


def test_a_letter_is_sent_once(opened: Installation, post: Post) -> None:
    installed = by_post(opened, post)
    deliver(installed, AT)
    deliver(installed, AT + timedelta(days=3))
    assert len(post.inbox.letters) == 1


def test_a_server_that_says_later_is_asked_again_with_growing_pauses(
    opened: Installation, post: Post
) -> None:
    post.inbox.answer = "451 try again"
    installed, at, pauses = by_post(opened, post), AT, []
    for _ in range(4):
        deliver(installed, at)
        pauses.append(letter(opened).next_at - at)
        at += pauses[-1]
    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    post.inbox.answer = "250 OK"
    assert deliver(installed, at) == 1


def test_no_pause_is_longer_than_two_hours() -> None:
    assert pause_after(500) == timedelta(hours=2)


def test_before_its_time_a_letter_is_not_tried(opened: Installation, post: Post) -> None:
    post.inbox.answer = "451 try again"
    deliver(by_post(opened, post), AT)
    post.inbox.answer = "250 OK"
    assert deliver(by_post(opened, post), AT + timedelta(seconds=59)) == 0


def test_after_a_day_a_letter_is_given_up(opened: Installation, post: Post) -> None:
    post.inbox.answer = "451 try again"
    deliver(by_post(opened, post), AT)
    deliver(by_post(opened, post), AT + timedelta(days=1))
    row = letter(opened)
    assert (row.state, row.sealed) == (LetterState.GIVEN_UP, "")


def test_an_address_that_is_refused_for_good_is_given_up_at_once(opened: Installation, post: Post) -> None:
    post.inbox.rcpt = "550 no such mailbox"
    deliver(by_post(opened, post), AT)
    assert letter(opened).state == LetterState.GIVEN_UP


def test_a_server_that_is_not_there_is_asked_later(opened: Installation, post: Post) -> None:
    setting = replace(post.setting, port=1)
    deliver(by_post(opened, Post(post.inbox, setting)), AT)
    assert letter(opened).state == LetterState.WAITING


def test_of_two_workers_one_carries_a_letter(opened: Installation) -> None:
    key, workshop = read_site_key(opened.settings.data), opened.workshop
    with workshop.transaction() as session:
        assert claim(session, key, workshop.school, AT)
    with workshop.transaction() as session:
        assert claim(session, key, workshop.school, AT) is None


def test_a_crash_between_sending_and_noting_sends_it_once_more(
    opened: Installation, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = by_post(opened, post)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(delivery, "note_sent", die)
        with pytest.raises(KeyboardInterrupt):
            deliver(installed, AT)
    assert deliver(installed, AT + timedelta(minutes=9)) == 0
    assert deliver(installed, AT + timedelta(minutes=10)) == 1
    assert deliver(installed, AT + timedelta(hours=9)) == 0
    first, second = post.inbox.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_a_worker_that_comes_too_late_does_not_take_back_what_another_did(opened: Installation) -> None:
    key, workshop = read_site_key(opened.settings.data), opened.workshop
    with workshop.transaction() as session:
        slow = claim(session, key, workshop.school, AT)
    with workshop.transaction() as session:
        quick = claim(session, key, workshop.school, AT + timedelta(minutes=10))
    assert slow
    assert quick
    with workshop.transaction() as session:
        note_sent(session, slow, AT)
    assert letter(opened).state == LetterState.CARRIED


def test_a_letter_that_makes_no_message_does_not_stop_the_post(app: Flask, opened: Installation) -> None:
    with opened.workshop.transaction() as session:
        session.scalars(select(Letter)).one().address = "a@b\r\nBcc: x@evil.example"
    a_letter(opened, person_id(app, DEPUTY), "вторая")
    assert [one["Subject"] for one in delivered(app)] == ["Летопись: вторая"]


@pytest.mark.parametrize("subject", ["тема\r\nBcc: x@evil.example", "тема\nX: y", "тема\x0b\x85Bcc: z"])
def test_no_subject_adds_a_header(app: Flask, opened: Installation, subject: str) -> None:
    with opened.workshop.transaction() as session:
        session.delete(session.scalars(select(Letter)).one())
    a_letter(opened, person_id(app, DEPUTY), subject)
    (came,) = delivered(app)
    assert {name.lower() for name in came} <= {
        *("from", "to", "subject", "date", "message-id", "auto-submitted", "content-language"),
        *("content-type", "content-transfer-encoding", "mime-version"),
    }


def test_letters_that_ended_long_ago_are_forgotten(app: Flask, opened: Installation) -> None:
    delivered(app)
    with opened.workshop.transaction() as session:
        assert tidy_letters(session, opened.workshop.school, AT + KEPT) == 0
        assert tidy_letters(session, opened.workshop.school, AT + KEPT + timedelta(seconds=1)) == 1


def test_a_real_installation_without_a_server_sends_nothing(opened: Installation) -> None:
    real = replace(opened, settings=replace(opened.settings, demo=False))
    assert deliver(real, AT) == 0
    assert not (opened.settings.data / "mail").exists()
