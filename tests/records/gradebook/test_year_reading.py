"""A class's year is read whole: marks by subject and subgroup, absences by period, what is not cut yet."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from records.db import transaction
from records.errors import NotFoundError
from records.gradebook.year_content import (
    Decision,
    Particulars,
    PupilYear,
    SubjectMarks,
    YearContent,
)
from records.gradebook.year_reading import read_journals, read_periods, read_year
from tests import cast
from tests.cast import CLASS, EGOR, EVA, LENA, NOVIKOVA, SCHOOL, ZHUKOV
from tests.records.gradebook.test_reading import enrol_thirty, run
from tests.statements import noted


def read(engine: Engine) -> YearContent:
    with transaction(engine) as session:
        return read_year(session, SCHOOL, CLASS)


def pupil(engine: Engine, wanted: str) -> PupilYear:
    (found,) = (p for p in read(engine).pupils if p.id == wanted)
    return found


def absences(engine: Engine, wanted: str) -> list[tuple[int, ...]]:
    """Lessons, of them ill and excused, days, of them ill; for each period."""
    return [
        (a.lessons, a.lessons_ill, a.lessons_excused, a.days, a.days_ill)
        for a in pupil(engine, wanted).absences
    ]


def test_everyone_of_the_year_is_listed_in_russian_order(school: Engine) -> None:
    assert [p.id for p in read(school).pupils] == [EVA, EGOR, ZHUKOV, NOVIKOVA, LENA]


def test_marks_stand_by_subject_period_and_year(school: Engine) -> None:
    assert pupil(school, EGOR).marks == (
        SubjectMarks("algebra", {cast.Q1: "3", cast.Q2: "3"}, "3", None, None),
        SubjectMarks("english", {cast.Q1: "4", cast.Q2: "4"}, "4", None, None),
    )


def test_the_last_version_of_a_year_mark_is_current(school: Engine) -> None:
    assert [marks.year for marks in pupil(school, EVA).marks] == ["5"]


def test_an_emptied_year_mark_is_no_mark(school: Engine) -> None:
    run(
        school,
        "INSERT INTO year_mark (school_id, class_id, journal_id, pupil_id, kind, seq, value, author_id, account, "
        "at) VALUES ('school-16', '9a', 'algebra-9a', 'lena', 'year', 2, '', 'gromova', 'gromova', '2025-12-21')",
    )
    assert pupil(school, LENA).marks[0].year is None


def test_an_exam_mark_stands_beside_the_year_mark(school: Engine) -> None:
    run(
        school,
        "INSERT INTO year_mark (school_id, class_id, journal_id, pupil_id, kind, seq, value, author_id, account, "
        "at) VALUES ('school-16', '9a', 'algebra-9a', 'lena', 'exam', 1, '4', 'gromova', 'gromova', '2025-12-21')",
    )
    assert (pupil(school, LENA).marks[0].year, pupil(school, LENA).marks[0].exam) == ("5", "4")


def test_who_is_not_in_the_subgroup_has_no_marks_of_its_journal(school: Engine) -> None:
    assert [marks.subject for marks in pupil(school, EVA).marks] == ["algebra"]


def test_a_lesson_missed_under_two_columns_is_missed_once(school: Engine) -> None:
    assert absences(school, EVA)[0] == (2, 0, 1, 2, 0)


def test_an_illness_of_the_only_lesson_of_a_day_is_a_day_of_illness(school: Engine) -> None:
    assert absences(school, EGOR)[0] == (1, 1, 0, 1, 1)


def test_a_day_with_one_of_two_lessons_attended_is_not_missed(school: Engine) -> None:
    assert absences(school, LENA)[1] == (1, 0, 0, 0, 0)


def test_a_day_with_all_lessons_of_two_subjects_missed_is_missed(school: Engine) -> None:
    assert absences(school, EGOR)[1] == (2, 0, 0, 1, 0)


def test_an_absence_that_was_taken_back_is_none(school: Engine) -> None:
    # Егор had «н» on 2 September, then an empty version: only the illness of 30 September is left.
    assert absences(school, EGOR)[0][0] == 1


def test_of_two_columns_of_a_lesson_the_last_says_why_the_pupil_was_away(school: Engine) -> None:
    run(
        school,
        "INSERT INTO mark_version (school_id, journal_id, period_id, column_id, pupil_id, seq, value, author_id, "
        "account, at) VALUES ('school-16', 'algebra-9a', 'quarter-1', 'a2.1', 'eva', 2, 'б', 'gromova', "
        "'gromova', '2025-10-21')",
    )
    assert absences(school, EVA)[0] == (2, 1, 0, 2, 1)


def test_lessons_before_a_pupil_came_are_not_counted(school: Engine) -> None:
    assert absences(school, NOVIKOVA) == [(0, 0, 0, 0, 0), (0, 0, 0, 0, 0)]


def test_a_late_arrival_is_counted_once_a_lesson(school: Engine) -> None:
    run(school, *_late("a2.0", "a2.1"))
    assert [found.late for found in pupil(school, LENA).absences] == [1, 0]


def _late(*columns: str) -> list[str]:
    """A further version of Lena's cells that says that she came late."""
    return [
        "INSERT INTO mark_version (school_id, journal_id, period_id, column_id, pupil_id, seq, value, author_id, "
        f"account, at) VALUES ('school-16', 'algebra-9a', 'quarter-1', '{column}', 'lena', 9, '5 оп', 'gromova', "
        "'gromova', '2025-12-21')"
        for column in columns
    ]


