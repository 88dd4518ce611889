"""What each signature of a record does to its file: roles in order in, steps out (ADR 34).

Which roles sign, the school's policy says (records/school/signing_rules.py); a record keeps those that it was composed
with. It neither signs nor knows who holds a role.
Levels: EN 319 142-1, clause 6; certifying and locking: DocMDP and FieldMDP of ISO 32000-2, 12.8.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from records.actor import Role
from records.school.signing_rules import AskedKey


class Level(StrEnum):
    """The PAdES baseline level that a signature brings the file to; ours are B-LT and B-LTA."""

    B_B = "PAdES-B-B"
    B_T = "PAdES-B-T"
    B_LT = "PAdES-B-LT"
    B_LTA = "PAdES-B-LTA"


@dataclass(frozen=True, slots=True)
class PolicyStep:
    """One signature: the role that makes it, level, form field, whether it certifies or locks the file, which key."""

    role: Role
    level: Level
    field: str
    certifies: bool
    locks: bool
    key: AskedKey = AskedKey.ANY


def steps(signers: Sequence[Role], keys: Mapping[Role, AskedKey] | None = None) -> tuple[PolicyStep, ...]:
    """The signatures of these roles: the first certifies; the last locks and adds the archive timestamp."""
    last, asked = len(signers) - 1, keys or {}
    return tuple(
        step_of(
            role,
            Level.B_LTA if place == last else Level.B_LT,
            field_of(role),
            place,
            last,
            asked.get(role, AskedKey.ANY),
        )
        for place, role in enumerate(signers)
    )


def step_of(
    role: Role, level: Level, field: str, place: int, last: int, key: AskedKey = AskedKey.ANY
) -> PolicyStep:
    """The signature at a place of a chain: what it does to the file follows from the place."""
    return PolicyStep(role, level, field, certifies=place == 0, locks=place == last, key=key)


def field_of(role: Role) -> str:
    """The form field of a role's signature."""
    return role.value.title().replace("_", "")


def fields(chain: tuple[PolicyStep, ...]) -> tuple[str, ...]:
    """The form fields of these steps, in order."""
    return tuple(step.field for step in chain)
