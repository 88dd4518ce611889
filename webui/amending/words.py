"""The words of the pages of corrections: key -> Russian and English."""

from __future__ import annotations

_BOTH = {
    "note": (
        "Закрытое не переписывают: прежнее значение остаётся, рядом ложится подписанный акт.",
        "Nothing that is closed is written over: the old value stays, a signed act is laid beside it.",
    ),
    # the teacher's
    "home_title": ("Исправления", "Corrections"),
    "home_lead": (
        "Что вы просили исправить и какие акты изменили ваши журналы.",
        "What you asked to mend, and which acts changed your journals.",
    ),
    "requests": ("Просьбы", "Requests"),
    "requests_none": (
        "Просьб нет. Попросить можно на странице истории клетки, когда срок правки прошёл.",
        "There are no requests. Ask on the page of a cell's history once its time is over.",
    ),
    "acts": ("Акты и дополнения", "Acts and supplements"),
    "acts_none": ("Ваших журналов ни один акт не менял.", "No act has changed your journals."),
    "ask_title": ("Исправить отметку", "Correct a mark"),
    "ask_lead": (
        "Срок правки прошёл, поэтому решает завуч: по акту или открыв клетку на время.",
        "The time to edit is over, so the deputy head decides: by an act, or by opening the cell for a time.",
    ),
    "stands": ("Сейчас стоит", "Stands now"),
    "nothing": ("пусто", "nothing"),
    "after": ("Должно быть", "Should be"),
    "after_hint": (
        "Как в журнале: 4, 5, н. Пусто — убрать отметку.",
        "As in the journal; empty takes it away.",
    ),
    "reason": ("Причина", "Reason"),
    "reason_hint": ("Что случилось, без имён учеников.", "What happened, naming no pupil."),
    "number": ("Номер заявления или протокола", "Number of the application or minutes"),
    "send": ("Попросить", "Ask"),
    "asked_now": ("Просьба передана завучу.", "The request went to the deputy head."),
    "withdraw": ("Отозвать", "Withdraw"),
    "withdrawn_now": ("Просьба отозвана.", "The request was withdrawn."),
    "asked": ("ждёт решения", "waits"),
    "opened": ("можно править до", "open until"),
    "lapsed": ("окно закрылось", "the window is over"),
    "done": ("внесено актом №", "entered by act no."),
    "declined": ("отказано", "declined"),
    "withdrawn": ("отозвана", "withdrawn"),
    # tables
    "where": ("Где", "Where"),
    "pupil": ("Ученик", "Pupil"),
    "was": ("Было", "Before"),
    "becomes": ("Станет", "After"),
    "why": ("Почему", "Why"),
    "who": ("Кто просит", "Asked by"),
    "state": ("Решение", "Decision"),
    "act": ("Акт", "Act"),
    "date": ("Дата", "Date"),
    "class": ("Класс", "Class"),
    "choose": ("Выбрать", "Choose"),
    # the deputy head's
    "desk_title": ("Просьбы об исправлении", "Requested corrections"),
    "desk_lead": (
        "Закрытый период исправляет акт, открытый — правка в окне до указанного дня. Отказ нужно объяснить.",
        "An act corrects what is cut off; what is still open is edited in a window. A refusal says why.",
    ),
    "desk_none": ("Просьб, ждущих решения, нет.", "No request waits."),
    "begin_act": ("Составить акт", "Draw up an act"),
    "open": ("Открыть клетки", "Open the cells"),
    "until": ("Править до", "Edit until"),
    "decline": ("Отказать", "Decline"),
    "answer": ("Причина отказа", "Reason of the refusal"),
    "declined_now": ("Отказ записан.", "The refusal was entered."),
    "opened_now": ("Клетки открыты.", "The cells are open."),
    "supplements": ("Дополнения", "Supplements"),
    "supplements_lead": (
        "Результат после закрытия года: экзамен, пересдача, решение педсовета. Выберите класс.",
        "A result after the year was closed: an exam, a resit, a council's decision. Choose the class.",
    ),
    # an act and a supplement
    "act_title": ("Акт об исправлении", "Correction act"),
    "supplement_title": ("Дополнение по протоколу", "Supplement by a protocol"),
    "act_number": ("Номер акта", "Number of the act"),
    "protocol_number": ("Номер протокола", "Number of the protocol"),
    "basis": ("Основание", "Basis"),
    "basis_hint": (
        "Заявление, служебная записка; учеников не называйте.",
        "An application, a memo; name no pupil.",
    ),
    "decided_by": ("Кто решил", "Decided by"),
    "decided_hint": ("Комиссия, педагогический совет.", "A commission, the pedagogical council."),
    "results": ("Результаты", "Results"),
    "subject": ("Предмет", "Subject"),
    "place": ("За что", "Result"),
    "year": ("год", "year"),
    "exam": ("экзамен", "exam"),
    "final": ("итоговая", "final"),
    "decision": ("решение педсовета", "council's decision"),
    "result": ("Результат", "Value"),
    "check": ("Проверить", "Check"),
    "enter": ("Внести и отдать на подпись", "Enter and send for signing"),
    "will_change": ("Изменится", "Will change"),
    "will_reissue": ("Будет выпущено заново", "Will be issued anew"),
    "revision": ("редакция", "revision"),
    "reissue_none": ("Ни один сохранённый документ этого не показывает.", "No stored record shows it."),
    "after_signing": (
        "Сначала акт подписывают учитель и завуч; когда он в архиве, документы печатаются и ждут подписей заново.",
        "First the teacher and the deputy head sign the act; then the records are printed and signed anew.",
    ),
    "to_desk": ("К просьбам", "To the requests"),
    "to_history": ("История клетки", "History of the cell"),
}
RU = {key: ru for key, (ru, _) in _BOTH.items()}
EN = {key: en for key, (_, en) in _BOTH.items()}
WORDS = {"ru": RU, "en": EN}
