"""What the doctor says: for each code what it is and what to do, in Russian and English, with {values} of the place.

Texts only; which of them is said, and where, the rules beside this file decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Words:
    """What it is and what to do about it, in both languages."""

    ru: str
    todo_ru: str
    en: str
    todo_en: str


WORDS: Final[Mapping[str, Words]] = {
    "demo.installation": Words(
        "Это учебная установка: её ключи лежат на сервере, и подписи в ней ничего не доказывают.",
        "Не ведите в ней настоящие журналы.",
        "This is a demo installation: its keys lie on the server and its signatures prove nothing.",
        "Keep no real journals in it.",
    ),
    "demo.reachable": Words(
        "Учебная установка открыта наружу (https или proxies в letopis.toml), а войти в неё может кто угодно без "
        "пароля.",
        "Уберите раздел [site] из letopis.toml и открывайте её только на своём компьютере.",
        "A demo installation is open to the outside (https or proxies in letopis.toml), and anybody signs in "
        "without a password.",
        "Remove [site] from letopis.toml and open it on your own computer only.",
    ),
    "demo.real_accounts": Words(
        "В учебной установке заведены настоящие учётные записи с паролями: {number}.",
        "Заведите рабочую установку; эту удалите вместе с данными людей.",
        "A demo installation has real accounts with passwords: {number}.",
        "Make a real installation and remove this one together with people's data.",
    ),
    "site.plain_http": Words(
        "Сайт не знает, что работает по TLS: пароли и журналы идут по сети открытыми.",
        "Поставьте перед сайтом сервер с TLS и напишите https = true в разделе [site] файла letopis.toml.",
        "The site does not know of TLS: passwords and journals cross the network in the clear.",
        "Put a server with TLS before the site and write https = true under [site] in letopis.toml.",
    ),
    "debug.on": Words(
        "Включена отладка: ошибки показываются с внутренностями программы.",
        "Уберите эту переменную окружения.",
        "Debugging is on: errors are shown with the program's insides.",
        "Unset this environment variable.",
    ),
    "process.root": Words(
        "Программа запущена суперпользователем: ошибка в ней открыла бы всю машину.",
        "Заведите для неё отдельного пользователя и отдайте ему папку установки.",
        "The program runs as the superuser: a fault in it would open the whole machine.",
        "Give it a user of its own, and the installation's folder to that user.",
    ),
    "database.exempt_role": Words(
        "Программа работает в базе данных владельцем таблиц: защита и ограда между школами на него не действуют.",
        "В LETOPIS_DATABASE укажите роль letopis_app, владельца — только в LETOPIS_DATABASE_OWNER; выполните letopis "
        "migrate.",
        "The program works as the owner of the tables: neither guards nor the wall between schools hold for it.",
        "Name the role letopis_app in LETOPIS_DATABASE and the owner in LETOPIS_DATABASE_OWNER only; run "
        "'letopis migrate'.",
    ),
    "database.schools_in_file": Words(
        "В одном файле SQLite школ: {number}. Ограды между школами в SQLite нет.",
        "Заведите каждой школе свою установку или перейдите на PostgreSQL.",
        "One SQLite file holds {number} schools. SQLite has no wall between them.",
        "Give each school an installation of its own, or move to PostgreSQL.",
    ),
    "key.readable": Words(
        "Ключ доступен не одному владельцу (права {mode}).",
        "chmod 600 (для папки 700); если его могли прочесть чужие, замените ключ.",
        "A key is not its owner's alone (mode {mode}).",
        "chmod 600 (700 for a folder); if a stranger may have read it, replace the key.",
    ),
    "data.readable": Words(
        "Данные школы открыты всем пользователям машины (права {mode}).",
        "chmod o-rwx.",
        "The school's data are open to every user of the machine (mode {mode}).",
        "chmod o-rwx.",
    ),
    "settings.writable": Words(
        "Настройки может изменить не только владелец (права {mode}).",
        "chmod go-w.",
        "The settings can be changed by others than their owner (mode {mode}).",
        "chmod go-w.",
    ),
    "location.single": Words(
        "Хранилище меньше чем в двух местах: одна поломка уничтожит документы.",
        "Добавьте второе хранилище в letopis.toml и выполните letopis repair.",
        "There are fewer than two locations: one failure destroys the records.",
        "Add a second location to letopis.toml and run 'letopis repair'.",
    ),
    "location.absent": Words(
        "Хранилища нет на месте: диск не подключён или папка удалена.",
        "Подключите диск. Если он потерян, создайте пустую папку на новом и выполните letopis repair.",
        "The location is not there: its disk is not mounted or the folder is gone.",
        "Mount the disk. If it is lost, make an empty folder on a new one and run 'letopis repair'.",
    ),
    "location.same_device": Words(
        "Хранилища лежат на одном диске: его поломка уничтожит обе копии.",
        "Перенесите одно из них на другой диск, лучше в другом помещении.",
        "The locations lie on one disk: its failure destroys both copies.",
        "Move one of them to another disk, better to another room.",
    ),
    "disk.little_room": Words(
        "Свободного места мало: {free} МБ.",
        "Освободите место: закрытие периода остановится, когда диск заполнится (сделанное сохранится).",
        "There is little free space: {free} MB.",
        "Make room: closing a period stops when the disk is full (what was done is kept).",
    ),
    "clock.set_back": Words(
        "Часы показывают {now}, а последняя запись журнала событий — {newest}: часы отстали или переведены назад.",
        "Поставьте часы и включите их сверку по сети.",
        "The clock says {now} and the log's newest event is of {newest}: it is behind or was set back.",
        "Set the clock, and let it be kept by the network.",
    ),
    "log.behind": Words(
        "Журнал событий в хранилище отстал: записей {there}, а в базе {here}.",
        "Выполните letopis repair; если не помогло, letopis verify скажет, что повреждено.",
        "The log in the location is behind: {there} entries, the database has {here}.",
        "Run 'letopis repair'; if that does not help, 'letopis verify' says what is damaged.",
    ),
    "trust.no_list": Words(
        "У внешнего удостоверяющего центра нет списка отзыва: подписать его сертификатами нельзя.",
        "Скачайте список отзыва с сайта центра и выполните letopis trust add ФАЙЛ.",
        "The outside authority has no revocation list: its certificates cannot sign.",
        "Fetch the list from the authority's site and run letopis trust add FILE.",
    ),
    "trust.list_old": Words(
        "Список отзыва внешнего удостоверяющего центра устарел {until}: его сертификатами сейчас нельзя подписать.",
        "Скачайте новый список с сайта центра и выполните letopis trust add ФАЙЛ; лучше по расписанию, раз в сутки.",
        "The outside authority's revocation list ran out at {until}: its certificates cannot sign now.",
        "Fetch the new list from the authority's site and run letopis trust add FILE; best by cron, once a day.",
    ),
    "authority.expires": Words(
        "Сертификат удостоверяющего центра или службы времени школы действует только до {until}.",
        "Запланируйте замену и продление меток времени до этого дня.",
        "The certificate of the school's authority or timestamp service is valid until {until} only.",
        "Plan its replacement, and the renewal of timestamps, before that day.",
    ),
    "log.heads_at_home": Words(
        "Ни одной вершины журнала событий не подписал никто посторонний: против самого оператора журнал не доказывает "
        "ничего.",
        "Отдавайте контрольную точку (log/checkpoint) учредителю или аудитору и храните полученную у него; проверка: "
        "letopis verify --since.",
        "Nobody outside has cosigned any head of the log: against the operator it proves nothing.",
        "Give the checkpoint (log/checkpoint) to the founder or an auditor, who keeps it; compare with "
        "'letopis verify --since'.",
    ),
    "keys.on_server": Words(
        "Ключи подписи могут лежать на сервере: такая подпись не доказывает, что подписал её владелец.",
        'Раздайте сотрудникам ключи («Ключи подписи») и поставьте в правилах "server_keys": false.',
        "Signing keys may lie on the server: such a signature does not prove that its owner made it.",
        'Let the staff have keys of their own («Signing keys») and set "server_keys": false in the policy.',
    ),
    "timestamps.own": Words(
        "Метки времени ставит служба самой школы: время подписи не подтвердит никто посторонний.",
        "Учитывайте это при споре о дате; внешняя служба времени пока не подключается (docs/threat-model.md).",
        "Timestamps come from the school's own service: nobody outside vouches for the time of a signature.",
        "Mind it when a date is disputed; an outside service cannot be configured yet (docs/threat-model.md).",
    ),
    "copies.unhealthy": Words(
        "Повреждённых или потерянных копий: {number}.",
        "Выполните letopis repair.",
        "Damaged or lost copies: {number}.",
        "Run 'letopis repair'.",
    ),
    "copies.unchecked": Words(
        "Копий, которых никто не перечитывал больше трёх месяцев: {number}; самая давняя проверка — {oldest}.",
        "Выполните letopis verify и поставьте её в расписание.",
        "Copies that nobody has read for more than three months: {number}; the oldest check is of {oldest}.",
        "Run 'letopis verify', and put it on a schedule.",
    ),
    "term.near": Words(
        "Срок хранения истекает: дело может войти в акт о выделении к уничтожению с {day}.",
        "Проверьте, не нужен ли запрет (letopis hold set) и согласие экспертной комиссии.",
        "The term ends: the file may enter a destruction act from {day}.",
        "See whether it must be held ('letopis hold set'), and ask the expert commission.",
    ),
    "hold.old": Words(
        "Уничтожение запрещено с {day}, больше года.",
        "Спросите директора, нужен ли ещё запрет; снять его: letopis hold lift.",
        "Destruction has been forbidden since {day}, for more than a year.",
        "Ask the director whether the hold is still needed; 'letopis hold lift' lifts it.",
    ),
    "policy.second_factor": Words(
        "Политика школы не требует второго фактора от тех, кто многое может: {roles}.",
        "Впишите эти роли в second_factor политики школы.",
        "The school's policy asks no second factor of those who can do much: {roles}.",
        "Name these roles in second_factor of the school's policy.",
    ),
    "account.no_second_factor": Words(
        "Политика требует второй фактор, а он ещё не заведён: до него сайт больше ничего не даст сделать.",
        "Напомните человеку войти и завести его.",
        "The policy asks for a second factor and there is none yet: until then the site lets them do nothing else.",
        "Remind the person to sign in and add it.",
    ),
    "account.no_post": Words(
        "Учётная запись действует, а должности у человека нет.",
        "Заблокируйте её, если человек больше не работает в школе.",
        "The account is in force and its person holds no post.",
        "Block it if the person has left the school.",
    ),
    "signatures.late": Words(
        "Подписей, которые не поставлены в срок: {number}.",
        "Напомните тем, кто подписывает, или поручите подпись другому приказом (страница замещений).",
        "Signatures that were not made in time: {number}.",
        "Remind the signers, or hand the post to another by order (the page of delegations).",
    ),
    "signatures.declined": Words(
        "Документов, в подписи которых отказано: {number}. Без решения завуча они не попадут в архив.",
        "Заместитель директора исправляет их или отправляет снова на странице «Отказано в подписи».",
        "Records that were declined by a signer: {number}. Until the deputy head decides they reach no archive.",
        "The deputy head corrects them, or sends them again, on the page of declined records.",
    ),
    "signatures.no_key": Words(
        "Политика школы требует при подписи ключа, которого у человека нет: {who}. Документы ждут.",
        "own — свой ключ (страница «Ключи подписи», код даёт секретарь), qualified — КЭП; или измените signatures.",
        "The school's policy asks for a key that the signer has not got: {who}. Records wait.",
        "own is a key of theirs (the page 'Signing keys', the office gives a code), qualified a qualified certificate; "
        "or change signatures in the policy.",
    ),
    "mail.none": Words(
        "Почтового сервера нет: о новом входе, смене пароля и повреждениях люди узнают только на сайте.",
        "Заполните раздел [mail] файла letopis.toml и проверьте: letopis mail test АДРЕС.",
        "There is no mail server: of new sign-ins, changed passwords and damage people learn on the site alone.",
        "Fill in section [mail] of letopis.toml, then try 'letopis mail test ADDRESS'.",
    ),
    "mail.given_up": Words(
        "Писем, которые за неделю так и не ушли: {number}.",
        "Проверьте адреса сотрудников и сервер: letopis mail test АДРЕС.",
        "Letters that were given up within a week: {number}.",
        "Check people's addresses and the server: 'letopis mail test ADDRESS'.",
    ),
    "mail.waiting": Words(
        "Письма не уходят: самое старое ждёт с {since}.",
        "Проверьте, работает ли letopis work и отвечает ли почтовый сервер: letopis mail test АДРЕС.",
        "Letters do not leave: the oldest waits since {since}.",
        "See whether 'letopis work' runs and the mail server answers: 'letopis mail test ADDRESS'.",
    ),
    "site.origin": Words(
        "Сайт работает через TLS, а его адрес в настройках — {origin}: ссылки писем и вход через службу не сработают.",
        "Укажите настоящий адрес: origin в разделе [site], например https://journal.school.example.",
        "The site is behind TLS and its address in the settings is {origin}: links of letters and the sign-in "
        "through a provider will not work.",
        "Give the real address: origin in section [site], for instance https://journal.school.example.",
    ),
}
