"""The tables `[mail]` and `[oidc]` of letopis.toml: what is written is read, what is wrong is refused by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from records.errors import SetupError
from tests.webui.test_settings import GIVEN, written
from webui.mail.setting import MailSetting, Safety
from webui.oidc.setting import OidcSetting, is_safe
from webui.settings import Environment, Settings

MAIL = MailSetting(
    "smtp.school.example", "letopis@school.example", Safety.TLS, 465, "letopis", "mail.password"
)
OIDC = OidcSetting(
    *("https://id.school.example/realm", "letopis", "oidc.secret", "Вход «Школа»", ("openid", "email")),
    *("email", ("mfa",), ("urn:gold",)),
)


def refusal(read: Callable[[], object]) -> str:
    """The code with which a setting is refused."""
    with pytest.raises(SetupError) as error:
        read()
    return error.value.code


def test_what_is_written_is_read(tmp_path: Path) -> None:
    given = replace(GIVEN, mail=MAIL, oidc=OIDC)
    read = Settings.load(written(tmp_path, given.text()))
    assert (read.mail, read.oidc) == (MAIL, OIDC)


def test_without_a_word_of_them_there_is_neither(tmp_path: Path) -> None:
    read = Settings.load(written(tmp_path, GIVEN.text()))
    assert (read.mail, read.oidc) == (None, None)


def test_the_port_follows_the_encryption() -> None:
    values = {"host": "h", "sender": "a@school.example"}
    assert (MailSetting.of(values).port, MailSetting.of({**values, "security": "tls"}).port) == (587, 465)


@pytest.mark.parametrize(
    "change",
    [
        *({"host": ""}, {"host": 3}, {"sender": "letopis"}, {"security": "none"}, {"security": "ssl3"}),
        *({"port": "x"}, {"port": None}, {"password": "in clear"}),
    ],
)
def test_mail_that_is_set_up_wrongly_is_refused(change: Mapping[str, object]) -> None:
    given = {"host": "h", "sender": "a@school.example", **change}
    assert refusal(lambda: MailSetting.of(given)) == "settings.mail"


@pytest.mark.parametrize(
    "change",
    [
        *({"issuer": "http://id.school.example"}, {"issuer": ""}, {"issuer": 1}, {"client_id": ""}),
        *({"scopes": ["email"]}, {"scopes": "openid"}, {"amr": [1]}, {"client_secret": "in clear"}),
    ],
)
def test_a_provider_that_is_set_up_wrongly_is_refused(change: Mapping[str, object]) -> None:
    given = {"issuer": "https://id.school.example", "client_id": "letopis", **change}
    assert refusal(lambda: OidcSetting.of(given)) == "settings.oidc"


def test_a_provider_without_its_name_is_refused() -> None:
    assert refusal(lambda: OidcSetting.of({"issuer": "https://id.school.example"})) == "settings.oidc"


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        *(
            ("https://id.school.example/x", True),
            ("http://127.0.0.1:8080/x", True),
            ("http://localhost", True),
        ),
        *(("http://[::1]:80/", True), ("http://id.school.example", False), ("ftp://localhost", False)),
        *(
            ("http://localhost.evil.example", False),
            ("http://127.0.0.1@evil.example/", False),
            ("https://", False),
        ),
        *(("", False), ("//id.school.example", False)),
    ],
)
def test_an_address_is_safe_over_tls_or_on_this_machine(address: str, safe: bool) -> None:
    assert is_safe(address) is safe


def test_secrets_come_from_the_environment_and_are_not_shown() -> None:
    read = Environment.read({"LETOPIS_MAIL_PASSWORD": "one", "LETOPIS_OIDC_SECRET": "two"})
    assert (read.mail_password, read.oidc_secret) == ("one", "two")
    assert not {"one", "two"} & set(repr(read).split("'"))


def test_a_secret_in_a_file_comes_before_the_environments(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of the file\n")
    settings = replace(GIVEN, data=tmp_path)
    assert (settings.secret("secret", "given"), settings.secret("", "given")) == ("of the file", "given")


def test_a_secret_whose_file_is_gone_is_told(tmp_path: Path) -> None:
    settings = replace(GIVEN, data=tmp_path)
    assert refusal(lambda: settings.secret("secret", "given")) == "settings.secret"
