"""The words of which key a signature asks for: key -> Russian and English."""

from __future__ import annotations

_BOTH = {
    "asks_own": ("нужен свой ключ", "your own key is needed"),
    "asks_qualified": ("нужна КЭП", "a qualified signature is needed"),
    "left_out": (
        "Этим ключом не подписать, поэтому сюда не вошли:",
        "This key is not good enough for these, so they are left out:",
    ),
    "not_signed": ("Не подписано", "Not signed"),
    "no_means_own": (
        "Где нужен свой ключ, вам подписать нечем: его создают в браузере или на токене по коду секретаря; годится "
        "и КЭП.",
        "Where your own key is needed you have none: it is made in a browser or on a token, with a code from the "
        "office; a qualified certificate will do too.",
    ),
    "no_means_qualified": (
        "Где нужна КЭП, вам подписать нечем: её выдаёт аккредитованный удостоверяющий центр, а здесь её сертификат "
        "регистрируют один раз.",
        "Where a qualified signature is needed you have none: its certificate comes from an accredited authority and "
        "is registered here once.",
    ),
    "to_keys": ("Завести ключ", "Get the key"),
}
RU = {key: ru for key, (ru, _) in _BOTH.items()}
EN = {key: en for key, (_, en) in _BOTH.items()}
WORDS = {"ru": RU, "en": EN}
