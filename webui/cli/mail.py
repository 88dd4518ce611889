"""The command `letopis mail`: whether letters leave, tried by one to an address. It shows no password."""

from __future__ import annotations

import click

from records.identity import random_id
from records.school.tables import School
from webui.cli.context import installation, now
from webui.mail.address import check_address
from webui.mail.addresses import post_is_off
from webui.mail.carrier import carrier_of
from webui.mail.compose import framed, message_of
from webui.mail.outbox import Addressee, Claimed
from webui.mail.words import RU


@click.group()
def mail() -> None:
    """Письма: проверить, уходят ли они."""


@mail.command()
@click.argument("address")
def test(address: str) -> None:
    """Отправить проверочное письмо на адрес и сказать, принял ли его сервер."""
    opened, taken = installation(), check_address(address)
    carrier = carrier_of(opened)
    if carrier is None:
        raise post_is_off()
    workshop, at = opened.workshop, now(opened)
    with workshop.reading() as session:
        school = session.get_one(School, workshop.school).name
    written = framed(RU["test_subject"], RU["test_text"], school, opened.settings.site.origin, "ru")
    letter = Claimed(
        random_id(workshop.entropy), Addressee(workshop.school, "", taken, "ru"), written, at, tries=1
    )
    carrier.carry(letter.id, message_of(letter, carrier.sender))
    click.echo(f"Письмо принято: {taken}, от {carrier.sender}.")


COMMANDS = (mail,)
