"""The words of events about signing keys and their certificates. Russian and English, the same keys."""

from __future__ import annotations

RU = {
    "certificate.issued": "Сертификат выдан",
    "certificate.revoked": "Сертификат отозван",
    "certificate.registered": "Зарегистрирован сертификат внешнего УЦ",
    "certificate.ended": "Сертификат внешнего УЦ больше не принимается",
    "key.agreed": "Соглашение о подписи зарегистрировано",
    "key.invited": "Код для ключа подписи выдан",
    "power.registered": "Доверенность (МЧД) зарегистрирована",
    "power.revoked": "Доверенность (МЧД) отозвана",
}
EN = {
    "certificate.issued": "Certificate issued",
    "certificate.revoked": "Certificate revoked",
    "certificate.registered": "An outside authority's certificate registered",
    "certificate.ended": "An outside authority's certificate no longer taken",
    "key.agreed": "Agreement on the signature registered",
    "key.invited": "Code for a signing key given",
    "power.registered": "A power of attorney registered",
    "power.revoked": "A power of attorney revoked",
}
