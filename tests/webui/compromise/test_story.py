"""From a leaked password to a clean archive: void marks behind the cutoff wait for an act, the act mends them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import pytest

from records.compromise.model import Remedy
from retention.workshop import Workshop
from tests.flow.site import AT, Ran, Site
from tests.flow.story import close_autumn
from tests.webui.compromise.story import (
    LEAK,
    ORDER,
    REASON,
    SUSPECT_AT,
    TOLD_AT,
    VOID_AT,
    account_of,
    file_of,
    operations,
    place,
    typed,
    values_in,
    write,
)
from tests.webui.said import refusal
from tests.webui.visitors import DEPUTY, OTHER_TEACHER, TEACHER, app_of, signed_in

OPEN, CUT = 3, 0


@pytest.fixture
def site(bare: Site) -> Site:
    """A suspect mark and a void one, written by whoever had the teacher's account."""
    with app_of(bare) as app, bare.workshop() as workshop:
        signed_in(app, TEACHER)
        write(workshop, account_of(app), CUT, "2", SUSPECT_AT)
        write(workshop, account_of(app), OPEN, "3", VOID_AT)
    return bare


def report(site: Site, *other: str) -> Ran:
    told = ("--told-director", typed(TOLD_AT), "--told-support", typed(TOLD_AT))
    words = ("--login", "gromova.mi", "--since", typed(LEAK), "--order", ORDER, "--reason", REASON)
    return site.run("compromise", "report", *words, *told, *other)


def listed(site: Site) -> list[str]:
    """The references of the operations, in order."""
    found = site.run("compromise", "list", ORDER, "--json").json["operations"]
    return [one["operation"] for one in found]


def test_a_report_says_what_it_found(site: Site) -> None:
    ran = report(site)
    assert (ran.code, ran.err) == (0, "")
    assert "Доступ закрыт: gromova.mi. Ответить за операции до 29.05.2026." in ran.out
    assert "Недействительных: 1, под сомнением: 1." in ran.out


def test_a_report_is_completed_by_saying_it_again(site: Site) -> None:
    words = ("--login", "gromova.mi", "--since", typed(LEAK), "--order", ORDER, "--reason", REASON)
    site.run("compromise", "report", *words, "--told-director", typed(TOLD_AT))
    assert report(site).code == 0
    (case,) = site.run("compromise", "list", "--json").json
    assert case["void_from"] == "2026-05-26T11:00:00Z"


def test_the_owner_confirms_by_name(site: Site) -> None:
    report(site)
    assert site.run("compromise", "confirm", ORDER, "--all", "--as", TEACHER).code == 0
    assert site.run("compromise", "list", "--json").json[0]["waiting"] == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("confirm", ORDER, "--all", "--as", DEPUTY), "compromise.not_owner"),
        (("refuse", ORDER, "--all", "--reason", "нет", "--as", OTHER_TEACHER), "compromise.no_right"),
        (("refuse", ORDER, "--reason", "нет"), "compromise.nothing_chosen"),
        (("confirm", ORDER, "event/0", "--as", TEACHER), "compromise.no_operation"),
        (("confirm", "№ 99", "--all", "--as", TEACHER), "compromise.unknown"),
        (("close", ORDER, "--outcome", "Всё."), "compromise.waiting"),
        (("close", ORDER, "--outcome", "Всё.", "--as", "Никто"), "compromise.no_person"),
        (("restore", ORDER, "--as", TEACHER), "compromise.no_right"),
    ],
)
def test_what_is_not_allowed_is_told_in_words(site: Site, words: tuple[str, ...], code: str) -> None:
    report(site)
    assert refusal(site.run("compromise", *words)) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--login", "nobody"), "compromise.no_login"),
        (("--since", "вчера"), "compromise.moment"),
        (("--as", DEPUTY), "compromise.no_right"),
    ],
)
def test_a_report_that_cannot_be_taken_is_refused(site: Site, words: tuple[str, ...], code: str) -> None:
    assert refusal(report(site, *words)) == code


