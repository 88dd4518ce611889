"""The words of the page for paper copies, Russian and English; a sentence for each standing."""

from __future__ import annotations

RU = {
    "title": "Летопись",
    "lead": "Проверка бумажной копии",
    "how": "Введите три части, напечатанные внизу каждой страницы рядом с кодом, или строку, которую прочёл сканер.",
    "example": "Например: k3f9w2m5x8q1z7t4n6b0 · 41 · 0123456789abcdef",
    "label": "Код с листа",
    "ask": "Проверить",
    "in_force": "Такой документ есть в архиве, он подписан и действует.",
    "waiting": "Такой документ есть, но в архив он ещё не сдан: подписаны не все подписи или не записаны копии.",
    "replaced": "Такой документ был в архиве, но заменён новой редакцией. Эта копия устарела.",
    "destroyed": "Такой документ был в архиве и уничтожен по акту, когда срок его хранения истёк.",
    "issued": "Такую бумагу школа выдала, и с тех пор документы, о которых она говорит, не менялись.",
    "outdated": "Такую бумагу школа выдала, но с тех пор документы класса исправлены. Попросите выдать её заново.",
    "issued_at": "Выдана",
    "other": "Документ с таким номером есть, но содержание другое: этот лист напечатан не с него.",
    "unknown": "Документа с таким номером в архиве нет.",
    "revision": "Редакция",
    "now": "Действует редакция",
    "sealed": "Подписан всеми",
    "note": "Ответ говорит о документе в архиве, а не о листе бумаги: сверьте напечатанное с подписанным файлом.",
    "other_language": "English",
}
EN = {
    "title": "Letopis",
    "lead": "Check a paper copy",
    "how": "Type the three parts printed at the foot of each page beside the code, or the line that a scanner read.",
    "example": "For example: k3f9w2m5x8q1z7t4n6b0 · 41 · 0123456789abcdef",
    "label": "Code on the sheet",
    "ask": "Check",
    "in_force": "The archive holds this record; it is signed and in force.",
    "waiting": "This record exists but is not archived yet: signatures or copies are still missing.",
    "replaced": "The archive held this record, but a new revision has replaced it. This copy is out of date.",
    "destroyed": "The archive held this record; it was destroyed under an act when its term had expired.",
    "issued": "The school issued this paper, and the records it speaks of have not been revised since.",
    "outdated": "The school issued this paper, but records of the class have been corrected since. Ask for a new one.",
    "issued_at": "Issued",
    "other": "There is a record of this number, but its content is another: this sheet was not printed from it.",
    "unknown": "The archive has no record of this number.",
    "revision": "Revision",
    "now": "Revision in force",
    "sealed": "Signed by everyone",
    "note": "The answer speaks of the record in the archive, not of the sheet: compare it with the signed file.",
    "other_language": "Русский",
}
WORDS = {"ru": RU, "en": EN}
