"""What a writer asks of a cell of the grid and what comes of it, as frozen values; and every refusal in words.

An edit names the version that its writer saw (ADR 7): the number is also the key by which a replayed edit is known.
Values and messages only: the rules are in entry.py, the database in entering.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from records.errors import LetopisError, RecordsError
from records.times import russian_date


class Place(StrEnum):
    """Where a cell stands: under a column of a lesson, or in one of the columns of results."""

    LESSON = "lesson"
    PERIOD = "period"
    YEAR = "year"
    EXAM = "exam"
    FINAL = "final"

    @property
    def of_year(self) -> bool:
        """Whether it belongs to the class's year and not to a period."""
        return self in (Place.YEAR, Place.EXAM, Place.FINAL)


@dataclass(frozen=True, slots=True)
class CellKey:
    """A cell of a journal's period; `column` is "" except under a lesson."""

    place: Place
    pupil: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """A wish to write `value` (as typed) where the writer saw version `seen`; 0 is a cell that was never filled."""

    cell: CellKey
    seen: int
    value: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a cell as it stands: who wrote which value and when."""

    seq: int
    value: str
    author: str
    account: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """The edit stands as version `seq` with the one spelling `value`; an edit that changed nothing, too."""

    edit: Edit
    seq: int
    value: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The edit was not written, and why."""

    edit: Edit
    error: LetopisError


class EntryError(RecordsError):
    """The gradebook does not take an entry: not this person, not here, not now."""

    exit_code = 3


class ConflictError(EntryError):
    """Somebody wrote into the cell since: `mine` was to be written, `theirs` stands there."""

    def __init__(self, where: str, mine: str, theirs: Version, who: str, when: str) -> None:
        shown, typed = theirs.value or "пусто", mine or "пусто"
        shown_en, typed_en = theirs.value or "nothing", mine or "nothing"
        super().__init__(
            "entry.conflict",
            f"{where}: здесь уже другое — «{shown}», {who}, {when}. Ваше «{typed}» не записано: выберите, что верно.",
            f"{where}: {shown_en!r} stands here now, {who}, {when}; your {typed_en!r} was not written: choose",
        )
        self.mine = mine
        self.theirs = theirs
        self.who = who
        self.when = when


def not_yours(title: str) -> EntryError:
    """The journal is another teacher's, and the lesson was not given in substitution."""
    return EntryError(
        "entry.not_yours",
        f"«{title}»: этот журнал ведёт другой учитель. Записать может он или тот, кто его замещает.",
        f"'{title}': another teacher keeps this journal; the teacher or the substitute may write",
    )


def period_cut(title: str) -> EntryError:
    """The period is closed."""
    return EntryError(
        "entry.period_cut",
        f"«{title}»: период закрыт, в нём ничего не меняют. Ошибку исправляют актом: обратитесь к завучу.",
        f"'{title}' is cut off and does not change any more; a correction act mends an error: ask the deputy head",
    )


def year_cut(title: str) -> EntryError:
    """The class's year is closed."""
    return EntryError(
        "entry.year_cut",
        f"«{title}»: учебный год класса закрыт. Поздний результат вносят дополнением: обратитесь к завучу.",
        f"'{title}': the year of the class is cut off; a later result is a supplement: ask the deputy head",
    )


def no_such_cell(title: str) -> EntryError:
    """The column or the pupil does not belong to the journal's period."""
    return EntryError(
        "entry.no_such_cell",
        f"«{title}»: такой клетки нет — столбец или ученик удалён. Обновите страницу.",
        f"'{title}' has no such cell: the column or the pupil is gone; reload the page",
    )


def not_in_class(where: str) -> EntryError:
    """The pupil did not belong to the class on that day."""
    return EntryError(
        "entry.not_in_class",
        f"{where}: в этот день ученик не числился в классе (приказ о прибытии или выбытии).",
        f"{where}: on that day the pupil did not belong to the class (order of arrival or leaving)",
    )


def not_yet(where: str) -> EntryError:
    """The lesson lies in the future."""
    return EntryError(
        "entry.not_yet",
        f"{where}: урока ещё не было. Тему и задание можно записать заранее, отметку — в день урока.",
        f"{where}: the lesson has not been held; topic and homework may be written ahead, a mark on the day",
    )


def not_graded(where: str) -> EntryError:
    """The class is taught without marks."""
    return EntryError(
        "entry.not_graded",
        f"{where}: в этом классе отметок не ставят. Запишите только пропуск.",
        f"{where}: this class is not graded; write an absence only",
    )


def correction_late(where: str, lesson: date, days: int) -> EntryError:
    """The time for corrections is over."""
    return EntryError(
        "entry.correction_late",
        f"{where}: отметку исправляют {days} дн. после урока {russian_date(lesson)}, срок прошёл. "
        "Нужен акт: обратитесь к завучу.",
        f"{where}: a mark is corrected within {days} days of the lesson of {lesson.isoformat()}, and they are over; "
        "an act is needed: ask the deputy head",
    )


def entry_late(where: str, due: date) -> EntryError:
    """The time for filling an empty cell is over (no back-dating)."""
    return EntryError(
        "entry.late",
        f"{where}: отметку следовало поставить до {russian_date(due)}; задним числом не ставят. Обратитесь к завучу.",
        f"{where}: the mark was due by {due.isoformat()}; nothing is back-dated: ask the deputy head",
    )


def period_mark_stands(where: str) -> EntryError:
    """The pupil's period mark is given, and the school locks the cells before it."""
    return EntryError(
        "entry.period_mark_stands",
        f"{where}: отметка за период уже выставлена, текущие больше не меняют. Сначала снимите отметку за период.",
        f"{where}: the period mark stands and cells are not changed any more; take the period mark away first",
    )


def nothing_to_undo(where: str) -> EntryError:
    """The cell was never filled."""
    return EntryError(
        "entry.nothing_to_undo",
        f"{where}: отменять нечего, здесь ничего не писали.",
        f"{where}: there is nothing to undo, nobody wrote here",
    )


def too_many(most: int) -> EntryError:
    """More edits than one request may carry."""
    return EntryError(
        "entry.too_many",
        f"Слишком много клеток за один раз, можно {most}. Ничего не записано: вставьте частями.",
        f"too many cells at once, {most} are allowed; nothing was written: paste it in parts",
    )
