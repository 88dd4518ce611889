"""The words of the page on which a token is asked to sign: key -> Russian and English."""

from __future__ import annotations

_BOTH = {
    "title": ("Подписать токеном", "Sign with a token"),
    "lead": (
        "Подписаны будут именно эти файлы. Браузер не видит токен, поэтому файл к нему и обратно переносите вы.",
        "These very files will be signed. A browser does not see a token, so you carry a file there and one back.",
    ),
    "to_sign": ("Будет подписано", "To be signed"),
    "record": ("Документ", "Record"),
    "file": ("Файл", "File"),
    "open_file": ("Открыть PDF", "Open the PDF"),
    "which": ("Токен", "Token"),
    "take_title": ("Получите файл запроса", "Take the request file"),
    "take": ("Скачать файл запроса", "Download the request file"),
    "lasts": (
        "Файл действует {minutes} минут. Не успели — скачайте новый: ничего не потеряется.",
        "It is good for {minutes} minutes. Too late? Download a new one: nothing is lost.",
    ),
    "run_title": ("Подпишите на компьютере с токеном", "Sign at the computer with the token"),
    "run": (
        "Команда покажет названия и отпечатки документов, спросит, подписывать ли, и PIN-код. PIN-код сайту не "
        "передаётся.",
        "The command shows titles and fingerprints, asks whether to sign, and for the PIN, which the site never gets.",
    ),
    "send_title": ("Верните файл с подписями", "Bring the file of signatures"),
    "answer": (
        "Файл с подписями (letopis-request-signed.json)",
        "File of signatures (letopis-request-signed.json)",
    ),
    "send": ("Принять подписи", "Take the signatures"),
    "none": (
        "У вас нет действующего токена. Создайте на нём ключ на странице «Мои ключи подписи».",
        "You have no token that is good. Make a key on it from the page 'My signing keys'.",
    ),
    "gone": (
        "Пока страница была открыта, эти документы подписаны или изменились.",
        "While the page was open these records were signed or changed.",
    ),
    "tasks": ("Мои дела", "My tasks"),
    "my_keys": ("Мои ключи подписи", "My signing keys"),
}
RU = {key: ru for key, (ru, _) in _BOTH.items()}
EN = {key: en for key, (_, en) in _BOTH.items()}
WORDS = {"ru": RU, "en": EN}
