"""Sample registers: plan, inventories, register of journals, registry of a dossier; full and minimal."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from records.documents.forms.electronic_inventory import Container, ElectronicEntry, ElectronicInventory
from records.documents.forms.file_plan import FilePlan, PlanEntry, PlanSection
from records.documents.forms.file_registry import FiledDocument, FileRegistry
from records.documents.forms.inventory import Inventory, InventoryEntry, YearSection
from records.documents.forms.journal_register import JournalEntry, JournalRegister
from records.documents.forms.parts import Signatory
from tests.records.documents.forms import people as who

WRITTEN = datetime(2026, 6, 26, 12, 31, tzinfo=timezone(timedelta(hours=3)))
CLASSES = ("5А", "5Б", "6А", "7А", "8А", "9А", "10А", "11А")


def file_plan() -> FilePlan:
    """Two sections, closed."""
    return FilePlan(
        who.head("1"),
        "2026",
        [
            PlanSection(
                "02",
                "Учебно-воспитательная работа",
                [
                    PlanEntry("02-13", "Сводные ведомости учёта успеваемости", 8, who.TWENTY_FIVE, "эл."),
                    PlanEntry("02-15", "Классные журналы", 21, who.FIVE, "эл. и бумажные тома", 2),
                ],
            ),
            PlanSection(
                "03", "Делопроизводство и архив", [PlanEntry("03-01", "Номенклатура дел", 1, who.FOR_EVER)]
            ),
        ],
        who.SECRETARY,
        who.DIRECTOR,
        who.COMMISSION,
        who.SECRETARY,
    )


def empty_file_plan() -> FilePlan:
    """Nothing in it yet."""
    return FilePlan(who.EMPTY_HEAD, "2026", [], who.SOMEBODY, Signatory("Директор"))


def inventory(count: int = 12) -> Inventory:
    """One yearly section of summary sheets, with a lettered number."""
    entries = [
        InventoryEntry(
            str(number),
            "02-13",
            f"Сводная ведомость учёта успеваемости {CLASSES[number % 8]}",
            who.YEAR,
            None if number % 3 else 14,
            who.TWENTY_FIVE,
            "см. № 3а" if number == 3 else "",
        )
        for number in range(1, count + 1)
    ]
    return Inventory(
        who.head("2-Д"),
        [YearSection("2026", entries)],
        who.SECRETARY,
        who.DIRECTOR,
        ["3а"],
        ["7"],
        who.COMMISSION,
    )


def empty_inventory() -> Inventory:
    """No file, nothing agreed."""
    return Inventory(who.EMPTY_HEAD, [], who.SOMEBODY, Signatory("Директор"))


def electronic_inventory(count: int = 3) -> ElectronicInventory:
    """Class journals with two containers each."""
    entries = [
        ElectronicEntry(
            str(number),
            "02-15",
            f"Классный журнал {CLASSES[number % 8]}, 2025/26 учебный год",
            who.YEAR,
            who.FIVE,
            [
                Container(
                    name,
                    WRITTEN,
                    size,
                    who.DIGEST + f"{number:032x}",
                )
                for name, size in (("class-journal.pdf", 3_482_117), ("period-journals.zip", 5_240_880))
            ],
        )
        for number in range(1, count + 1)
    ]
    return ElectronicInventory(
        who.head("5-Э"),
        "2026",
        entries,
        who.SECRETARY,
        who.DIRECTOR,
        lettered=["2а"],
        missing=["4"],
        protocol=who.COMMISSION,
    )


def empty_electronic_inventory() -> ElectronicInventory:
    """No dossier."""
    return ElectronicInventory(who.EMPTY_HEAD, "2026", [], who.SOMEBODY, Signatory("Директор"))


def journal_register() -> JournalRegister:
    """The journals of a small school."""
    entries = [
        JournalEntry(
            str(140 + place),
            "02-15",
            name,
            "Морозова Е. А.",
            2,
            2,
            121,
            "каб. 4, шкаф 2, полка 3",
            who.FIVE,
            date(2032, 1, 1),
            "О. В. Белова",
            "" if place else "акт № 3",
        )
        for place, name in enumerate(CLASSES)
    ]
    return JournalRegister(who.head("1"), "2025/26", entries, [who.SECRETARY, who.DIRECTOR])


def empty_journal_register() -> JournalRegister:
    """No journal."""
    return JournalRegister(who.EMPTY_HEAD, "2025/26", [], [who.SOMEBODY])


def file_registry(count: int = 6) -> FileRegistry:
    """The dossier of 9А."""
    documents = [
        FiledDocument(
            f"Журнал: {subject}, 1 четверть",
            "m3k8zq5wd2xn7r4tvh6p",
            1 + place % 2,
            date(2025, 10, 26),
            2,
            "m3k8zq5wd2xn7r4tvh6p-1.pdf",
            88_212 + place,
            who.DIGEST + f"{place:032x}",
            (who.BY_TEACHER, who.BY_DEPUTY),
            "взамен редакции 1" if place % 2 else "",
        )
        for place, subject in enumerate((who.SUBJECTS * 10)[:count])
    ]
    return FileRegistry(
        who.head("1"),
        "02-15/9А",
        "Классный журнал 9А, 2025/26 учебный год",
        who.FIVE,
        documents,
        who.SECRETARY,
    )


def empty_file_registry() -> FileRegistry:
    """Nothing filed."""
    return FileRegistry(who.EMPTY_HEAD, "02-15", "Классный журнал 9А", who.FIVE, [], who.SOMEBODY)
