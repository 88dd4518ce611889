"""Every form in prose, full and minimal, by name; and the sample papers about a pupil and a volume."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from records.documents.forms.archive_certificate import ArchiveCertificate
from records.documents.forms.binding_sheet import BindingSheet, Condition, Printing
from records.documents.forms.extract import Extract
from records.documents.forms.parts import Form, MarkTable, Signatory, SignedRecord
from records.documents.forms.spine_label import Spine, SpineLabels
from records.documents.forms.transfer_extract import CurrentMark, CurrentSubject, TransferExtract
from records.documents.forms.year_end_list import Task, YearEndList
from records.documents.prose import print_form
from tests.records.documents.forms import acts, agreements, compromise, registers, reports
from tests.records.documents.forms import people as who

HEADING = "Классный журнал 9А, 2025/26 учебный год"


def binding_sheet() -> BindingSheet:
    """241 pages on both sides."""
    return BindingSheet(
        who.head("1"),
        "02-15/9А",
        HEADING,
        1,
        2,
        241,
        Printing.BOTH_SIDES,
        who.SECRETARY,
        ["12а"],
        ["40"],
        1,
        [Condition("Пятно на полях", "17"), Condition("Надрыв, подклеен", "88, 89")],
        [who.JOURNAL],
    )


def empty_binding_sheet() -> BindingSheet:
    """A volume of nothing."""
    return BindingSheet(
        who.EMPTY_HEAD, "02-15", "Классный журнал 9А", 1, 1, 0, Printing.ONE_SIDE, who.SOMEBODY
    )


def spine_labels() -> SpineLabels:
    """Two volumes."""
    spines = [
        Spine(
            "Классный журнал",
            "9А",
            "2025/26",
            "02-15/9А",
            n,
            2,
            who.FIVE,
            date(2032, 1, 1),
            f"14{n}",
            "каб. 4, шк. 2",
        )
        for n in (1, 2)
    ]
    return SpineLabels(who.head(""), spines)


def empty_spine_labels() -> SpineLabels:
    """No volume."""
    return SpineLabels(who.EMPTY_HEAD, [])


def year_end_list() -> YearEndList:
    """What 9А has still to do."""
    tasks = [
        Task("Журналы предметов, 14", "проверить", "учителя-предметники", date(2026, 6, 5), date(2026, 6, 4)),
        Task("Классный журнал", "проверить, подписать", "П. С. Орлов", date(2026, 6, 15), date(2026, 6, 12)),
        Task("Копия на накопителе № 4", "записать, сдать", "П. С. Орлов", date(2026, 6, 17), note="в сейф"),
        Task("Классный журнал, 2 тома", "напечатать с двух сторон", "О. В. Белова", date(2026, 6, 22)),
        Task("Сводная ведомость", "подписать", "А. П. Кузнецова", date(2026, 6, 25)),
        Task(
            "Лист-заверитель", "сосчитать листы, прошить, скрепить печатью", "О. В. Белова", date(2026, 6, 30)
        ),
    ]
    return YearEndList(who.head(""), "9А", "2025/26", tasks, who.DEPUTY)


def empty_year_end_list() -> YearEndList:
    """Nothing to do."""
    return YearEndList(who.EMPTY_HEAD, "9А", "2025/26", [], who.SOMEBODY)


def archive_certificate() -> ArchiveCertificate:
    """The marks of a former pupil."""
    return ArchiveCertificate(
        who.head("А-31"),
        "По месту требования",
        "Соколова Елена Андреевна, 14 марта 2011 г. р.",
        [
            "Обучалась с 1 сентября 2020 г. по 26 июня 2026 г. Класс при выпуске: 9А.",
            "Итоговые отметки 2025/26 учебного года по сводной ведомости:",
        ],
        ["дело 02-13, сводная ведомость 9А, л. 3", "дело 02-15/9А, классный журнал, т. 1, л. 14–60"],
        who.DIRECTOR,
        who.MARKS,
        [who.SHEET],
        "О. В. Белова, тел. (4742) 00-00-00",
    )


def empty_archive_certificate() -> ArchiveCertificate:
    """Nothing found."""
    return ArchiveCertificate(
        who.EMPTY_HEAD,
        "",
        "Иванов Иван",
        ["В архиве сведений не имеется."],
        [],
        Signatory("Директор"),
    )


def extract() -> Extract:
    """For the parents of a pupil of 9А."""
    return Extract(
        who.head("В-204"),
        "Соколова Елена Андреевна",
        date(2011, 3, 14),
        "9А",
        "2025/26 учебный год",
        who.MARKS,
        who.SHEET,
        who.SECRETARY,
        ["Пропущено за год: 6 дней (34 урока), из них по болезни 5 дней."],
    )


def empty_extract() -> Extract:
    """A pupil without marks."""
    source = SignedRecord("Сводная ведомость 9А", "", "")
    return Extract(
        who.EMPTY_HEAD, "Иванов Иван", None, "9А", "2025/26", MarkTable((), ()), source, who.SOMEBODY
    )


def transfer_extract(marks: int = 14) -> TransferExtract:
    """All subjects, `marks` each."""
    subjects = [
        CurrentSubject(
            subject,
            "Соколова М. И.",
            [
                CurrentMark(
                    date(2025, 9, 1 + n % 28), "4/5" if n % 5 == 0 else "4", "КР" if n % 7 == 0 else ""
                )
                for n in range(marks)
            ],
            n % 4,
            "4,2",
        )
        for n, subject in enumerate(who.SUBJECTS)
    ]
    return TransferExtract(
        who.head("П-9"),
        "Соколова Елена Андреевна",
        date(2011, 3, 14),
        "9А",
        "2025/26 учебный год",
        date(2025, 10, 27),
        date(2025, 12, 12),
        "приказ об отчислении от 12.12.2025 № 241",
        subjects,
        [Signatory("Классный руководитель", "Е. А. Морозова"), who.DIRECTOR],
        MarkTable(("1 четв.",), [row.__class__(row.subject, row.marks[:1]) for row in who.MARKS.rows]),
        [who.JOURNAL],
    )


def empty_transfer_extract() -> TransferExtract:
    """A pupil of one day."""
    day = date(2025, 9, 1)
    return TransferExtract(
        who.EMPTY_HEAD, "Иванов Иван", None, "9А", "2025/26", day, day, "", [], [who.SOMEBODY]
    )


FORMS: Mapping[str, Callable[[], Form]] = {
    make.__name__: make
    for make in (
        binding_sheet,
        empty_binding_sheet,
        spine_labels,
        empty_spine_labels,
        year_end_list,
        empty_year_end_list,
        registers.file_plan,
        registers.empty_file_plan,
        registers.inventory,
        registers.empty_inventory,
        registers.electronic_inventory,
        registers.empty_electronic_inventory,
        registers.journal_register,
        registers.empty_journal_register,
        registers.file_registry,
        registers.empty_file_registry,
        acts.handover_act,
        acts.empty_handover_act,
        acts.presence_act,
        acts.empty_presence_act,
        acts.destruction_act,
        acts.empty_destruction_act,
        archive_certificate,
        empty_archive_certificate,
        extract,
        empty_extract,
        transfer_extract,
        empty_transfer_extract,
        compromise.compromise_notice,
        compromise.empty_compromise_notice,
        compromise.compromise_list,
        compromise.empty_compromise_list,
        agreements.key_agreement,
        agreements.empty_key_agreement,
        reports.signature_report,
        reports.empty_signature_report,
    )
}


# The full sample of each template.
FULL: Mapping[str, str] = {FORMS[name]().TEMPLATE: name for name in FORMS if not name.startswith("empty_")}


@lru_cache
def form_pdf(name: str) -> bytes:
    """A sample form as printed; the full ones bear an anchor."""
    return print_form(FORMS[name](), None if name.startswith("empty_") else who.ANCHOR)
