"""The words of the pages of signing keys: key -> Russian and English."""

from __future__ import annotations

# Why a key may be revoked, in the order of the choice; the words are `why_<reason>`.
REASONS = ("lost", "stranger", "left", "replaced", "other")

_BOTH = {
    "own_title": ("Ключи подписи", "Signing keys"),
    "own_lead": (
        "Ключ создаёт и хранит сам браузер: ни сервер, ни администратор его не видят и подписать за вас не могут.",
        "The browser itself makes the key and keeps it: neither server nor administrator sees it or signs for you.",
    ),
    "none": ("Ключей подписи у вас пока нет.", "You have no signing keys yet."),
    "label": ("Название", "Name"),
    "label_hint": (
        "Чтобы узнать его в списке: «Компьютер в кабинете 12», «Мой ноутбук».",
        "To know it in the list: “The computer in room 12”, “My laptop”.",
    ),
    "where": ("Где", "Where"),
    "here": ("в этом браузере", "in this browser"),
    "elsewhere": ("в другом браузере", "in another browser"),
    "since": ("Выдан", "Issued"),
    "until": ("Действует до", "Good until"),
    "state": ("Состояние", "State"),
    "holds": ("действует", "good"),
    "ends_soon": ("скоро истечёт", "ends soon"),
    "ended": ("истёк", "expired"),
    "revoked": ("отозван", "revoked"),
    "actions": ("Действия", "Actions"),
    "revoke": ("Отозвать", "Revoke"),
    "reason": ("Почему", "Why"),
    "why_lost": ("устройство потеряно или сломано", "the device is lost or broken"),
    "why_stranger": ("им мог воспользоваться чужой", "a stranger may have used it"),
    "why_left": ("сотрудник больше не подписывает", "the person signs no longer"),
    "why_replaced": ("заменён другим ключом", "replaced by another key"),
    "why_other": ("другое", "something else"),
    "revoked_now": (
        "Ключ отозван. Подписи, сделанные до этого, остаются в силе.",
        "The key is revoked. Signatures made before stay valid.",
    ),
    "new": ("Создать ключ или впустить ещё один", "Make a key or let a further one in"),
    "new_title": ("Новый ключ в этом браузере", "A new key in this browser"),
    "code": ("Одноразовый код", "One-time code"),
    "code_hint": (
        "Его лично выдаёт секретарь; если у вас уже есть ключ в другом браузере, возьмите код там.",
        "The secretary hands it over in person; with a key in another browser you take the code there.",
    ),
    "make": ("Создать ключ", "Make the key"),
    "added": ("Ключ создан, сертификат выпущен.", "The key is made and its certificate issued."),
    "further_title": ("Впустить ещё один ключ", "Let a further key in"),
    "further_what": (
        "Ключ этого браузера подпишет просьбу, и появится код на 15 минут: введите его на этой же странице в другом "
        "браузере.",
        "The key of this browser signs a request, and a code for 15 minutes appears: type it on this page in the other "
        "browser.",
    ),
    "renew_what": (
        "Срок ключа подходит к концу: впустите новый и отзовите этот, когда он больше не нужен.",
        "The key's term comes to its end: let a new one in, and revoke this one when it is no longer needed.",
    ),
    "take_code": ("Получить код", "Get a code"),
    "needs_script": (
        "Ключу подписи нужны JavaScript и современный браузер по защищённому адресу (https или localhost).",
        "A signing key needs JavaScript and a modern browser at a secure address (https or localhost).",
    ),
    "failed": (
        "Браузер не смог создать ключ или подписать им. В частном окне ключи не хранятся.",
        "The browser could not make a key or sign with it. A private window keeps no keys.",
    ),
    "shared_title": ("Общий компьютер, новый браузер, потеря", "A shared computer, a new browser, a loss"),
    "shared_what": (
        "На общем компьютере работайте под своей учётной записью системы: ключ лежит в её профиле. Очистка данных "
        "сайта стирает ключ: отзовите его и создайте новый. О потере устройства скажите сразу: отзовите ключ здесь с "
        "любого другого или попросите секретаря.",
        "On a shared computer use your own account of the system: the key lies in its profile. Clearing the site's "
        "data erases the key: revoke it and make a new one. Tell of a lost device at once: revoke the key here from "
        "any other, or ask the secretary.",
    ),
    # the office
    "staff_title": ("Ключи сотрудников", "Keys of the staff"),
    "staff_lead": (
        "Соглашение — до первого кода. Код вручают лично и только тому, кого знают в лицо.",
        "The agreement comes before the first code. A code is handed over in person, to whom one knows.",
    ),
    "person": ("Сотрудник", "Person"),
    "agreement": ("Соглашение об использовании НЭП", "Agreement on the electronic signature"),
    "their_keys": ("Ключи", "Keys"),
    "code_waits": ("код до", "code until"),
    "choose": ("Выдать код", "Give a code"),
    "give": ("Выдать коды отмеченным", "Give codes to the chosen"),
    "agree_title": ("Зарегистрировать соглашение", "Register an agreement"),
    "agreement_print": ("Напечатать", "Print"),
    "agreement_file": ("соглашение.pdf", "agreement.pdf"),
    "number": ("Номер соглашения", "Number of the agreement"),
    "agreed_on": ("Дата соглашения", "Day of the agreement"),
    "agree": ("Зарегистрировать", "Register"),
    "agreed_now": ("Соглашение зарегистрировано.", "The agreement is registered."),
    "of": ("от", "of"),
    "revoke_title": ("Отозвать ключ", "Revoke a key"),
    "codes_title": ("Коды для ключей подписи", "Codes for signing keys"),
    "codes_lead": (
        "Коды показаны один раз: напечатайте, разрежьте и вручите лично. Забытый код заменяет новый.",
        "The codes are shown once: print them, cut them and hand them over. A new code takes a forgotten one's place.",
    ),
    "slip": ("Код для ключа электронной подписи", "Code for an electronic signing key"),
    "slip_how": (
        "В своём браузере откройте «Мои дела» → «Мои ключи подписи», введите код и создайте ключ. Никому его не "
        "показывайте.",
        "In your browser open “My tasks” → “My signing keys”, type the code and make the key. Show it to nobody.",
    ),
    "slip_until": ("Действует до", "Good until"),
    "print": ("Напечатать", "Print"),
    "back": ("К списку сотрудников", "Back to the staff"),
}
RU = {key: ru for key, (ru, _) in _BOTH.items()}
EN = {key: en for key, (_, en) in _BOTH.items()}
WORDS = {"ru": RU, "en": EN}
