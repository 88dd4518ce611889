"""Lessons are added, changed and removed by who keeps the journal; marks under them neither move nor vanish."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, select

from records.actor import Actor
from records.db import transaction
from records.errors import InputError
from records.gradebook.cells import EntryError
from records.gradebook.content import LessonFacts
from records.gradebook.lesson_entry import LessonDraft, fingerprint
from records.gradebook.lesson_writing import add_lesson, change_lesson, remove_lesson
from records.gradebook.reading import JournalKey, read_journal
from records.gradebook.tables import JournalPeriod, Lesson
from records.log.store import LogEvent
from tests.cast import ALGEBRA, ALGEBRA_Q1, MARIA, Q1, SCHOOL, ZHANNA
from tests.records.gradebook.desk import AT, ENTROPY

NEW = LessonDraft(date(2025, 9, 16), 2, 1, "Степень", "№ 12", None, ("У", "КР"))
A1 = LessonDraft(date(2025, 9, 2), 1, 1, "Тема a1", "№ a1", None, ("У",))


def add(engine: Engine, draft: LessonDraft = NEW, actor: Actor = MARIA, key: JournalKey = ALGEBRA_Q1) -> str:
    with transaction(engine) as session:
        return add_lesson(session, actor, key, draft, AT, ENTROPY)


def lesson(engine: Engine, wanted: str) -> tuple[LessonFacts, tuple[str, ...]]:
    with transaction(engine) as session:
        content = read_journal(session, ALGEBRA_Q1)
    (facts,) = (one for one in content.lessons if one.id == wanted)
    return facts, tuple(c.kind for c in content.columns if c.lesson == wanted)


def change(
    engine: Engine, wanted: str, draft: LessonDraft, actor: Actor = MARIA, seen: str | None = None
) -> None:
    shown = seen or fingerprint(*lesson(engine, wanted))
    with transaction(engine) as session:
        change_lesson(session, actor, ALGEBRA_Q1, wanted, shown, draft, AT, ENTROPY)


def remove(engine: Engine, wanted: str) -> None:
    shown = fingerprint(*lesson(engine, wanted))
    with transaction(engine) as session:
        remove_lesson(session, MARIA, ALGEBRA_Q1, wanted, shown, AT, ENTROPY)


def told(engine: Engine) -> list[tuple[object, object]]:
    with transaction(engine) as session:
        rows = session.scalars(select(LogEvent.body).where(LogEvent.kind == "lesson.written"))
        subjects = [json.loads(body or b"{}")["subject"] for body in rows]
    return [(subject["what"], subject["lesson"]["topic"]) for subject in subjects]


def test_a_lesson_is_added_with_its_columns(school: Engine) -> None:
    facts, kinds = lesson(school, add(school))
    found = (facts.date, facts.number, facts.hours, facts.topic, facts.homework, kinds)
    assert found == (NEW.date, 2, 1, "Степень", "№ 12", ("У", "КР"))


def test_a_lesson_that_is_sent_twice_is_added_once(school: Engine) -> None:
    assert add(school) == add(school)


def test_another_lesson_of_that_number_on_that_day_is_refused(school: Engine) -> None:
    add(school)
    with pytest.raises(EntryError, match=r"lesson\.exists"):
        add(school, replace(NEW, topic="Корень"))


def test_what_an_event_tells_of_a_lesson_is_its_facts(school: Engine) -> None:
    change(school, add(school), replace(NEW, topic="Корень"))
    assert told(school) == [("added", "Степень"), ("changed", "Корень")]


def test_a_change_that_changes_nothing_is_no_event(school: Engine) -> None:
    change(school, "a1", A1)
    assert told(school) == []


def test_topic_homework_hours_and_substitute_are_changed(school: Engine) -> None:
    change(school, "a1", replace(A1, topic="Иначе", homework="", hours=2, substitute=ZHANNA.person))
    facts, _ = lesson(school, "a1")
    assert (facts.topic, facts.homework, facts.hours, facts.substitute) == ("Иначе", None, 2, ZHANNA.person)


def test_the_kind_of_work_of_a_column_is_changed_and_its_marks_stay(school: Engine) -> None:
    change(school, "a1", replace(A1, kinds=("КР",)))
    with transaction(school) as session:
        content = read_journal(session, ALGEBRA_Q1)
    assert [c.kind for c in content.columns if c.id == "a1.0"] == ["КР"]


def test_a_column_is_added_beside_the_one_that_stands(school: Engine) -> None:
    change(school, "a1", replace(A1, kinds=("У", "СР")))
    assert lesson(school, "a1")[1] == ("У", "СР")


def test_an_empty_column_is_taken_away(school: Engine) -> None:
    change(school, "a1", replace(A1, kinds=("У", "СР")))
    change(school, "a1", A1)
    assert lesson(school, "a1")[1] == ("У",)


def test_a_column_with_marks_is_not_taken_away(school: Engine) -> None:
    a2 = LessonDraft(date(2025, 9, 9), 1, 1, "Тема a2", "№ a2", None, ("У",))
    with pytest.raises(EntryError, match=r"lesson\.marked"):
        change(school, "a2", a2)


def test_a_lesson_with_marks_does_not_move(school: Engine) -> None:
    with pytest.raises(EntryError, match=r"lesson\.marked"):
        change(school, "a1", replace(A1, date=date(2025, 9, 3)))


def test_a_lesson_without_marks_moves(school: Engine) -> None:
    new = add(school)
    change(school, new, replace(NEW, date=date(2025, 9, 17)))
    assert lesson(school, new)[0].date == date(2025, 9, 17)


def test_a_lesson_does_not_move_onto_another(school: Engine) -> None:
    with pytest.raises(EntryError, match=r"lesson\.exists"):
        change(school, add(school), replace(NEW, date=date(2025, 9, 2), number=1))


def test_a_lesson_with_marks_is_not_removed(school: Engine) -> None:
    with pytest.raises(EntryError, match=r"lesson\.marked"):
        remove(school, "a1")


def test_a_lesson_without_marks_is_removed(school: Engine) -> None:
    new = add(school)
    remove(school, new)
    with transaction(school) as session:
        assert session.get(Lesson, (SCHOOL, new)) is None


def test_a_change_over_one_that_the_writer_did_not_see_is_refused(school: Engine) -> None:
    seen = fingerprint(*lesson(school, "a1"))
    change(school, "a1", replace(A1, topic="Первая"))
    with pytest.raises(EntryError, match=r"lesson\.changed_since"):
        change(school, "a1", replace(A1, topic="Вторая"), seen=seen)


def test_a_change_that_is_sent_twice_is_done_once(school: Engine) -> None:
    seen = fingerprint(*lesson(school, "a1"))
    for _ in range(2):
        change(school, "a1", replace(A1, topic="Первая"), seen=seen)
    assert told(school) == [("changed", "Первая")]


def test_a_lesson_opens_a_confirmed_period_again(school: Engine) -> None:
    with transaction(school) as session:
        session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1)).state = "confirmed"
    add(school)
    with transaction(school) as session:
        assert session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1)).state == "open"


def test_no_lesson_is_written_behind_the_cutoff(school: Engine) -> None:
    with transaction(school) as session:
        session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1)).state = "cut"
    with pytest.raises(EntryError, match=r"entry\.period_cut"):
        add(school)


def test_nobody_adds_lessons_to_anothers_journal(school: Engine) -> None:
    with pytest.raises(EntryError, match=r"entry\.not_yours"):
        add(school, actor=ZHANNA)


def test_a_lesson_that_is_not_there_is_unknown(school: Engine) -> None:
    with pytest.raises(EntryError, match=r"lesson\.unknown"):
        change(school, "e1", A1, seen="0" * 16)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"date": date(2025, 8, 31)}, "lesson.outside_period"),
        ({"date": date(2025, 10, 26)}, "lesson.outside_period"),
        ({"number": 0}, "lesson.number"),
        ({"number": 15}, "lesson.number"),
        ({"hours": 0}, "lesson.hours"),
        ({"hours": 9}, "lesson.hours"),
        ({"kinds": ()}, "lesson.kind"),
        ({"kinds": ("У",) * 5}, "lesson.kind"),
        ({"kinds": ("ХХ",)}, "lesson.kind"),
        ({"topic": "я" * 2001}, "lesson.text"),
        ({"homework": "№ 1\u202e"}, "lesson.text"),
        ({"substitute": "somebody"}, "lesson.substitute"),
    ],
)
def test_what_is_no_lesson_is_refused(school: Engine, wrong: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as refused:
        add(school, replace(NEW, **wrong))  # type: ignore[arg-type]
    assert refused.value.code == code


def test_text_is_tidied(school: Engine) -> None:
    facts, _ = lesson(school, add(school, replace(NEW, topic="  Степень \n с  показателем ")))
    assert facts.topic == "Степень с показателем"
