"""The commands correct and supplement: words in, records out; a rehearsal, a table, a refusal, a repetition."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from records.errors import InputError
from records.sheets import to_csv
from tests.flow.site import Site
from webui.cli.changes import changes_from, typed_changes

NOW = "2026-06-26T12:00:00+03:00"
HEADS = ("Обучающийся", "Предмет", "За что", "Было", "Стало", "Причина")
CHANGE = "Соколова Елена; Алгебра; 1; 4; ошибка переноса"
ACT = ("--class", "9А", "--number", "7", "--date", "20.06.2026", "--basis", "заявление учителя")


def test_a_correction_is_carried_out_and_told(autumn: Site) -> None:
    ran = autumn.run("correct", *ACT, "--change", CHANGE, "--json", "--workers", "1", now=NOW)
    assert [(one["kind"], one["revision"]) for one in ran.json] == [
        ("correction_act", 1),
        ("period_journal", 2),
    ]
    listed = {one["id"]: one for one in autumn.run("records", "--json", now=NOW).json}
    journal = listed[ran.json[1]["id"]]
    assert listed[journal["replaces"]]["replaced_by"] == journal["id"]
    assert autumn.run("verify", now=NOW).code == 0


def test_a_check_stores_nothing(autumn: Site) -> None:
    ran = autumn.run("correct", *ACT, "--change", CHANGE, "--check", now=NOW)
    kinds = {one["kind"] for one in autumn.run("records", "--json", now=NOW).json}
    assert (ran.code, "Ничего не записано" in ran.out, kinds) == (0, True, {"period_journal"})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("Соколова Елена; Алгебра; 2; 4; ошибка", "amendment.not_cut"),
        ("Соколова Елена; Алгебра; 1; 6; ошибка", "amendment.value"),
        ("Соколова Елена; Алгебра; 1; 4;", "amendment.reason_missing"),
        ("Иванов; Алгебра; 1; 4; ошибка", "amendment.pupil_unknown"),
        ("Соколова Елена; Алгебра", "amend.change"),
    ],
)
def test_a_refusal_names_its_code_and_stores_nothing(autumn: Site, change: str, code: str) -> None:
    ran = autumn.run("correct", *ACT, "--change", change, now=NOW)
    assert (ran.code, f"[{code}]" in ran.err) == (2, True)


def test_an_unknown_person_enters_nothing(autumn: Site) -> None:
    ran = autumn.run("correct", *ACT, "--change", CHANGE, "--as", "Никто", now=NOW)
    assert "[amend.person_unknown]" in ran.err


def test_a_table_and_the_words_say_the_same(tmp_path: Path) -> None:
    row = ("Соколова Елена", "Алгебра", date(2025, 10, 8), None, 4, "был; на уроке")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADS)
    sheet.append(row)
    book.save(tmp_path / "акт.xlsx")
    (tmp_path / "акт.csv").write_bytes(to_csv(HEADS, [row]))
    (typed,) = typed_changes(["Соколова Елена; Алгебра; 08.10.2025; 4; был"])
    for name in ("акт.xlsx", "акт.csv"):
        (said,) = changes_from(tmp_path / name)
        assert (said.pupil, said.subject, said.place, said.after) == (
            *(typed.pupil, typed.subject, typed.place),
            typed.after,
        )
        assert said.reason == "был; на уроке"


@pytest.mark.parametrize("content", ["Имя;Предмет\n", "", "\ufeffОбучающийся;Предмет;За что\n"])
def test_a_table_without_its_columns_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "акт.csv").write_text(content)
    with pytest.raises(InputError, match=r"amend\.columns"):
        changes_from(tmp_path / "акт.csv")


def test_a_formula_is_no_value(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(HEADS)
    book.worksheets[0].append(("Соколова", "Алгебра", "год", "", "=2+3", ""))
    book.save(tmp_path / "акт.xlsx")
    with pytest.raises(InputError, match=r"amend\.formula"):
        changes_from(tmp_path / "акт.xlsx")
