"""Who issues and signs the sample forms, and what they certify."""

from __future__ import annotations

from datetime import UTC, date, datetime

from records.anchor import Anchor
from records.documents.forms.parts import (
    CommissionProtocol,
    Head,
    Keeping,
    MarkRow,
    MarkTable,
    Signatory,
    SignatureFacts,
    SignedRecord,
    Signing,
    Span,
)

SCHOOL = "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 3» г. Липецка"
AT = datetime(2026, 6, 26, 9, 30, tzinfo=UTC)
DAY = date(2026, 6, 26)
EMPTY_HEAD = Head("Школа № 3", AT)
ANCHOR = Anchor("letopis.example/school", 4711, "k7q2mzv4xr9pd3hwtj5c", "ab12" * 16)
DIGEST = "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f"

DIRECTOR = Signatory("Директор", "А. П. Кузнецова", on=DAY)
DEPUTY = Signatory("Заместитель директора по УВР", "П. С. Орлов", on=DAY)
SECRETARY = Signatory("Секретарь", "О. В. Белова", on=DAY)
TEACHER = Signatory("Учитель алгебры", "М. И. Соколова", Signing.ELECTRONIC, DAY)
ARCHIVIST = Signatory("Ответственный за архив", "Т. Н. Громова", on=DAY)
SOMEBODY = Signatory("Секретарь")

FIVE = Keeping(5, "ст. 15 номенклатуры")
TWENTY_FIVE = Keeping(25, "ст. 605 «б»")
FOR_EVER = Keeping(None, "ст. 20")
YEAR = Span(date(2025, 9, 1), DAY)
COMMISSION = CommissionProtocol("4", date(2026, 6, 25))


def head(number: str) -> Head:
    """A head with everything that stands in one."""
    return Head(SCHOOL, AT, "г. Липецк", number, DAY)


def facts(role: str, owner: str, signed: str) -> SignatureFacts:
    """A signature of a year's certificate."""
    return SignatureFacts(
        role, owner, "4A5F0C9E77D21B3866", date(2025, 8, 25), date(2026, 11, 25), f"{signed} (+03:00)"
    )


BY_TEACHER = facts("учитель", "Соколова Мария Ивановна", "25.10.2025 18:00")
BY_DEPUTY = facts("заместитель директора", "Орлов Павел Сергеевич", "26.10.2025 09:12")
BY_DIRECTOR = facts("директор", "Кузнецова Анна Петровна", "26.06.2026 12:30")
JOURNAL = SignedRecord(
    "Алгебра, 9А, 1 четверть", "m3k8zq5wd2xn7r4tvh6p", "9f3c" * 16, (BY_TEACHER, BY_DEPUTY)
)
SHEET = SignedRecord(
    "Сводная ведомость 9А, 2025/26 учебный год",
    "t5v9hc3kz8mq2wx7rd4n",
    "5be0" * 16,
    (BY_TEACHER, BY_DIRECTOR),
)

SUBJECTS = (
    *("Русский язык", "Литература", "Английский язык", "Алгебра", "Геометрия", "Вероятность и статистика"),
    *("Информатика", "История", "Обществознание", "География", "Физика", "Химия", "Биология"),
    "Основы безопасности и защиты Родины",
)
PERIODS = ("1 четв.", "2 четв.", "3 четв.", "4 четв.", "Год", "Экзамен", "Итог")
MARKS = MarkTable(
    PERIODS,
    [
        MarkRow(subject, ["4", "5", "4", "5", "5", "5" if place in (0, 3) else "", "5"])
        for place, subject in enumerate(SUBJECTS)
    ],
)
