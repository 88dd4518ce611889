"""What a stranger may put into a workbook: each is refused with a code, or read as what it shows, within limits.

Memory and CPU time are bounded in a child process: what goes past them kills it, and the test.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from records.school.imports.archive import WorkbookError
from records.school.imports.grid import CellValue, Formula, Sheet
from records.school.imports.reader import Reading, read_class
from records.school.imports.workbook import parse_sheets
from tests.records.imports.hostile_workbooks import ATTACKS, SHEET, journal, laughs, outside_entity, packed
from tests.records.imports.small_class import PUPILS, Book, day, sheets_of, small_book, type_in

MEGABYTES, SECONDS = 400, 20  # docs/limits.md
READ = f"""
import json, resource, sys
from records.school.imports.bounds import bounded
from records.school.imports.reader import read_class
from records.school.imports.workbook import WorkbookError, read_sheets
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({MEGABYTES} << 20, {MEGABYTES} << 20))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
try:
    with bounded():
        read_class(read_sheets(Path(sys.argv[1])))
    found = "read"
except WorkbookError as error:
    found = error.code
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([found, used.ru_maxrss >> 10, used.ru_utime + used.ru_stime]))
"""


def confined(path: Path) -> str:
    """What comes of reading a file in a child process under the limits."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, check=True, timeout=200
    )
    return str(json.loads(done.stdout)[0])


@pytest.mark.parametrize(
    ("make", "found"), ATTACKS.items(), ids=lambda value: getattr(value, "__name__", value)
)
def test_a_hostile_workbook_ends_within_the_limits(
    make: Callable[[], bytes], found: str, tmp_path: Path
) -> None:
    (tmp_path / "журнал.xlsx").write_bytes(make())
    assert confined(tmp_path / "журнал.xlsx") == found


@pytest.mark.parametrize("attack", [laughs, outside_entity])
@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", SHEET])
def test_no_part_may_declare_entities(attack: Callable[[str], bytes], part: str) -> None:
    with pytest.raises(WorkbookError) as caught:
        parse_sheets(attack(part))
    assert caught.value.code == "import.document_type"


def test_a_link_to_another_workbook_is_not_followed() -> None:
    link = b"<externalLink xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"
    files = journal() | {"xl/externalLinks/externalLink1.xml": link}
    assert parse_sheets(packed(files)) == parse_sheets(packed(journal()))


def test_a_value_fetched_from_another_workbook_is_a_formula() -> None:
    book = small_book()
    type_in(book["Алгебра"], "C8", "=[1]Лист!A1")
    files = journal()
    del book["Класс"]
    assert isinstance(parse_sheets(packed(files | _cells(book)))[1].at(7, 2), Formula)


def _cells(book: Book) -> dict[str, bytes]:
    from tests.records.imports.raw_workbook import raw_entries

    made = raw_entries({"Класс": small_book()["Класс"], **book})
    return {name: body for name, body in made.items() if "worksheets" in name}


# --- Text ------------------------------------------------------------------------------------------------


def typed(sheet: str, cell: str, value: CellValue) -> Reading:
    """The small class with one cell typed anew."""
    book = small_book()
    type_in(book[sheet], cell, value)
    return read_class(sheets_of(book))


def told(reading: Reading) -> list[tuple[str, str, str]]:
    return [(problem.sheet, problem.cell, problem.code) for problem in reading.problems]


PLACES = [
    ("Класс", "B1"),
    ("Класс", "B4"),
    ("Класс", "B11"),
    ("Класс", "D11"),
    ("Алгебра", "C15"),
    ("Алгебра", "D15"),
]
INVISIBLE = {
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "byte order mark": "\ufeff",
    "soft hyphen": "\xad",
    "NUL": "\0",
    "escape": "\x1b",
    "half of a pair": "\ud800",
    "private use": "\ue000",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_bidi_override_is_refused_where_it_stands(place: tuple[str, str]) -> None:
    sheet, cell = place
    kept = {s.title: s for s in sheets_of(small_book())}[sheet]
    row, column = int(cell[1:]) - 1, ord(cell[0]) - ord("A")
    assert told(typed(sheet, cell, f"{kept.at(row, column)}\u202e")) == [(sheet, cell, "import.invisible")]


@pytest.mark.parametrize("character", INVISIBLE.values(), ids=INVISIBLE.keys())
def test_an_invisible_character_is_refused_and_named(character: str) -> None:
    (problem,) = typed("Алгебра", "C15", f"Повто{character}рение").problems
    assert (problem.code, f"U+{ord(character):04X}" in problem.text()) == ("import.invisible", True)


def test_a_message_about_an_invisible_character_shows_it_escaped() -> None:
    (problem,) = typed("Алгебра", "C15", "Тема\u202eамеТ").problems
    assert (problem.found, "\u202e" in problem.text()) == ("Тема\\u202eамеТ", False)


def test_a_line_break_in_a_topic_is_a_blank() -> None:
    value = typed("Алгебра", "C15", "Повторение\nи обобщение\t").value
    assert value is not None
    assert value.journals[0].lessons[1].topic == "Повторение и обобщение"


def test_the_name_of_a_sheet_is_looked_at_too() -> None:
    book = small_book()
    book["Гео\u200bметрия"] = book.pop("Алгебра")
    assert ("Гео\u200bметрия", "A1", "import.invisible") in told(read_class(sheets_of(book)))


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [("Класс", "B4"), ("Класс", "B11"), ("Класс", "D11"), ("Алгебра", "B3"), ("Алгебра", "E16")],
)
def test_a_name_of_300_letters_is_refused_where_it_stands(sheet: str, cell: str) -> None:
    assert (sheet, cell, "import.name_too_long") in told(typed(sheet, cell, "Оченьдлиннаяфамилия " * 15))


