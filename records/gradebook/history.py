"""The history of a cell: every version that ever stood there, oldest first, with the names of its authors (R81).

Rows in, values out; it locks and judges nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.errors import NotFoundError
from records.gradebook.cells import CellKey, Version
from records.gradebook.desk import see_desk
from records.gradebook.reading import JournalKey, people
from records.gradebook.surroundings import read_surroundings, read_versions


@dataclass(frozen=True, slots=True)
class History:
    """A cell, `where` in words, its versions in order, and person id -> name."""

    title: str
    where: str
    versions: tuple[Version, ...]
    people: dict[str, str]


def read_history(session: Session, actor: Actor, key: JournalKey, cell: CellKey, at: datetime) -> History:
    """The history of a cell. Raises NotFoundError."""
    desk = see_desk(session, actor, key, at)
    ground = read_surroundings(session, desk, [cell]).ground(cell, desk.state)
    if ground.membership is None:
        raise NotFoundError(
            "history.no_such_cell",
            f"«{desk.title}»: такой клетки нет. Откройте историю со страницы журнала.",
            f"'{desk.title}' has no such cell; open the history from the journal's page",
        )
    versions = read_versions(session, desk, [cell]).get(cell, ())
    names = people(session, key.school, [version.author for version in versions])
    return History(desk.title, ground.where, versions, names)
