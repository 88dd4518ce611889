"""The cast: a small hand-made school that tests store in a database and know by heart.

Class 9А in 2025/2026 with two quarters; Алгебра for all, Английский язык for a subgroup. Everything is ready
for both cutoffs. Жуков left in the first quarter by order, Новикова came in the second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from sqlalchemy import Engine

from records.actor import Actor, Role
from records.db import Base, transaction
from records.gradebook.reading import JournalKey
from records.gradebook.tables import (
    ClassYear,
    CouncilDecision,
    Journal,
    JournalPeriod,
    Lesson,
    LessonColumn,
    MarkVersion,
    PeriodMark,
    Remark,
    YearMark,
)
from records.identity import Entropy
from records.school.tables import (
    Appointment,
    Membership,
    Period,
    Person,
    Pupil,
    School,
    SchoolClass,
    SchoolYear,
    Subgroup,
    SubgroupMember,
    Subject,
)

SCHOOL, YEAR, CLASS, GROUP = "school-16", "2025", "9a", "english-1"
ALGEBRA, ENGLISH, Q1, Q2 = "algebra-9a", "english-9a-1", "quarter-1", "quarter-2"
ALGEBRA_Q1, ALGEBRA_Q2 = JournalKey(SCHOOL, ALGEBRA, Q1), JournalKey(SCHOOL, ALGEBRA, Q2)
ENGLISH_Q1, ENGLISH_Q2 = JournalKey(SCHOOL, ENGLISH, Q1), JournalKey(SCHOOL, ENGLISH, Q2)
ALL_PERIODS = (ALGEBRA_Q1, ENGLISH_Q1, ALGEBRA_Q2, ENGLISH_Q2)

MARIA = Actor("gromova", "gromova", SCHOOL)  # teaches Алгебра, class teacher of 9А
PAVEL = Actor("orlov", "orlov", SCHOOL)  # deputy head
ANNA = Actor("lebedeva", "lebedeva", SCHOOL)  # director
OLGA = Actor("sokolova", "sokolova", SCHOOL)  # secretary
IGOR = Actor("zaitsev", "zaitsev", SCHOOL)  # auditor
ZHANNA = Actor("tarasova", "tarasova", SCHOOL)  # teaches Английский язык

PEOPLE = {
    MARIA.person: "Громова Мария Ивановна",
    PAVEL.person: "Орлов Павел Сергеевич",
    ANNA.person: "Лебедева Анна Петровна",
    OLGA.person: "Соколова Ольга Викторовна",
    IGOR.person: "Зайцев Игорь Николаевич",
    ZHANNA.person: "Тарасова Жанна Евгеньевна",
}
ROLES = {
    PAVEL.person: Role.DEPUTY_HEAD,
    ANNA.person: Role.DIRECTOR,
    OLGA.person: Role.SECRETARY,
    IGOR.person: Role.AUDITOR,
}
LENA, EGOR, EVA, ZHUKOV, NOVIKOVA = "lena", "egor", "eva", "zhukov", "novikova"
PUPILS = {
    LENA: ("Соколова", "Елена", "Андреевна"),
    EGOR: ("Ёлкин", "Егор", "Олегович"),
    EVA: ("Егорова", "Ева", None),
    ZHUKOV: ("Жуков", "Пётр", "Ильич"),
    NOVIKOVA: ("Новикова", "Нина", "Львовна"),
}
IN_GROUP = (LENA, EGOR)
LEFT, ARRIVED = date(2025, 9, 20), date(2025, 11, 17)
WRITTEN = datetime(2025, 10, 20, 9, tzinfo=UTC)
CUT_AT = datetime(2025, 12, 27, 15, tzinfo=UTC)

# journal, period -> lesson id, day, kinds of work of its columns
LESSONS = {
    ALGEBRA_Q1: (
        ("a1", date(2025, 9, 2), "У"),
        ("a2", date(2025, 9, 9), "У КР"),
        ("a3", date(2025, 9, 30), "У"),
    ),
    ALGEBRA_Q2: (("a4", date(2025, 11, 11), "У"), ("a5", date(2025, 11, 18), "СР")),
    ENGLISH_Q1: (("e1", date(2025, 9, 2), "У"),),
    ENGLISH_Q2: (("e2", date(2025, 11, 11), "У"),),
}
# column -> pupil -> versions of the cell, the last one current; the column 1 of lesson a2 is a2.1
MARKS: dict[str, dict[str, tuple[str, ...]]] = {
    "a1.0": {LENA: ("4",), EGOR: ("н", ""), EVA: ("5",), ZHUKOV: ("4",)},
    "a2.0": {LENA: ("5",), EVA: ("у",)},
    "a2.1": {LENA: ("3", "4/5"), EGOR: ("2", "3"), EVA: ("у",)},
    "a3.0": {LENA: ("5",), EGOR: ("б",), EVA: ("н",)},
    "a4.0": {LENA: ("н",), EGOR: ("4 н",), EVA: ("4",)},
    "a5.0": {LENA: ("5",), EGOR: ("3",), NOVIKOVA: ("4",)},
    "e1.0": {LENA: ("5",), EGOR: ("4",)},
    "e2.0": {LENA: ("5",), EGOR: ("н",)},
}
PERIOD_MARKS: dict[JournalKey, dict[str, tuple[str, ...]]] = {
    ALGEBRA_Q1: {LENA: ("4", "5"), EGOR: ("3",), EVA: ("5",)},
    ALGEBRA_Q2: {LENA: ("5",), EGOR: ("3",), EVA: ("4",), NOVIKOVA: ("4",)},
    ENGLISH_Q1: {LENA: ("5",), EGOR: ("4",)},
    ENGLISH_Q2: {LENA: ("5",), EGOR: ("4",)},
}
YEAR_MARKS: dict[str, dict[str, tuple[str, ...]]] = {
    ALGEBRA: {LENA: ("5",), EGOR: ("3",), EVA: ("4", "5"), NOVIKOVA: ("4",)},
    ENGLISH: {LENA: ("5",), EGOR: ("4",)},
}


DECISIONS = dict.fromkeys((LENA, EGOR, EVA, NOVIKOVA), "допущен(а) к ГИА")  # of the council, protocol № 5


@dataclass(slots=True)
class SeededEntropy:
    """Random bytes that are the same in every run: SHA-256 of a seed and a counter."""

    seed: str = "cast"
    taken: int = 0

    def token(self, size: int) -> bytes:
        """The next `size` bytes."""
        self.taken += 1
        blocks = (sha256(f"{self.seed}/{self.taken}/{n}".encode()).digest() for n in range(size // 32 + 1))
        return b"".join(blocks)[:size]


def store(engine: Engine, entropy: Entropy | None = None) -> None:
    """Write the whole school in one transaction."""
    source = entropy or SeededEntropy()
    with transaction(engine) as session:
        order = {table: place for place, table in enumerate(Base.metadata.sorted_tables)}
        rows = [*_school(), *_roster(), *_journals(source), *_lessons(), *_marks(), *_decisions()]
        for row in sorted(rows, key=lambda row: order[row.metadata.tables[row.__tablename__]]):
            session.add(row)
            session.flush()


def _school() -> Iterator[Base]:
    yield School(id=SCHOOL, name="Школа № 16", zone="Europe/Moscow", policy={})
    yield SchoolYear(
        school_id=SCHOOL, id=YEAR, label="2025/2026", starts=date(2025, 9, 1), ends=date(2026, 5, 26)
    )
    yield _period(Q1, 1, "I четверть", date(2025, 9, 1), date(2025, 10, 25))
    yield _period(Q2, 2, "II четверть", date(2025, 11, 5), date(2025, 12, 27))
    yield from (Person(school_id=SCHOOL, id=person, name=name) for person, name in PEOPLE.items())
    for person, role in ROLES.items():
        yield Appointment(
            school_id=SCHOOL, person_id=person, role=role.value, since=date(2025, 9, 1), order_no="№ 1-к"
        )


def _period(period: str, number: int, title: str, starts: date, ends: date) -> Period:
    return Period(
        school_id=SCHOOL,
        id=period,
        year_id=YEAR,
        kind="quarter",
        number=number,
        title=title,
        starts=starts,
        ends=ends,
    )


def _roster() -> Iterator[Base]:
    yield SchoolClass(
        school_id=SCHOOL, id=CLASS, year_id=YEAR, name="9А", grade=9, class_teacher_id=MARIA.person
    )
    moves = {ZHUKOV: {"left": LEFT, "left_order": "№ 41-у"}}
    moves[NOVIKOVA] = {"arrived": ARRIVED, "arrived_order": "№ 57-у"}
    for number, (pupil, (surname, given, patronymic)) in enumerate(PUPILS.items(), start=1):
        yield Pupil(school_id=SCHOOL, id=pupil, surname=surname, given=given, patronymic=patronymic)
        yield Membership(
            school_id=SCHOOL,
            id=f"m-{pupil}",
            class_id=CLASS,
            pupil_id=pupil,
            ordinal=number,
            **moves.get(pupil, {}),
        )
    yield Subject(school_id=SCHOOL, id="algebra", name="Алгебра", position=1)
    yield Subject(school_id=SCHOOL, id="english", name="Английский язык", position=2)
    yield Subgroup(school_id=SCHOOL, id=GROUP, class_id=CLASS, subject_id="english", name="1 группа")
    yield from (SubgroupMember(school_id=SCHOOL, subgroup_id=GROUP, pupil_id=pupil) for pupil in IN_GROUP)


def _journals(entropy: Entropy) -> Iterator[Base]:
    yield _journal(ALGEBRA, "algebra", None, MARIA, 1)
    yield _journal(ENGLISH, "english", GROUP, ZHANNA, 2)
    for key in ALL_PERIODS:
        seed = entropy.token(32)
        yield JournalPeriod(school_id=SCHOOL, journal_id=key.journal, period_id=key.period, seed=seed)
    yield ClassYear(school_id=SCHOOL, class_id=CLASS, seed=entropy.token(32))
    yield Remark(
        school_id=SCHOOL,
        id="remark-1",
        class_id=CLASS,
        journal_id=ALGEBRA,
        date=date(2025, 9, 22),
        text="Записать темы уроков",
        author_id=PAVEL.person,
        deadline=date(2025, 9, 29),
        fulfilled=date(2025, 9, 26),
    )


def _journal(journal: str, subject: str, group: str | None, teacher: Actor, position: int) -> Journal:
    return Journal(
        school_id=SCHOOL,
        id=journal,
        class_id=CLASS,
        subject_id=subject,
        subgroup_id=group,
        teacher_id=teacher.person,
        position=position,
    )


def _lessons() -> Iterator[Base]:
    for key, lessons in LESSONS.items():
        place = {"school_id": SCHOOL, "journal_id": key.journal, "period_id": key.period}
        for lesson, day, kinds in lessons:
            text = {"topic": f"Тема {lesson}", "homework": f"№ {lesson}"}
            yield Lesson(**place, id=lesson, date=day, number=1, hours=1, **text)
            for position, kind in enumerate(kinds.split()):
                column = {"id": f"{lesson}.{position}", "lesson_id": lesson, "position": position}
                yield LessonColumn(**place, **column, kind=kind)


def _marks() -> Iterator[Base]:
    for key, lessons in LESSONS.items():
        place = {"school_id": SCHOOL, "journal_id": key.journal, "period_id": key.period}
        who = ZHANNA if key.journal == ENGLISH else MARIA
        for lesson, _, kinds in lessons:
            for column in (f"{lesson}.{n}" for n in range(len(kinds.split()))):
                for pupil, version in _versions(MARKS[column], who):
                    yield MarkVersion(**place, column_id=column, pupil_id=pupil, **version)
        for pupil, version in _versions(PERIOD_MARKS[key], who):
            yield PeriodMark(**place, pupil_id=pupil, **version)
    for journal, marks in YEAR_MARKS.items():
        place = {"school_id": SCHOOL, "class_id": CLASS, "journal_id": journal, "kind": "year"}
        for pupil, version in _versions(marks, ZHANNA if journal == ENGLISH else MARIA):
            yield YearMark(**place, pupil_id=pupil, **version)


def _decisions() -> Iterator[Base]:
    minutes = {"protocol": "№ 5", "protocol_date": date(2025, 12, 25)}
    for pupil, version in _versions({pupil: (text,) for pupil, text in DECISIONS.items()}, MARIA):
        yield CouncilDecision(school_id=SCHOOL, class_id=CLASS, pupil_id=pupil, **minutes, **version)


def _versions(marks: dict[str, tuple[str, ...]], who: Actor) -> Iterator[tuple[str, dict[str, object]]]:
    for pupil, values in marks.items():
        for seq, value in enumerate(values, start=1):
            author = {"author_id": who.person, "account": who.account, "at": WRITTEN}
            yield pupil, {"seq": seq, "value": value, **author}
