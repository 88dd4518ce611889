"""Letters in tests: people's confirmed addresses, and what the demo's folder of letters holds."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from flask import Flask

from tests.webui.visitors import installation_of, person_id
from webui.installation import Installation
from webui.mail.delivery import deliver
from webui.mail.outbox import Addressee
from webui.mail.tables import MailAddress
from webui.mail.writing import write

CODE = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}")


def give_address(app: Flask, name: str, address: str, language: str = "ru") -> str:
    """A confirmed address of a member of staff; the person's id."""
    opened, person = installation_of(app), person_id(app, name)
    at = opened.clock.now()
    with opened.workshop.transaction() as session:
        row = MailAddress(school_id=opened.workshop.school, person_id=person, address=address)
        row.language, row.set_at, row.confirmed_at = language, at, at
        session.add(row)
    return person


def delivered(app: Flask) -> list[EmailMessage]:
    """What the demo's folder holds once everything that waits was carried, by address and subject."""
    opened = installation_of(app)
    deliver(opened, opened.clock.now())
    files = (opened.settings.data / "mail").glob("*.eml")
    found = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return sorted(found, key=lambda letter: (letter["To"], letter["Subject"]))


def text_of(letter: EmailMessage) -> str:
    """The letter's text."""
    return str(letter.get_content()).replace("\r\n", "\n")


def code_in(letter: EmailMessage) -> str:
    """The code that the letter brings."""
    found = CODE.search(text_of(letter))
    assert found
    return found.group()


def a_letter(opened: Installation, person: str, subject: str = "тема", text: str = "текст") -> None:
    """A letter in the outbox."""
    to = Addressee(opened.workshop.school, person, "orlov@school.example", "ru")
    with opened.workshop.transaction() as session:
        write(opened, session, to, subject, text, opened.clock.now())
