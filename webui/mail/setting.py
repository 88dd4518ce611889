"""The table `[mail]` of letopis.toml -> how letters leave: through a server over TLS, as files, or not at all.

The password stands in a file of its own or in LETOPIS_MAIL_PASSWORD, never here. A demo installation writes files. It
opens no connection.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from records.errors import SetupError
from webui.mail.address import check_address


class Safety(StrEnum):
    """How the connection is encrypted; the server's certificate is verified either way (RFC 8314, RFC 3207)."""

    TLS = "tls"
    STARTTLS = "starttls"


PORTS: Mapping[Safety, int] = {Safety.TLS: 465, Safety.STARTTLS: 587}


@dataclass(frozen=True, slots=True)
class MailSetting:
    """A mail server. `ca_file` names the roots to trust instead of the machine's; paths begin at the data folder."""

    host: str
    sender: str
    safety: Safety = Safety.STARTTLS
    port: int = PORTS[Safety.STARTTLS]
    user: str = ""
    password_file: str = ""
    ca_file: str = ""

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Self:
        """The setting that the table gives. Raises SetupError `settings.mail`."""
        unknown = set(values) - {"host", "sender", "security", "port", "user", "password_file", "ca_file"}
        if unknown:
            raise _damaged(", ".join(sorted(unknown)))
        texts = {name: value for name, value in values.items() if name != "port"}
        if any(not isinstance(value, str) for value in texts.values()) or not texts.get("host"):
            raise _damaged("host")
        try:
            safety = Safety(str(texts.get("security", Safety.STARTTLS)))
            port = int(str(values.get("port", PORTS[safety])))
            sender = check_address(str(texts.get("sender", "")))
        except Exception as error:
            raise _damaged(str(error)) from error
        named = {name: str(texts.get(name, "")) for name in ("user", "password_file", "ca_file")}
        return cls(str(texts["host"]), sender, safety, port, **named)

    def lines(self) -> list[str]:
        """The table as it stands in letopis.toml."""
        named = {"host": self.host, "sender": self.sender, "security": self.safety.value, "user": self.user}
        named |= {"password_file": self.password_file, "ca_file": self.ca_file}
        filled = [f'{name} = "{value}"' for name, value in named.items() if value]
        return ["[mail]", *filled, f"port = {self.port}", ""]


def _damaged(what: str) -> SetupError:
    return SetupError(
        "settings.mail",
        f"Раздел [mail] файла letopis.toml: {what}. Нужны host и sender, security — tls или starttls.",
        f"section [mail] of letopis.toml: {what}; give host and sender, security is tls or starttls",
    )
