"""SQL against frozen rows of the cast, and a way to run it: what a hand at the SQL prompt would try."""

from __future__ import annotations

from sqlalchemy import Engine, text

CUT_PERIOD = (
    "UPDATE journal_period SET state = 'cut' WHERE journal_id = 'algebra-9a' AND period_id = 'quarter-1'"
)
CUT_ALL = ("UPDATE journal_period SET state = 'cut'", "UPDATE class_year SET state = 'cut'")
REFUSED = r"letopis\.frozen: "

_LESSON = (
    "INSERT INTO lesson (school_id, id, journal_id, period_id, date, number, hours) VALUES ('school-16', "
)
_COLUMN = (
    "INSERT INTO lesson_column (school_id, id, journal_id, period_id, lesson_id, position, kind) "
    "VALUES ('school-16', 'new', 'algebra-9a', "
)
_AUTHOR = "seq, value, author_id, account, at) VALUES ('school-16', "
_BY = "'5', 'gromova', 'gromova', '2025-12-01 09:00:00')"
_MARK = f"INSERT INTO mark_version (school_id, journal_id, period_id, column_id, pupil_id, {_AUTHOR}'algebra-9a', "
_PERIOD_MARK = f"INSERT INTO period_mark (school_id, journal_id, period_id, pupil_id, {_AUTHOR}'algebra-9a', "
_YEAR_MARK = (
    f"INSERT INTO year_mark (school_id, class_id, journal_id, pupil_id, kind, {_AUTHOR}'9a', 'algebra-9a', "
)
_DECISION = (
    "INSERT INTO council_decision (school_id, class_id, pupil_id, seq, value, protocol, protocol_date, author_id, "
    "account, at) VALUES ('school-16', '9a', "
)
_DECIDED = "'допущена', '№ 6', '2026-05-20', 'gromova', 'gromova', '2026-05-20 09:00:00')"
_REMARK = "INSERT INTO remark (school_id, id, class_id, date, text, author_id) VALUES ('school-16', "
_MEMBER = (
    "INSERT INTO membership (school_id, id, class_id, pupil_id, ordinal, arrived) VALUES ('school-16', 'm', "
)
_PERIOD = (
    "INSERT INTO period (school_id, id, year_id, kind, number, title, starts, ends) VALUES ('school-16', "
)