def test_a_name_of_120_letters_is_taken() -> None:
    book = small_book()
    name = "А" * 60 + " " + "Б" * 59
    for sheet, cell in (("Класс", "B11"), ("Алгебра", "B8"), ("Английский язык (1 группа)", "B8")):
        type_in(book[sheet], cell, name)
    assert read_class(sheets_of(book)).value is not None


def test_a_subject_of_300_letters_is_refused_where_it_stands() -> None:
    assert ("Алгебра", "B2", "import.name_too_long") in told(typed("Алгебра", "B2", "Алгебра " * 40))


def test_the_full_name_of_a_school_may_be_long() -> None:
    assert told(typed("Класс", "B1", "Ш" * 300)) == []


def test_the_name_of_a_school_ends_somewhere() -> None:
    assert told(typed("Класс", "B1", "Ш" * 301)) == [("Класс", "B1", "import.name_too_long")]


def test_a_topic_without_end_is_refused_where_it_stands() -> None:
    assert told(typed("Алгебра", "C15", "т" * 2001)) == [("Алгебра", "C15", "import.text_too_long")]


# --- People and time -------------------------------------------------------------------------------------


def namesakes(first: int, second: int) -> Reading:
    """Two pupils of one name, told apart by the number in the list."""
    book = small_book()
    type_in(book["Класс"], "B11", PUPILS[2])
    book["Алгебра"][7][:2], book["Алгебра"][9][:2] = [first, PUPILS[2]], [second, PUPILS[2]]
    type_in(book["Английский язык (1 группа)"], "B8", PUPILS[2])
    type_in(book["Английский язык (2 группа)"], "A8", 3)
    return read_class(sheets_of(book))


def test_two_pupils_of_one_name_are_told_apart_by_their_number() -> None:
    value = namesakes(1, 3).value
    assert value is not None
    assert [cell.pupil for cell in value.journals[0].cells if cell.column == 0] == [0, 1, 2]


def test_two_pupils_of_one_name_and_number_are_refused() -> None:
    assert ("Алгебра", "B10", "import.pupil_twice") in told(namesakes(1, 1))


def test_a_namesake_without_a_number_is_refused() -> None:
    assert ("Алгебра", "B8", "import.pupil_ambiguous") in told(namesakes(9, 3))


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("C11", 5, "import.before_arrival"),
        ("A15", day("02.09.2027"), "import.date_outside_year"),
        ("A15", day("31.12.9999"), "import.date_outside_year"),
        ("A15", day("01.01.1900"), "import.date_outside_year"),
        ("A15", 45902, "import.date"),
        ("C8", 1e308, "mark.unknown"),
        ("C8", True, "mark.not_text"),
        ("C8", '=HYPERLINK("http://x")', "mark.unknown"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(cell: str, value: CellValue, code: str) -> None:
    found = [problem.code for problem in typed("Алгебра", cell, value).problems if problem.cell == cell]
    assert code in found


def test_merged_cells_and_hidden_sheets_are_refused() -> None:
    first, second, *others = sheets_of(small_book())
    merged = Sheet(second.title, second.rows, ("C8:D9",))
    hidden = Sheet("Скрытый", first.rows, (), hidden=True)
    assert told(read_class((first, merged, *others, hidden))) == [
        ("Алгебра", "C8", "import.merged_cells"),
        ("Скрытый", "A1", "import.hidden_sheet"),
    ]
