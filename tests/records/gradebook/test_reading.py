"""A journal's period is read whole: who belongs to it, current values only, in order, with few queries."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, text

from records.db import transaction
from records.errors import NotFoundError
from records.gradebook.content import JournalContent, PupilRows
from records.gradebook.reading import JournalKey, read_class, read_journal
from tests import cast
from tests.cast import ALGEBRA_Q1, ALGEBRA_Q2, CLASS, EGOR, ENGLISH_Q1, EVA, LENA, NOVIKOVA, SCHOOL, ZHUKOV
from tests.statements import noted

MOST_QUERIES = 20


def read(engine: Engine, key: JournalKey = ALGEBRA_Q1) -> JournalContent:
    with transaction(engine) as session:
        return read_journal(session, key)


def pupil(content: JournalContent, wanted: str) -> PupilRows:
    (found,) = (p for p in content.pupils if p.id == wanted)
    return found


def cells(engine: Engine, wanted: str) -> list[tuple[str, str, str | None]]:
    return [(c.column, "/".join(c.marks), c.absence) for c in pupil(read(engine), wanted).cells]


def run(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_pupils_stand_in_russian_alphabetical_order(school: Engine) -> None:
    assert [p.id for p in read(school).pupils] == [EVA, EGOR, ZHUKOV, LENA]


def test_who_left_in_the_period_is_still_in_its_journal(school: Engine) -> None:
    membership = pupil(read(school), ZHUKOV).membership
    assert (membership.left, membership.left_order) == (cast.LEFT, "№ 41-у")


def test_who_left_before_the_period_is_not_in_its_journal(school: Engine) -> None:
    assert ZHUKOV not in [p.id for p in read(school, ALGEBRA_Q2).pupils]


def test_who_came_in_the_period_is_in_its_journal(school: Engine) -> None:
    membership = pupil(read(school, ALGEBRA_Q2), NOVIKOVA).membership
    assert (membership.arrived, membership.arrived_order) == (cast.ARRIVED, "№ 57-у")


def test_who_came_after_the_period_is_not_in_its_journal(school: Engine) -> None:
    assert NOVIKOVA not in [p.id for p in read(school).pupils]


def test_a_subgroups_journal_has_its_members_only(school: Engine) -> None:
    assert [p.id for p in read(school, ENGLISH_Q1).pupils] == [EGOR, LENA]


def test_the_last_version_of_a_cell_is_current(school: Engine) -> None:
    assert cells(school, LENA)[2] == ("a2.1", "4/5", None)


def test_an_emptied_cell_is_no_cell(school: Engine) -> None:
    assert cells(school, EGOR) == [("a2.1", "3", None), ("a3.0", "", "б")]


def test_cells_stand_in_the_order_of_the_columns(school: Engine) -> None:
    assert [column for column, *_ in cells(school, LENA)] == ["a1.0", "a2.0", "a2.1", "a3.0"]


def test_a_cell_says_who_wrote_it_and_when(school: Engine) -> None:
    first = pupil(read(school), LENA).cells[0]
    assert (first.author, first.at) == (cast.MARIA.person, cast.WRITTEN)


def test_the_last_version_of_a_period_mark_is_current(school: Engine) -> None:
    mark = pupil(read(school), LENA).period_mark
    assert mark is not None
    assert mark.value == "5"


def test_an_emptied_period_mark_is_no_mark(school: Engine) -> None:
    run(
        school,
        "INSERT INTO period_mark (school_id, journal_id, period_id, pupil_id, seq, value, author_id, account, at) "
        "VALUES ('school-16', 'algebra-9a', 'quarter-1', 'lena', 3, '', 'gromova', 'gromova', '2025-10-21')",
    )
    assert pupil(read(school), LENA).period_mark is None


def test_lessons_stand_in_the_order_of_their_dates(school: Engine) -> None:
    run(school, "UPDATE lesson SET date = '2025-10-01' WHERE id = 'a1'")
    assert [lesson.id for lesson in read(school).lessons] == ["a2", "a3", "a1"]


def test_columns_follow_their_lessons(school: Engine) -> None:
    run(school, "UPDATE lesson SET date = '2025-10-01' WHERE id = 'a1'")
    assert [column.id for column in read(school).columns] == ["a2.0", "a2.1", "a3.0", "a1.0"]


def test_everyone_whom_the_content_names_has_a_name(school: Engine) -> None:
    run(school, "UPDATE lesson SET substitute_id = 'tarasova' WHERE id = 'a1'")
    named = {cast.MARIA.person, cast.ZHANNA.person, cast.PAVEL.person}
    assert read(school).people == {person: cast.PEOPLE[person] for person in named}


def test_a_remark_belongs_to_the_period_of_its_date(school: Engine) -> None:
    counts = [len(read(school, key).remarks) for key in (ALGEBRA_Q1, ALGEBRA_Q2, ENGLISH_Q1)]
    assert counts == [1, 0, 0]


def test_the_title_names_subject_subgroup_class_and_period(school: Engine) -> None:
    assert read(school, ENGLISH_Q1).title == "Английский язык (1 группа), 9А, I четверть"


def test_the_same_rows_have_the_same_digest(school: Engine) -> None:
    assert read(school).digest() == read(school).digest()


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE lesson SET homework = '№ 1' WHERE id = 'a1'",
        "UPDATE lesson_column SET kind = 'СР' WHERE id = 'a1.0'",
        "INSERT INTO mark_version (school_id, journal_id, period_id, column_id, pupil_id, seq, value, author_id, "
        "account, at) SELECT school_id, journal_id, period_id, column_id, pupil_id, 9, '2', author_id, account, at "
        "FROM mark_version WHERE column_id = 'a1.0' AND pupil_id = 'lena'",
        "UPDATE membership SET \"left\" = '2025-10-01' WHERE pupil_id = 'lena'",
        "UPDATE pupil SET surname = 'Орлова' WHERE id = 'lena'",
    ],
)
def test_any_edit_changes_the_digest(school: Engine, edit: str) -> None:
    before = read(school).digest()
    run(school, edit)
    assert read(school).digest() != before


def test_a_class_says_what_stands_on_the_cover(school: Engine) -> None:
    with transaction(school) as session:
        facts = read_class(session, SCHOOL, CLASS)
    assert (facts.name, facts.grade, facts.year_label, facts.year_starts, facts.branch, facts.zone) == (
        "9А",
        9,
        "2025/2026",
        date(2025, 9, 1),
        None,
        "Europe/Moscow",
    )


def test_a_class_of_a_branch_names_it(school: Engine) -> None:
    run(
        school,
        "INSERT INTO branch (school_id, id, name) VALUES ('school-16', 'b', 'Филиал')",
        "UPDATE school_class SET branch_id = 'b'",
    )
    with transaction(school) as session:
        branch = read_class(session, SCHOOL, CLASS).branch
    assert branch is not None
    assert branch.name == "Филиал"


@pytest.mark.parametrize(("school_id", "class_id"), [(SCHOOL, "9b"), ("school-57", CLASS)])
def test_an_unknown_class_is_not_found(school: Engine, school_id: str, class_id: str) -> None:
    with transaction(school) as session, pytest.raises(NotFoundError, match=r"^class\.unknown"):
        read_class(session, school_id, class_id)


@pytest.mark.parametrize(("journal", "period"), [("physics", cast.Q1), (cast.ALGEBRA, "quarter-9")])
def test_an_unknown_journal_is_not_found(school: Engine, journal: str, period: str) -> None:
    with pytest.raises(NotFoundError, match=r"^journal\.unknown"):
        read(school, JournalKey(SCHOOL, journal, period))


# --- How many queries -------------------------------------------------------------------------------------


def enrol_thirty(engine: Engine) -> None:
    """Thirty more pupils, each with a mark and a period mark."""
    for n in range(30):
        run(
            engine,
            f"INSERT INTO pupil (school_id, id, surname, given) VALUES ('school-16', 'p{n}', 'Новый', '{n}')",
            "INSERT INTO membership (school_id, id, class_id, pupil_id, ordinal) "
            f"VALUES ('school-16', 'mm{n}', '9a', 'p{n}', {n + 9})",
            "INSERT INTO mark_version (school_id, journal_id, period_id, column_id, pupil_id, seq, value, "
            "author_id, account, at) VALUES ('school-16', 'algebra-9a', 'quarter-1', 'a1.0', "
            f"'p{n}', 1, '4', 'gromova', 'gromova', '2025-10-21')",
        )


def test_reading_a_journal_takes_few_queries(school: Engine) -> None:
    with noted() as statements:
        read(school)
    assert len(statements) <= MOST_QUERIES


def test_thirty_more_pupils_take_no_more_queries(school: Engine) -> None:
    with noted() as before:
        read(school)
    enrol_thirty(school)
    with noted() as after:
        assert len(read(school).pupils) == 34
    assert len(after) == len(before)
