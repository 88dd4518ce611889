from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from records.documents.faces import Face
from records.documents.fonts import load_faces
from records.documents.geometry import POINTS, Box
from records.documents.grid import TEXT_SIZES, lay_out, paint_table
from records.documents.model import Align, Column, Flow, HeadCell, Noted, Row, Table, Tone
from records.documents.typeset import ELLIPSIS

FACES = load_faces()
COLUMNS = (
    Column(10),
    Column(40, Align.START),
    Column(60, Align.START, Flow.WRAP),
    Column(20, flow=Flow.LINES, tone=Tone.STRONG, divides=True),
)
HEAD = [
    HeadCell("№", 0, 0, rows=2),
    HeadCell("Текст", 0, 1, columns=3),
    HeadCell("четверть", 1, 1, upright=True),
]
AREA = Box(10, 22, 130, 100)
cells = st.text(max_size=120)
rows = st.lists(st.builds(lambda *c: Row(c), cells, cells, cells, cells), max_size=30)


def table(*body: Row) -> Table:
    return Table(COLUMNS, HEAD, (5, 12), body)


def shown(text: str) -> str:
    return FACES[Face.SANS].codes(text)


@given(rows)
def test_rows_never_leave_the_area(body: list[Row]) -> None:
    assert sum(lay_out(table(*body), 200, FACES).heights) <= 200 + 1e-6


@given(rows)
def test_no_line_is_wider_than_its_column(body: list[Row]) -> None:
    for row in lay_out(table(*body), 200, FACES).cells:
        for column, lines in zip(COLUMNS, row, strict=True):
            assert all(line.width <= column.width * POINTS for line in lines)


def test_a_short_table_keeps_the_largest_text_and_the_row_height_it_wants() -> None:
    body = lay_out(table(Row(("1", "а", "б", "в"))), 200, FACES)
    assert (body.size, body.heights) == (TEXT_SIZES[0], [5.4 * POINTS])


def test_a_full_table_is_set_smaller() -> None:
    assert lay_out(table(*[Row(("1", "а", "слово " * 20, "в"))] * 20), 400, FACES).size < TEXT_SIZES[0]


def test_a_table_with_far_too_much_text_is_cut_visibly() -> None:
    body = lay_out(table(Row(("1", "а", "слово " * 3000, "в"))), 100, FACES)
    assert body.cells[0][2][-1].text.endswith(ELLIPSIS)


def test_an_empty_cell_paints_nothing_but_its_rules() -> None:
    assert b"Tj" not in paint_table(Table(COLUMNS, (), (5,), [Row(("", "", "", ""))]), AREA, FACES)


def test_marks_stand_in_the_content_stream_in_reading_order() -> None:
    painted = paint_table(table(Row(("1", "Лена", "4/5", "н"))), AREA, FACES).decode()
    found = [painted.index(shown(text)) for text in ("Лена", "4/5")]
    assert found == sorted(found)


def test_a_note_stands_after_the_name_it_belongs_to() -> None:
    painted = paint_table(table(Row(("1", Noted("Лена", "выбыла"), "", ""))), AREA, FACES).decode()
    assert painted.index(shown("Лена")) < painted.index(shown("выбыла"))


def test_shaded_cells_are_filled_grey() -> None:
    painted = paint_table(table(Row(("1", "а", "", ""), frozenset({2}))), AREA, FACES).decode()
    assert re.search(r"^0\.86 g [\d. ]+ re f$", painted, re.MULTILINE)


def test_an_upright_head_is_turned() -> None:
    painted = paint_table(table(), AREA, FACES).decode()
    assert re.search(rf"0 1 -1 0 [\d. ]+ Tm <{shown('четверть')}>", painted)


def test_a_head_too_long_for_its_cell_is_cut() -> None:
    narrow = Table((Column(6),), (HeadCell("Электродинамика", 0, 0),), (4,), ())
    assert shown(ELLIPSIS) in paint_table(narrow, AREA, FACES).decode()
