"""The sentences of the first page, Russian and English. A sentence with a count has a form for each way of counting.

Russian counts in three (1 урок, 2 урока, 5 уроков), English in two (1 lesson, 2 lessons); `|` parts them.
"""

from __future__ import annotations

from records.errors import Language
from records.numerals import Noun

_BOTH = {
    "title": ("Главная", "Home"),
    "note": (
        "Показано то, что следует из записей школы на эту минуту.",
        "What the school's rows say at this minute.",
    ),
    "calm": ("Сегодня всё сделано: ничего не ждёт.", "Everything is done for today: nothing waits."),
    "today": ("Сегодня", "Today is"),
    "home_none": (
        "Должностей у вас сегодня нет, поэтому и разделов нет. Их даёт приказ о назначении.",
        "You hold no post today, so there are no sections. An order of appointment gives them.",
    ),
    "weight_late": ("Срок прошёл", "Overdue"),
    "weight_now": ("Сделать", "To do"),
    "weight_news": ("К сведению", "To know"),
    "sections": ("Разделы", "Sections"),
    "own": ("Своё", "One's own"),
    "account": ("Пароль, второй фактор, открытые сеансы.", "Password, second factor, open sessions."),
    "status": ("Числа, которые видны всем.", "Figures that everybody sees."),
    "by_order": ("по приказу", "by order"),
    "offline": (
        "На этом устройстве есть неотправленные клетки: откройте журнал при связи.",
        "This device holds cells that were not sent: open the journal while online.",
    ),
    # the teacher
    "no_topic": (
        "{count} урок без темы|{count} урока без темы|{count} уроков без темы",
        "{count} lesson has no topic|{count} lessons have no topic",
    ),
    "no_entry": (
        "{count} урок без отметок и пропусков|{count} урока без отметок и пропусков|"
        "{count} уроков без отметок и пропусков",
        "{count} lesson has neither marks nor absences|{count} lessons have neither marks nor absences",
    ),
    "substituted": (
        "Вы замещаете: {count} урок ждёт записи|Вы замещаете: {count} урока ждут записи|"
        "Вы замещаете: {count} уроков ждут записи",
        "You stand in: {count} lesson is to be written|You stand in: {count} lessons are to be written",
    ),
    "to_confirm": (
        "{count} журнал готов, подтвердите его|{count} журнала готовы, подтвердите их|"
        "{count} журналов готовы, подтвердите их",
        "{count} journal is ready, confirm it|{count} journals are ready, confirm them",
    ),
    "to_fill": (
        "В {count} журнале за период есть пробелы|В {count} журналах за период есть пробелы|"
        "В {count} журналах за период есть пробелы",
        "{count} journal has gaps for its period|{count} journals have gaps for their periods",
    ),
    "remarks": (
        "{count} замечание завуча не снято|{count} замечания завуча не сняты|{count} замечаний завуча не снято",
        "{count} remark of the deputy head is open|{count} remarks of the deputy head are open",
    ),
    "remarks_late": (
        "{count} замечание не снято в срок|{count} замечания не сняты в срок|{count} замечаний не снято в срок",
        "{count} remark was not mended in time|{count} remarks were not mended in time",
    ),
    "acts": (
        "{count} акт за месяц исправил ваши журналы|{count} акта за месяц исправили ваши журналы|"
        "{count} актов за месяц исправили ваши журналы",
        "{count} act corrected your journals this month|{count} acts corrected your journals this month",
    ),
    "declined": (
        "{count} ваша просьба об исправлении отклонена|{count} ваши просьбы об исправлении отклонены|"
        "{count} ваших просьб об исправлении отклонены",
        "{count} correction that you asked for was declined|{count} corrections that you asked for were declined",
    ),
    "confirm_year": ("Подтвердите год своего класса", "Confirm the year of your class"),
    # the deputy head and the secretary
    "asked": (
        "{count} просьба об исправлении ждёт решения|{count} просьбы об исправлении ждут решения|"
        "{count} просьб об исправлении ждут решения",
        "{count} asked-for correction waits for a decision|{count} asked-for corrections wait for a decision",
    ),
    "journals_late": (
        "{count} журнал не подтверждён в срок|{count} журнала не подтверждены в срок|"
        "{count} журналов не подтверждены в срок",
        "{count} journal was not confirmed in time|{count} journals were not confirmed in time",
    ),
    "to_cut": (
        "{count} подтверждённый журнал можно закрыть|{count} подтверждённых журнала можно закрыть|"
        "{count} подтверждённых журналов можно закрыть",
        "{count} confirmed journal can be closed|{count} confirmed journals can be closed",
    ),
    "year_unconfirmed": (
        "{count} класс ждёт подтверждения года|{count} класса ждут подтверждения года|"
        "{count} классов ждут подтверждения года",
        "{count} class waits for the year's confirmation|{count} classes wait for the year's confirmation",
    ),
    "year_to_cut": (
        "{count} классу можно закрыть год|{count} классам можно закрыть год|{count} классам можно закрыть год",
        "{count} class is ready: close its year|{count} classes are ready: close their year",
    ),
    "year_in_print": (
        "Год {count} класса печатается|Год {count} классов печатается|Год {count} классов печатается",
        "The year of {count} class is being printed|The year of {count} classes is being printed",
    ),
    "year_in_signing": (
        "Год {count} класса ждёт подписей|Год {count} классов ждёт подписей|Год {count} классов ждёт подписей",
        "The year of {count} class waits for signatures|The year of {count} classes waits for signatures",
    ),
    "year_in_storing": (
        "Год {count} класса кладётся в архив|Год {count} классов кладётся в архив|"
        "Год {count} классов кладётся в архив",
        "The year of {count} class is being stored|The year of {count} classes is being stored",
    ),
    "year_to_file": (
        "Дела {count} класса ещё не закрыты|Дела {count} классов ещё не закрыты|Дела {count} классов ещё не закрыты",
        "The files of {count} class are not closed|The files of {count} classes are not closed",
    ),
    "papers_due": (
        "Закройте год {count} класса|Закройте год {count} классов|Закройте год {count} классов",
        "Close the year of {count} class|Close the year of {count} classes",
    ),
    "holds": (
        "Действует {count} запрет на уничтожение|Действуют {count} запрета на уничтожение|"
        "Действуют {count} запретов на уничтожение",
        "{count} hold forbids destruction|{count} holds forbid destruction",
    ),
    # everybody; the director
    "to_sign": (
        "{count} документ ждёт вашей подписи|{count} документа ждут вашей подписи|"
        "{count} документов ждут вашей подписи",
        "{count} record waits for your signature|{count} records wait for your signature",
    ),
    "sign_late": (
        "{count} документ не подписан вами в срок|{count} документа не подписаны вами в срок|"
        "{count} документов не подписаны вами в срок",
        "{count} record was not signed by you in time|{count} records were not signed by you in time",
    ),
    "signatures_late": (
        "{count} подпись не поставлена в срок|{count} подписи не поставлены в срок|"
        "{count} подписей не поставлено в срок",
        "{count} signature was not made in time|{count} signatures were not made in time",
    ),
    "refused": (
        "В подписи {count} документа отказано|В подписи {count} документов отказано|"
        "В подписи {count} документов отказано",
        "{count} record was declined by a signer|{count} records were declined by a signer",
    ),
    "refused_to_settle": (
        "В подписи {count} документа отказано: исправьте или отправьте снова|"
        "В подписи {count} документов отказано: исправьте или отправьте снова|"
        "В подписи {count} документов отказано: исправьте или отправьте снова",
        "{count} record was declined: correct it or send it again|"
        "{count} records were declined: correct them or send them again",
    ),
    "suspect": (
        "Ваш пароль знал посторонний: ответьте за операции вашей учётной записи",
        "A stranger knew your password: answer for what your account did",
    ),
    "delegations": (
        "{count} замещение скоро кончается|{count} замещения скоро кончаются|{count} замещений скоро кончаются",
        "{count} delegation ends soon|{count} delegations end soon",
    ),
    "compromise": (
        "{count} утечка пароля разбирается|{count} утечки пароля разбираются|{count} утечек пароля разбирается",
        "{count} leaked password is being dealt with|{count} leaked passwords are being dealt with",
    ),
    # the auditor and the administrator
    "copies": (
        "{count} копия повреждена или потеряна|{count} копии повреждены или потеряны|"
        "{count} копий повреждены или потеряны",
        "{count} copy is damaged or lost|{count} copies are damaged or lost",
    ),
    "problems": (
        "Последняя проверка нашла {count} ошибку|Последняя проверка нашла {count} ошибки|"
        "Последняя проверка нашла {count} ошибок",
        "The last verification found {count} problem|The last verification found {count} problems",
    ),
    "checked": ("Последняя проверка ошибок не нашла", "The last verification found no problem"),
    "checked_long_ago": (
        "Архив давно не проверяли: начните проверку",
        "The archive was not verified for long: begin a verification",
    ),
    "never_checked": (
        "Архив ещё не проверяли: начните проверку",
        "The archive was never verified: begin a verification",
    ),
    "events": (
        "{count} событие с вашего прошлого входа|{count} события с вашего прошлого входа|"
        "{count} событий с вашего прошлого входа",
        "{count} event since your last visit|{count} events since your last visit",
    ),
    "many_events": (
        "С вашего прошлого входа событий больше {count}",
        "More than {count} events since your last visit",
    ),
    "jobs_failed": (
        "{count} работа за неделю не удалась|{count} работы за неделю не удались|{count} работ за неделю не удались",
        "{count} job failed this week|{count} jobs failed this week",
    ),
    "accounts_lapsed": (
        "{count} временный пароль истёк|{count} временных пароля истекли|{count} временных паролей истекли",
        "{count} one-time password has lapsed|{count} one-time passwords have lapsed",
    ),
    "accounts_waiting": (
        "{count} сотрудник ещё не входил|{count} сотрудника ещё не входили|{count} сотрудников ещё не входили",
        "{count} person has not signed in yet|{count} people have not signed in yet",
    ),
    "accounts_ending": (
        "{count} учётная запись скоро закроется|{count} учётные записи скоро закроются|"
        "{count} учётных записей скоро закроются",
        "{count} account ends soon|{count} accounts end soon",
    ),
}
RU = {key: ru for key, (ru, _) in _BOTH.items()}
EN = {key: en for key, (_, en) in _BOTH.items()}
WORDS = {"ru": RU, "en": EN}


def sentence(key: str, count: int, tongue: Language) -> str:
    """The sentence of a line in the form that its count asks for."""
    forms = WORDS[tongue][key].split("|")
    if len(forms) == 3:
        one, few, many = forms
        said = Noun(one, few, many).after(count)
    else:
        said = forms[0] if count == 1 else forms[-1]
    return said.format(count=count)
