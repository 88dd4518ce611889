"""The first page of who closes: the deputy head's periods and remarks, the secretary's year-end and holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from flask import url_for

from records.amendments.asked import count_asked
from records.closing.pending import Uncut, read_open_years, read_uncut
from records.gradebook.chores import open_remarks
from records.gradebook.deadlines import period_mark_due
from records.lifecycle import ClosingState
from records.registers.dossier import count_holds
from records.times import russian_date
from retention.board import Row, Stage, board, latest_year
from webui.access import Permission, classes_reached, journals_reached
from webui.home.desk import Desk, Lines
from webui.home.guarding import of_refusals
from webui.home.line import Line, Weight, late
from webui.home.teaching import of_remarks

# The papers of a year are signed, bound and filed by 30 June (domain.md, Documents).
_LAST_DAY: Final = (6, 30)
_LAST_WEEKS: Final = timedelta(days=45)
_NAMED = 5  # classes that a line names
_STAGES: Final = {
    Stage.CONFIRMED: "year_unconfirmed",
    Stage.CUT: "year_to_cut",
    Stage.PRINTED: "year_in_print",
    Stage.SIGNED: "year_in_signing",
    Stage.KEPT: "year_in_storing",
    Stage.CLOSED: "year_to_file",
}


def of_deputy(desk: Desk) -> Lines:
    """What stands late, what can be closed today, what was not mended."""
    journals = journals_reached(Permission.PERIOD_CLOSE)
    uncut = read_uncut(desk.session, desk.school, journals, desk.today)
    rules = desk.policy.deadlines
    over = [
        one
        for one in uncut
        if one.state is not ClosingState.CONFIRMED and period_mark_due(rules, one.ends) < desk.today
    ]
    yield from _of_uncut("journals_late", Weight.LATE, over)
    yield from _of_uncut("to_cut", Weight.NOW, [one for one in uncut if one.state is ClosingState.CONFIRMED])
    yield from of_refusals(desk)
    yield from of_remarks(desk, open_remarks(desk.session, desk.school, journals))
    asked = count_asked(desk.session, desk.school, classes_reached(Permission.CORRECTION_APPROVE))
    yield Line("asked", Weight.NOW, asked, url_for("amending.desk"))
    years = read_open_years(desk.session, desk.school, classes_reached(Permission.YEAR_CLOSE))
    ready = [year.name for year in years if year.state is ClosingState.CONFIRMED and not year.uncut]
    yield Line("year_to_cut", Weight.NOW, len(ready), url_for("closing.year"), _named(ready))


def _of_uncut(key: str, weight: Weight, found: Sequence[Uncut]) -> Lines:
    """A line a period: the table of the page is one period's."""
    counts = defaultdict[tuple[str, str, date], int](int)
    for one in found:
        counts[one.period, one.title, one.ends] += one.count
    for (period, title, ends), count in counts.items():
        yield Line(
            key, weight, count, url_for("closing.heat", period=period), f"{title}, до {russian_date(ends)}"
        )


def of_secretary(desk: Desk) -> Lines:
    """The year-end board's next steps, the last day of the year's papers, the holds."""
    rows: Sequence[Row] = ()
    if year := latest_year(desk.session, desk.school):
        reached = classes_reached(Permission.YEAR_CLOSE)
        rows = board(desk.workshop, year.id, reached)
        yield from _of_board(rows)
        yield from _of_last_day(desk, rows, date(year.ends.year, *_LAST_DAY))
    yield Line("holds", Weight.NEWS, count_holds(desk.session, desk.school), url_for("archive.listing"))


def _of_board(rows: Sequence[Row]) -> Lines:
    for stage, key in _STAGES.items():
        names = [row.name for row in rows if row.next is stage]
        ours = stage in (Stage.CUT, Stage.CLOSED)
        yield Line(
            key, Weight.NOW if ours else Weight.NEWS, len(names), url_for("closing.year"), _named(names)
        )


def _of_last_day(desk: Desk, rows: Sequence[Row], last: date) -> Lines:
    left = [row.name for row in rows if row.next]
    if left and last - _LAST_WEEKS <= desk.today:
        url = url_for("closing.year")
        yield Line("papers_due", late(over=last < desk.today), len(left), url, f"до {russian_date(last)}")


def _named(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
