"""The list «до 30 июня» of a class: the year-end order of seed 003/2 3.1 with what is really done (R52, R87-R89, R93).

The catalogue knows signatures, copies and the register; what happens to the paper is ticked by pen. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from records.documents.forms.binding_sheet import Printing, sheets
from records.documents.forms.parts import Head
from records.documents.forms.year_end_list import Task, YearEndList
from records.numerals import PAGE, SHEET, counted
from records.registers.facts import Staff, YearFacts

DEADLINE = (6, 30)  # R52


@dataclass(frozen=True, slots=True)
class YearEndFacts:
    """What is done of a class's year: days, None for what is not done yet; pages of the archived class journal."""

    class_name: str
    year: YearFacts
    journals: int
    cut: date | None
    countersigned: date | None
    signed: date | None
    summary_signed: date | None
    registered: date | None
    number: int | None
    stored: date | None
    locations: Sequence[str]
    pages: int | None


def build_year_end_list(head: Head, facts: YearEndFacts, staff: Staff) -> YearEndList:
    """The list, in the order in which a school works it off."""
    return YearEndList(
        head, facts.class_name, facts.year.label, tuple(_tasks(facts, staff)), staff.deputy_head
    )


def _tasks(facts: YearEndFacts, staff: Staff) -> Iterator[Task]:
    until = date(facts.year.ends.year, *DEADLINE)
    subjects, book = f"Журналы предметов, {facts.journals}", "Классный журнал"
    deputy, secretary = staff.deputy_head.position, staff.secretary.position
    yield Task(subjects, "проверить итоговые отметки", "учителя-предметники", until, facts.cut)
    yield Task(subjects, "проверить заполнение и подписать", deputy, until, facts.countersigned)
    yield Task("Резервная копия", "записать на флеш-носитель, сдать для печати", deputy, until)
    yield Task(book, "напечатать с двух сторон, передать завучу", "администратор", until, note=_paper(facts))
    yield Task(book, "передать на бумаге в канцелярию", deputy, until, note="по акту приёма-передачи")
    yield Task(book, "подписать", staff.director.position, until, facts.signed)
    yield Task("Сводная ведомость", "подписать", staff.director.position, until, facts.summary_signed)
    yield Task(book, "заверить печатью, прошить, вложить лист-заверитель", secretary, until)
    number = f"инв. № {facts.number}" if facts.number else ""
    yield Task("Реестр классных журналов", "занести журнал", secretary, until, facts.registered, number)
    yield Task(book, "передать на бумаге в архив школы", secretary, until)
    kept = ", ".join(facts.locations)
    yield Task("Электронная копия", "положить в сейф", secretary, until, facts.stored, kept)


def _paper(facts: YearEndFacts) -> str:
    if facts.pages is None:
        return ""
    return f"{counted(facts.pages, PAGE)}, {counted(sheets(facts.pages, Printing.BOTH_SIDES), SHEET)}"