# What is refused when Алгебра of the first quarter is cut, by the table that refuses.
BEHIND_PERIOD = {
    "lesson": (
        f"{_LESSON}'new', 'algebra-9a', 'quarter-1', '2025-09-16', 1, 1)",
        "UPDATE lesson SET topic = 'иначе' WHERE id = 'a1'",
        "UPDATE lesson SET homework = NULL WHERE id = 'a1'",
        "UPDATE lesson SET substitute_id = 'tarasova' WHERE id = 'a1'",
        "UPDATE lesson SET hours = hours",
        "UPDATE lesson SET date = '2025-09-03' WHERE id = 'a1'",
        "UPDATE lesson SET date = '2025-11-12' WHERE id = 'a1'",
        "UPDATE lesson SET period_id = 'quarter-2', date = '2025-11-12' WHERE id = 'a1'",
        "UPDATE lesson SET period_id = 'quarter-1', date = '2025-09-16' WHERE id = 'a4'",
        "UPDATE lesson SET journal_id = 'english-9a-1' WHERE id = 'a1'",
        "UPDATE lesson SET journal_id = 'algebra-9a', number = 2 WHERE id = 'e1'",
        "UPDATE lesson SET id = 'other' WHERE id = 'a1'",
        "UPDATE lesson SET school_id = 'school-57' WHERE id = 'a1'",
        "DELETE FROM lesson WHERE id = 'a1'",
        "DELETE FROM lesson",
    ),
    "lesson_column": (
        f"{_COLUMN}'quarter-1', 'a1', 5, 'КР')",
        "UPDATE lesson_column SET kind = 'КР' WHERE id = 'a1.0'",
        "UPDATE lesson_column SET position = 7 WHERE id = 'a1.0'",
        "UPDATE lesson_column SET lesson_id = 'a3', position = 7 WHERE id = 'a1.0'",
        "UPDATE lesson_column SET period_id = 'quarter-2', lesson_id = 'a4', position = 7 WHERE id = 'a1.0'",
        "UPDATE lesson_column SET period_id = 'quarter-1', lesson_id = 'a1', position = 7 WHERE id = 'a4.0'",
        "DELETE FROM lesson_column WHERE id = 'a1.0'",
    ),
    "mark_version": (
        f"{_MARK}'quarter-1', 'a1.0', 'lena', 2, {_BY}",
        "UPDATE mark_version SET value = '5' WHERE column_id = 'a1.0'",
        "UPDATE mark_version SET period_id = 'quarter-1', column_id = 'a1.0', seq = 9 WHERE column_id = 'a4.0'",
        "DELETE FROM mark_version WHERE column_id = 'a2.1' AND seq = 2",
    ),
    "period_mark": (
        f"{_PERIOD_MARK}'quarter-1', 'lena', 3, {_BY}",
        "UPDATE period_mark SET value = '5' WHERE period_id = 'quarter-1' AND pupil_id = 'egor'",
        "UPDATE period_mark SET period_id = 'quarter-1', seq = 9 WHERE period_id = 'quarter-2'",
        "DELETE FROM period_mark WHERE period_id = 'quarter-1' AND seq = 2",
    ),
    "journal_period": (
        "UPDATE journal_period SET state = 'open' WHERE state = 'cut'",
        "UPDATE journal_period SET cut_reason = 'так надо' WHERE state = 'cut'",
        "UPDATE journal_period SET cut_at = NULL WHERE state = 'cut'",
        "UPDATE journal_period SET journal_id = 'english-9a-1' WHERE state = 'cut'",
        "UPDATE journal_period SET period_id = 'quarter-1' WHERE state = 'open'",
        "UPDATE journal_period SET seed = (SELECT seed FROM class_year) WHERE state = 'open'",
        "DELETE FROM journal_period WHERE state = 'cut'",
    ),
    "period": (
        "UPDATE period SET ends = '2025-10-26' WHERE id = 'quarter-1'",
        "UPDATE period SET ends = '2025-09-20' WHERE id = 'quarter-1'",
        "UPDATE period SET title = 'II четверть' WHERE id = 'quarter-1'",
        "UPDATE period SET id = 'other' WHERE id = 'quarter-1'",
        "UPDATE period SET starts = '2025-10-01' WHERE id = 'quarter-2'",
        f"{_PERIOD}'between', '2025', 'quarter', 9, 'Вставка', '2025-10-20', '2025-11-04')",
        "DELETE FROM period WHERE id = 'quarter-1'",
    ),
    "journal": (
        "UPDATE journal SET class_id = '9b' WHERE id = 'algebra-9a'",
        "UPDATE journal SET subject_id = 'english' WHERE id = 'algebra-9a'",
        "UPDATE journal SET subgroup_id = NULL WHERE id = 'english-9a-1'",
        "DELETE FROM journal WHERE id = 'algebra-9a'",
    ),
    "school_class": (
        "UPDATE school_class SET id = 'other' WHERE id = '9a'",
        "DELETE FROM school_class WHERE id = '9a'",
    ),
}

