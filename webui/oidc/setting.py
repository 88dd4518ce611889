"""The table `[oidc]` of letopis.toml -> which provider signs people in, and which of its claims names them.

The client's secret stands in a file of its own or in LETOPIS_OIDC_SECRET, never here. It asks the provider nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self
from urllib.parse import urlsplit

from records.errors import SetupError

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
SUBJECT, EMAIL = "sub", "email"


@dataclass(frozen=True, slots=True)
class OidcSetting:
    """A provider (OpenID Connect Core 1.0).

    `claim` names a person whom an administrator named: the subject itself, a verified e-mail, an employee's number.
    `amr` and `acr` are the provider's words that count as a second factor; none does unless it is named here.
    """

    issuer: str
    client_id: str
    secret_file: str = ""
    title: str = ""
    scopes: tuple[str, ...] = ("openid",)
    claim: str = SUBJECT
    amr: tuple[str, ...] = ()
    acr: tuple[str, ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Self:
        """The setting that the table gives. Raises SetupError `settings.oidc`."""
        lists, known = ("scopes", "amr", "acr"), {field.name for field in fields(cls)}
        if unknown := set(values) - known:
            raise _damaged(", ".join(sorted(unknown)))
        texts = {name: value for name, value in values.items() if name not in lists}
        if any(not isinstance(value, str) for value in texts.values()):
            raise _damaged("; ".join(texts))
        given = {name: _words(name, values[name]) for name in lists if name in values}
        try:
            made = cls(**{name: str(value) for name, value in texts.items()}, **given)  # type: ignore[arg-type]
        except TypeError as error:
            raise _damaged(str(error)) from error
        if not is_safe(made.issuer) or not made.client_id or "openid" not in made.scopes:
            raise _damaged("issuer, client_id, scopes")
        return made

    @property
    def name(self) -> str:
        """What people call the provider."""
        return self.title or urlsplit(self.issuer).netloc

    def lines(self) -> list[str]:
        """The table as it stands in letopis.toml."""
        texts = {"issuer": self.issuer, "client_id": self.client_id, "secret_file": self.secret_file}
        texts |= {"title": self.title, "claim": self.claim}
        filled = [f'{name} = "{value}"' for name, value in texts.items() if value]
        lists = {"scopes": self.scopes, "amr": self.amr, "acr": self.acr}
        spelled = [
            f"{name} = {json.dumps(words, ensure_ascii=False)}" for name, words in lists.items() if words
        ]
        return ["[oidc]", *filled, *spelled, ""]


def is_safe(address: str) -> bool:
    """Whether the address is one of TLS, or of this very machine."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition(":")[0] or parts.netloc
    return bool(parts.netloc) and (
        parts.scheme == "https" or (parts.scheme == "http" and (parts.netloc in LOOPBACK or host in LOOPBACK))
    )


def _words(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _damaged(name)
    return tuple(value)


def _damaged(what: str) -> SetupError:
    return SetupError(
        "settings.oidc",
        f"Раздел [oidc] файла letopis.toml: {what}. Нужны issuer (https) и client_id; scopes с openid.",
        f"section [oidc] of letopis.toml: {what}; give issuer (https) and client_id; scopes with openid",
    )
