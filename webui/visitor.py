"""Who asks: a signed-in person, the posts they hold today and those delegated to them, and how far each goes.

Frozen values and the one rule that finds the post by which a person may do a thing; it reads no database
(webui/accounts/posts.py does) and knows no request.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from records.actor import Actor, Role
from webui.rights import Permission, Reach, reach


class Duty(StrEnum):
    """What a signed-in person must do before anything else."""

    NONE = "none"
    CHANGE_PASSWORD = "change_password"  # noqa: S105
    ADD_SECOND_FACTOR = "add_second_factor"
    ADD_PASSKEY = "add_passkey"


@dataclass(frozen=True, slots=True)
class Post:
    """A role held by `holder`; whoever acts for the holder under a delegation names its order.

    A delegation may be narrowed to one journal or one class; a substitute reaches (journal, period) of the own lessons.
    """

    role: Role
    holder: str
    order_no: str | None = None
    only_journal: str | None = None
    only_class: str | None = None
    periods: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Target:
    """What somebody wants to do a thing with. An empty target is the school as a whole."""

    journal: str | None = None
    teacher: str | None = None
    class_id: str | None = None
    class_teacher: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person. `posts` are their own first, then those that they were given by delegation.

    `proved`: the password or a passkey was given in this session a short while ago.
    """

    account: str
    login: str
    person: str
    name: str
    school: str
    zone: str
    session: str
    posts: tuple[Post, ...]
    duty: Duty = Duty.NONE
    proved: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """The roles played today, delegated ones included."""
        return frozenset(post.role for post in self.posts)

    @property
    def actor(self) -> Actor:
        """The visitor acting for themselves."""
        return Actor(self.person, self.account, self.school, session=self.session)

    def acting(self, post: Post) -> Actor:
        """The visitor acting in a post: on the holder's behalf when it is another's."""
        absent = None if post.holder == self.person else post.holder
        return Actor(self.person, self.account, self.school, absent, self.session)

    def may(self, permission: Permission) -> bool:
        """Whether the permission reaches anything at all: what to show in the navigation."""
        return any(reach(post.role, permission) is not Reach.NONE for post in self.posts)

    def stands(self, permission: Permission) -> tuple[tuple[str, Role], ...]:
        """Whose posts the visitor was given by order, of those that carry the permission."""
        return tuple((post.holder, post.role) for post in self.scope(permission).posts if post.order_no)

    def scope(self, permission: Permission) -> Scope:
        """How far the permission goes, for lists."""
        return Scope(
            tuple(post for post in self.posts if reach(post.role, permission) is not Reach.NONE), permission
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a permission goes: the posts that carry it. Lists are filtered by it, loaders ask it for one thing."""

    posts: tuple[Post, ...]
    permission: Permission

    @property
    def whole(self) -> bool:
        """Whether it reaches the whole school."""
        return any(
            reach(post.role, self.permission) is Reach.SCHOOL and not (post.only_journal or post.only_class)
            for post in self.posts
        )

    def reaching(self, target: Target) -> tuple[Post, ...]:
        """The posts by which the permission reaches the target."""
        return tuple(post for post in self.posts if _reaches(post, self.permission, target))


def _reaches(post: Post, permission: Permission, target: Target) -> bool:
    if post.only_journal not in (None, target.journal) or post.only_class not in (None, target.class_id):
        return False
    far = reach(post.role, permission)
    if far is Reach.OWN_LESSONS:
        return (target.journal, target.period) in post.periods
    if far is Reach.OWN_JOURNALS:
        return target.teacher == post.holder
    if far is Reach.OWN_CLASS:
        return target.class_teacher == post.holder
    return far is Reach.SCHOOL
