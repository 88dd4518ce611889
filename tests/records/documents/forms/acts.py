"""Sample acts: handover, presence, destruction; full and minimal."""

from __future__ import annotations

from datetime import date

from records.documents.forms.destruction_act import (
    DestructionAct,
    Discarded,
    InventoryApproval,
    MarkOfDestruction,
)
from records.documents.forms.handover_act import HandedOver, HandoverAct
from records.documents.forms.parts import CommissionProtocol, Head, Signatory, Span
from records.documents.forms.presence_act import Defect, PresenceAct, PresenceCount
from tests.records.documents.forms import people as who

OLD = Span(date(2025, 9, 1), date(2026, 6, 26))
LATER = Head(who.SCHOOL, who.AT.replace(year=2032, month=1), "г. Липецк", "1", date(2032, 1, 26))


def handover_act() -> HandoverAct:
    """Deputy head to secretary."""
    entries = [
        HandedOver(
            "02-15/9А",
            "Классный журнал 9А, 2025/26 учебный год",
            who.YEAR,
            "2 тома, 121 лист; флеш-накопитель № 4",
            8_722_997,
            "том 2 без обложки",
        ),
        HandedOver("02-13", "Сводная ведомость 9А", who.YEAR, "1 экз. электронный", 412_000),
    ]
    return HandoverAct(
        who.head("7"),
        "приказ от 20.06.2026 № 118",
        "удовлетворительное, прошиты, скреплены печатью; копии открываются, суммы совпадают",
        entries,
        who.DEPUTY,
        who.SECRETARY,
    )


def empty_handover_act() -> HandoverAct:
    """Nothing handed over."""
    return HandoverAct(who.EMPTY_HEAD, "", "", [], Signatory("Заместитель директора"), who.SOMEBODY)


def presence_act() -> PresenceAct:
    """A check of paper and two electronic copies."""
    return PresenceAct(
        who.head("2"),
        date(2026, 6, 22),
        who.DAY,
        "приказ от 15.06.2026 № 112",
        "опись № 2-Д, опись № 5-Э, реестр классных журналов 2021–2026",
        [
            PresenceCount("Бумажные тома", 42, 41, 1, 2, 1),
            PresenceCount("Электронные дела, копия 1: серверная", 40, 40, 0, 0, 0),
            PresenceCount("Электронные дела, копия 2: сейф, накопитель № 4", 40, 40, 0, 0, 1),
        ],
        [
            Defect(
                "17", "Классный журнал 7А, 2023/24, том 2", "отсутствует", "объявлен розыск, приказ № 115"
            ),
            Defect("31", "Сводная ведомость 8А, 2024/25", "не совпала сумма файла", "восстановлен с копии 1"),
        ],
        "выделено к уничтожению 8 дел, акт № 1; принято 9 дел",
        "температура 19 °C, влажность 48 %; помещение закрыто",
        [who.SECRETARY, who.ARCHIVIST],
        who.DIRECTOR,
    )


def empty_presence_act() -> PresenceAct:
    """Nothing to check."""
    return PresenceAct(
        who.EMPTY_HEAD,
        who.DAY,
        who.DAY,
        "",
        "",
        [],
        [],
        "нет",
        "в норме",
        [who.SOMEBODY, who.SOMEBODY],
        Signatory("Директор"),
    )


def destruction_act(count: int = 4) -> DestructionAct:
    """Class journals whose term has expired; carried out."""
    entries = [
        Discarded(
            f"Классный журнал {5 + place % 7}А, 2025/26 учебный год",
            OLD,
            "Реестр, № 140",
            "02-15",
            f"т. 1–{1 + place % 3}",
            1 + place % 3,
            who.FIVE,
            "и 2 эл. экз.",
        )
        for place in range(count)
    ]
    destroyed = MarkOfDestruction(
        date(2032, 2, 9),
        "бумажные тома измельчены, электронные копии стёрты с проверкой",
        "бумага; серверная; накопитель № 4",
        [who.SECRETARY, who.ARCHIVIST],
    )
    return DestructionAct(
        LATER,
        [
            "Номенклатура дел на 2026 год, ст. 15: классные журналы, 5 лет",
            "Приказ Росархива от 20.12.2019 № 236 (перечень документов с указанием сроков хранения)",
        ],
        entries,
        who.DIRECTOR,
        who.SECRETARY,
        [InventoryApproval("2026 год", "2-Д", CommissionProtocol("4", date(2026, 12, 25)))],
        CommissionProtocol("2", date(2032, 1, 15)),
        [Signatory("Председатель комиссии", "П. С. Орлов"), Signatory("Член комиссии", "О. В. Белова")],
        destroyed,
    )


def empty_destruction_act() -> DestructionAct:
    """Nothing chosen, nothing agreed, nothing destroyed."""
    return DestructionAct(who.EMPTY_HEAD, [], [], Signatory("Директор"), who.SOMEBODY)
