"""The signing policy says what design.md's table says."""

from __future__ import annotations

import pytest

from records.actor import Role
from records.registers.kinds import RecordKind
from signing.policy import Level, fields
from tests.signing.chains import chain_of

TABLE = {
    RecordKind.PERIOD_JOURNAL: (Role.TEACHER, Role.DEPUTY_HEAD),
    RecordKind.CLASS_JOURNAL: (Role.CLASS_TEACHER, Role.DEPUTY_HEAD, Role.DIRECTOR),
    RecordKind.SUMMARY_SHEET: (Role.CLASS_TEACHER, Role.DIRECTOR),
    RecordKind.CORRECTION_ACT: (Role.TEACHER, Role.DEPUTY_HEAD),
    RecordKind.SUPPLEMENT: (Role.TEACHER, Role.DEPUTY_HEAD),
    RecordKind.SIGNATURE_REPORT: (Role.DEPUTY_HEAD,),
}


@pytest.mark.parametrize("kind", RecordKind)
def test_every_kind_is_signed_by_the_roles_of_the_table(kind: RecordKind) -> None:
    assert tuple(step.role for step in chain_of(kind)) == TABLE[kind]


@pytest.mark.parametrize("kind", RecordKind)
def test_only_the_first_signature_certifies(kind: RecordKind) -> None:
    first, *others = chain_of(kind)
    assert first.certifies
    assert not any(step.certifies for step in others)


@pytest.mark.parametrize("kind", RecordKind)
def test_only_the_last_signature_locks_and_archives(kind: RecordKind) -> None:
    *others, last = chain_of(kind)
    assert (last.locks, last.level) == (True, Level.B_LTA)
    assert not any(step.locks or step.level is Level.B_LTA for step in others)


def test_fields_are_named_after_roles() -> None:
    assert fields(chain_of(RecordKind.CLASS_JOURNAL)) == ("ClassTeacher", "DeputyHead", "Director")
