"""What a check of one bag can find: a code, the path, and words in Russian and English.

Values only. Every fault of a bag lands in exactly one code; the checks are in inspection.py and fixity.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from retention.paths import printable


class FixityCode(StrEnum):
    """The buckets. Those that begin with `location.` say nothing about the bag itself."""

    LOCATION_UNREACHABLE = "location.unreachable"
    LOCATION_EMPTY = "location.empty"
    COPY_MISSING = "copy.missing"
    BAG_SWAPPED = "bag.swapped"
    BAG_DECLARATION = "bag.declaration"
    BAG_UNFETCHED = "bag.unfetched"
    BAG_TOO_LARGE = "bag.too_large"
    MANIFEST_MISSING = "manifest.missing"
    MANIFEST_BROKEN = "manifest.broken"
    MANIFEST_WEAK = "manifest.weak"
    INFO_BROKEN = "info.broken"
    PATH_REFUSED = "path.refused"
    FILE_MISSING = "file.missing"
    FILE_ADDED = "file.added"
    FILE_CHANGED = "file.changed"
    FILE_UNREADABLE = "file.unreadable"


_WORDS: dict[FixityCode, tuple[str, str]] = {
    FixityCode.LOCATION_UNREACHABLE: (
        "Хранилище недоступно: подключите его и повторите проверку",
        "the location cannot be reached: attach it and check again",
    ),
    FixityCode.LOCATION_EMPTY: (
        "Хранилище пусто: возможно, подключён не тот носитель",
        "the location is empty: perhaps another medium is attached",
    ),
    FixityCode.COPY_MISSING: ("Копии нет на месте", "the copy is gone"),
    FixityCode.BAG_SWAPPED: (
        "На месте копии стоит другой пакет, сам по себе целый",
        "another bag, whole in itself, stands in the place of this one",
    ),
    FixityCode.BAG_DECLARATION: (
        "Объявление bagit.txt не по RFC 8493",
        "the declaration bagit.txt is not as RFC 8493 asks",
    ),
    FixityCode.BAG_UNFETCHED: (
        "Пакет неполон: fetch.txt ссылается на файлы вне пакета",
        "the bag is incomplete: fetch.txt points to files outside it",
    ),
    FixityCode.BAG_TOO_LARGE: (
        "Пакет больше, чем проверяется за один раз",
        "the bag is larger than one check reads",
    ),
    FixityCode.MANIFEST_MISSING: (
        "Нет манифеста: пакет записан не до конца или манифест удалён",
        "a manifest is missing: the bag was not written to its end, or it was deleted",
    ),
    FixityCode.MANIFEST_BROKEN: ("Манифест испорчен", "the manifest is damaged"),
    FixityCode.MANIFEST_WEAK: (
        "Алгоритм манифеста ничего не доказывает (нужен SHA-256 или SHA-512)",
        "the manifest's algorithm proves nothing (SHA-256 or SHA-512 is needed)",
    ),
    FixityCode.INFO_BROKEN: (
        "bag-info.txt не читается или не сходится с содержимым",
        "bag-info.txt cannot be read or disagrees with the payload",
    ),
    FixityCode.PATH_REFUSED: (
        "Имя файла не допускается (ссылка, выход за пределы пакета или двойник по регистру или Юникоду)",
        "the file name is refused (a link, a way out of the bag, or a twin by case or Unicode form)",
    ),
    FixityCode.FILE_MISSING: ("Файла нет", "the file is missing"),
    FixityCode.FILE_ADDED: ("Лишний файл, в манифестах его нет", "an added file that no manifest lists"),
    FixityCode.FILE_CHANGED: (
        "Файл изменён: контрольная сумма не сходится",
        "the file was changed: its digest differs",
    ),
    FixityCode.FILE_UNREADABLE: (
        "Файл не читается: не обычный файл или сбой носителя",
        "the file cannot be read: not a regular file, or the medium fails",
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault: where it is (`path` within the bag as printable text, "" for the whole) and what it is."""

    path: str
    code: FixityCode
    detail_ru: str
    detail_en: str


def finding(code: FixityCode, path: str = "", more: str = "") -> Finding:
    """A finding in the standard words; `more` names what exactly, for instance a line number."""
    ru, en = _WORDS[code]
    tail = "".join(f": {printable(part)}" for part in (path, more) if part)
    return Finding(printable(path), code, ru + tail + ".", en + tail)
