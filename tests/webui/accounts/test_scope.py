"""How far a post goes: the pure rule, with delegations narrowed to one journal or one class."""

from __future__ import annotations

import pytest

from records.actor import Role
from webui.rights import Permission
from webui.visitor import Post, Scope, Target, Visitor

MINE = Target("algebra", "maria", "9a", "maria")
OTHERS = Target("english", "zhanna", "9a", "maria")
SCHOOL = Target()


def reaches(post: Post, permission: Permission, target: Target) -> bool:
    return bool(Scope((post,), permission).reaching(target))


@pytest.mark.parametrize(
    ("post", "permission", "target", "expected"),
    [
        (Post(Role.TEACHER, "maria"), Permission.JOURNAL_WRITE, MINE, True),
        (Post(Role.TEACHER, "maria"), Permission.JOURNAL_WRITE, OTHERS, False),
        (Post(Role.TEACHER, "maria"), Permission.JOURNAL_WRITE, SCHOOL, False),
        (Post(Role.CLASS_TEACHER, "maria"), Permission.JOURNAL_READ, OTHERS, True),
        (Post(Role.CLASS_TEACHER, "maria"), Permission.JOURNAL_WRITE, OTHERS, False),
        (Post(Role.CLASS_TEACHER, "zhanna"), Permission.JOURNAL_READ, OTHERS, False),
        (Post(Role.DEPUTY_HEAD, "pavel"), Permission.JOURNAL_READ, OTHERS, True),
        (Post(Role.DEPUTY_HEAD, "pavel"), Permission.JOURNAL_WRITE, OTHERS, False),
        (Post(Role.DEPUTY_HEAD, "pavel"), Permission.PERIOD_CLOSE, SCHOOL, True),
        (Post(Role.TEACHER, "maria", "№ 1", only_journal="algebra"), Permission.JOURNAL_WRITE, MINE, True),
        (Post(Role.TEACHER, "maria", "№ 1", only_journal="geometry"), Permission.JOURNAL_WRITE, MINE, False),
        (Post(Role.DEPUTY_HEAD, "pavel", "№ 1", only_class="9a"), Permission.JOURNAL_READ, OTHERS, True),
        (Post(Role.DEPUTY_HEAD, "pavel", "№ 1", only_class="5b"), Permission.JOURNAL_READ, OTHERS, False),
        (Post(Role.DEPUTY_HEAD, "pavel", "№ 1", only_class="9a"), Permission.PERIOD_CLOSE, SCHOOL, False),
    ],
)
def test_a_post_reaches_what_it_is_for(
    post: Post, permission: Permission, target: Target, expected: bool
) -> None:
    assert reaches(post, permission, target) is expected


def test_nobody_owns_what_has_no_owner() -> None:
    assert not reaches(Post(Role.TEACHER, ""), Permission.RECORD_READ, Target(class_id="9a"))


@pytest.mark.parametrize(("holder", "absent"), [("maria", None), ("zhanna", "zhanna")])
def test_whoever_acts_for_another_says_so(holder: str, absent: str | None) -> None:
    visitor = Visitor("a", "maria", "maria", "Мария", "16", "UTC", "s", (Post(Role.TEACHER, holder, "№ 1"),))
    actor = visitor.acting(visitor.posts[0])
    assert (actor.person, actor.on_behalf_of, actor.session) == ("maria", absent, "s")
