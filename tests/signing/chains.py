"""The signatures of each kind of record where the school sets nothing of its own."""

from __future__ import annotations

from records.registers.kinds import RecordKind
from records.school.signing_rules import DEFAULT_RULES
from signing.policy import PolicyStep, steps


def chain_of(kind: RecordKind) -> tuple[PolicyStep, ...]:
    """The default chain of a kind."""
    return steps(DEFAULT_RULES[kind].signers)
