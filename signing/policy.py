"""Who signs which kind of record, in what order and at which level (design.md, Things and their states).

Data only: RecordKind in, steps out. It neither signs nor knows who holds a role.
Levels: EN 319 142-1, clause 6; certifying and locking: DocMDP and FieldMDP of ISO 32000-2, 12.8.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from records.actor import Role
from records.registers.kinds import RecordKind


class Level(StrEnum):
    """The PAdES baseline level that a signature brings the file to; ours are B-LT and B-LTA."""

    B_B = "PAdES-B-B"
    B_T = "PAdES-B-T"
    B_LT = "PAdES-B-LT"
    B_LTA = "PAdES-B-LTA"


@dataclass(frozen=True, slots=True)
class PolicyStep:
    """One signature: the role that makes it, level, form field, whether it certifies or locks the file."""

    role: Role
    level: Level
    field: str
    certifies: bool
    locks: bool


def _chain(*roles: Role) -> tuple[PolicyStep, ...]:
    """The first of the roles certifies; the last locks and adds the archive timestamp."""
    last = len(roles) - 1
    return tuple(
        PolicyStep(
            role=role,
            level=Level.B_LTA if place == last else Level.B_LT,
            field=role.value.title().replace("_", ""),
            certifies=place == 0,
            locks=place == last,
        )
        for place, role in enumerate(roles)
    )


_STEPS: dict[RecordKind, tuple[PolicyStep, ...]] = {
    RecordKind.PERIOD_JOURNAL: _chain(Role.TEACHER, Role.DEPUTY_HEAD),
    RecordKind.CLASS_JOURNAL: _chain(Role.CLASS_TEACHER, Role.DEPUTY_HEAD, Role.DIRECTOR),
    RecordKind.SUMMARY_SHEET: _chain(Role.CLASS_TEACHER, Role.DIRECTOR),
    RecordKind.CORRECTION_ACT: _chain(Role.TEACHER, Role.DEPUTY_HEAD),
    RecordKind.SUPPLEMENT: _chain(Role.TEACHER, Role.DEPUTY_HEAD),
}


def steps(kind: RecordKind) -> tuple[PolicyStep, ...]:
    """The signatures that a record of this kind needs, in order."""
    return _STEPS[kind]


def fields(chain: tuple[PolicyStep, ...]) -> tuple[str, ...]:
    """The form fields of these steps, in order."""
    return tuple(step.field for step in chain)
