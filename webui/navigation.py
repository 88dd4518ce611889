"""The site's navigation: which page a permission opens, as a table -> the entries that a visitor sees.

An entry whose endpoint does not exist fails the tests. It decides no right; webui/rights.py does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask import request, url_for

from webui.rights import Permission
from webui.visitor import Visitor


class Group(StrEnum):
    """Where an entry stands: in the bar itself, or in one of its menus. The value is the menu's name in words.py."""

    WORK = "menu_work"
    ARCHIVE = "menu_archive"
    OFFICE = "menu_office"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation: its endpoint, the permission that shows it, its name in webui/words.py.

    What the page is for stands there too, as `<word>_about`. A page of the `whole` school is not for a narrowed post.
    """

    endpoint: str
    permission: Permission | None
    word: str
    group: Group = Group.WORK
    whole: bool = False


ENTRIES: tuple[Entry, ...] = (
    Entry("home.page", None, "home"),
    # gradebook
    Entry("gradebook.journals", Permission.JOURNAL_READ, "nav_journals"),
    # corrections
    Entry("amending.home", Permission.CORRECTION_ASK, "nav_corrections"),
    Entry("amending.desk", Permission.CORRECTION_APPROVE, "nav_corrections_desk"),
    # closing
    Entry("closing.tasks", Permission.RECORD_SIGN, "nav_tasks"),
    Entry("closing.heat", Permission.PERIOD_CLOSE, "nav_heat"),
    Entry("closing.year", Permission.YEAR_CLOSE, "nav_year"),
    # archive
    Entry("archive.home", Permission.ARCHIVE_READ, "nav_archive", Group.ARCHIVE, whole=True),
    Entry("archive.listing", Permission.ARCHIVE_READ, "nav_records", Group.ARCHIVE),
    Entry("archive.matrix", Permission.ARCHIVE_READ, "nav_expected", Group.ARCHIVE, whole=True),
    Entry("archive.works", Permission.HEALTH_READ, "nav_works", Group.ARCHIVE, whole=True),
    # administration
    Entry("audit.events", Permission.AUDIT_READ, "nav_audit", Group.OFFICE, whole=True),
    Entry("accounts.appointments", Permission.STAFF_APPOINT, "nav_appointments", Group.OFFICE, whole=True),
    Entry("accounts.delegations", Permission.STAFF_APPOINT, "nav_delegations", Group.OFFICE, whole=True),
    Entry("keys.staff", Permission.KEYS_MANAGE, "nav_keys", Group.OFFICE, whole=True),
    Entry("accounts.accounts", Permission.ACCOUNTS_MANAGE, "nav_accounts", Group.OFFICE, whole=True),
    Entry("administration.health", Permission.HEALTH_READ, "nav_health", Group.OFFICE, whole=True),
    Entry("administration.locations", Permission.HEALTH_READ, "nav_locations", Group.OFFICE, whole=True),
    Entry("administration.schedules", Permission.HEALTH_READ, "nav_schedules", Group.OFFICE, whole=True),
    Entry("administration.policy", Permission.HEALTH_READ, "nav_policy", Group.OFFICE, whole=True),
    Entry("compromise.reports", Permission.COMPROMISE_READ, "nav_compromise", Group.OFFICE, whole=True),
)

# A page below the entries -> those that lead to it; the first that the visitor sees stands for it.
BELOW: Mapping[str, tuple[str, ...]] = {
    "gradebook.sheet": ("gradebook.journals",),
    "gradebook.lesson": ("gradebook.journals",),
    "gradebook.new_lesson": ("gradebook.journals",),
    "gradebook.results": ("gradebook.journals",),
    "gradebook.history": ("gradebook.journals",),
    "amending.ask": ("gradebook.journals",),
    "amending.act": ("amending.desk",),
    "amending.supplement": ("amending.desk",),
    "closing.period": ("closing.heat", "closing.tasks"),
    "closing.of_class": ("closing.heat",),
    "closing.declined": ("closing.heat",),
    "closing.class_year": ("closing.year", "closing.tasks"),
    "closing.declining": ("closing.tasks",),
    "closing.files": ("closing.tasks",),
    "closing.batch": ("closing.tasks", "archive.works"),
    "archive.record": ("archive.listing",),
    "archive.signatures": ("archive.listing",),
    "archive.check": ("archive.home",),
    "audit.event": ("audit.events",),
    "keys.powers": ("keys.staff",),
    "mail.of_account": ("accounts.accounts",),
    "oidc.of_account": ("accounts.accounts",),
    "compromise.case": ("compromise.reports",),
    "compromise.new": ("compromise.reports",),
}


class Place(StrEnum):
    """Where the page that is shown stands to an entry, as `aria-current` says it (WAI-ARIA 1.2, 6.6)."""

    PAGE = "page"
    BELOW = "true"


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the page shows it."""

    url: str
    word: str
    current: Place | None


@dataclass(frozen=True, slots=True)
class Menu:
    """A group of links and its name in webui/words.py."""

    word: str
    links: tuple[Link, ...]

    @property
    def here(self) -> bool:
        """Whether the page that is shown is one of these."""
        return any(link.current for link in self.links)


def menus_for(visitor: Visitor | None) -> tuple[Menu, ...]:
    """The entries that the visitor may open, by group; nobody sees any before signing in."""
    if visitor is None:
        return ()
    entries = [entry for entry in ENTRIES if _open(visitor, entry)]
    here = _here(entries)
    links = [(one.group, Link(url_for(one.endpoint), one.word, here.get(one.endpoint))) for one in entries]
    found = (Menu(group.value, tuple(link for of, link in links if of is group)) for group in Group)
    return tuple(menu for menu in found if menu.links)


def _here(entries: Sequence[Entry]) -> Mapping[str, Place]:
    """The endpoint of the entry that is shown, or below which the page stands."""
    shown, seen = request.endpoint or "", {entry.endpoint for entry in entries}
    if shown in seen:
        return {shown: Place.PAGE}
    above = next((one for one in BELOW.get(shown, ()) if one in seen), None)
    return {above: Place.BELOW} if above else {}


def _open(visitor: Visitor, entry: Entry) -> bool:
    if entry.permission is None:
        return True
    scope = visitor.scope(entry.permission)
    return scope.whole if entry.whole else bool(scope.posts)
