from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from records.documents.faces import MISSING, Face, visible
from records.documents.fonts import load_faces
from records.documents.typeset import ELLIPSIS, SMALLEST, fit, wrap

SANS = load_faces()[Face.SANS]
texts = st.text(max_size=60)
widths = st.floats(min_value=12, max_value=200)


@given(texts, widths)
def test_a_fitted_line_is_never_wider_than_its_cell(text: str, width: float) -> None:
    line = fit(text, SANS, 8, width)
    assert SANS.width(line.text, line.size) <= width + 1e-6


@given(texts, widths)
def test_a_fitted_line_is_never_smaller_than_two_thirds(text: str, width: float) -> None:
    assert fit(text, SANS, 8, width).size >= 8 * SMALLEST


def test_a_name_that_only_just_does_not_fit_is_shrunk_and_kept_whole() -> None:
    name = "Бондарь-Ковальская Борис"
    assert fit(name, SANS, 8, SANS.width(name, 8) * 0.9).text == name


def test_a_name_far_too_long_ends_in_an_ellipsis() -> None:
    assert fit("Константинопольская" * 4, SANS, 8, 60).text.endswith(ELLIPSIS)


@given(st.text(max_size=200), widths)
def test_wrapped_lines_are_never_wider_than_the_column(text: str, width: float) -> None:
    assert all(SANS.width(line, 8) <= width + 1e-6 for line in wrap(text, SANS, 8, width))


@given(st.text(max_size=200), widths)
def test_wrapping_loses_nothing_but_spaces(text: str, width: float) -> None:
    wanted = "".join(visible(text, SANS).split())
    assert "".join("".join(wrap(text, SANS, 8, width)).split()) == wanted


def test_an_empty_text_takes_no_line() -> None:
    assert wrap(" \n ", SANS, 8, 50) == []


def test_what_the_font_cannot_show_becomes_a_visible_lozenge() -> None:
    assert visible("угол 語", SANS) == f"угол {MISSING}"


def test_line_breaks_become_spaces_and_invisible_characters_go() -> None:
    assert visible("один\nдва\u200b\u202eтри", SANS) == "один дватри"
