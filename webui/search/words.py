"""The words of the search: key -> Russian and English."""

from __future__ import annotations

_BOTH = {
    "title": ("Поиск", "Search"),
    "lead": (
        "Классы, журналы, ученики, сотрудники, документы и события — только те, что вам доступны.",
        "Classes, journals, pupils, staff, records and events: only those that you may see.",
    ),
    "note": (
        "Слова ищутся с начала, заглавные и строчные, е и ё не различаются.",
        "Words are matched from their beginning; case does not matter, nor do the dots of the Russian letter yo.",
    ),
    "box": ("Что найти", "What to find"),
    "find": ("Найти", "Find"),
    "hint": (
        "Например: соколова, 9а алгебра, номер события.",
        "For instance a surname, a class and subject, a number.",
    ),
    "nothing": ("Ничего не найдено среди того, что вам доступно.", "Nothing of what you may see was found."),
    "more": ("Есть и ещё: уточните слова.", "There are more: add a word."),
    "classes": ("Классы", "Classes"),
    "journals": ("Журналы", "Journals"),
    "pupils": ("Ученики", "Pupils"),
    "staff": ("Сотрудники", "Staff"),
    "records": ("Документы", "Records"),
    "events": ("События", "Events"),
    "revision": ("редакция", "revision"),
}
RU = {key: ru for key, (ru, _) in _BOTH.items()}
EN = {key: en for key, (_, en) in _BOTH.items()}
WORDS = {"ru": RU, "en": EN}