def test_access_comes_back_with_a_password_on_the_terminal(site: Site) -> None:
    report(site)
    ran = site.run("compromise", "restore", ORDER)
    assert re.search(r"Логин: gromova\.mi\nВременный пароль: \S+", ran.out)


def test_the_papers_are_written(site: Site) -> None:
    report(site)
    ran = site.run("compromise", "print", ORDER, "--output", str(site.data))
    names = {path.name for path in site.data.glob("*.pdf")}
    assert (ran.code, names) == (0, {"уведомление.pdf", "лист-подтверждения.pdf"})


@pytest.mark.parametrize(("number", "told"), [((), "gromova.mi"), ((ORDER,), "Абрамов Роман Сергеевич")])
def test_the_lists_are_told_to_a_spreadsheet_too(site: Site, number: tuple[str, ...], told: str) -> None:
    report(site)
    written = subprocess.run(
        [sys.executable, "-c", "from webui.cli import main; main()", "compromise", "list", *number, "--csv"],
        env={**os.environ, **site.environ()},
        capture_output=True,
        check=True,
    )
    assert told in written.stdout.decode("utf-8-sig")


def commands(ran: Ran) -> list[list[str]]:
    """The commands that a list gives for the acts that are wanted."""
    return [shlex.split(line.strip()) for line in ran.out.splitlines() if line.strip().startswith("letopis ")]


def test_void_and_refused_marks_behind_the_cutoff_are_mended_by_the_act_that_is_asked_for(site: Site) -> None:
    with site.workshop() as workshop:
        close_autumn(workshop)
    assert report(site).code == 0
    site.run("compromise", "refuse", ORDER, listed(site)[0], "--reason", "Не моё", "--as", TEACHER)
    with site.workshop() as workshop:
        assert [one.remedy for one in operations(workshop)] == [Remedy.ACT_WANTED] * 2
        assert stood(workshop) == (["4", "2"], ["5 оп", "3"])
    assert refusal(site.run("compromise", "close", ORDER, "--outcome", "Всё.")) == "compromise.acts_wanted"
    ((_, *words),) = commands(site.run("compromise", "list", ORDER))
    act = ("--number", "7", "--date", f"{AT:%d.%m.%Y}", "--basis", "Уведомление о нарушении доступа")
    mended = site.run(*words, *act, "--workers", "1")
    assert mended.code == 0, mended.err
    with site.workshop() as workshop:
        assert file_of(workshop).unmended == []
    assert site.run("compromise", "close", ORDER, "--outcome", "Пароль сменён.").code == 0
    assert site.run("verify", "--json").json["problems"] == []


def stood(workshop: Workshop) -> tuple[list[str], list[str]]:
    """What ever stood in the two cells."""
    return values_in(workshop, place(workshop, CUT)[1]), values_in(workshop, place(workshop, OPEN)[1])


def test_a_case_may_end_without_an_act_that_somebody_answers_for(site: Site) -> None:
    with site.workshop() as workshop:
        close_autumn(workshop)
    report(site)
    site.run("compromise", "confirm", ORDER, "--all", "--as", TEACHER)
    words = ("--outcome", "Пароль сменён.", "--despite", "Отметку подтвердил экзамен.")
    assert site.run("compromise", "close", ORDER, *words).code == 0
    with site.workshop() as workshop:
        assert file_of(workshop).case.outcome.endswith("Без акта: Отметку подтвердил экзамен.")


def test_a_journal_cleaned_of_a_stranger_closes_and_verifies(site: Site) -> None:
    report(site)
    site.run("compromise", "refuse", ORDER, "--all", "--reason", "Не моё", "--as", TEACHER)
    with site.workshop() as workshop:
        assert stood(workshop) == (["4", "2", "4"], ["5 оп", "3", "5 оп"])
        close_autumn(workshop)
    assert site.run("compromise", "close", ORDER, "--outcome", "Пароль сменён.").code == 0
    assert site.run("verify", "--json").json["problems"] == []
