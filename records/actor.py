"""Who does something: every use case takes an Actor, every log entry names one (R81).

Roles are the domain's (domain.md, Rights); what they are called in print is policy data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SYSTEM: Final = "system"
CONSOLE: Final = "console"


class Role(StrEnum):
    """The parts that people play in a school's records. A lesson names its substitute, a journal its teacher."""

    TEACHER = "teacher"
    CLASS_TEACHER = "class_teacher"
    DEPUTY_HEAD = "deputy_head"
    DIRECTOR = "director"
    SECRETARY = "secretary"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SUBSTITUTE = "substitute"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting through an account in a school, for themselves or on behalf of another.

    `person` and `account` are ids; `account` is SYSTEM for the software itself and for commands that name nobody,
    CONSOLE for a command in a person's name. `session` is the signed-in browser that it came from, None without one.
    """

    person: str
    account: str
    school: str
    on_behalf_of: str | None = None
    session: str | None = None

    @property
    def is_person(self) -> bool:
        """Whether a person acts, and not the conveyor or whoever runs commands on the server."""
        return self.account != SYSTEM


def system_actor(name: str, school: str) -> Actor:
    """Nobody in particular: the `conveyor`, the `site`, or the `administrator` who runs commands on the server."""
    return Actor(name, SYSTEM, school)
