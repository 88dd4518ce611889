"""The teacher's pages: the list of journals and the grid. Values in, HTML out; doors load, use cases read.

The other pages of the blueprint stand in modules of their own, imported here so that their routes are known.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from posixpath import dirname, relpath

from flask import render_template, request, url_for
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from records.digest import Json
from records.gradebook.spread_reading import read_spread
from webui.access import (
    JournalDoor,
    Permission,
    YearDoor,
    installation,
    load_journal,
    load_journals,
    load_years,
    visitor,
)
from webui.gradebook import cells_api, history_page, lesson_facts, lesson_page, result_page
from webui.gradebook.blueprint import blueprint, pen
from webui.gradebook.payload import facts_of
from webui.gradebook.shown import days, kinds_of, legend_of, lines, months, nearest
from webui.gradebook.words import PROGRAM, WORDS
from webui.language import language, words_of
from webui.moments import now, today

__all__ = ["blueprint", "cells_api", "history_page", "lesson_facts", "lesson_page", "result_page"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A journal of the list with the doors of its periods."""

    title: str
    class_name: str
    year: str
    periods: tuple[JournalDoor, ...]


@blueprint.get("/journals")
def journals() -> str:
    """The journals of a year that the visitor may read, their own before the others; unasked, of the year that runs."""
    years = load_years(Permission.JOURNAL_READ)
    chosen = _chosen(years, request.args.get("year", ""))
    doors = load_journals(Permission.JOURNAL_READ, year=chosen)
    own = {door.key for door in doors if pen(door)}
    return render_template(
        "gradebook/journals.html",
        years=years,
        chosen=chosen,
        own=_shelves([door for door in doors if door.key in own]),
        others=_shelves([door for door in doors if door.key not in own]),
        words=words_of(WORDS),
    )


def _chosen(years: Sequence[YearDoor], asked: str) -> str:
    """The year that was asked for, or the newest that has begun; next year's journals are made before it begins."""
    if asked in {year.id for year in years}:
        return asked
    begun = [year for year in years if year.starts <= today()]
    return next((year.id for year in begun or years), "")


@blueprint.get("/journal/<journal>/<period>")
def sheet(journal: str, period: str) -> str:
    """The grid of a journal in a period."""
    door = load_journal(Permission.JOURNAL_READ, journal, period)
    writer = pen(door)
    with installation().workshop.reading() as session:
        spread = read_spread(session, writer or door.actor, door.key, now())
    return render_template(
        "gradebook/sheet.html",
        door=door,
        spread=spread,
        writable=writer is not None,
        months=tuple(months(spread.columns)),
        days=tuple(days(spread)),
        lines=tuple(lines(spread)),
        kinds=kinds_of(spread),
        legend=legend_of(spread),
        lesson_at=_lesson_at(door),
        filled={cell.column for pupil in spread.content.pupils for cell in pupil.cells},
        nearest=nearest(spread.content.lessons, spread.today),
        facts=_island(facts_of(spread, _urls(door), words_of(PROGRAM), visitor().account, language())),
        words=words_of(WORDS),
    )


def _island(facts: Json) -> Markup:
    """JSON inside a page, Cyrillic as it is: escaped to ASCII it is three times as long."""
    return htmlsafe_json_dumps(facts, dumps=partial(json.dumps, ensure_ascii=False, separators=(",", ":")))


def _lesson_at(door: JournalDoor) -> str:
    """What a lesson's id is put after in a link: relative to the page, for each lesson has two such links."""
    journal, period = door.key.journal, door.key.period
    page = url_for("gradebook.sheet", journal=journal, period=period)
    return relpath(url_for("gradebook.lesson", journal=journal, period=period), dirname(page)) + "?id="


def _urls(door: JournalDoor) -> dict[str, str]:
    journal, period = door.key.journal, door.key.period
    return {
        "cells": url_for("gradebook.write_cells", journal=journal, period=period),
        "history": url_for("gradebook.history", journal=journal, period=period),
        "signIn": url_for("accounts.sign_in"),
    }


def _shelves(doors: Sequence[JournalDoor]) -> tuple[Shelf, ...]:
    """The doors gathered by journal; they come in that order."""
    grouped = (tuple(group) for _, group in groupby(doors, lambda door: door.key.journal))
    return tuple(Shelf(one[0].title, one[0].class_name, one[0].year, one) for one in grouped)
