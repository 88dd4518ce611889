"""How words are matched: from the beginning of a word, whatever the case, ё as е; on SQLite and PostgreSQL the same.

Neither database folds Russian letters by itself, so that each letter becomes the set of its forms: `[Лл][ЕеЁё]`, in a
GLOB of SQLite, in a regular expression of PostgreSQL. It reads nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_

Text: TypeAlias = SQLColumnExpression[str] | SQLColumnExpression[str | None]
LONGEST: Final = 80
MOST_WORDS: Final = 6
# Where a word of a title or a name begins, beside its first letter.
_BEFORE: Final = " «(№/"


def words_of_query(text: str) -> tuple[str, ...]:
    """The words that are looked for, letters and digits of them."""
    kept = "".join(sign if sign.isalnum() else " " for sign in text[:LONGEST].replace("-", " "))
    return tuple(kept.split()[:MOST_WORDS])


def begin_words(text: Text, words: Sequence[str], dialect: str) -> ColumnElement[bool]:
    """Whether each of the words begins some word of the text."""
    return and_(*(_begins(text, word, dialect) for word in words))


def _begins(text: Text, word: str, dialect: str) -> ColumnElement[bool]:
    forms = "".join(_forms(sign) for sign in word)
    if dialect == "sqlite":
        return or_(text.op("GLOB")(f"{forms}*"), text.op("GLOB")(f"*[-{_BEFORE}]{forms}*"))
    return text.op("~")(f"(^|[-{_BEFORE}]){forms}")


def _forms(sign: str) -> str:
    """The set of a letter's forms. Only letters and digits come here: none of them means anything in a pattern."""
    same = "её" if sign.lower() in "её" else sign.lower()
    return "[" + "".join(dict.fromkeys(f"{same}{same.upper()}")) + "]"
