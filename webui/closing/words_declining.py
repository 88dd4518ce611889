"""The words of the pages on which signatures are declined: key -> Russian and English."""

from __future__ import annotations

_BOTH = {
    "note": (
        "Отказ и его причина записываются в журнал событий школы и остаются в нём.",
        "A refusal and its reason enter the school's log of events and stay there.",
    ),
    "decline_title": ("Отказаться подписать", "Decline to sign"),
    "decline_lead": (
        "Документ остановится: его никто не подпишет, пока завуч не исправит его или не отправит снова. "
        "Сделанные подписи на новую редакцию не переносятся.",
        "The record stops: nobody signs it until the deputy head corrects it or sends it again. "
        "Signatures already made are not carried over to the new revision.",
    ),
    "record": ("Документ", "Record"),
    "revision": ("Редакция", "Revision"),
    "file": ("Файл", "File"),
    "open_file": ("Открыть PDF", "Open the PDF"),
    "in_place_of": ("вместо", "in the place of"),
    "reason": ("Что не так", "What is wrong"),
    "reason_hint": (
        "Место и ошибка, например: «урок 12.09, второй столбец: отметки сдвинуты на строку». Без имён учеников.",
        "The place and the error, e.g. 'lesson of 12.09, second column: the marks are one line off'. No pupils' names.",
    ),
    "decline": ("Отказаться подписать", "Decline to sign"),
    "not_now": (
        "Этот документ сейчас не ждёт вашей подписи.",
        "This record does not wait for your signature now.",
    ),
    "declined_now": (
        "Отказ записан. Завуч и учитель увидят его с причиной.",
        "The refusal is entered. The deputy head and the teacher see it with its reason.",
    ),
    # the deputy head's list
    "declined_title": ("Отказано в подписи", "Declined records"),
    "declined_lead": (
        "Если ошибка в записях, исправьте их актом: следующая редакция выйдет с исправлением. "
        "Если исправлять нечего, отправьте документ снова.",
        "Where the entries are wrong, correct them by an act: the next revision shows it. "
        "Where nothing is to be corrected, send the record again.",
    ),
    "declined_none": ("Никто не отказывался подписать.", "Nobody has declined to sign."),
    "who": ("Кто отказался", "Who declined"),
    "by_order": ("по приказу", "by order"),
    "correct": ("Исправить актом", "Correct by an act"),
    "moved_title": ("Должность занимает другой", "Somebody else holds the post"),
    "moved_lead": (
        "Подписи ждут от того, кто этой должности уже не занимает. Отправьте документ снова: его спросят у нынешнего.",
        "A signature waits for somebody who holds the post no more. Sent again, it is asked of the present holder.",
    ),
    "asked_of": ("Ждёт подписи", "Waits for"),
    "holds_now": ("Теперь эту должность занимает", "The post is now held by"),
    "moved_why": ("Приказ о смене: номер и дата", "Order of the change: number and date"),
    "again": ("Отправить снова", "Send again"),
    "again_why": ("Почему исправлять не нужно", "Why nothing is to be corrected"),
}
RU = {key: ru for key, (ru, _) in _BOTH.items()}
EN = {key: en for key, (_, en) in _BOTH.items()}
WORDS = {"ru": RU, "en": EN}
