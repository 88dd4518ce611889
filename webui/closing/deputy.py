"""The deputy head's table of a period, class by class and subject by subject, and the cutoff of a class's journals.

Colour is never alone: each cell says its state in a sign and in words. The cutoff itself is retention/desk.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.closing.progress import Progress, read_progress
from records.gradebook.deadlines import period_mark_due
from records.gradebook.reading import JournalKey
from records.lifecycle import ClosingState, RecordState
from retention.declined import declined_records
from retention.desk import cut_off
from retention.waiting import late_records
from webui.access import (
    JournalDoor,
    PeriodDoor,
    Permission,
    installation,
    load_class,
    load_journals,
    load_periods,
)
from webui.closing.blueprint import blueprint, to_batch
from webui.closing.declining import declined_within
from webui.closing.words import WORDS
from webui.language import text_of, words_of
from webui.moments import now, today
from webui.typed import line


class Heat(StrEnum):
    """How near a journal's period is to the archive; the order is that of the way there."""

    LATE = "late"
    GAPS = "gaps"
    READY = "ready"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    UNSIGNED = "unsigned"
    SIGNING = "signing"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Cell:
    """A journal's period in the table: its state, and how many gaps stop it."""

    door: JournalDoor
    progress: Progress
    heat: Heat
    stops: int


@dataclass(frozen=True, slots=True)
class Line:
    """A class's line: its cells by subject."""

    class_id: str
    name: str
    cells: Mapping[str, Sequence[Cell]]


@blueprint.get("/heat")
def heat() -> str:
    """The table of a period; without a choice, of the first that has begun and is not cut off everywhere."""
    choices = load_periods(Permission.PERIOD_CLOSE)
    cells = list[Cell]()
    chosen = request.args.get("period", "")
    if choices:
        chosen = chosen if chosen in {c.period for c in choices} else _pressing(choices)
        cells = _cells(load_journals(Permission.PERIOD_CLOSE, chosen), _progress({chosen}))
    subjects = tuple(dict.fromkeys(cell.door.title.partition(" (")[0] for cell in cells))
    words = words_of(WORDS)
    return render_template(
        "closing/heat.html",
        choices=choices,
        chosen=chosen,
        subjects=subjects,
        lines=_lines(cells),
        Heat=Heat,
        refused=len(declined_within(Permission.PERIOD_CLOSE)),
        counts={one: sum(cell.heat is one for cell in cells) for one in Heat},
        said=_said(words),
        words=words,
    )


def _said(words: Mapping[str, str]) -> dict[Heat, str]:
    """The words of each state."""
    return {one: words.get(f"heat_{one}") or words[one] for one in Heat}


def _pressing(choices: Sequence[PeriodDoor]) -> str:
    """The first period that has begun and still has an open journal; when all is cut off, the first of all."""
    begun = [door for door in choices if door.open and door.starts <= today()]
    return min(begun, key=lambda door: door.starts, default=choices[0]).period


def _progress(periods: set[str]) -> dict[JournalKey, Progress]:
    workshop = installation().workshop
    with workshop.reading() as session:
        return read_progress(session, workshop.school, periods)


def _cells(doors: Sequence[JournalDoor], progress: Mapping[JournalKey, Progress]) -> list[Cell]:
    workshop = installation().workshop
    with workshop.reading() as session:
        policy = workshop.policy(session)
        stuck = dict.fromkeys(late_records(session, workshop.school, today()), Heat.UNSIGNED)
        stuck |= {one.record: Heat.DECLINED for one in declined_records(session, workshop.school)}
    found, on = [], today()
    for door in doors:
        one = progress[door.key]
        stops = one.blocking(policy)
        due = period_mark_due(policy.deadlines, one.ends)
        heat = stuck.get(one.record or "") or _heat(one, stops, due, on)
        found.append(Cell(door, one, heat, stops))
    return found


def _heat(one: Progress, stops: int, due: date, on: date) -> Heat:
    if one.record_state is RecordState.REPLICATED:
        return Heat.KEPT
    if one.state is ClosingState.CUT:
        return Heat.SIGNING
    if one.state is ClosingState.CONFIRMED:
        return Heat.CONFIRMED
    if due < on:
        return Heat.LATE
    return Heat.GAPS if stops else Heat.READY


def _lines(cells: Sequence[Cell]) -> tuple[Line, ...]:
    lines: dict[str, dict[str, list[Cell]]] = {}
    names = {}
    for cell in cells:
        names[cell.door.class_id] = cell.door.class_name
        of_class = lines.setdefault(cell.door.class_id, {})
        of_class.setdefault(cell.door.title.partition(" (")[0], []).append(cell)
    return tuple(Line(class_id, names[class_id], found) for class_id, found in lines.items())


@blueprint.get("/heat/<class_id>/<period>")
def of_class(class_id: str, period: str) -> str:
    """A class's journals in a period, to be cut off together."""
    door = load_class(Permission.PERIOD_CLOSE, class_id)
    doors, words = load_journals(Permission.PERIOD_CLOSE, period, class_id), words_of(WORDS)
    return render_template(
        "closing/of_class.html",
        door=door,
        period=period,
        title=doors[0].period_title if doors else "",
        cells=_cells(doors, _progress({period})),
        said=_said(words),
        words=words,
    )


@blueprint.post("/heat/<class_id>/<period>")
def cut(class_id: str, period: str) -> Response:
    """Cut off the chosen journals of a class, with or without the deputy head's reason."""
    door = load_class(Permission.PERIOD_CLOSE, class_id)
    reached = {d.key: d for d in load_journals(Permission.PERIOD_CLOSE, period, class_id)}
    wanted = set(request.form.getlist("journal"))
    keys = [key for key in reached if key.journal in wanted]
    if not keys:
        flash(words_of(WORDS)["nothing_chosen"], "bad")
        return redirect(url_for("closing.of_class", class_id=class_id, period=period))
    reason = line("reason") or None
    done = cut_off(installation().workshop, door.actor, keys, now(), reason)
    for key, error in done.refused.items():
        flash(f"{reached[key].title}: {text_of(error)}", "bad")
    if done.batch is None:
        return redirect(url_for("closing.of_class", class_id=class_id, period=period))
    return to_batch(done.batch)
