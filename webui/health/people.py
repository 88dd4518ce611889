"""The rules of accounts: second factors that the policy wants, accounts without a post.

Facts in, findings out; blocks nobody. Sessions need no rule: none lasts longer than half a day (accounts/sessions.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from records.actor import Role
from webui.health.finding import Finding, Weight

# Who can change what others may do, or sign for the whole school.
POWERFUL: Final = frozenset({Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY_HEAD})


@dataclass(frozen=True, slots=True)
class AccountFact:
    """An account in force: whether its posts ask for a second factor, whether it has one, whether it has posts."""

    login: str
    second_factor_wanted: bool
    has_second_factor: bool
    has_post: bool


@dataclass(frozen=True, slots=True)
class PeopleFacts:
    """Accounts in force, and the roles of which the policy asks a second factor."""

    demo: bool
    accounts: tuple[AccountFact, ...]
    second_factor_roles: frozenset[Role]


def of_people(facts: PeopleFacts) -> Iterator[Finding]:
    """What is weak in the accounts."""
    if not facts.demo and (unasked := POWERFUL - facts.second_factor_roles):
        roles = ", ".join(sorted(role.value for role in unasked))
        yield Finding.of("policy.second_factor", Weight.WEAK, "second_factor", roles=roles)
    yield from _accounts(facts.accounts)


def _accounts(accounts: Iterable[AccountFact]) -> Iterator[Finding]:
    for account in accounts:
        if account.second_factor_wanted and not account.has_second_factor:
            yield Finding.of("account.no_second_factor", Weight.WEAK, account.login)
        if not account.has_post:
            yield Finding.of("account.no_post", Weight.WEAK, account.login)
