"""An edit after the confirmation opens a journal's period or a class's year again (lifecycle.py): one move, one way.

In the writer's transaction: the confirmation is gone if and only if the edit stands. It writes no event of its own:
the event of the edit says that it reopened.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from records.gradebook.tables import ClassYear, JournalPeriod
from records.lifecycle import ClosingState
from records.moves import move

_UNCONFIRMED = {"confirmed_by": None, "confirmed_at": None, "confirmed_content": None, "draft": None}


def reopen(
    session: Session,
    table: type[JournalPeriod] | type[ClassYear],
    key: Mapping[str, str],
    state: ClosingState,
) -> bool:
    """Open the row at `key` again unless it is open; says whether it had to be. Raises StateError when it is cut."""
    if state is ClosingState.OPEN:
        return False
    move(session, table, key, state, ClosingState.OPEN, **_UNCONFIRMED)
    return True
