"""† Carries a message out: to the mail server over verified TLS (RFC 8314, RFC 3207), or into a folder as .eml files.

Without TLS nothing is sent, the password least of all. It decides neither what is written nor when it is tried again.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from records.errors import LetopisError
from signing.keyfiles import make_folder, write_whole
from webui.installation import Installation
from webui.mail.setting import MailSetting, Safety

FOLDER = "mail"
SENDER = "letopis@school.example"  # of letters that stay files
TIMEOUT = 20


class MailError(LetopisError):
    """A letter could not be carried."""


class Carrier(Protocol):
    """Takes messages away. Raises MailError: `mail.refused` for good, `mail.away` for now."""

    @property
    def sender(self) -> str:
        """The address that letters come from."""
        ...

    def carry(self, letter: str, message: EmailMessage) -> None:
        """Take the message of that letter away."""
        ...


@dataclass(frozen=True, slots=True)
class FolderCarrier:
    """A folder of the installation: what a demo school sends."""

    folder: Path
    sender: str = SENDER

    def carry(self, letter: str, message: EmailMessage) -> None:
        """Write `<letter>.eml`; a second time writes the same file again."""
        try:
            make_folder(self.folder, 0o750)
            write_whole(self.folder / f"{letter}.eml", message.as_bytes(), 0o640)
        except OSError as error:
            raise away(str(self.folder), error) from error


@dataclass(frozen=True, slots=True, repr=False)
class ServerCarrier:
    """A mail server and what opens it."""

    setting: MailSetting
    password: str
    trusted: str | None

    @property
    def sender(self) -> str:
        """The address that letters come from."""
        return self.setting.sender

    def carry(self, letter: str, message: EmailMessage) -> None:  # noqa: ARG002
        """Hand the message over."""
        try:
            with self.connect() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = max(reply[0] for reply in error.recipients.values())
            raise (refused(code) if code >= 500 else away(self.setting.host, error)) from error
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise away(self.setting.host, error) from error

    def connect(self) -> smtplib.SMTP:
        """A connection that is encrypted, verified and, where a user is named, signed in."""
        server = self._encrypted(ssl.create_default_context(cafile=self.trusted))
        try:
            if self.setting.user:
                server.login(self.setting.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _encrypted(self, context: ssl.SSLContext) -> smtplib.SMTP:
        setting = self.setting
        # The name by which we greet; else the library asks the network for this machine's.
        named = setting.sender.rpartition("@")[2]
        if setting.safety is Safety.TLS:
            return smtplib.SMTP_SSL(setting.host, setting.port, named, timeout=TIMEOUT, context=context)
        server = smtplib.SMTP(setting.host, setting.port, named, timeout=TIMEOUT)
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
        return server


def carrier_of(opened: Installation) -> Carrier | None:
    """What carries this installation's letters; None when nothing does. Raises SetupError `settings.secret`."""
    settings, setting = opened.settings, opened.settings.mail
    if setting is None:
        return FolderCarrier(settings.data / FOLDER) if settings.demo else None
    password = settings.secret(setting.password_file, opened.environment.mail_password)
    trusted = str(settings.data / setting.ca_file) if setting.ca_file else None
    return ServerCarrier(setting, password, trusted)


def writes_letters(opened: Installation) -> bool:
    """Whether letters leave this installation at all."""
    return opened.settings.mail is not None or opened.settings.demo


def refused(code: int) -> MailError:
    """The server will not have this address."""
    return MailError(
        "mail.refused",
        f"Почтовый сервер не принимает письма на этот адрес (ответ {code}). Проверьте адрес.",
        f"the mail server takes no letters for this address (reply {code}); check the address",
    )


def unwritable() -> MailError:
    """The letter makes no message: its address or subject has more than one line."""
    return MailError(
        "mail.unwritable",
        "Письмо не составлено: негодный адрес.",
        "the letter makes no message: a bad address",
    )


def away(where: str, error: Exception) -> MailError:
    """The server, or the folder, is not there or not as it should be."""
    what = type(error).__name__
    detail = f" {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else ""
    return MailError(
        "mail.away",
        f"Письмо не ушло: {where}: {what}{detail}. Проверьте раздел [mail] и сервер: letopis mail test АДРЕС.",
        f"the letter did not leave: {where}: {what}{detail}; check section [mail] and the server: letopis mail test",
    )