# What is refused besides when the class's year is cut.
BEHIND_YEAR = {
    "year_mark": (
        f"{_YEAR_MARK}'lena', 'year', 2, {_BY}",
        f"{_YEAR_MARK}'lena', 'exam', 1, {_BY}",
        "UPDATE year_mark SET value = '5' WHERE pupil_id = 'egor'",
        "DELETE FROM year_mark WHERE seq = 2",
    ),
    "council_decision": (
        f"{_DECISION}'zhukov', 1, {_DECIDED}",
        f"{_DECISION}'lena', 2, {_DECIDED}",
        "UPDATE council_decision SET value = 'оставлена'",
        "DELETE FROM council_decision",
    ),
    "remark": (
        f"{_REMARK}'new', '9a', '2025-12-01', 'Поздно', 'orlov')",
        "UPDATE remark SET fulfilled = NULL",
        "UPDATE remark SET class_id = '9b'",
        "DELETE FROM remark",
    ),
    "membership": (
        f"{_MEMBER}'9a', 'lena', 9, '2025-12-01')",
        "UPDATE membership SET \"left\" = NULL WHERE pupil_id = 'zhukov'",
        "UPDATE membership SET ordinal = 9 WHERE pupil_id = 'lena'",
        "UPDATE membership SET class_id = '9b' WHERE pupil_id = 'lena'",
        "DELETE FROM membership WHERE pupil_id = 'lena'",
    ),
    "subgroup_member": (
        "INSERT INTO subgroup_member (school_id, subgroup_id, pupil_id) VALUES ('school-16', 'english-1', 'eva')",
        "UPDATE subgroup_member SET pupil_id = 'eva' WHERE pupil_id = 'lena'",
        "DELETE FROM subgroup_member WHERE pupil_id = 'lena'",
    ),
    "class_year": (
        "UPDATE class_year SET state = 'open'",
        "UPDATE class_year SET cut_by = 'orlov'",
        "DELETE FROM class_year",
    ),
    "journal": (
        "INSERT INTO journal (school_id, id, class_id, subject_id, teacher_id, position) "
        "VALUES ('school-16', 'new', '9a', 'english', 'tarasova', 3)",
        "UPDATE journal SET teacher_id = 'orlov' WHERE id = 'algebra-9a'",
        "UPDATE journal SET position = 9 WHERE id = 'algebra-9a'",
    ),
    "journal_period": (
        "INSERT INTO journal_period (school_id, journal_id, period_id, state, seed) "
        "SELECT school_id, journal_id, 'quarter-3', 'open', seed FROM journal_period "
        "WHERE journal_id = 'algebra-9a' AND period_id = 'quarter-1'",
    ),
    "school_class": (
        "UPDATE school_class SET class_teacher_id = 'orlov' WHERE id = '9a'",
        "UPDATE school_class SET name = '9Б' WHERE id = '9a'",
    ),
}

# The same things before the cutoff: each changes one row.
ALLOWED = (
    f"{_LESSON}'new', 'algebra-9a', 'quarter-2', '2025-12-02', 1, 1)",
    "UPDATE lesson SET topic = 'иначе' WHERE id = 'a4'",
    "UPDATE lesson SET date = '2025-11-12' WHERE id = 'a4'",
    "DELETE FROM lesson WHERE id = 'bare'",
    f"{_COLUMN}'quarter-2', 'a4', 5, 'КР')",
    "UPDATE lesson_column SET kind = 'КР' WHERE id = 'a4.0'",
    "DELETE FROM lesson_column WHERE id = 'bare.0'",
    f"{_MARK}'quarter-2', 'a4.0', 'lena', 2, {_BY}",
    f"{_PERIOD_MARK}'quarter-2', 'lena', 2, {_BY}",
    "UPDATE journal_period SET draft = '00' WHERE journal_id = 'algebra-9a' AND period_id = 'quarter-2'",
    "UPDATE period SET ends = '2025-12-28' WHERE id = 'quarter-2'",
    "UPDATE period SET starts = '2025-10-26' WHERE id = 'quarter-2'",
    f"{_PERIOD}'between', '2025', 'quarter', 9, 'Вставка', '2025-10-26', '2025-11-04')",
    f"{_PERIOD}'half', '2025', 'half_year', 1, 'I полугодие', '2025-09-01', '2025-12-27')",
    "UPDATE journal SET teacher_id = 'orlov' WHERE id = 'algebra-9a'",
    "UPDATE school_class SET class_teacher_id = 'orlov' WHERE id = '9a'",
    f"{_YEAR_MARK}'lena', 'year', 2, {_BY}",
    f"{_DECISION}'zhukov', 1, {_DECIDED}",
    f"{_REMARK}'new', '9a', '2025-12-01', 'В срок', 'orlov')",
    "UPDATE remark SET fulfilled = NULL",
    "DELETE FROM remark",
    f"{_MEMBER}'9a', 'lena', 9, '2025-12-01')",
    "UPDATE membership SET ordinal = 9 WHERE pupil_id = 'lena'",
    "DELETE FROM membership WHERE pupil_id = 'lena'",
    "INSERT INTO subgroup_member (school_id, subgroup_id, pupil_id) VALUES ('school-16', 'english-1', 'eva')",
    "DELETE FROM subgroup_member WHERE pupil_id = 'lena'",
)


def run(engine: Engine, *statements: str) -> int:
    """Run the statements in one transaction; how many rows the last one touched."""
    with engine.begin() as connection:
        return [connection.execute(text(statement)).rowcount for statement in statements][-1]
