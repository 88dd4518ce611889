"""The words of the pages of signing keys: key -> Russian and English."""

from __future__ import annotations

# Why a key may be revoked, in the order of the choice; the words are `why_<reason>`.
REASONS = ("lost", "stranger", "left", "replaced", "other")

_BOTH = {
    "own_title": ("Ключи подписи", "Signing keys"),
    "own_lead": (
        "Ключ создаёт и хранит сам браузер, токен или ваша программа подписи: ни сервер, ни администратор его не видят "
        "и подписать за вас не могут.",
        "A browser, a token or your signing program makes the key and keeps it: neither server nor administrator sees "
        "it or signs for you.",
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
    "on_token": ("на токене", "on a token"),
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
    "token_title": ("Ключ на токене", "A key on a token"),
    "token_what": (
        "Вставьте токен, выполните команду (она спросит одноразовый код и PIN-код) и пришлите заявку, которую она "
        "запишет. Ключ токен не покинет, PIN-код сайт не узнает.",
        "Insert the token, run the command (it asks for the one-time code and the PIN) and send the request that it "
        "writes. The key never leaves the token, and the site never learns the PIN.",
    ),
    "token_file": ("Заявка (letopis-key.csr)", "Request (letopis-key.csr)"),
    "token_label": ("Как назвать токен", "What to call the token"),
    "token_label_hint": ("Чтобы узнать его в списке: «Мой Рутокен».", "To know it in the list: “My token”."),
    "token_add": ("Выпустить сертификат", "Issue the certificate"),
    "added_token": (
        "Сертификат выпущен: теперь в «Моих делах» можно подписывать токеном.",
        "The certificate is issued: you can sign with the token in “My tasks”.",
    ),
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
    # a qualified certificate
    "in_program": ("в вашей программе подписи", "in your signing program"),
    "snils": ("СНИЛС", "SNILS"),
    "inn": ("ИНН", "INN"),
    "ended_here": ("здесь не принимается", "no longer taken here"),
    "end_here": ("Прекратить здесь", "End here"),
    "end_here_what": (
        "Летопись перестанет принимать этот сертификат. Отозвать его самого может только удостоверяющий центр, который "
        "его выдал: при утере или краже ключа обратитесь и туда.",
        "Letopis will take this certificate no longer. Only the authority that issued it can revoke it: when the key "
        "is lost or stolen, tell that authority as well.",
    ),
    "ended_now": (
        "Этот сертификат здесь больше не принимается; прежние подписи остаются в силе. Отозвать его самого может "
        "только его удостоверяющий центр.",
        "This certificate is no longer taken here; earlier signatures stay valid. Only its authority can revoke it.",
    ),
    "qualified_title": ("Квалифицированная подпись (КЭП)", "A qualified signature"),
    "qualified_what": (
        "Есть сертификат КЭП, например от УЦ ФНС, в КриптоПро CSP или на токене? Зарегистрируйте его один раз, и им "
        "можно подписывать журналы. Ключ остаётся в вашей программе.",
        "Do you have a qualified certificate in CryptoPro CSP or on a token? Register it once and sign journals with "
        "it. The key stays in your program.",
    ),
    "qualified_begin": ("Зарегистрировать сертификат КЭП", "Register a qualified certificate"),
    "qualified_page": ("Регистрация сертификата КЭП", "Registering a qualified certificate"),
    "qualified_lead": (
        "Подпишите сертификатом одноразовый текст: так видно, что он ваш и ключ у вас.",
        "Have the certificate sign a one-time text: it shows that it is yours and that you have the key.",
    ),
    "qualified_until": ("Текст действует до", "The text is good until"),
    "plugin_title": ("Плагином в этом браузере", "By the plug-in in this browser"),
    "plugin_which": ("Сертификат", "Certificate"),
    "plugin_sign": ("Подписать и зарегистрировать", "Sign and register"),
    "plugin_failed": (
        "Плагин не подписал: сертификат не выбран, в доступе отказано или ключ недоступен. Повторите или загрузите "
        "подпись файлом.",
        "The plug-in did not sign: no certificate, no permission, or the key is away. Repeat, or upload the signature "
        "as a file.",
    ),
    "other_title": ("В вашей программе подписи", "In your signing program"),
    "other_take": ("Скачать текст", "Download the text"),
    "other_what": (
        "Скачайте текст, создайте в своей программе (КриптоАРМ, «Инструменты КриптоПро», csptest) отсоединённую "
        "подпись этого файла и загрузите её.",
        "Download the text, make a detached signature of that file in your own program, and upload it.",
    ),
    "other_file": ("Файл подписи", "Signature file"),
    "other_hint": (".sig или .p7s, не больше 64 КБ.", ".sig or .p7s, up to 64 KB."),
    "other_send": ("Загрузить и зарегистрировать", "Upload and register"),
    "words_file": ("летопись-регистрация.txt", "letopis-registration.txt"),
    "registered": (
        "Сертификат зарегистрирован: им можно подписывать.",
        "The certificate is registered: sign with it.",
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
