"""Letters with a code and letters about the address itself: words and values in, a row of the outbox out.

What the log tells of is written by webui/notices. It sends nothing.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from records.errors import Language
from records.school.tables import School
from webui.installation import Installation
from webui.mail.compose import framed
from webui.mail.outbox import Addressee, put
from webui.mail.tables import MailAddress
from webui.mail.words import WORDS
from webui.secrets import read_site_key


def write(
    opened: Installation, session: Session, to: Addressee, subject: str, text: str, at: datetime
) -> None:
    """Lay a letter with that subject and text into the outbox, in the caller's transaction."""
    school = session.get_one(School, to.school).name
    written = framed(subject, text, school, opened.settings.site.origin, to.language)
    put(session, read_site_key(opened.settings.data), to, written, at, opened.workshop.entropy)


def write_about(
    opened: Installation, session: Session, to: Addressee, what: str, at: datetime, **values: str
) -> None:
    """Write the letter whose words are `<what>_subject` and `<what>_text` in words.py."""
    words = WORDS[to.language]
    write(opened, session, to, words[f"{what}_subject"], words[f"{what}_text"].format(**values), at)


def addressee(row: MailAddress) -> Addressee:
    """Whom a row of addresses names."""
    language: Language = "en" if row.language == "en" else "ru"
    return Addressee(row.school_id, row.person_id, row.address, language)
