"""Commands of terms and holds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.flow.site import Site
from tests.webui.said import refusal

ORDER = ("--reason", "Запрос прокуратуры", "--order", "№ 12 от 01.06.2026")


def dossier(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = site.run("due", "--json").json[0]
    return found


def hold(site: Site) -> str:
    """Set a hold and give back its number."""
    return site.run("hold", "set", dossier(site)["dossier"], *ORDER).out.split()[-1].rstrip(".")


def test_a_school_without_dossiers_has_no_terms(bare: Site) -> None:
    assert bare.run("due").out == "Дел пока нет.\n"


def test_the_term_of_an_open_dossier_has_not_begun(autumn: Site) -> None:
    assert "Дело не закрыто" in autumn.run("due").out


def test_the_term_of_a_closed_dossier_is_told_in_words(autumn: Site) -> None:
    autumn.run("close-year", "--class", "9А")
    assert "не ранее 01.01.2032" in autumn.run("due").out


def test_programs_get_the_day_from_which_an_act_may_name_it(autumn: Site) -> None:
    autumn.run("close-year", "--class", "9А")
    found = {row["retain_until"]: row["act_from"] for row in autumn.run("due", "--json").json}
    assert found == {"2031-12-31": "2032-01-01", "2051-12-31": "2052-01-01"}


def test_a_hold_stands_beside_the_term(autumn: Site) -> None:
    number = hold(autumn)
    held = f"Уничтожение запрещено: Запрос прокуратуры (№ 12 от 01.06.2026) [{number}]"
    assert held in autumn.run("due").out


def test_a_lifted_hold_is_gone(autumn: Site) -> None:
    ran = autumn.run("hold", "lift", hold(autumn))
    assert (ran.code, dossier(autumn)["holds"]) == (0, [])


@pytest.mark.parametrize(
    ("words", "code"),
    [(("set", "нет", *ORDER), "dossier.unknown"), (("lift", "нет"), "hold.unknown")],
)
def test_what_is_not_there_is_neither_held_nor_lifted(
    autumn: Site, words: tuple[str, ...], code: str
) -> None:
    ran = autumn.run("hold", *words)
    assert (ran.code, refusal(ran)) == (2, code)


def test_a_hold_needs_its_reason_and_order(autumn: Site) -> None:
    assert autumn.run("hold", "set", dossier(autumn)["dossier"]).code == 2
