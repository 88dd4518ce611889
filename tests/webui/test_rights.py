"""The table of rights says what the seeds say, and docs/rights.md shows it as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.actor import Role
from webui.rights import HANDS, NAMES, RIGHTS, Permission, Reach, drawn, reach

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rights.md"
OF_MARKS = (Permission.JOURNAL_READ, Permission.JOURNAL_WRITE, Permission.RECORD_READ, Permission.CLASS_READ)


def who(permission: Permission) -> set[Role]:
    return {role for role in Role if reach(role, permission) is not Reach.NONE}


def test_the_page_on_rights_is_drawn_from_the_table() -> None:
    assert PAGE.read_text() == drawn(), "draw it again: make rights"


def test_every_role_has_a_row() -> None:
    assert set(RIGHTS) == set(Role)


def test_only_a_teacher_and_a_substitute_write_marks() -> None:
    assert who(Permission.JOURNAL_WRITE) == {Role.TEACHER, Role.SUBSTITUTE}


def test_a_substitute_reaches_nothing_but_the_lessons_given() -> None:
    assert set(RIGHTS[Role.SUBSTITUTE].values()) == {Reach.OWN_LESSONS}


def test_a_substitution_is_handed_to_nobody() -> None:
    assert not any(Role.SUBSTITUTE in hands for hands in HANDS.values())


def test_a_teacher_reaches_no_further_than_their_own_journals() -> None:
    assert set(RIGHTS[Role.TEACHER].values()) == {Reach.OWN_JOURNALS}


def test_a_class_teacher_reaches_no_further_than_their_own_class() -> None:
    assert set(RIGHTS[Role.CLASS_TEACHER].values()) == {Reach.OWN_CLASS}


@pytest.mark.parametrize("permission", OF_MARKS)
def test_an_administrator_sees_nothing_of_pupils(permission: Permission) -> None:
    assert reach(Role.ADMINISTRATOR, permission) is Reach.NONE


@pytest.mark.parametrize(
    "permission", [Permission.PERIOD_CLOSE, Permission.YEAR_CLOSE, Permission.RECORD_SIGN]
)
def test_an_auditor_changes_nothing(permission: Permission) -> None:
    assert reach(Role.AUDITOR, permission) is Reach.NONE


def test_only_the_director_names_deputies_and_administrators() -> None:
    named_by = {role for role, names in NAMES.items() if names & {Role.DEPUTY_HEAD, Role.ADMINISTRATOR}}
    assert named_by == {Role.DIRECTOR}


def test_nobody_names_a_director() -> None:
    assert not any(Role.DIRECTOR in names for names in NAMES.values())


def test_only_the_director_hands_over_the_directors_post() -> None:
    assert {role for role, hands in HANDS.items() if Role.DIRECTOR in hands} == {Role.DIRECTOR}


def test_whoever_names_or_hands_over_may_open_the_page_for_it() -> None:
    assert {*NAMES, *HANDS} == who(Permission.STAFF_APPOINT)
