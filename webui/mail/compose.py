"""A claimed letter -> the message that leaves (RFC 5322): plain text in UTF-8, made by the frames in templates/mail.

The e-mail library refuses a line break in a header, and no header holds anything but ours, the address and the
subject. `Message-ID` is the letter's own, so that a second copy after a crash can be told by any mailbox. Pure but for
the frames, which are read once.
"""

from __future__ import annotations

from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from records.errors import Language
from webui.mail.outbox import Claimed, Written

FRAMES = Path(__file__).resolve().parents[2] / "templates" / "mail"
# Plain text: what HTML would escape stands there as it is.
_FRAMES = Environment(  # noqa: S701
    loader=FileSystemLoader(FRAMES), undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True
)
NAMES: Mapping[Language, str] = {"ru": "Летопись", "en": "Letopis"}


def framed(subject: str, text: str, school: str, site: str, language: Language) -> Written:
    """The letter with greeting and foot; `site` is the site's address."""
    frame = _FRAMES.get_template(f"letter.{language}.txt")
    return Written(f"{NAMES[language]}: {subject}", frame.render(text=text, school=school, site=site))


def message_of(letter: Claimed, sender: str) -> EmailMessage:
    """The message from that sender. Raises ValueError for an address or subject of more than one line."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(NAMES[letter.to.language], addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to.address)
    message["Subject"] = letter.written.subject
    message["Date"] = format_datetime(letter.made_at)
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday reply, please
    message.set_content(letter.written.text, cte="base64")
    message["Content-Language"] = letter.to.language
    return message
