"""What a school knows of invented pupils beside marks: addresses, parents, telephones, the council's decisions.

Made from a pupil's number and surname alone; snapshots and workbooks of tests share it.
"""

from __future__ import annotations

from typing import Any

MINUTES = {"protocol": "№ 5", "date": "2026-05-29"}
DECIDED = "переведён(а) в 10 класс"
_STREETS = ("ул. Ленина", "ул. Победы", "пер. Школьный", "ул. Академика Вернадского", "пр-т Комсомольский")
_MOTHERS = ("Ирина Павловна", "Светлана Юрьевна", "Ольга Дмитриевна", "Гульнара Рашитовна")
_FATHERS = ("Сергей Андреевич", "Борис Ильич", "Павел Николаевич")


def particulars(number: int, surname: str) -> dict[str, Any]:
    """The members that a snapshot has of them: every third pupil has one parent, every seventh no telephone."""
    street = _STREETS[number % len(_STREETS)]
    address = f"452680, г. Нефтекамск, {street}, д. {number * 3 % 90 + 1}, кв. {number * 7 % 120 + 1}"
    parents = [f"{surname} {_MOTHERS[number % len(_MOTHERS)]}"]
    parents += [f"{surname} {_FATHERS[number % len(_FATHERS)]}"] if number % 3 else []
    phone = {} if number % 7 == 0 else {"phone": f"+7 917 {number * 37 % 900 + 100}-{number % 90 + 10}-44"}
    return {"address": address, "parents": parents, **phone}


def decision(number: int) -> dict[str, Any]:
    """The council's decision: one pupil is kept back by other minutes."""
    if number == 5:
        kept = "оставлен(а) на повторное обучение по заявлению родителей (законных представителей)"
        return {"text": kept, "protocol": "№ 6", "date": "2026-06-15"}
    return {"text": DECIDED, **MINUTES}


def late(number: int, period: int) -> dict[str, int]:
    """How often late in a period, as a member; nothing for never."""
    times = (number * 3 + period) % 5
    return {"late": times - 2} if times > 2 else {}
