"""Rows become the bytes of a CSV file that Excel and LibreOffice open as a table in Russian (RFC 4180 in form).

UTF-8 with a byte order mark, semicolons, CRLF, dates dd.mm.yyyy. A text that a spreadsheet would run as a formula
gets an apostrophe before it (OWASP, CSV Injection): at its start, and wherever another choice of separator would
start a cell inside it. Numbers and dates stay what they are. Pure: it prints nothing and chooses no columns.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, TypeAlias

from records.times import russian_date

Cell: TypeAlias = str | int | date | None

_MARK: Final = "\ufeff"
# A cell begins at the start, or after what any program may take for a separator or a quote. Blanks, characters that
# programs drop, and apostrophes may stand before the sign: apostrophes, so that taking one away at each such place
# always gives back what was written. The signs are those of OWASP with their full-width and small forms.
_FORMULA: Final = re.compile(
    r'(?<![^;,\t\r\n"])'
    r"(?=(?:[^\S\t\r\n]|[\x00-\x08\x0e-\x1f\u200b-\u200f\u2060\ufeff'])*[=+\-@\t\r\n＝＋－＠﹦﹢﹣﹫])"
)


def to_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The file: a line of headings and a line for each row; None is an empty cell."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return (_MARK + made.getvalue()).encode()


def _written(cell: Cell) -> str | int | None:
    if isinstance(cell, date):
        return russian_date(cell)
    return _FORMULA.sub("'", cell) if isinstance(cell, str) else cell
