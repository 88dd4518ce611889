"""Every paper of the small closed school, printed by its command: what is asked for, and what must stand on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.flow.site import Ran, Site

OF_CLASS: Final = ("--class", "9А")
LENA: Final = (*OF_CLASS, "--pupil", "Соколова Елена Андреевна")


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a command, and texts that its paper has (white space left out)."""

    words: tuple[str, ...]
    texts: tuple[str, ...]


PAPERS: Final[Mapping[str, Asked]] = {
    "file_plan": Asked(
        ("--section", "02=Учебная работа", "--protocol", "4 от 25.06.2026"),
        (
            "на 2025/2026 учебный год",
            "02 Учебная работа",
            "02-15 Классные журналы 1 5 лет, Минпрос СССР",
            "02-16 Сводные ведомости учёта успеваемости 1 25 лет",
            "Всего заведено 2 (два) дела",
            "Протокол экспертной комиссии от 25 июня 2026 г. № 4",
        ),
    ),
    "inventory": Asked(
        ("--number", "1-Д"),
        (
            "ОПИСЬ № 1-Д",
            "1 02-16 Сводная ведомость учёта успеваемости 9А, 2025/2026",
            "01.09.2025– 26.05.2026",
            "внесено 1 (одно) дело, с № 1 по № 1",
        ),
    ),
    "electronic_inventory": Asked((), ("внесено 2 (два) дела", "8 (восемь) файлов", "/data/record.pdf")),
    "journal_register": Asked(
        ("--bound", "--storage", "каб. 4, шкаф 2"),
        ("1 02-15 9А Громова Мария Ивановна 2 эл. экз.", "каб. 4, шкаф 2", "с 01.01.2032", "1 (один) том"),
    ),
    "file_registry": Asked(
        OF_CLASS, ("ДЕЛА № 02-15", "Журнал: Алгебра, 9А, I полугодие", "Всего в деле 7 (семь) документов")
    ),
    "spine_label": Asked(
        (*OF_CLASS, "--storage", "каб. 4"),
        ("9А", "Классный журнал, 2025/2026 учебный год", "инв. № 1", "в акт не ранее 01.01.2032 · каб. 4"),
    ),
    "binding_sheet": Asked(
        OF_CLASS,
        ("ЛИСТ-ЗАВЕРИТЕЛЬ ДЕЛА № 02-15", "Классный журнал 9А, 2025/2026", "Владелец: Лебедева Анна Петровна"),
    ),
    "year_end_list": Asked(
        OF_CLASS, ("9А · 2025/2026 учебный год", "Сделано 6 из 11 на 26 мая 2026 г.", "инв. № 1")
    ),
    "handover_act": Asked(
        (
            "--basis",
            "приказ № 118",
            "--giver",
            "Секретарь; О. В. Соколова",
            "--taker",
            "Архивариус; Т. Н. Громова",
        ),
        ("Передаёт Секретарь, О. В. Соколова", "приказ № 118", "Передано 2 (два) дела"),
    ),
    "presence_act": Asked(
        ("--member", "Секретарь; О. В. Соколова", "--member", "Библиотекарь; Т. Н. Громова"),
        ("копия 1: server 2 2 0 0 0", "копия 2: safe 2 2 0 0 0", "Не обнаружены.", "Библиотекарь"),
    ),
    "destruction_act": Asked(
        ("--act-year", "2032"),
        ("Классный журнал 9А, 2025/2026", "Реестр, № 1", "Итого 1 (одно) дело за 2025–2026 годы"),
    ),
    "archive_certificate": Asked(
        (*LENA, "--addressee", "По месту требования", "--date", "26.06.2026"),
        (
            "По месту требования",
            "Соколова Елена Андреевна, 19 мая 2010 г. р.",
            "значится в списке 9А класса за 2025/2026 учебный год",
            "1 Алгебра 5 5 5",
            "дело 02-16",
        ),
    ),
    "extract": Asked(
        LENA,
        (
            "Соколова Елена Андреевна",
            "19 мая 2010 г.",
            "1 Алгебра 5 5 5",
            "2 Английский язык 5 5 5",
            "Пропущено за год: 0 дней, 3 урока; из них по болезни: 0 дней, 2 урока.",
            "О. В. Соколова",
        ),
    ),
    "transfer_extract": Asked(
        (*LENA, "--basis", "приказ № 241"),
        ("приказ № 241", "Отметок нет.", "1 Алгебра 5 5", "Журнал: Алгебра, 9А, II полугодие"),
    ),
}


def print_paper(site: Site, name: str, folder: Path, *more: str) -> Ran:
    """`letopis print NAME` as the paper is asked for, into `NAME.pdf` of the folder."""
    return site.run("print", name, *PAPERS[name].words, "--output", str(folder / f"{name}.pdf"), *more)
