"""The first page of who teaches: lessons to write, journals to confirm, remarks, acts, the own class's year."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final

from flask import url_for

from records.amendments.asked import count_declined
from records.amendments.reading import count_acts
from records.closing.pending import read_open_years
from records.closing.progress import Progress, read_progress
from records.gradebook.chores import (
    Blank,
    Days,
    OpenRemark,
    blank_lessons,
    blank_substitutions,
    open_remarks,
)
from records.gradebook.deadlines import lesson_due, may_substitute, period_mark_due
from records.lifecycle import ClosingState
from records.times import russian_date
from webui.access import Permission, classes_reached, journals_reached, load_journals
from webui.home.desk import Desk, Lines
from webui.home.line import Line, Weight, late

LOOK_BACK: Final = timedelta(days=14)
_ACTS: Final = timedelta(days=30)
_SOON: Final = timedelta(days=14)


def of_teacher(desk: Desk) -> Lines:
    """What a teacher's journals wait for."""
    journals = journals_reached(Permission.PERIOD_CONFIRM) or frozenset()
    days = Days(desk.today - LOOK_BACK, desk.today)
    yield from _of_lessons(desk, blank_lessons(desk.session, desk.school, journals, days))
    yield from _of_periods(desk, journals)
    yield from of_remarks(desk, open_remarks(desk.session, desk.school, journals))
    acts = count_acts(desk.session, desk.school, journals, desk.at - _ACTS, desk.visitor.person)
    yield Line("acts", Weight.NEWS, acts, url_for("amending.home"))
    declined = count_declined(desk.session, desk.school, desk.visitor.person, desk.at - _ACTS)
    yield Line("declined", Weight.NEWS, declined, url_for("amending.home"))


def of_substitute(desk: Desk) -> Lines:
    """The lessons that a substitute still has to write."""
    days = Days(desk.today - LOOK_BACK, desk.today)
    found = blank_substitutions(desk.session, desk.school, desk.visitor.person, days)
    rules = desk.policy.deadlines
    mine = [one for one in found if may_substitute(rules, one.date, one.grade, desk.today)]
    yield from _of_blank(desk, "substituted", mine)


def _of_lessons(desk: Desk, found: Sequence[Blank]) -> Lines:
    yield from _of_blank(desk, "no_topic", [one for one in found if one.no_topic])
    untouched = [one for one in found if one.no_entry and not one.no_topic]
    if untouched:
        yield Line("no_entry", Weight.NEWS, len(untouched), _lesson(untouched[0]), _named(untouched))


def _of_blank(desk: Desk, key: str, found: Sequence[Blank]) -> Lines:
    if found:
        over = lesson_due(desk.policy.deadlines, found[0].date) < desk.today
        yield Line(key, late(over=over), len(found), _lesson(found[0]), _named(found))


def _lesson(one: Blank) -> str:
    return url_for("gradebook.lesson", journal=one.key.journal, period=one.key.period, id=one.lesson)


def _named(found: Sequence[Blank]) -> str:
    first, more = found[0], len(found) - 1
    return f"{first.title}, {russian_date(first.date)}" + (" …" if more else "")


def _of_periods(desk: Desk, journals: Collection[str]) -> Lines:
    doors = load_journals(Permission.PERIOD_CONFIRM, uncut=True)
    periods = {door.key.period for door in doors}
    progress = read_progress(desk.session, desk.school, periods, journals)
    begun = [progress[door.key] for door in doors if progress[door.key].starts <= desk.today]
    unconfirmed = [one for one in begun if one.state is not ClosingState.CONFIRMED]
    ready = [one for one in unconfirmed if not one.blocking(desk.policy)]
    gaps = [one for one in unconfirmed if one.blocking(desk.policy) and _due(desk, one) <= desk.today + _SOON]
    yield from _of_progress(desk, "to_confirm", [one for one in ready if one.ends <= desk.today])
    yield from _of_progress(desk, "to_fill", gaps)


def _of_progress(desk: Desk, key: str, found: Sequence[Progress]) -> Lines:
    if found:
        first = min(_due(desk, one) for one in found)
        until = f"до {russian_date(first)}"
        yield Line(key, late(over=first < desk.today), len(found), url_for("closing.tasks"), until)


def _due(desk: Desk, one: Progress) -> date:
    return period_mark_due(desk.policy.deadlines, one.ends)


def of_remarks(desk: Desk, found: Sequence[OpenRemark]) -> Lines:
    """The remarks to be fulfilled, those past their deadline apart."""
    over = [one for one in found if one.deadline and one.deadline < desk.today]
    yield from _of_open("remarks_late", over, over=True)
    yield from _of_open("remarks", [one for one in found if one not in over], over=False)


def _of_open(key: str, found: Sequence[OpenRemark], *, over: bool) -> Lines:
    if found:
        first = found[0]
        url = url_for("closing.period", journal=first.key.journal, period=first.key.period) + "#remarks"
        more = " …" if len(found) > 1 else ""
        day = f", до {russian_date(first.deadline)}" if first.deadline else ""
        yield Line(key, late(over=over), len(found), url, first.title + day + more)


def of_class_teacher(desk: Desk) -> Lines:
    """The own class's year, when all of its periods are closed and it waits for the confirmation."""
    classes = classes_reached(Permission.YEAR_CONFIRM)
    years = read_open_years(desk.session, desk.school, classes)
    ready = [year for year in years if year.state is ClosingState.OPEN and not year.uncut]
    for year in ready:
        url = url_for("closing.class_year", class_id=year.class_id)
        yield Line("confirm_year", late(over=year.ends < desk.today), 1, url, f"{year.name}, {year.year}")
