"""The rules of settings: a demo in earnest use, debugging, plain HTTP, the roles of process and database.

Facts in, findings out; reads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webui.health.finding import Finding, Weight
from webui.settings import FILE, SiteSetting


@dataclass(frozen=True, slots=True)
class SetupFacts:
    """How the installation is set up and run. `debugging` are the variables that are set."""

    demo: bool
    site: SiteSetting
    debugging: tuple[str, ...]
    superuser: bool


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """Whom the database lets do what: the exempt role, the schools in a SQLite file, accounts with a password."""

    demo: bool
    exempt_role: str | None
    schools_in_file: int
    accounts_with_password: int


def of_setup(facts: SetupFacts) -> Iterator[Finding]:
    """What is weak in settings and environment."""
    if facts.demo:
        yield Finding.of("demo.installation", Weight.WEAK, FILE)
        if facts.site.https or facts.site.proxies:
            yield Finding.of("demo.reachable", Weight.BAD, FILE)
    elif not facts.site.https:
        yield Finding.of("site.plain_http", Weight.BAD, FILE)
    for variable in facts.debugging:
        weight = Weight.WEAK if facts.demo else Weight.BAD
        yield Finding.of("debug.on", weight, variable)
    if facts.superuser:
        yield Finding.of("process.root", Weight.WEAK, "root")


def of_database(facts: DatabaseFacts) -> Iterator[Finding]:
    """What is weak in the database's keeping of schools apart, and in who uses a demo."""
    if facts.exempt_role:
        yield Finding.of("database.exempt_role", Weight.BAD, facts.exempt_role)
    if facts.schools_in_file > 1:
        yield Finding.of("database.schools_in_file", Weight.BAD, "school", number=facts.schools_in_file)
    if facts.demo and facts.accounts_with_password:
        yield Finding.of("demo.real_accounts", Weight.BAD, "account", number=facts.accounts_with_password)
