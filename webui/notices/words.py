"""The words of notices, on the page and in letters alike: `<kind>` and `<kind>_text`. Same keys in both languages."""

from __future__ import annotations

RU = {
    "title": "Уведомления",
    "lead": "Что случилось с вашей записью и вашими журналами.",
    "empty": "Уведомлений нет.",
    "unread": "не прочитано",
    "mark_read": "Прочитано",
    "mark_unread": "Не прочитано",
    "mark_all": "Прочитать все",
    "open": "Открыть",
    "older": "Раньше",
    "choices": "О чём писать",
    "choices_lead": "Уведомления видны на сайте всегда. Здесь вы выбираете, о чём присылать ещё и письмо.",
    "choices_always": "О безопасности записи и повреждении архива письмо приходит всегда.",
    "choices_address": "Адрес для писем",
    "choices_done": "Сохранено.",
    "new_device": "Вход с нового устройства",
    "new_device_text": "В вашу запись вошли: {device}, адрес {address}, {moment}. Если это были не вы, смените пароль "
    "и сразу скажите администратору.",
    "password": "Пароль изменён",
    "password_text": "Пароль вашей учётной записи изменён {moment}. Если это сделали не вы, сразу скажите "
    "администратору.",
    "factor": "Второй фактор изменён",
    "factor_text": "Коды или ключи входа вашей записи изменены {moment}. Если это сделали не вы, сразу скажите "
    "администратору.",
    "identity": "Вход через службу изменён",
    "identity_text": "Связь вашей записи со службой входа изменена {moment}. Если об этом никто не договаривался, "
    "сразу скажите администратору.",
    "blocked": "Учётная запись закрыта",
    "blocked_text": "Ваша учётная запись закрыта {moment}. О причинах спросите администратора.",
    "reset": "Выдан временный пароль",
    "reset_text": "Администратор выдал вам временный пароль {moment}; прежний больше не действует. Если вы не просили, "
    "спросите его.",
    "locked": "Вход приостановлен",
    "locked_text": "С адреса {address} пять раз подряд ввели неверный пароль вашей записи ({moment}). Если это были не "
    "вы, скажите администратору.",
    "damage": "Проверка нашла повреждение",
    "damage_text": "В хранилище «{location}» найдены повреждённые или пропавшие копии документов ({day}). Список — на "
    "странице состояния хранилищ; восстанавливает их администратор.",
    "delegated": "Вам передано замещение",
    "delegated_text": "Вы замещаете: {holder}, {role}, с {since} по {until}. Приказ: {order}.",
    "remark": "Замечание по журналу",
    "remark_text": "Заместитель директора сделал замечание по журналу: {journal}. Срок: {until}. Текст — на странице "
    "журнала.",
    "amended": "Акт об исправлении",
    "amended_text": "Акт № {number} от {date} исправляет записи в вашем журнале: {journal}.",
    "deadline": "Период ждёт подтверждения",
    "deadline_text": "Журналов, которые ждут вас: {count} ({period}). Заполнить и подтвердить до {until} включительно.",
    "to_sign": "Документы ждут подписи",
    "to_sign_text": "Документов, которые ждут вашей подписи: {count}; первый — с {since}.",
    "sign_today": "Последний день для подписи",
    "sign_today_text": "Документов, которые нужно подписать сегодня, {until}, включительно: {count}.",
    "sign_late": "Срок подписи прошёл",
    "sign_late_text": "Документов, которые нужно было подписать до {until}: {count}. Подпишите их или откажитесь с "
    "причиной.",
    "refused": "В подписи отказано",
    "refused_text": "Отказались подписать: {title}. Кто и почему — в «Моих делах»; документ ждёт завуча.",
    "no_day": "не указан",
    "unknown_device": "неизвестный браузер",
}
EN = {
    "title": "Notices",
    "lead": "What happened to your account and your journals.",
    "empty": "There are no notices.",
    "unread": "not read",
    "mark_read": "Read",
    "mark_unread": "Not read",
    "mark_all": "Mark all as read",
    "open": "Open",
    "older": "Earlier",
    "choices": "What to write about",
    "choices_lead": "The site always shows notices. Here you choose of what you want a letter too.",
    "choices_always": "Of the safety of your account and of damage in the archive a letter always comes.",
    "choices_address": "Address for letters",
    "choices_done": "Saved.",
    "new_device": "Signed in from a new device",
    "new_device_text": "Somebody signed in to your account: {device}, address {address}, {moment}. If it was not you, "
    "change the password and tell the administrator at once.",
    "password": "Password changed",
    "password_text": "The password of your account was changed, {moment}. If it was not you, tell the administrator at "
    "once.",
    "factor": "Second factor changed",
    "factor_text": "Codes or passkeys of your account were changed, {moment}. If it was not you, tell the "
    "administrator at once.",
    "identity": "Sign-in through a provider changed",
    "identity_text": "The link of your account with the sign-in provider was changed, {moment}. If nobody told you of "
    "it before, tell the administrator at once.",
    "blocked": "Account blocked",
    "blocked_text": "Your account was blocked, {moment}. Ask the administrator why.",
    "reset": "One-time password given",
    "reset_text": "The administrator gave you a one-time password, {moment}; the one before works no more. If you did "
    "not ask for it, ask why.",
    "locked": "Sign-in suspended",
    "locked_text": "From the address {address} a wrong password of your account was given five times ({moment}). If it "
    "was not you, tell the administrator.",
    "damage": "Verification found damage",
    "damage_text": "In the location {location} damaged or lost copies of records were found ({day}). The page of "
    "locations lists them; the administrator repairs them.",
    "delegated": "A post was handed to you",
    "delegated_text": "You stand in for: {holder}, {role}, from {since} to {until}. Order: {order}.",
    "remark": "A remark on a journal",
    "remark_text": "The deputy head made a remark on the journal {journal}. Deadline: {until}. Its text is on the page "
    "of the journal.",
    "amended": "Correction act",
    "amended_text": "Act no. {number} of {date} corrects entries in your journal: {journal}.",
    "deadline": "A period waits for confirmation",
    "deadline_text": "Journals that wait for you: {count} ({period}). Fill in and confirm until {until}.",
    "to_sign": "Records wait for a signature",
    "to_sign_text": "Records that wait for your signature: {count}; the first since {since}.",
    "sign_today": "The last day to sign",
    "sign_today_text": "Records to be signed today, {until}, at the latest: {count}.",
    "sign_late": "Signatures are overdue",
    "sign_late_text": "Records that were to be signed until {until}: {count}. Sign them, or decline with a reason.",
    "refused": "A signature was declined",
    "refused_text": "Somebody declined to sign: {title}. Who and why stands in 'My tasks'; the deputy head settles it.",
    "no_day": "none given",
    "unknown_device": "an unknown browser",
}
WORDS = {"ru": RU, "en": EN}
