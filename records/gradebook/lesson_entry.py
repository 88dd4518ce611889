"""Whether a lesson may be written as a teacher gives it: a draft in, the tidy draft or a refusal in words out.

R20, R25, R27, R28: within its period, of the school's kinds of work, its text as it prints. Pure: it finds no rows;
what a change may not do to marks that stand is in lesson_writing.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from records.digest import canonical, sha256
from records.errors import InputError
from records.gradebook.cells import EntryError
from records.gradebook.content import LessonFacts, PeriodFacts
from records.school.imports.fields import tidy
from records.school.imports.hygiene import MAX_TEXT
from records.school.policy import Policy
from records.times import russian_date

MOST_COLUMNS = 4
MOST_HOURS = 8
LAST_NUMBER = 14


@dataclass(frozen=True, slots=True)
class LessonDraft:
    """A lesson as the teacher gives it; `kinds` are the kinds of work of its columns in order."""

    date: date
    number: int
    hours: int
    topic: str
    homework: str
    substitute: str | None
    kinds: tuple[str, ...]


def fingerprint(lesson: LessonFacts, kinds: Sequence[str]) -> str:
    """What tells a lesson that changed from the one a form showed: 16 digits of the digest of its facts."""
    return sha256(canonical({"lesson": lesson.json(), "kinds": list(kinds)}))[:16]


def checked(draft: LessonDraft, period: PeriodFacts, policy: Policy) -> LessonDraft:
    """The draft with its text tidied. Raises InputError: lesson.outside_period, .number, .hours, .kind, .text."""
    if not period.starts <= draft.date <= period.ends:
        first, last = russian_date(period.starts), russian_date(period.ends)
        raise InputError(
            "lesson.outside_period",
            f"{russian_date(draft.date)} не входит в период «{period.title}»: {first} — {last}.",
            f"{draft.date.isoformat()} lies outside the period '{period.title}': {first} - {last}",
        )
    if not 1 <= draft.number <= LAST_NUMBER:
        raise _number("lesson.number", "Номер урока", "the number of the lesson", LAST_NUMBER)
    if not 1 <= draft.hours <= MOST_HOURS:
        raise _number("lesson.hours", "Число часов", "the number of hours", MOST_HOURS)
    _check_kinds(draft.kinds, policy)
    return replace(
        draft,
        topic=_text(draft.topic, "Тема", "topic"),
        homework=_text(draft.homework, "Задание", "homework"),
    )


def exists(draft: LessonDraft) -> EntryError:
    """There is a lesson of that number on that day."""
    return EntryError(
        "lesson.exists",
        f"Урок № {draft.number} {russian_date(draft.date)} в журнале уже есть. Измените его или дайте другой номер.",
        f"lesson {draft.number} of {draft.date.isoformat()} is there already; change it or give another number",
    )


def changed_since(day: date) -> EntryError:
    """Somebody changed the lesson after the form was shown."""
    return EntryError(
        "lesson.changed_since",
        f"Урок {russian_date(day)} изменили, пока форма была открыта. Ничего не записано: сверьте и повторите.",
        f"the lesson of {day.isoformat()} changed while the form was open; nothing was written, compare and repeat",
    )


def marked(day: date) -> EntryError:
    """Marks stand under the lesson: it neither moves nor goes, and no column of theirs."""
    return EntryError(
        "lesson.marked",
        f"На уроке {russian_date(day)} уже есть записи об учениках: дату не меняют, урок и столбец не удаляют.",
        f"pupils have entries at the lesson of {day.isoformat()}: it does not move, and neither it nor a column goes",
    )


def text_only() -> EntryError:
    """A substitute writes topic and homework of the lesson and nothing else of it."""
    return EntryError(
        "lesson.text_only",
        "Замещающий учитель записывает тему и задание своего урока. Дату, часы, вид работы и замену меняет учитель "
        "журнала.",
        "a substitute writes topic and homework of the lesson; date, hours, kinds of work and the substitution are "
        "the teacher's",
    )


def unknown_lesson() -> EntryError:
    """The lesson is not in this journal's period."""
    return EntryError(
        "lesson.unknown",
        "Такого урока в журнале нет: возможно, его удалили. Обновите страницу.",
        "the journal has no such lesson; perhaps it was removed: reload the page",
    )


def unknown_substitute() -> InputError:
    """The substitute is not of the school's staff."""
    return InputError(
        "lesson.substitute",
        "Заменяющего учителя нет в списке работников. Выберите из списка.",
        "the substitute is not on the list of staff; choose from the list",
    )


def _number(code: str, ru: str, en: str, most: int) -> InputError:
    return InputError(code, f"{ru}: нужно целое от 1 до {most}.", f"{en}: a whole number from 1 to {most}")


def _check_kinds(kinds: tuple[str, ...], policy: Policy) -> None:
    if not 1 <= len(kinds) <= MOST_COLUMNS or not set(kinds) <= set(policy.work_kinds):
        known = ", ".join(policy.work_kinds)
        raise InputError(
            "lesson.kind",
            f"Вид работы: от одного до {MOST_COLUMNS} из списка школы — {known}.",
            f"kind of work: one to {MOST_COLUMNS} of the school's list: {known}",
        )


def _text(typed: str, ru: str, en: str) -> str:
    text = tidy(typed)
    if len(text) > MAX_TEXT or not text.isprintable():
        raise InputError(
            "lesson.text",
            f"{ru}: не больше {MAX_TEXT} знаков и без невидимых знаков. Наберите текст заново.",
            f"{en}: at most {MAX_TEXT} characters, none of them invisible; type the text anew",
        )
    return text