def test_the_decision_of_the_council_stands_with_its_minutes(school: Engine) -> None:
    assert pupil(school, LENA).decision == Decision("допущен(а) к ГИА", "№ 5", date(2025, 12, 25))


def test_the_last_version_of_a_decision_is_current(school: Engine) -> None:
    run(school, _decision("'оставлена', '№ 6', '2025-12-26'"))
    assert pupil(school, LENA).decision == Decision("оставлена", "№ 6", date(2025, 12, 26))


def test_a_decision_taken_back_is_none(school: Engine) -> None:
    run(school, _decision("'', NULL, NULL"))
    assert pupil(school, LENA).decision is None


def test_a_decision_without_minutes_is_refused(school: Engine) -> None:
    with pytest.raises(IntegrityError):
        run(school, _decision("'оставлена', NULL, NULL"))


def _decision(values: str) -> str:
    return (
        "INSERT INTO council_decision (school_id, class_id, pupil_id, seq, author_id, account, at, value, protocol, "
        f"protocol_date) VALUES ('school-16', '9a', 'lena', 2, 'gromova', 'gromova', '2025-12-26', {values})"
    )


def test_what_is_known_of_a_pupil_stands_with_the_name(school: Engine) -> None:
    known = "address = 'ул. Ленина, 1', parents = 'Соколова И. П.\nСоколов А. И.', phone = '8 917 1234567'"
    run(school, f"UPDATE pupil SET {known} WHERE id = 'lena'")
    told = Particulars("ул. Ленина, 1", ("Соколова И. П.", "Соколов А. И."), "8 917 1234567")
    assert pupil(school, LENA).particulars == told


def test_of_a_pupil_nothing_need_be_known(school: Engine) -> None:
    assert pupil(school, EGOR).particulars == Particulars()


def test_every_open_period_is_named_in_curriculum_order(school: Engine) -> None:
    run(school, "UPDATE journal_period SET state = 'cut' WHERE period_id = 'quarter-1'")
    assert read(school).uncut == ("Алгебра, II четверть", "Английский язык, II четверть")


def test_periods_and_journals_stand_in_order_and_once(school: Engine) -> None:
    with transaction(school) as session:
        found = read_periods(session, SCHOOL, CLASS), read_journals(session, SCHOOL, CLASS)
    assert [[item.id for item in items] for items in found] == [
        [cast.Q1, cast.Q2],
        [cast.ALGEBRA, cast.ENGLISH],
    ]


def test_the_remarks_of_the_year_are_read(school: Engine) -> None:
    assert [remark.text for remark in read(school).remarks] == ["Записать темы уроков"]


def test_everyone_whom_the_year_names_has_a_name(school: Engine) -> None:
    assert set(read(school).people) == {cast.MARIA.person, cast.PAVEL.person, cast.ZHANNA.person}


def test_an_edit_changes_the_digest_of_the_year(school: Engine) -> None:
    before = read(school).digest()
    run(school, "UPDATE remark SET fulfilled = NULL")
    assert read(school).digest() != before


def test_an_unknown_class_is_not_found(school: Engine) -> None:
    with transaction(school) as session, pytest.raises(NotFoundError, match=r"^class\.unknown"):
        read_year(session, SCHOOL, "9b")


def test_thirty_more_pupils_take_no_more_queries(school: Engine) -> None:
    with noted() as before:
        read(school)
    enrol_thirty(school)
    with noted() as after:
        read(school)
    assert len(after) == len(before) <= 20
