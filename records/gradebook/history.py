"""The history of a cell: every version that ever stood there, oldest first, with the names of its authors (R81).

Rows in, values out; it locks and judges nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.errors import NotFoundError
from records.gradebook.cells import CellKey, EntryError, Version
from records.gradebook.desk import see_desk
from records.gradebook.entry import locked
from records.gradebook.reading import JournalKey, people
from records.gradebook.surroundings import read_surroundings
from records.gradebook.tables import ClassYear
from records.lifecycle import ClosingState


@dataclass(frozen=True, slots=True)
class History:
    """A cell, `where` in words, its versions in order, person id -> name, and why nobody writes it today, if so.

    `writable`: the asking person is one of those who write this cell, the journal's teacher or the lesson's substitute.
    """

    title: str
    where: str
    versions: tuple[Version, ...]
    people: dict[str, str]
    locked: EntryError | None
    writable: bool


def read_history(session: Session, actor: Actor, key: JournalKey, cell: CellKey, at: datetime) -> History:
    """The history of a cell. Raises NotFoundError."""
    desk = see_desk(session, actor, key, at)
    year = session.get_one(ClassYear, (key.school, desk.facts.id)).state
    around, found = read_surroundings(session, desk, [cell])
    ground = around.ground(cell, ClosingState(year))
    if ground.membership is None:
        raise NotFoundError(
            "history.no_such_cell",
            f"«{desk.title}»: такой клетки нет. Откройте историю со страницы журнала.",
            f"'{desk.title}' has no such cell; open the history from the journal's page",
        )
    versions = found.get(cell, ())
    names = people(session, key.school, [version.author for version in versions])
    filled = bool(versions and versions[-1].value)
    lock = locked(cell, ground, filled, desk.policy, desk.today)
    return History(desk.title, ground.where, versions, names, lock, ground.writable)
