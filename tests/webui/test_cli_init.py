"""`letopis init`: a real installation begins with nobody, and its first people come by `letopis account`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.flow.site import Site, letopis
from tests.webui.accounts.people import sign_in
from tests.webui.said import refusal
from tests.webui.visitors import app_of
from webui.settings import DATABASE_FILE

NAME = "МБОУ «Гимназия № 2»"
WHO = "Петрова Вера Павловна"


class RealSite(Site):
    """An installation whose clock is the machine's."""

    def environ(self, now: str = "") -> dict[str, str]:
        """The environment of a command that works here."""
        return {name: value for name, value in super().environ().items() if name != "LETOPIS_NOW"}


@pytest.fixture
def real(tmp_path: Path) -> RealSite:
    data = tmp_path / "school"
    url = f"sqlite:///{data / DATABASE_FILE}"
    site = RealSite(data, url, url)
    assert site.run("init", "--school", NAME).code == 0
    return site


def test_nobody_works_there_yet(real: RealSite) -> None:
    assert real.run("account", "list", "--json").json == []


def test_its_first_administrator_signs_in_and_sees_the_accounts(real: RealSite) -> None:
    out = real.run("account", "create", WHO, "--login", "petrova").out
    real.run("account", "appoint", WHO, "administrator", "--order", "№ 1 от 01.09.2026")
    code = re.search(r"пароль: (\S+)", out)
    assert code
    with app_of(real) as app:
        client = app.test_client()
        sign_in(client, "petrova", code.group(1))
        change = {"old": code.group(1), "new": "лодка плывёт по озеру", "again": "лодка плывёт по озеру"}
        client.post("/account/password", data=change)
        assert client.get("/accounts").status_code == 200


def test_nobody_signs_in_by_one_click(real: RealSite) -> None:
    real.run("account", "create", WHO)
    with app_of(real) as app:
        assert WHO not in app.test_client().get("/sign-in").text


def test_a_second_try_finds_it(real: RealSite) -> None:
    assert "уже есть" in real.run("init", "--school", "Другая школа").out


def test_it_is_whole(real: RealSite) -> None:
    assert real.run("verify").code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--school", "№"), "init.school"),
        (("--school", "Школа\u202e № 1"), "init.school"),
        (("--school", NAME, "--zone", "Mars/Olympus"), "init.zone"),
    ],
)
def test_a_wrong_school_is_refused_before_anything_is_made(
    tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    data = tmp_path / "school"
    assert refusal(letopis({"LETOPIS_DATA": str(data)}, "init", *words)) == code
    assert not data.exists()
