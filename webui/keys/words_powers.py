"""The words of powers of attorney on pages: key -> Russian and English."""

from __future__ import annotations

_BOTH = {
    "title": ("Доверенности (МЧД)", "Powers of attorney"),
    "lead": (
        "Личной квалифицированной подписью сотрудник подписывает за школу по машиночитаемой доверенности. Файлы "
        "хранятся такими, как даны; отозвана ли доверенность, знает только реестр ФНС (m4d.nalog.gov.ru).",
        "With a qualified certificate of one's own one signs for the school under a machine-readable power of "
        "attorney. The files are kept as given; whether a power was recalled, only the tax service's registry knows.",
    ),
    "none": ("Доверенностей нет.", "There are no powers of attorney."),
    "person": ("Сотрудник", "Person"),
    "number": ("Номер", "Number"),
    "given_by": ("Кем выдана", "Given by"),
    "ogrn": ("ОГРН", "OGRN"),
    "term": ("Срок", "Term"),
    "state": ("Состояние", "State"),
    "holds": ("действует", "in force"),
    "ends_soon": ("скоро закончится", "ends soon"),
    "over": ("срок прошёл или не начался", "not in its term"),
    "revoked": ("отозвана", "revoked"),
    "revoke": ("Отозвать", "Revoke"),
    "why": ("Причина", "Reason"),
    "revoked_now": (
        "Доверенность отозвана: по ней больше не подписывают. Подписанное раньше остаётся в силе.",
        "The power is revoked: nobody signs under it any more. What was signed before stays valid.",
    ),
    "add_title": ("Внести доверенность", "Enter a power"),
    "add_what": (
        "Файлы берут там, где доверенность выпустили. Будут проверены подпись организации, её сертификат и отзыв, "
        "срок и имя.",
        "Take the files where the power was issued. The organisation's signature, its certificate and revocation, the "
        "term and the name will be checked.",
    ),
    "xml": ("Доверенность (ON_EMCHD_….xml)", "The power (ON_EMCHD_….xml)"),
    "signature": ("Подпись к ней (.sig)", "Its signature (.sig)"),
    "add": ("Проверить и внести", "Check and enter"),
    "added": ("Доверенность проверена и внесена.", "The power is checked and entered."),
    "any_school": (
        "ОГРН школы в правилах не указан: сверьте, что доверенность выдала ваша школа.",
        "The policy does not say the school's OGRN: see for yourself that it was your school that gave the power.",
    ),
    "back": ("Ключи сотрудников", "Keys of the staff"),
    "mine": ("Мои доверенности", "My powers of attorney"),
    "mine_what": (
        "Подпись личным сертификатом КЭП встанет по первой из них.",
        "A signature with a qualified certificate of your own is made under the first of them.",
    ),
    "under": (
        "Личная КЭП подпишет по доверенности",
        "A qualified certificate of your own signs under the power",
    ),
    "until": ("до", "until"),
    "without": (
        "Действующей доверенности (МЧД) на вас нет: личная КЭП подпишет без неё. Если она нужна, её вносит секретарь.",
        "There is no power of attorney for you in force: a qualified certificate of your own signs without one. If you "
        "need one, the secretary enters it.",
    ),
    "by_power": ("по доверенности", "under the power"),
}
RU = {key: ru for key, (ru, _) in _BOTH.items()}
EN = {key: en for key, (_, en) in _BOTH.items()}
WORDS = {"ru": RU, "en": EN}
