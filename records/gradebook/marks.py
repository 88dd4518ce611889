"""The grammar of a journal's cell: what a teacher types -> marks, an absence or lateness, and back to one spelling.

`4`, `4/5`, `н`, `4/5 н`, `4 оп`, `осв`; which words a school uses is data (R6, R33). Typing habits are forgiven where
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
_GLUED = re.compile(r"(\D+)(\d)|(\d)(\D+)")


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

    `marks` are figures, `special` words stand for a mark, `absences` say why the pupil was away, `late` that the
    pupil came late; `aliases` maps other usual spellings of a special or late word (lower case, Cyrillic) to it.
    """

    marks: tuple[str, ...]
    special: tuple[str, ...]
    absences: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...] = ()
    late: tuple[str, ...] = ("оп",)

    def words_ru(self) -> str:
        """What may stand in a cell, for a Russian reader."""
        late = f"; опоздание {', '.join(self.late)}" if self.late else ""
        return f"отметки {', '.join(self.marks + self.special)}; пропуски {', '.join(self.absences)}{late}"

    def words_en(self) -> str:
        """What may stand in a cell, for an English reader."""
        late = f"; late {', '.join(self.late)}" if self.late else ""
        return f"marks {', '.join(self.marks + self.special)}; absences {', '.join(self.absences)}{late}"


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
        ("оп.", "оп"),
        ("опозд", "оп"),
        ("опозд.", "оп"),
        ("опоздание", "оп"),
    ),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a pupil has under a column: marks in the order given, an absence, or the word for lateness.

    Never all empty, and never away and late at once.
    """

    marks: tuple[str, ...]
    absence: str | None
    late: str | None = None

    def __post_init__(self) -> None:
        if not (self.marks or self.absence or self.late):
            raise ValueError("an empty cell is None, not a Cell")
        if self.absence and self.late:
            raise ValueError("nobody is away and late at once")


def cyrillic(text: str) -> str:
    """The text with Latin letters that look like Cyrillic ones replaced: Latin `H` becomes Cyrillic `Н`."""
    return text.translate(_LOOKALIKES)


def parse_cell(text: object, scale: MarkScale = FIVE_POINT) -> Cell | None:
    """The cell that was typed, None for a blank one. `text` is a string or a spreadsheet's number.

    Raises MarkError: mark.unknown, mark.not_text (a date, a fraction), mark.two_absences (lateness is one of them).
    """
    typed = _typed(text, scale)
    return _parse(typed, scale) if typed else None


def parse_period_mark(text: object, scale: MarkScale = FIVE_POINT) -> str | None:
    """The one mark of a period, a year or an exam; None for a blank (R32, R33).

    Raises MarkError as `parse_cell` does, and mark.not_single for an absence, lateness or several marks.
    """
    cell = parse_cell(text, scale)
    if cell is None:
        return None
    if len(cell.marks) != 1 or cell.absence or cell.late:
        values = ", ".join(scale.marks + scale.special)
        raise MarkError("mark.not_single", str(text), f"одна отметка: {values}", f"one mark: {values}")
    return cell.marks[0]


def spell(cell: Cell) -> str:
    """The stored and printed form, `4/5 н`: parse_cell(spell(cell)) == cell."""
    return " ".join(word for word in ("/".join(cell.marks), cell.absence, cell.late) if word)


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
    presence: list[str] = []
    for word in _words(typed, scale):
        if word in scale.absences or word in scale.late:
            presence.append(word)
        elif word in scale.marks or word in scale.special:
            marks.append(word)
        else:
            raise MarkError("mark.unknown", typed, scale.words_ru(), scale.words_en())
    if len(presence) > 1:
        codes = ", ".join(scale.absences + scale.late)
        raise MarkError("mark.two_absences", typed, f"что-то одно из {codes}", f"one of {codes}")
    if not marks and not presence:
        raise MarkError("mark.unknown", typed, scale.words_ru(), scale.words_en())
    said = presence[0] if presence else None
    late = said in scale.late
    return Cell(tuple(marks), None if late else said, said if late else None)


def _words(typed: str, scale: MarkScale) -> list[str]:
    """The words of a cell; a special word is cut out whole, for `н/а` holds the separator of marks."""
    spellings = {word: word for word in scale.special + scale.late} | dict(scale.aliases)
    longest_first = sorted(spellings, key=len, reverse=True)
    special = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")
    words: list[str] = []
    for at, piece in enumerate(special.split(cyrillic(typed).lower())):
        if at % 2:
            words.append(spellings[piece])
        else:
            words += [part for chunk in _SEPARATORS.split(piece) if chunk for part in _unglue(chunk, scale)]
    return words


def _unglue(chunk: str, scale: MarkScale) -> list[str]:
    """`4н`, `н4` and `4оп` are two words; anything else stays whole."""
    glued = _GLUED.fullmatch(chunk)
    parts = [part for part in glued.groups() if part] if glued else []
    return parts if {*parts} & {*scale.absences, *scale.late} else [chunk]
