"""Whether an edit of the grid may be written: the facts around a cell and the edit in, one spelling or a refusal out.

R20, R33, R38, R45, R74, with the days and words of the school's policy. The first rule that fails speaks.
Pure: it finds no rows and writes none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from records.gradebook import cells
from records.gradebook.cells import CellKey, Edit, EntryError, Place, Version
from records.gradebook.content import MembershipFacts
from records.gradebook.corrections import may_correct, may_enter
from records.gradebook.marks import MarkScale, parse_cell, parse_period_mark, spell
from records.lifecycle import ClosingState
from records.school.policy import Policy


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rules look at around a cell.

    `day` is the lesson's, or the last of the period or year; `due` the last day for an entry; `membership` None for
    nobody of this journal; `state` is that of the period or, for the year's columns, of the class's year. A cell that
    the deputy head `reopened` is not late until its window ends.
    """

    title: str
    where: str
    state: ClosingState
    day: date
    due: date
    membership: MembershipFacts | None
    writable: bool
    graded: bool
    period_mark: bool
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The edit may be written as `value`; `standing` means that it is there already and nothing is to be written."""

    value: str
    standing: Version | None = None


def judge(
    edit: Edit, ground: Ground, versions: tuple[Version, ...], account: str, policy: Policy, today: date
) -> Verdict | None:
    """The verdict on an edit over the cell's versions in order, or None where a newer version contradicts it.

    Raises EntryError, or MarkError for a value that the scale does not know.
    """
    if not ground.writable:
        raise cells.not_yours(ground.title)
    value = _spelled(edit, policy.scale)
    # A replayed edit was written before whatever closed the cell since.
    if replayed := _replayed(edit, value, versions, account):
        return Verdict(value, replayed)
    if error := locked(edit.cell, ground, bool(versions and versions[-1].value), policy, today):
        raise error
    if edit.value and not ground.graded and edit.cell.place is Place.LESSON and _has_marks(value, policy):
        raise cells.not_graded(ground.where)
    newest = versions[-1] if versions else None
    if newest and newest.seq != edit.seen:
        return None if newest.value != value else Verdict(value, newest)
    if value == (newest.value if newest else ""):
        return Verdict(value, newest)
    return Verdict(value)


def locked(cell: CellKey, ground: Ground, filled: bool, policy: Policy, today: date) -> EntryError | None:
    """Why nothing may be written into the cell today, whatever it is; None where something may."""
    if ground.state is ClosingState.CUT:
        return cells.year_cut(ground.title) if cell.place.of_year else cells.period_cut(ground.title)
    if ground.membership is None:
        return cells.no_such_cell(ground.title)
    if cell.place is not Place.LESSON:
        return cells.not_graded(ground.where) if not ground.graded else None
    return _lesson_locked(ground, filled, policy, today)


def _lesson_locked(ground: Ground, filled: bool, policy: Policy, today: date) -> EntryError | None:
    rules = policy.corrections
    if ground.membership and not ground.membership.present(ground.day, ground.day):
        return cells.not_in_class(ground.where)
    if ground.day > today:
        return cells.not_yet(ground.where)
    if ground.reopened:
        return None
    if rules.until_period_mark and ground.period_mark:
        return cells.period_mark_stands(ground.where)
    if filled and not may_correct(rules, ground.day, today):
        return cells.correction_late(ground.where, ground.day, rules.days or 0)
    if not filled and not may_enter(rules, ground.due, today):
        return cells.entry_late(ground.where, ground.due)
    return None


def _spelled(edit: Edit, scale: MarkScale) -> str:
    if edit.cell.place is Place.LESSON:
        cell = parse_cell(edit.value, scale)
        return spell(cell) if cell else ""
    return parse_period_mark(edit.value, scale) or ""


def _has_marks(value: str, policy: Policy) -> bool:
    cell = parse_cell(value, policy.scale)
    return bool(cell and cell.marks)


def _replayed(edit: Edit, value: str, versions: tuple[Version, ...], account: str) -> Version | None:
    """The version that this very edit wrote when it was sent before."""
    for version in versions:
        if version.seq == edit.seen + 1 and version.account == account and version.value == value:
            return version
    return None
