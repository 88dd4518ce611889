"""The widest sheet there is, 170 lessons over 35 pupils: its page says each thing once and stays light."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from bench.site_sheet import LESSONS, wide
from records.actor import Actor
from records.gradebook.tables import Journal, Lesson
from records.identity import SystemEntropy
from records.school.imports.apply import apply
from records.school.imports.reader import read_class
from records.school.imports.workbook import read_sheets
from records.school.tables import Person
from tests.flow.seeds import Seed
from tests.flow.site import AT
from tests.webui.gradebook.test_sheet_page import facts
from tests.webui.visitors import app_of, installation_of, set_policy, signed_in
from webui.demo import make_demo
from webui.settings import Environment

SAMPLE = Path(__file__).parents[2] / "samples" / "9А-2025-2026.xlsx"
MOST = 100_000  # bytes beside the cells
NEVER_LATE: dict[str, int] = {}
ALL_LATE = {"days": 0, "entry_days": 0}
GAPS = {
    "ru": [["{day}", "{due}"], ["{day}", "{day}"]],
    "en": [["{day}", "{due_iso}"], ["{day}", "{day_iso}"]],
}
CELLS = re.compile(r'<tbody lang="ru">\s*<tr id="pupil-.*?</tbody>', re.DOTALL)


@pytest.fixture(scope="module")
def wide_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site whose one journal has a year's lessons in its last period."""
    seed = Seed(tmp_path_factory.mktemp("wide") / "school", None, "")
    make_demo(Environment.read(seed.site.environ()), AT, SystemEntropy())
    value = read_class(read_sheets(SAMPLE)).value
    assert value
    with seed.site.workshop() as workshop, workshop.transaction() as session:
        apply(session, Actor("import", "import", workshop.school), wide(value), AT, workshop.entropy)
    with app_of(seed.site) as app:
        yield app


def page_of(app: Flask, tongue: str, corrections: dict[str, int]) -> str:
    """The grid as its teacher gets it under the school's rule of corrections."""
    set_policy(app, corrections=corrections)
    with installation_of(app).workshop.transaction() as session:
        lessons = func.count(Lesson.id)
        periods = select(Lesson.period_id).group_by(Lesson.period_id).having(lessons == LESSONS)
        journal, period = session.scalars(select(Journal)).one(), session.scalars(periods).one()
        address = f"/journal/{journal.id}/{period}?lang={tongue}"
        name = session.scalars(select(Person.name).where(Person.id == journal.teacher_id)).one()
    return signed_in(app, name).get(address).text


def beside_of(page: str) -> str:
    """The page without its cells."""
    beside, taken = CELLS.subn("", page)
    assert (taken, page.count('scope=col><a href="')) == (1, LESSONS)
    return beside


@pytest.mark.parametrize("corrections", [NEVER_LATE, ALL_LATE], ids=["everything open", "everything late"])
@pytest.mark.parametrize("tongue", ["ru", "en"])
def test_the_widest_page_weighs_little_beside_its_cells(
    wide_app: Flask, tongue: str, corrections: dict[str, int]
) -> None:
    assert len(beside_of(page_of(wide_app, tongue, corrections)).encode()) <= MOST


@pytest.mark.parametrize("tongue", ["ru", "en"])
def test_the_columns_share_the_reasons_of_their_locks(wide_app: Flask, tongue: str) -> None:
    found = facts(page_of(wide_app, tongue, ALL_LATE))
    reasons, columns = found["reasons"], found["columns"]
    assert isinstance(reasons, list)
    assert isinstance(columns, list)
    told = {(column["lock"], column["standing"]) for column in columns}
    assert (told, [re.findall(r"\{\w+\}|\d{4}", reason) for reason in reasons]) == ({(0, 1)}, GAPS[tongue])
