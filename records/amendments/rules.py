"""What a correction act or a supplement may say: pure rules over what stands now (R36, R38; seed 003/2 2.1.4).

A draft and what stands at its places in, the values to be kept out; every refusal has a code and names the change.
It reads no database and stores nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from records.amendments.model import (
    LATER_RESULTS,
    Act,
    AmendmentKind,
    Change,
    Draft,
    Place,
    Spot,
    Standing,
)
from records.errors import InputError, StateError
from records.gradebook.marks import MarkError, MarkScale, parse_cell, parse_period_mark, spell
from records.times import russian_date

MOST_CHANGES = 200
LONGEST: Mapping[str, int] = {"number": 40, "basis": 500, "decided_by": 200, "reason": 300, "decision": 200}


@dataclass(frozen=True, slots=True)
class Settled:
    """A change that may be kept, in the one spelling of its values."""

    change: Change
    standing: Standing
    after: str


def check_heading(draft: Draft, today: date) -> None:
    """Raise InputError unless the act itself is complete: number, date, basis, changes."""
    if not draft.number.strip():
        raise InputError(
            "amendment.number_missing",
            "Укажите номер акта или протокола (--number).",
            "give the number of the act or protocol (--number)",
        )
    if not draft.basis.strip():
        raise InputError(
            "amendment.basis_missing", "Укажите основание (--basis).", "give the basis (--basis)"
        )
    if draft.date > today:
        raise InputError(
            "amendment.future",
            f"Дата {russian_date(draft.date)} ещё не наступила. Проверьте --date.",
            f"{draft.date.isoformat()} has not come yet; check --date",
        )
    if not 0 < len(draft.changes) <= MOST_CHANGES:
        raise InputError(
            "amendment.changes",
            f"Изменений {len(draft.changes)}, а в одном акте их от 1 до {MOST_CHANGES}.",
            f"{len(draft.changes)} changes; an act has 1 to {MOST_CHANGES}",
        )
    for name in ("number", "basis", "decided_by"):
        _check_length(name, getattr(draft, name), "")


def check_number(draft: Draft, acts: Sequence[Act], scale: MarkScale) -> Act | None:
    """The act that the draft repeats, if it was entered before. Raises StateError when another has its number."""
    same = [act for act in acts if (act.kind, act.number) == (draft.kind, draft.number)]
    if not same:
        return None
    if _says_the_same(draft, same[0], scale):
        return same[0]
    raise StateError(
        "amendment.number_used",
        f"Номер {draft.number} уже есть: {russian_date(same[0].date)}, с другим содержанием. "
        "Укажите другой номер или повторите прежнюю команду слово в слово.",
        f"number {draft.number} is taken by another act of {same[0].date.isoformat()}; "
        "give another number, or repeat that command word by word",
    )


def _says_the_same(draft: Draft, act: Act, scale: MarkScale) -> bool:
    heading = (draft.date, draft.basis, draft.decided_by) == (act.date, act.basis, act.decided_by)
    asked = [
        (c.pupil, c.journal, c.place, _spelled(c.place, c.after, scale, _in_draft(n)), c.reason)
        for n, c in enumerate(draft.changes, start=1)
    ]
    return heading and asked == [(v.pupil, v.journal, v.place, v.after, v.reason) for v in act.values]


def settle(draft: Draft, standings: Sequence[Standing | None], scale: MarkScale) -> tuple[Settled, ...]:
    """Every change of the draft, checked against what stands there. Raises InputError or StateError."""
    seen = set[tuple[str, str | None, Place]]()
    settled = []
    for number, (change, standing) in enumerate(zip(draft.changes, standings, strict=True), start=1):
        where = _in_draft(number)
        if standing is None:
            raise _refuse_input("no_place", where, "нет такого места у этого обучающегося", "no such place")
        where = f"{where[0]} ({standing.what})", f"{where[1]} ({standing.what})"
        if (key := (change.pupil, change.journal, change.place)) in seen:
            raise _refuse_input("twice", where, "названо дважды", "is named twice")
        seen.add(key)
        settled.append(_settle(draft.kind, change, standing, scale, where))
    return tuple(settled)


Where = tuple[str, str]


def _in_draft(number: int) -> Where:
    return f"изменение {number}", f"change {number}"


def _settle(
    kind: AmendmentKind, change: Change, standing: Standing, scale: MarkScale, where: Where
) -> Settled:
    _check_kind(kind, change, where)
    if not standing.cut:
        raise _refuse_state(
            "not_cut",
            where,
            "ещё не закрыто: исправьте прямо в журнале",
            "is not cut off yet: edit the journal itself",
        )
    after = _spelled(change.place, change.after, scale, where)
    if change.before is not None and _spelled(change.place, change.before, scale, where) != standing.value:
        now = standing.value or "пусто"
        raise _refuse_state(
            "not_current",
            where,
            f"сейчас стоит «{now}», а не «{change.before}». Посмотрите журнал заново",
            f"{now!r} stands there now, not {change.before!r}; look again",
        )
    if after == standing.value:
        raise _refuse_input(
            "nothing_changes", where, f"«{after}» стоит и так", f"{after!r} stands there already"
        )
    return Settled(change, standing, after)


def _check_kind(kind: AmendmentKind, change: Change, where: Where) -> None:
    if kind is AmendmentKind.CORRECTION and not change.reason.strip():
        raise _refuse_input("reason_missing", where, "нет причины исправления", "the reason is missing")
    if kind is AmendmentKind.SUPPLEMENT and change.place.spot not in LATER_RESULTS:
        raise _refuse_input(
            "no_later_result",
            where,
            "дополнение вносит экзамен, годовую, итоговую или решение; остальное исправляет акт",
            "a supplement adds exam, year, final or a decision; an act corrects the rest",
        )
    if kind is AmendmentKind.SUPPLEMENT and not change.after.strip():
        raise _refuse_input("result_missing", where, "нет результата", "the result is missing")
    _check_length("reason", change.reason, where[0])


def _spelled(place: Place, value: str, scale: MarkScale, where: Where) -> str:
    """The one spelling of a value, "" for none. Raises InputError for what the school's scale does not know."""
    if place.spot is Spot.DECISION:
        _check_length("decision", value, where[0])
        return " ".join(value.split())
    try:
        if place.spot is Spot.CELL:
            cell = parse_cell(value, scale)
            return spell(cell) if cell else ""
        return parse_period_mark(value, scale) or ""
    except MarkError as error:
        raise InputError(
            "amendment.value", f"{_first_large(where[0])}: {error.ru}", f"{where[1]}: {error.en}"
        ) from error


def _check_length(name: str, value: str, where: str) -> None:
    if len(value) > LONGEST[name]:
        place = f"{_first_large(where)}: " if where else ""
        raise InputError(
            "amendment.too_long",
            f"{place}слишком длинно, больше {LONGEST[name]} знаков: «{value[:40]}…».",
            f"{name} has more than {LONGEST[name]} characters: '{value[:40]}…'",
        )


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _refuse_input(code: str, where: Where, ru: str, en: str) -> InputError:
    return InputError(f"amendment.{code}", f"{_first_large(where[0])}: {ru}.", f"{where[1]}: {en}")


def _refuse_state(code: str, where: Where, ru: str, en: str) -> StateError:
    return StateError(f"amendment.{code}", f"{_first_large(where[0])}: {ru}.", f"{where[1]}: {en}")
