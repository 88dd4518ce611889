"""The grid when things go wrong, by the keyboard alone: two teachers in one cell, and a connection lost and back.

Tab, arrows, Enter and typing from sign-in to the end; nothing points or clicks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from records.gradebook.tables import Journal, Lesson
from tests.browser.grid import PERIOD, TEACHER, class_seed, class_site
from tests.browser.grid import Hand as Grid
from tests.browser.hands import Desk, Hand, at_desk
from tests.browser.live import LiveSite
from tests.webui.visitors import installation_of, person_id

__all__ = ["class_seed", "class_site"]

SUBSTITUTE = "Юдина Жанна Евгеньевна"  # teaches Алгебра
SHOW, KEEP, WRITE, LATER = "Показать", "Оставить, как стоит", "Записать своё", "Решить позже"
HERS, THEIRS = "5/5", "2/2"  # of the teacher, of the substitute; neither stands there


@pytest.fixture
def shared(class_site: LiveSite) -> LiveSite:
    """The last lesson of the journal is given in substitution: two teachers may write it."""
    teacher, substitute = person_id(class_site.app, TEACHER), person_id(class_site.app, SUBSTITUTE)
    with installation_of(class_site.app).workshop.transaction() as session:
        lessons = select(Lesson).join(Journal, Journal.id == Lesson.journal_id)
        own = lessons.where(Journal.teacher_id == teacher).order_by(Lesson.date.desc()).limit(1)
        session.scalars(own).one().substitute_id = substitute
    return class_site


@contextmanager
def at_the_keys(browser: Browser, site: LiveSite, name: str) -> Iterator[tuple[Desk, Grid]]:
    """Somebody at the grid of География who came there by the keyboard."""
    with at_desk(browser, site, Hand.KEYBOARD, name) as desk:
        desk.go("nav_journals")
        desk.follow(re.compile(rf"{PERIOD}\s*, География"))
        grid = Grid(desk.visited)
        grid.ready()
        yield desk, grid


def last_column(grid: Grid) -> int:
    """The column of the lesson that both may write."""
    return grid.page.locator("#grid thead .k").count()


def write(desk: Desk, grid: Grid, *values: str) -> None:
    """Go to the top of the last column and type a value a pupil."""
    desk.reach(grid.page.locator("#grid td[tabindex='0']"))
    grid.keys("Control+Home", *["ArrowRight"] * (last_column(grid) - 1))
    expect(grid.cell(1, last_column(grid))).to_be_focused()
    for value in values:
        grid.keys(*value, "Enter")


def focused(grid: Grid, name: str) -> None:
    """Wait until the focus is on the first button of that name."""
    expect(grid.page.get_by_role("button", name=name).first).to_be_focused()


def come_back_while_the_focus_waits(desk: Desk, grid: Grid) -> None:
    """The line of the state is told anew while the focus is on its button, and keeps it."""
    desk.visited.context.set_offline(True)
    grid.keys("Tab", *THEIRS, "Enter")
    expect(grid.page.locator("#state")).to_contain_text("Ждут отправки: 1")
    grid.keys("Shift+Tab")
    focused(grid, SHOW)
    desk.visited.context.set_offline(False)
    expect(grid.page.locator("#state")).to_have_text("Расхождений: 1. Показать")
    focused(grid, SHOW)


def test_two_teachers_in_conflict_decide_it_by_the_keyboard(browser: Browser, shared: LiveSite) -> None:
    with (
        at_the_keys(browser, shared, SUBSTITUTE) as (desk, grid),
        at_the_keys(browser, shared, TEACHER) as (teachers_desk, teachers_grid),
    ):
        write(teachers_desk, teachers_grid, HERS, HERS)
        teachers_grid.settled()
        write(desk, grid, THEIRS, THEIRS)
        expect(grid.page.locator("#state")).to_contain_text("Расхождений: 2")
        grid.keys("Shift+Tab")
        focused(grid, SHOW)
        grid.keys("Enter")
        expect(grid.page.get_by_role("dialog")).to_contain_text(f"Стоит «{HERS}» — {TEACHER}")
        focused(grid, KEEP)
        grid.keys("Enter")
        focused(grid, KEEP)  # of the second conflict
        grid.keys("Tab", "Tab")
        focused(grid, LATER)
        grid.keys("Enter")
        focused(grid, SHOW)
        come_back_while_the_focus_waits(desk, grid)
        grid.keys("Enter", "Tab")
        focused(grid, WRITE)
        grid.keys("Enter")
        expect(grid.cell(2, last_column(grid))).to_be_focused()
        grid.settled()
        grid.reload()
        assert grid.column(last_column(grid))[:3] == [HERS, THEIRS, THEIRS]


def test_what_is_typed_without_a_connection_is_sent_when_it_is_back(
    browser: Browser, class_site: LiveSite
) -> None:
    with at_the_keys(browser, class_site, TEACHER) as (desk, grid):
        desk.visited.context.set_offline(True)
        write(desk, grid, HERS, THEIRS, HERS)
        expect(grid.page.locator("#state")).to_contain_text("Ждут отправки: 3")
        grid.keys("ArrowUp", *THEIRS, "Enter")
        desk.visited.context.set_offline(False)
        grid.settled()
        grid.reload()
        assert grid.column(last_column(grid))[:3] == [HERS, THEIRS, THEIRS]
