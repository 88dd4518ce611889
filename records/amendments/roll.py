"""The places of a class by the names that people use: «Иванов Пётр; Алгебра; I четверть» -> a Change with ids.

A value of pupils, journals, periods and columns, and the search in it; whatever fits several things or none is refused
with those that there are. Pure: standing.py reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from records.amendments.model import Change, Place, Spot
from records.errors import NotFoundError
from records.times import russian_date

_WORDS: Mapping[str, Spot] = {
    "год": Spot.YEAR,
    "годовая": Spot.YEAR,
    "экзамен": Spot.EXAM,
    "экзаменационная": Spot.EXAM,
    "итог": Spot.FINAL,
    "итоговая": Spot.FINAL,
    "решение": Spot.DECISION,
    "решение педсовета": Spot.DECISION,
}
# What is typed where a value is to be taken away.
NOTHING = frozenset({"", "-", "—", "–", "нет", "пусто"})


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """A column of marks: its lesson's day and number in the day, and the kind of work."""

    id: str
    period: str
    date: date
    number: int
    kind: str

    @property
    def what(self) -> str:
        """`урок 12.09.2025, КР`."""
        return f"урок {russian_date(self.date)}, {self.kind}"


@dataclass(frozen=True, slots=True)
class JournalPlaces:
    """A journal: subject, pupils, columns."""

    id: str
    subject_id: str
    subject: str
    subgroup: str
    pupils: frozenset[str]
    columns: tuple[ColumnPlace, ...]


@dataclass(frozen=True, slots=True)
class Roll:
    """What there is in a class. `pupils` and `periods` map ids to names."""

    pupils: Mapping[str, str]
    periods: Mapping[str, str]
    journals: Sequence[JournalPlaces]


@dataclass(frozen=True, slots=True)
class Said:
    """A change in words, as it is typed; `before` None: whatever stands there."""

    pupil: str
    subject: str
    place: str
    after: str
    reason: str
    before: str | None = None


def find(said: Said, roll: Roll) -> Change:
    """The change that is meant. Raises NotFoundError."""
    pupil = _pupil(said.pupil, roll)
    words = " ".join(said.place.lower().split())
    spot = _WORDS.get(words)
    if spot is Spot.DECISION:
        return _change(said, pupil, None, Place(spot))
    journal = _journal(said.subject, pupil, roll)
    if spot:
        return _change(said, pupil, journal.id, Place(spot))
    for period, title in roll.periods.items():
        if words in (title.lower(), str(list(roll.periods).index(period) + 1)):
            return _change(said, pupil, journal.id, Place(Spot.PERIOD, period))
    return _change(said, pupil, journal.id, Place(Spot.CELL, _column(words, journal, roll).id))


def _change(said: Said, pupil: str, journal: str | None, place: Place) -> Change:
    after = "" if said.after.strip().lower() in NOTHING else said.after.strip()
    before = said.before
    if before is not None:
        before = "" if before.strip().lower() in NOTHING else before.strip()
    return Change(pupil, journal, place, after, said.reason.strip(), before)


def _pupil(name: str, roll: Roll) -> str:
    wanted = _folded(name)
    whole = [pupil for pupil, full in roll.pupils.items() if _folded(full) == wanted]
    words = wanted.split()
    begun = [p for p, full in roll.pupils.items() if words and _folded(full).split()[: len(words)] == words]
    found = whole or begun
    if len(found) == 1:
        return found[0]
    raise _not_found("pupil", "Обучающийся", name, [roll.pupils[p] for p in found] or roll.pupils.values())


def _journal(subject: str, pupil: str, roll: Roll) -> JournalPlaces:
    wanted = _folded(subject)
    found = [
        j for j in roll.journals if pupil in j.pupils and wanted in (_folded(j.subject), _folded(_title(j)))
    ]
    if len(found) == 1:
        return found[0]
    raise _not_found("subject", "Предмет", subject, [_title(j) for j in roll.journals if pupil in j.pupils])


def _title(journal: JournalPlaces) -> str:
    return f"{journal.subject} ({journal.subgroup})" if journal.subgroup else journal.subject


def _column(words: str, journal: JournalPlaces, roll: Roll) -> ColumnPlace:
    """The column of `12.09.2025` or, of several on that day, `12.09.2025 кр`."""
    day, _, kind = words.removeprefix("урок ").replace(",", " ").partition(" ")
    try:
        on = datetime.strptime(day, "%d.%m.%Y").date()  # noqa: DTZ007 a day has no zone
    except ValueError:
        places = [*roll.periods.values(), "год", "экзамен", "итоговая", "решение", "дд.мм.гггг [вид работы]"]
        raise _not_found("place", "За что", words, places) from None
    held = [column for column in journal.columns if column.date == on]
    found = [column for column in held if not kind or column.kind.lower() == kind.strip()]
    if len(found) == 1:
        return found[0]
    days = [c.what.removeprefix("урок ") for c in held] or sorted(
        {russian_date(c.date) for c in journal.columns}
    )
    raise _not_found("lesson", "Урок", words, days)


def _not_found(code: str, ru: str, said: str, known: Iterable[str]) -> NotFoundError:
    there = ", ".join(list(known)[:40]) or "ничего нет"
    return NotFoundError(
        f"amendment.{code}_unknown",
        f"{ru}: по словам «{said}» ничего однозначного не найдено. Есть: {there}.",
        f"{code} {said!r} names nothing, or not one thing; there are: {there}",
    )


def _folded(name: str) -> str:
    return " ".join(name.lower().replace("ё", "е").split())
