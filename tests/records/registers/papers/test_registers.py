"""What the registers say follows from the dossiers: quantities, terms, files, sheets; the rest is left to the pen."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.documents.forms.binding_sheet import Printing
from records.documents.forms.electronic_inventory import Container
from records.documents.forms.file_plan import FilePlan
from records.documents.forms.parts import TO_COME, SignedRecord
from records.lifecycle import RecordState
from records.registers.electronic_inventory import build_electronic_inventory
from records.registers.facts import DossierFacts, signature_name
from records.registers.file_registry import REPLACED, Contents, build_file_registry
from records.registers.fileplan import build_file_plan
from records.registers.handover import build_handover_act
from records.registers.journal_register import build_journal_register
from records.registers.volumes import Binding, build_binding_sheet, build_spine_labels
from records.school.policy import Policy, Term
from tests.records.registers.papers.school import HEAD, SHEET, STAFF, dossier, record

LINES = tuple(sorted(Policy().terms.values(), key=lambda term: term.index))
SIGNED = SignedRecord("Классный журнал", "a" * 20, "ab" * 32)
CLOSED = (dossier("j", records=(record("r"),)), dossier("s", years=25, records=(record("q", SHEET),)))


def plan(dossiers: tuple[DossierFacts, ...], classes: int = 1, lines: tuple[Term, ...] = LINES) -> FilePlan:
    return build_file_plan(HEAD, "2025/2026", lines, dossiers, classes, {"02": "Учёба"}, TO_COME, STAFF)


def totals(form: FilePlan) -> list[int]:
    return [line.total for line in form.by_terms]


def test_a_closed_year_counts_its_files_by_terms() -> None:
    form = plan(CLOSED)
    assert ([e.quantity for e in form.sections[0].entries], totals(form)) == ([1, 1], [0, 1, 1, 2])


@pytest.mark.parametrize(
    ("dossiers", "classes"),
    [((), 0), ((), 1), (CLOSED, 2), ((CLOSED[0], dossier("open", None, 25)), 1), (CLOSED[:1], 1)],
)
def test_the_closing_record_of_an_open_year_is_left_to_the_pen(
    dossiers: tuple[DossierFacts, ...], classes: int
) -> None:
    form = plan(dossiers, classes)
    assert (form.closed_by, [e.quantity for e in form.sections[0].entries]) == (None, [None, None])


@given(st.lists(st.sampled_from([1, 5, 10, 11, 25, 75, None]), min_size=1, max_size=8))
def test_the_terms_of_the_closing_record_add_up(terms: list[int | None]) -> None:
    lines = tuple(Term(f"01-{n:02}", "Дела", years, "") for n, years in enumerate(terms))
    *parts, whole = totals(plan(tuple(_under(line) for line in lines), 1, lines))
    assert sum(parts) == whole == len(terms)


def _under(line: Term) -> DossierFacts:
    found = dossier(line.index, years=line.years)
    return DossierFacts(**{name: getattr(found, name) for name in found.__slots__} | {"index": line.index})


def test_lines_stand_under_the_name_of_their_section() -> None:
    (section,) = plan(()).sections
    assert (section.index, section.name, [e.index for e in section.entries]) == (
        "02",
        "Учёба",
        ["02-15", "02-16"],
    )


def test_electronic_files_are_listed_with_their_containers() -> None:
    container = Container("r/record.pdf", datetime(2026, 6, 20, 12, tzinfo=UTC), 7, "ab" * 64)
    open_ = dossier("open", None, records=(record("x"),))
    form = build_electronic_inventory(
        HEAD, "2025/2026", (*CLOSED, open_), {"r": container, "q": container}, TO_COME, STAFF
    )
    assert (form.files, form.size, [entry.number for entry in form.entries]) == (2, 14, ["1", "2"])


def test_the_register_leaves_paper_that_nobody_counted_to_the_pen() -> None:
    form = build_journal_register(HEAD, "2025/2026", CLOSED, 2, {}, "", STAFF)
    assert [(e.number, e.volumes, e.sheets, e.act_from) for e in form.entries] == [
        ("1", None, None, date(2032, 1, 1))
    ]


def test_the_register_counts_bound_volumes() -> None:
    bound = {"j": Binding((64, 57), Printing.BOTH_SIDES)}
    (entry,) = build_journal_register(HEAD, "2025/2026", CLOSED, 2, bound, "каб. 4", STAFF).entries
    assert (entry.volumes, entry.sheets, entry.place) == (2, 32 + 29, "каб. 4")


def test_every_volume_begins_on_a_sheet_of_its_own() -> None:
    assert [Binding((63, 57), side).sheets for side in Printing] == [120, 32 + 29]


def test_the_last_sheet_counts_its_own_volume() -> None:
    binding = Binding((64, 57), Printing.BOTH_SIDES)
    sheets = [
        build_binding_sheet(HEAD, CLOSED[0], binding, volume, SIGNED, STAFF).sheets for volume in (1, 2)
    ]
    assert sheets == [32, 29]


def test_a_label_for_each_volume() -> None:
    spines = build_spine_labels(HEAD, CLOSED[0], 2, 7, "каб. 4").spines
    assert [(s.volume, s.volumes, s.heading, s.inventory) for s in spines] == [
        (1, 2, "Классный журнал", "7"),
        (2, 2, "Классный журнал", "7"),
    ]


def test_the_registry_names_replaced_revisions_and_leaves_out_what_is_not_kept() -> None:
    records = (
        record("new"),
        record("old", state=RecordState.REPLACED),
        record("x", state=RecordState.SIGNING),
    )
    contents = {name: Contents(f"{name}/record.pdf", "ab" * 64, 2) for name in ("new", "old")}
    form = build_file_registry(HEAD, dossier("j", records=records), contents, {}, STAFF)
    assert [(d.record, d.note, d.pages) for d in form.documents] == [("new", "", 2), ("old", REPLACED, 2)]


def test_what_is_open_is_not_handed_over() -> None:
    bound = {"j": Binding((99,), Printing.BOTH_SIDES)}
    form = build_handover_act(
        HEAD, (*CLOSED, dossier("open", None)), 2, bound, "", "", STAFF.deputy_head, STAFF.secretary
    )
    assert [(e.carriers.replace("\N{NO-BREAK SPACE}", " "), e.size) for e in form.entries] == [
        ("2 эл. экз.; 1 том, 50 листов", 1000),
        ("2 эл. экз.", 1000),
    ]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Соколова Ольга Викторовна", "О. В. Соколова"),
        ("Ли Бо", "Б. Ли"),
        ("Бендер", "Бендер"),
        ("", ""),
    ],
)
def test_a_name_beside_a_signature_begins_with_its_initials(name: str, short: str) -> None:
    assert signature_name(name) == short
