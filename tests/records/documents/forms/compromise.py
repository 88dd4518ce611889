"""Sample papers of a compromised account: the notice and the list of operations; full and minimal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from records.documents.forms.compromise_list import CompromiseList, ListedOperation, WantedAct
from records.documents.forms.compromise_notice import CompromiseNotice
from records.documents.forms.parts import Signatory
from tests.records.documents.forms import people as who

OWNER, LOGIN, ORDER = "Соколова Мария Ивановна", "sokolova.mi", "№ 31-к от 21.10.2025"
ADMINISTRATOR = Signatory("Администратор", "Р. И. Никитин", on=who.DAY)
ANSWER_UNTIL, ACCESS_UNTIL = date(2025, 10, 24), date(2025, 10, 27)
LESSON = "Алгебра, 9А, I четверть: Соколова Елена Андреевна, 02.09.2025, У"


def compromise_notice() -> CompromiseNotice:
    """Two void operations and many suspect ones."""
    return CompromiseNotice(
        who.head("У-3"),
        OWNER,
        LOGIN,
        ORDER,
        "Пароль лежал на столе в учительской; ученик вошёл с телефона и исправил отметки.",
        "21.10.2025 11:00",
        "21.10.2025 13:00",
        "21.10.2025 14:00",
        "21.10.2025 16:00",
        "21.10.2025 16:05",
        "21.10.2025 16:00",
        2,
        31,
        ANSWER_UNTIL,
        ACCESS_UNTIL,
        [who.DIRECTOR, ADMINISTRATOR],
        replace(who.TEACHER, signing=who.DIRECTOR.signing, on=None),
    )


def empty_compromise_notice() -> CompromiseNotice:
    """Nobody was told yet, and nothing was done through the account."""
    return CompromiseNotice(
        who.EMPTY_HEAD,
        "",
        LOGIN,
        *("",) * 8,
        0,
        0,
        ANSWER_UNTIL,
        ACCESS_UNTIL,
        [Signatory("Директор")],
        Signatory("Учитель"),
    )


def compromise_list(count: int = 30) -> CompromiseList:
    """Marks of one lesson, every third refused, and two that an act must mend."""
    operations = [
        ListedOperation(
            f"21.10.2025 12:{n:02}",
            "Отметка",
            LESSON,
            "4",
            "5",
            "недействительна" if n >= count - 2 else "под сомнением",
            "не моя" if n % 3 == 1 else "",
        )
        for n in range(count)
    ]
    acts = [
        WantedAct("Алгебра, 9А: Ёлкин Егор Олегович, I четверть", "5", "3", "нужен акт"),
        WantedAct("Алгебра, 9А: Егорова Ева, 09.09.2025 КР", "5", "", "исправлено"),
    ]
    return CompromiseList(
        who.head(""),
        OWNER,
        LOGIN,
        ORDER,
        "21.10.2025 11:00",
        "21.10.2025 16:00",
        ANSWER_UNTIL,
        operations,
        acts,
        [Signatory("Владелец учётной записи", "М. И. Соколова"), ADMINISTRATOR],
    )


def empty_compromise_list() -> CompromiseList:
    """Nothing was done through the account."""
    return CompromiseList(who.EMPTY_HEAD, "", LOGIN, "", "", "", ANSWER_UNTIL, [], [], [who.SOMEBODY])
