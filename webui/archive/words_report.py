"""The words of the page on a record's signatures: key -> Russian and English."""

from __future__ import annotations

_BOTH = {
    "report_title": ("Отчёт о проверке подписей", "Signature validation report"),
    "report_open": ("Отчёт о подписях", "Report on the signatures"),
    "report_json": ("Скачать JSON", "Download JSON"),
    "report_issue": ("Выдать отчёт на бумаге", "Issue the report on paper"),
    "report_file": ("Отчёт о проверке подписей.pdf", "Signature validation report.pdf"),
    "report_note": (
        "Копии прочитаны и проверены заново, когда открыта страница.",
        "The copies were read and judged anew when this page was opened.",
    ),
    "wrong": ("Что не так", "What is wrong"),
    "report_nothing": (
        "Проверять нечего: ни одна копия не читается.",
        "There is nothing to judge: no copy can be read.",
    ),
    "copies_bad": (
        "Не все копии целы. Восстановить их: letopis repair.",
        "Not every copy is intact. To restore them: letopis repair.",
    ),
    "judged_at": ("Проверено", "Judged"),
    "judged_copy": ("По копии", "From the copy"),
    "signatures": ("Подписи", "Signatures"),
    "signatures_none": ("В файле не нашлось ни одной подписи.", "No signature was found in the file."),
    "indication": ("Итог по EN 319 102-1", "Indication of EN 319 102-1"),
    "claimed": ("Время, указанное подписавшим", "Time stated by the signer"),
    "proven_time": ("Время, доказанное штампом", "Time proven by a timestamp"),
    "not_proven": ("не доказано", "not proven"),
    "level": ("Уровень", "Level"),
    "serial": ("Сертификат, серийный номер", "Certificate, serial number"),
    "valid": ("Сертификат действует", "Certificate valid"),
    "issuer": ("Кем выдан", "Issued by"),
    "fingerprint": ("Отпечаток SHA-256", "SHA-256 fingerprint"),
    "stamps": ("Архивный штамп времени", "Archive timestamp"),
    "stamps_none": ("нет", "none"),
    "stamps_unread": ("не читался: файл не тот, что записан", "not read: the file is not the one on record"),
    "copy_right": ("как записано", "as recorded"),
    "copy_wrong": ("не та, что записана", "not the one on record"),
    "copy_unread": ("не читается", "cannot be read"),
    "octets": ("Байт", "Bytes"),
    "sealed_digest": ("SHA-256 на учёте", "SHA-256 on record"),
    "judged_by": ("Чем проверено", "What it was judged by"),
    "anchors": ("Доверенные корни", "Trust anchors"),
    "anchors_hint": (
        "Сверьте отпечаток с тем, который получили из других рук.",
        "Compare the fingerprint with the one that you have from other hands.",
    ),
    "anchor": ("Корень", "Root"),
    "policy": ("Политика алгоритмов", "Algorithm policy"),
    "policy_lines": ("Что она принимает", "What it accepts"),
    "digests": ("хеш", "digest"),
    "keys": ("ключ", "key"),
    "schemes": ("схема подписи", "signature scheme"),
    "algorithm": ("Алгоритм", "Algorithm"),
    "algorithm_kind": ("Для чего", "Used as"),
    "bits": ("Бит, не короче", "Bits, at least"),
    "before": ("Принимается до", "Accepted before"),
    "endless": ("без срока", "without end"),
}
RU = {key: ru for key, (ru, _) in _BOTH.items()}
EN = {key: en for key, (_, en) in _BOTH.items()}
WORDS = {"ru": RU, "en": EN}
