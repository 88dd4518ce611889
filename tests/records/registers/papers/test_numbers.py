"""Numbers of the inventory and the register: continuous across years, in order of closing, and never given anew."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from records.documents.forms.parts import TO_COME
from records.registers.facts import DossierFacts
from records.registers.inventory import build_inventory, number_dossiers
from tests.records.registers.papers.school import HEAD, STAFF, dossier

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
TERMS = st.sampled_from([1, 5, 10, 11, 25, None])


@st.composite
def archives(draw: st.DrawFn) -> list[DossierFacts]:
    """Dossiers in the order of closing, then the open ones."""
    days = sorted(draw(st.lists(DAYS, max_size=12)))
    closed = [dossier(f"d{number}", day, draw(TERMS)) for number, day in enumerate(days)]
    return [*closed, *(dossier(f"open{n}", None) for n in range(draw(st.integers(0, 3))))]


@given(archives())
def test_long_and_short_files_are_numbered_apart_without_a_gap(found: list[DossierFacts]) -> None:
    numbers = number_dossiers(found)
    for long in (True, False):
        given_ = [numbers[d.id] for d in found if d.closed and d.long is long]
        assert given_ == list(range(1, len(given_) + 1))


@given(archives())
def test_an_open_file_has_no_number(found: list[DossierFacts]) -> None:
    assert number_dossiers(found).keys() == {d.id for d in found if d.closed}


@given(archives(), DAYS, TERMS)
def test_a_number_once_given_stays_when_more_is_closed(
    found: list[DossierFacts], day: date, term: int | None
) -> None:
    closed = [d for d in found if d.closed]
    last = max([day, *(d.closed for d in closed if d.closed)])
    later = [*closed, dossier("later", last, term)]
    assert number_dossiers(found).items() <= number_dossiers(later).items()


@given(archives())
def test_numbers_continue_across_yearly_sections(found: list[DossierFacts]) -> None:
    form = build_inventory(HEAD, found, None, TO_COME, STAFF)
    numbers = [int(entry.number) for section in form.sections for entry in section.entries]
    assert numbers == list(range(1, form.count + 1))


@given(archives())
def test_a_section_holds_what_was_closed_in_its_year(found: list[DossierFacts]) -> None:
    form = build_inventory(HEAD, found, None, TO_COME, STAFF)
    years = [int(section.year) for section in form.sections]
    closed = [d.closed.year for d in found if d.closed and d.long]
    assert years == sorted(set(closed))
    assert [len(section.entries) for section in form.sections] == [closed.count(year) for year in years]


def test_ten_years_stand_in_the_register_and_eleven_in_the_inventory() -> None:
    assert [dossier("a", years=years).long for years in (10, 11, None)] == [False, True, True]


def test_a_section_printed_alone_keeps_its_numbers() -> None:
    old = dossier("old", date(2020, 6, 1), 25)
    other = build_inventory(HEAD, [old, dossier("new", years=25)], "2024/2025", TO_COME, STAFF)
    assert other.count == 0
    whole = build_inventory(HEAD, [old, dossier("new", years=25)], "2025/2026", TO_COME, STAFF)
    assert [entry.number for section in whole.sections for entry in section.entries] == ["1", "2"]
