"""What passes between the grid's program and the site as JSON: the page's facts, the edits, and what came of them.

Values into JSON and back; a request that is no such JSON is an InputError. It calls no use case.
"""

from __future__ import annotations

from collections.abc import Mapping

from records.digest import Json
from records.errors import InputError, Language
from records.gradebook.cells import CellKey, ConflictError, Edit, EntryError, Place, Refused, Saved
from records.gradebook.spread import Spread, SpreadColumn
from records.school.policy import Policy
from records.times import russian_date

LONGEST = 40  # characters of a value as typed; the longest mark has eight


def facts_of(
    spread: Spread, urls: Mapping[str, str], words: Mapping[str, str], account: str, tongue: Language
) -> Json:
    """What the grid's program must know beside the table that it finds in the page."""

    def said(error: EntryError | None) -> str:
        return error.text(tongue) if error else ""

    reasons: dict[str, int] = {}
    return {
        "urls": dict(urls),
        "account": account,
        "writable": spread.writes,
        "today": spread.today.isoformat(),
        "kinds": _kinds(spread),
        "columns": [_column(spread, found, reasons, tongue) for found in spread.columns],
        "reasons": list(reasons),
        "results": [
            {"place": place.value, "lock": said(spread.result_locked(place))} for place in spread.results
        ],
        "rules": rules_of(spread.policy),
        "words": dict(words),
    }


def _kinds(spread: Spread) -> Json:
    """Kind of work -> its name and weight."""
    return {
        column.facts.kind: {
            "name": spread.policy.kind_name(column.facts.kind),
            "weight": column.weight,
        }
        for column in spread.columns
    }


def _column(spread: Spread, found: SpreadColumn, reasons: dict[str, int], tongue: Language) -> Json:
    """What the table does not say of a column. Its day, kind and topic are read there; a reason is numbered once."""
    told: dict[str, Json] = {"id": found.facts.id, "left": (found.due - spread.today).days}
    for name, error in (("lock", found.locked), ("standing", found.standing_locked)):
        if error:
            told[name] = reasons.setdefault(_undated(error.text(tongue), found), len(reasons))
    if opened := spread.opened(found):
        told["opened"] = sorted(opened)
    return told


def _undated(text: str, column: SpreadColumn) -> str:
    """A reason with gaps for the days of its column, which the program fills in again: then columns share it."""
    for gap, day in (("day", column.lesson.date), ("due", column.due)):
        text = text.replace(russian_date(day), f"{{{gap}}}").replace(day.isoformat(), f"{{{gap}_iso}}")
    return text


def rules_of(policy: Policy) -> Json:
    """The scale and the rule of proposals, as the page's own reckoning needs them."""
    scale, proposal = policy.scale, policy.proposal
    return {
        "marks": list(scale.marks),
        "special": list(scale.special),
        "absences": list(scale.absences),
        "late": list(scale.late),
        "aliases": dict(scale.aliases),
        "thresholds": [[mark, least] for mark, least in proposal.thresholds],
        "fewest": proposal.fewest,
    }


def edits_of(body: object) -> tuple[Edit, ...]:
    """The edits that a request carries. Raises InputError."""
    found = body.get("edits") if isinstance(body, dict) else None
    if not isinstance(found, list):
        raise _not_understood()
    return tuple(edit_of(one) for one in found)


def edit_of(body: object) -> Edit:
    """One edit. Raises InputError."""
    if not isinstance(body, dict):
        raise _not_understood()
    seen, value = body.get("seen"), body.get("value")
    if not isinstance(seen, int) or isinstance(seen, bool) or seen < 0 or not isinstance(value, str):
        raise _not_understood()
    if len(value) > LONGEST:
        raise InputError(
            "gradebook.too_long",
            f"В клетке не бывает больше {LONGEST} знаков. Ничего не записано.",
            f"a cell never holds more than {LONGEST} characters; nothing was written",
        )
    return Edit(cell_of(body), seen, value)


def cell_of(body: Mapping[str, object]) -> CellKey:
    """The cell that a request names. Raises InputError."""
    place, pupil, column = body.get("place"), body.get("pupil"), body.get("column", "")
    if not (isinstance(pupil, str) and isinstance(column, str) and isinstance(place, str)):
        raise _not_understood()
    if place not in set(Place):
        raise _not_understood()
    return CellKey(Place(place), pupil, column)


def outcome_json(outcome: Saved | Refused, tongue: Language) -> Json:
    """What came of an edit."""
    if isinstance(outcome, Saved):
        return {"ok": True, "seq": outcome.seq, "value": outcome.value}
    error = outcome.error
    told: dict[str, Json] = {"ok": False, "code": error.code, "text": error.text(tongue)}
    if isinstance(error, ConflictError):
        theirs: Json = {
            "seq": error.theirs.seq,
            "value": error.theirs.value,
            "who": error.who,
            "when": error.when,
        }
        return {**told, "theirs": theirs}
    return told


def state_json(spread: Spread) -> Json:
    """Pupil -> column -> [number, value]: what stands now, for a page that was away."""
    rows: dict[str, Json] = {}
    for pupil in spread.content.pupils:
        cells: dict[str, Json] = {column: [f.seq, f.value] for column, f in spread.cells(pupil).items()}
        results = {place.value: spread.result(pupil, place) for place in spread.results}
        cells |= {place: [f.seq, f.value] for place, f in results.items() if f.seq}
        rows[pupil.id] = cells
    return rows


def _not_understood() -> InputError:
    return InputError(
        "gradebook.not_understood",
        "Запрос страницы не понят. Обновите её и повторите; записанное раньше сохранено.",
        "the page's request was not understood; reload it and repeat, what was written before is kept",
    )
