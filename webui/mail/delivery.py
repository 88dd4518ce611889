"""† The post's round: every letter whose time has come is claimed, carried and noted, one transaction each.

Nothing is held open while a server is asked. A crash after carrying leaves a claim that runs out (outbox.py).
"""

from __future__ import annotations

from datetime import datetime

from records.errors import LetopisError
from webui.installation import Installation
from webui.mail.carrier import Carrier, MailError, carrier_of, unwritable
from webui.mail.compose import message_of
from webui.mail.outbox import Claimed, claim, note_failed, note_sent
from webui.secrets import read_site_key

A_ROUND = 50  # letters: then the log is followed again


def deliver(opened: Installation, at: datetime) -> int:
    """Carry what waits; how many letters left. Raises SetupError when a key or a secret is gone."""
    carrier, left = carrier_of(opened), 0
    if carrier is None:
        return 0
    workshop, key = opened.workshop, read_site_key(opened.settings.data)
    for _ in range(A_ROUND):
        with workshop.transaction() as session:
            letter = claim(session, key, workshop.school, at)
        if letter is None:
            break
        error = _carry(carrier, letter)
        with workshop.transaction() as session:
            if error:
                note_failed(session, letter, error, at)
            else:
                note_sent(session, letter, at)
                left += 1
    return left


def _carry(carrier: Carrier, letter: Claimed) -> LetopisError | None:
    try:
        message = message_of(letter, carrier.sender)
    except ValueError:
        return unwritable()  # one letter that cannot be written must not hold up the others
    try:
        carrier.carry(letter.id, message)
    except MailError as error:
        return error
    return None
