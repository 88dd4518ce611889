"""A scope as a condition of the database: the journals, classes and records that some posts reach, in one query.

The same rule as webui/visitor.py, which judges one thing at a time; a test holds the two together. It decides no right
and reads nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, false, or_, true, tuple_

from records.gradebook.tables import Journal, JournalPeriod
from records.registers.tables import Record
from records.school.tables import SchoolClass
from webui.rights import Reach, reach
from webui.visitor import Post, Scope

Condition = ColumnElement[bool]


def journals_within(scope: Scope) -> Condition:
    """Over Journal, JournalPeriod and SchoolClass."""
    return _any(
        and_(_narrowed(post), _of_journal(post, reach(post.role, scope.permission))) for post in scope.posts
    )


def classes_within(scope: Scope) -> Condition:
    """Over SchoolClass. A post in a journal reaches no class."""
    return _any(
        and_(_in_class(post), _of_class(post, reach(post.role, scope.permission)))
        for post in scope.posts
        if post.only_journal is None
    )


def records_within(scope: Scope) -> Condition:
    """Over Record and SchoolClass, and Journal where the record is of one (an outer join)."""
    return _any(
        and_(_of_record(post), _in_class(post), _of_thing(post, reach(post.role, scope.permission)))
        for post in scope.posts
    )


def _any(conditions: Iterable[Condition]) -> Condition:
    return or_(false(), *conditions)


def _in_class(post: Post) -> Condition:
    return SchoolClass.id == post.only_class if post.only_class else true()


def _narrowed(post: Post) -> Condition:
    return and_(_in_class(post), Journal.id == post.only_journal if post.only_journal else true())


def _of_record(post: Post) -> Condition:
    return Record.journal_id == post.only_journal if post.only_journal else true()


def _of_journal(post: Post, far: Reach) -> Condition:
    if far is Reach.OWN_LESSONS:
        return tuple_(Journal.id, JournalPeriod.period_id).in_(sorted(post.periods))
    return _of_thing(post, far)


def _of_thing(post: Post, far: Reach) -> Condition:
    if far is Reach.OWN_JOURNALS:
        return Journal.teacher_id == post.holder
    return _of_class(post, far)


def _of_class(post: Post, far: Reach) -> Condition:
    if far is Reach.OWN_CLASS:
        return SchoolClass.class_teacher_id == post.holder
    return true() if far is Reach.SCHOOL else false()
