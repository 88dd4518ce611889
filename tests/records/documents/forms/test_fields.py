"""Every field of every form is found where docs/forms.md says it stands."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from records.documents.compose import compose
from records.documents.pdfa import render
from tests import amended_snapshots, report_snapshots, year_snapshots
from tests.records.documents.forms.act_fields import ACT_FIELDS
from tests.records.documents.forms.field import Field
from tests.records.documents.forms.fields import FIELDS
from tests.records.documents.forms.journal_fields import JOURNAL_FIELDS, JournalField
from tests.records.documents.forms.report_fields import REPORT_RECORD
from tests.records.documents.forms.samples import FULL, form_pdf
from tests.records.documents.samples import (
    BOOK_ID,
    anchor,
    book_pdf,
    period_pdf,
    render_snapshot,
    renditions,
)

ROOT = Path(__file__).parents[4]
TABLE = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line[:3] == "| `"
]
CASES = [
    pytest.param(form, field, id=f"{form}-{field.name}") for form, all_ in FIELDS.items() for field in all_
]


PAINTED = (*JOURNAL_FIELDS, *ACT_FIELDS, *REPORT_RECORD)


def squeezed(text: str) -> str:
    return "".join(text.split())


JOURNALS: Mapping[str, Callable[[], bytes]] = {
    "period_journal": period_pdf,
    "class_journal": book_pdf,
    "summary_sheet": lambda: render_snapshot(year_snapshots.summary_sheet()),
    "correction_act": lambda: render_snapshot(amended_snapshots.correction_act()),
    "supplement": lambda: render_snapshot(amended_snapshots.supplement()),
    "signature_report, запись": lambda: render_snapshot(report_snapshots.signature_report()),
    "period_journal, редакция 2": lambda: render_snapshot(amended_snapshots.period_journal_anew()),
    "summary_sheet, редакция 2": lambda: render_snapshot(amended_snapshots.summary_sheet_anew()),
    "class_journal, редакция 2": lambda: render(
        compose(amended_snapshots.class_journal_anew(renditions())), anchor(BOOK_ID), renditions()
    ),
}


@lru_cache
def pages(name: str) -> list[str]:
    """The text of each page in the order of the page's content, without white space."""
    pdf = JOURNALS[name]() if name in JOURNALS else form_pdf(FULL[name])
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return [squeezed(page) for page in done.stdout.decode().split("\f")]


@pytest.mark.parametrize(("form", "field"), CASES)
def test_a_field_stands_on_its_page(form: str, field: Field) -> None:
    assert squeezed(field.text) in pages(form)[field.page - 1]


@pytest.mark.parametrize("field", PAINTED, ids=lambda field: f"{field.document}-{field.name}")
def test_a_field_of_a_journal_stands_on_its_page(field: JournalField) -> None:
    found = [page for page in pages(field.document) if squeezed(field.page) in page]
    assert [page for page in found if squeezed(field.text) in page] != []


def test_the_table_of_the_forms_names_every_field() -> None:
    forms = {
        (form, field.name, str(field.page), field.place) for form, all_ in FIELDS.items() for field in all_
    }
    journals = {(field.document, field.name, field.page, field.place) for field in PAINTED}
    assert {(row[0].strip("`"), *row[1:4]) for row in ROWS} == forms | journals


def test_every_row_of_the_table_names_the_test_that_finds_its_field() -> None:
    assert {row[4] for row in ROWS} <= set(map("`{}`".format, globals()))
