"""The blueprint of the teacher's pages and what its views share: the door, and who would write through it."""

from __future__ import annotations

from flask import Blueprint

from records.actor import Actor
from webui.access import JournalDoor, Permission, visitor
from webui.visitor import Target

blueprint = Blueprint("gradebook", __name__)


def pen(door: JournalDoor) -> Actor | None:
    """As whom the visitor writes into the journal, in their own post or for another; None for a mere reader."""
    asking = visitor()
    target = Target(door.key.journal, door.teacher, door.class_id, period=door.key.period)
    posts = asking.scope(Permission.JOURNAL_WRITE).reaching(target)
    return asking.acting(posts[0]) if posts else None
