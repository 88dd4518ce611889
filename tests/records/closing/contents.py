"""Contents of the cast as values, read once from a SQLite database in memory, for the tests of pure modules."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

import webui.migrate  # noqa: F401  it imports every module that owns tables
from records.closing.snapshot import CutoffFacts, RecordFacts
from records.db import Base, transaction
from records.gradebook.content import JournalContent
from records.gradebook.reading import read_journal
from records.gradebook.year_content import YearContent
from records.gradebook.year_reading import read_year
from records.registers.kinds import RecordKind
from tests import cast

SEED = bytes(range(32))
CUTOFF = CutoffFacts(cast.PAVEL.person, cast.CUT_AT, None, cast.MARIA.person, cast.WRITTEN, "d" * 64)
NAMES = cast.PEOPLE


def record(kind: RecordKind, identifier: str = "record") -> RecordFacts:
    """The first revision of a record of this kind."""
    return RecordFacts(identifier.ljust(20, "2"), kind, 1)


@cache
def _engine() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    cast.store(engine)
    return engine


@cache
def algebra() -> JournalContent:
    """Алгебра of 9А in the first quarter."""
    with transaction(_engine()) as session:
        return read_journal(session, cast.ALGEBRA_Q1)


@cache
def english() -> JournalContent:
    """Английский язык of the subgroup in the second quarter."""
    with transaction(_engine()) as session:
        return read_journal(session, cast.ENGLISH_Q2)


@cache
def year() -> YearContent:
    """The year of 9А."""
    with transaction(_engine()) as session:
        return read_year(session, cast.SCHOOL, cast.CLASS)
