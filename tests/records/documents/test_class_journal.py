from __future__ import annotations

from typing import Any

from records.documents.compose import compose
from records.documents.model import Book, TablePage
from tests import year_snapshots
from tests.records.documents.samples import renditions


def book(**changes: Any) -> Book:
    document = compose(year_snapshots.class_journal(renditions()) | changes)
    assert document.book is not None
    return document.book


def section(title: str, **changes: Any) -> list[TablePage]:
    found = book(**changes)
    pages = next(part.pages for part in [*found.before, *found.after] if part.title.startswith(title))
    return [page for page in pages if isinstance(page, TablePage)]


def without(pupils: Any, *members: str) -> Any:
    """The pupils of a snapshot without these members, wherever they stand."""
    if isinstance(pupils, list):
        return [without(item, *members) for item in pupils]
    if isinstance(pupils, dict):
        return {key: without(value, *members) for key, value in pupils.items() if key not in members}
    return pupils


def test_sources_stand_in_curriculum_order_and_by_period() -> None:
    sources = list(reversed(year_snapshots.class_journal(renditions())["sources"]))
    shown = [(source.subject, source.period) for source in book(sources=sources).sources]
    assert shown == [
        ("Русский язык", "I четверть"),
        ("Русский язык", "III четверть"),
        ("История", "I четверть"),
        ("История", "III четверть"),
    ]


def test_the_title_page_names_organisation_class_and_year() -> None:
    title = book().title
    assert (title.title, *title.lines) == ("Классный журнал", "Класс 9А", "2025/2026 учебный год")


def test_the_sections_after_the_subjects_keep_their_order() -> None:
    assert [part.title.split()[1] for part in book().after] == ["о", "по", "об", "документов", "ведомость"]


def test_the_absences_of_the_year_are_the_sums_of_the_periods() -> None:
    cells = [int(str(cell) or 0) for cell in section("Сведения о пропусках")[0].table.rows[0].cells[2:]]
    periods = [cells[i : i + 6] for i in range(0, 24, 6)]
    assert cells[24:] == [sum(column) for column in zip(*periods, strict=True)]


def test_late_arrivals_have_a_column_where_there_were_any() -> None:
    head = [cell.text for cell in section("Сведения о пропусках")[0].table.head]
    assert head.count("Опозданий") == 5


def test_without_late_arrivals_the_absences_have_no_column_for_them() -> None:
    pupils = without(year_snapshots.class_journal(renditions())["pupils"], "late")
    head = [cell.text for cell in section("Сведения о пропусках", pupils=pupils)[0].table.head]
    assert (head.count("Опозданий"), head.count("Уроков всего")) == (0, 5)


def test_remarks_are_shown_with_author_deadline_and_fulfilment() -> None:
    row = section("Замечания")[0].table.rows[0]
    assert row.cells[2:] == ("Волков П. С.", "06.10.2025", "05.10.2025")


def test_a_journal_without_remarks_says_so() -> None:
    assert section("Замечания", remarks=[])[0].empty == "Замечаний нет."


def test_each_signature_is_shown_with_record_digest_certificate_and_time() -> None:
    source = year_snapshots.class_journal(renditions())["sources"][0]
    cells = section("Сведения об электронных")[0].table.rows[0].cells
    serial = source["signatures"][1]["certificate"]["serial"].upper()
    assert str(cells[1]).replace("\n", "").endswith(source["digest"])
    assert str(cells[3]).split("\n")[1] == serial
    assert str(cells[5]).split("\n")[0] == "25.10.2025 19:00"


def test_a_serial_number_in_hexadecimal_is_shown_as_it_is() -> None:
    sources = year_snapshots.class_journal(renditions())["sources"]
    sources[0]["signatures"][0]["certificate"]["serial"] = "0A1B"
    cells = section("Сведения об электронных", sources=sources)[0].table.rows[0].cells
    assert str(cells[3]).startswith("0A1B")


def test_many_signatures_go_on_to_further_pages_and_none_is_lost() -> None:
    source = year_snapshots.class_journal(renditions())["sources"][0]
    sources = [source | {"record": f"r{n}"} for n in range(40)]
    pages = section("Сведения об электронных", sources=sources)
    assert [len(page.table.rows) for page in pages] == [13, 13, 13, 1]


def test_three_roles_sign_the_class_journal() -> None:
    closing = section("Сводная")[-1].closing
    assert closing is not None
    assert [stamp.role for stamp in closing.stamps] == [
        "Классный руководитель",
        "Заместитель директора",
        "Директор",
    ]
