"""Rows of the catalogue that cannot be read become a problem with a code; verification goes on with the next record.

Somebody who edits the catalogue by hand must not be able to stop the auditor. It reads nothing itself.
"""

from __future__ import annotations

from sqlalchemy.exc import NoResultFound

from retention.verification.report import Problem

# No such row, no such state, no JSON, no number.
UNREADABLE = (NoResultFound, ValueError, TypeError, KeyError, AttributeError)


def broken_row(record: str, error: Exception) -> Problem:
    """The problem of a record whose rows raise one of UNREADABLE."""
    ru = f"Строки каталога о документе не читаются ({error}): каталог изменён или повреждён."
    en = f"the catalogue's rows about the record cannot be read ({error}): it was altered or damaged"
    return Problem(record, "", "", "catalogue.broken", ru, en)
