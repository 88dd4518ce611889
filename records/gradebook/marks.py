"""The grammar of a journal's cell: what a teacher types -> marks and an absence, and back to one spelling.

`4`, `4/5`, `н`, `4/5 н`, `осв`; which words a school uses is data (R6, R33). Typing habits are forgiven where
the eye reads one thing only: case, blanks, Latin letters that look like Cyrillic ones. `45`, `4.5`, Latin `b`
and a cell that the spreadsheet turned into a date are refused, not guessed.
It does not judge whether a mark is due, late or allowed for the pupil.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from records.errors import InputError

# Glyphs that nobody can tell apart. Lower-case b is missing on purpose: it looks like б, в and ь.
_LATIN = "aceopxyhABCEHKMOPTXY"
_CYRILLIC = "асеорхунАВСЕНКМОРТХУ"
_LOOKALIKES = str.maketrans(_LATIN, _CYRILLIC)
_SEPARATORS = re.compile(r"[\s/,;]+")
_GLUED = re.compile(r"(\D)(\d)|(\d)(\D)")


class MarkError(InputError):
    """A cell that the grammar does not know: `found` stands there, `expected_*` says what may."""

    def __init__(self, code: str, found: str, expected_ru: str, expected_en: str) -> None:
        super().__init__(
            code, f"Найдено «{found}». Нужно: {expected_ru}.", f"found {found!r}; expected {expected_en}"
        )
        self.found = found
        self.expected_ru = expected_ru
        self.expected_en = expected_en


@dataclass(frozen=True, slots=True)
class MarkScale:
    """The words of a school's journal (policy data).

    `marks` are figures, `special` words stand for a mark, `absences` say why the pupil was away;
    `aliases` maps other usual spellings of a special word (lower case, Cyrillic) to it.
    """

    marks: tuple[str, ...]
    special: tuple[str, ...]
    absences: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...] = ()

    def words_ru(self) -> str:
        """What may stand in a cell, for a Russian reader."""
        return f"отметки {', '.join(self.marks + self.special)}; пропуски {', '.join(self.absences)}"

    def words_en(self) -> str:
        """What may stand in a cell, for an English reader."""
        return f"marks {', '.join(self.marks + self.special)}; absences {', '.join(self.absences)}"


FIVE_POINT = MarkScale(
    marks=("2", "3", "4", "5"),
    special=("осв", "н/а", "безотм", "зач"),
    absences=("н", "б", "у"),
    aliases=(
        ("осв.", "осв"),
        ("н/а.", "н/а"),
        ("н\\а", "н/а"),
        ("н.а.", "н/а"),
        ("безотм.", "безотм"),
        ("зач.", "зач"),
        ("зачет", "зач"),
        ("зачёт", "зач"),
    ),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a pupil has under a column: marks in the order given, an absence or None; never both empty."""

    marks: tuple[str, ...]
    absence: str | None

    def __post_init__(self) -> None:
        if not self.marks and self.absence is None:
            raise ValueError("an empty cell is None, not a Cell")


def cyrillic(text: str) -> str:
    """The text with Latin letters that look like Cyrillic ones replaced: Latin `H` becomes Cyrillic `Н`."""
    return text.translate(_LOOKALIKES)


def parse_cell(text: object, scale: MarkScale = FIVE_POINT) -> Cell | None:
    """The cell that was typed, None for a blank one. `text` is a string or a spreadsheet's number.

    Raises MarkError: mark.unknown, mark.not_text (a date, a fraction), mark.two_absences.
    """
    typed = _typed(text, scale)
    return _parse(typed, scale) if typed else None


def parse_period_mark(text: object, scale: MarkScale = FIVE_POINT) -> str | None:
    """The one mark of a period, a year or an exam; None for a blank (R32, R33).

    Raises MarkError as `parse_cell` does, and mark.not_single for an absence or several marks.
    """
    cell = parse_cell(text, scale)
    if cell is None:
        return None
    if len(cell.marks) != 1 or cell.absence is not None:
        values = ", ".join(scale.marks + scale.special)
        raise MarkError("mark.not_single", str(text), f"одна отметка: {values}", f"one mark: {values}")
    return cell.marks[0]


def spell(cell: Cell) -> str:
    """The stored and printed form, `4/5 н`: parse_cell(spell(cell)) == cell."""
    marks = "/".join(cell.marks)
    return f"{marks} {cell.absence}".strip() if cell.absence else marks


def _typed(text: object, scale: MarkScale) -> str:
    if text is None:
        return ""
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    if isinstance(text, int) and not isinstance(text, bool):
        return str(text)
    if isinstance(text, str):
        return unicodedata.normalize("NFC", text).strip()
    raise MarkError(
        "mark.not_text",
        str(text),
        f"текст, а не дата или дробь; несколько отметок пишут через черту, «4/5»; {scale.words_ru()}",
        f"text, not a date or a fraction; several marks are written '4/5'; {scale.words_en()}",
    )


@lru_cache(maxsize=4096)
def _parse(typed: str, scale: MarkScale) -> Cell:
    marks: list[str] = []
    absences: list[str] = []
    for word in _words(typed, scale):
        if word in scale.absences:
            absences.append(word)
        elif word in scale.marks or word in scale.special:
            marks.append(word)
        else:
            raise MarkError("mark.unknown", typed, scale.words_ru(), scale.words_en())
    if len(absences) > 1:
        codes = ", ".join(scale.absences)
        raise MarkError("mark.two_absences", typed, f"один пропуск: {codes}", f"one absence: {codes}")
    if not marks and not absences:
        raise MarkError("mark.unknown", typed, scale.words_ru(), scale.words_en())
    return Cell(tuple(marks), absences[0] if absences else None)


def _words(typed: str, scale: MarkScale) -> list[str]:
    """The words of a cell; a special word is cut out whole, for `н/а` holds the separator of marks."""
    spellings = {word: word for word in scale.special} | dict(scale.aliases)
    longest_first = sorted(spellings, key=len, reverse=True)
    special = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")
    words: list[str] = []
    for at, piece in enumerate(special.split(cyrillic(typed).lower())):
        if at % 2:
            words.append(spellings[piece])
        else:
            words += [part for chunk in _SEPARATORS.split(piece) if chunk for part in _unglue(chunk)]
    return words


def _unglue(chunk: str) -> list[str]:
    """`4н` and `н4` are two words; anything else stays whole."""
    return list(chunk) if len(chunk) == 2 and _GLUED.fullmatch(chunk) else [chunk]
