"""The first page of who answers for the whole: director, auditor, administrator; and the signatures of everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from flask import url_for

from records.compromise.reading import count_open, waits_for_answers
from records.times import local, russian_date
from retention.declined import Declined
from retention.waiting import count_late, count_waiting
from webui.access import Permission
from webui.closing.declining import declined_within
from webui.home import standing
from webui.home.desk import Desk, Lines
from webui.home.line import Line, Weight

_SOON: Final = timedelta(days=14)
_WEEK: Final = timedelta(days=7)
_CHECK_LASTS: Final = timedelta(days=92)  # a quarter without a verification is too long


def of_everybody(desk: Desk) -> Lines:
    """What waits for the visitor whoever they are: signatures, and a word on what a stranger did."""
    yield Line(
        "suspect",
        Weight.LATE,
        int(waits_for_answers(desk.session, desk.school, desk.visitor.person)),
        url_for("compromise.mine"),
    )
    stands = desk.visitor.stands(Permission.RECORD_SIGN)
    waiting = count_waiting(desk.session, desk.school, desk.visitor.person, stands)
    late = count_late(desk.session, desk.school, desk.today, desk.visitor.person)
    yield Line("sign_late", Weight.LATE, late, url_for("closing.tasks"))
    yield Line("to_sign", Weight.NOW, waiting, url_for("closing.tasks"))
    if desk.visitor.may(Permission.RECORD_SIGN) and not desk.visitor.may(Permission.PERIOD_CLOSE):
        found = declined_within(Permission.RECORD_SIGN)
        yield Line("refused", Weight.NEWS, len(found), url_for("closing.tasks"), _titled(found))


def of_refusals(desk: Desk) -> Lines:
    """What a deputy head has to settle: declined records, and signatures that nobody made in time."""
    found = declined_within(Permission.PERIOD_CLOSE)
    yield Line("refused_to_settle", Weight.NOW, len(found), url_for("closing.declined"), _titled(found))
    late = count_late(desk.session, desk.school, desk.today)
    yield Line("signatures_late", Weight.LATE, late, url_for("closing.heat"))


def _titled(found: Sequence[Declined]) -> str:
    return (found[0].title + (" …" if len(found) > 1 else "")) if found else ""


def of_director(desk: Desk) -> Lines:
    """Copies that are not whole, the last verification, delegations that end, leaked passwords."""
    yield from of_copies(desk, url_for("archive.home"))
    yield from _of_last_check(desk)
    days = standing.ending_delegations(desk.session, desk.school, desk.today, _SOON)
    first = russian_date(days[0]) if days else ""
    yield Line("delegations", Weight.NEWS, len(days), url_for("accounts.delegations"), first)
    cases = count_open(desk.session, desk.school)
    yield Line("compromise", Weight.NOW, cases, url_for("compromise.reports"))


def of_auditor(desk: Desk) -> Lines:
    """Damage, the last verification, what happened since the last visit."""
    yield from of_copies(desk, url_for("archive.home"))
    yield from _of_last_check(desk)
    before = standing.last_visit(desk.session, desk.school, desk.visitor.account, desk.visitor.session)
    if before:
        events = standing.events_since(desk.session, desk.school, before)
        day = local(before, desk.visitor.zone).strftime("%d.%m.%Y %H:%M")
        yield Line(
            "many_events" if events >= standing.MOST_EVENTS else "events",
            Weight.NEWS,
            events,
            url_for("audit.events"),
            day,
        )


def _of_last_check(desk: Desk) -> Lines:
    found, url = standing.last_check(desk.session, desk.school), url_for("archive.home")
    if found is None:
        yield Line("never_checked", Weight.NOW, 1, url)
        return
    day = russian_date(local(found.at, desk.visitor.zone).date())
    old = found.at < desk.at - _CHECK_LASTS
    yield Line("problems", Weight.LATE, found.problems, url, day)
    if not found.problems:
        yield Line("checked_long_ago" if old else "checked", Weight.NOW if old else Weight.NEWS, 1, url, day)


def of_copies(desk: Desk, url: str) -> Lines:
    """Copies that are not whole, location by location."""
    for location, count in standing.unsound_copies(desk.session, desk.school).items():
        yield Line("copies", Weight.LATE, count, url, location)


def of_administrator(desk: Desk) -> Lines:
    """Accounts that wait or end, works that stopped, copies that are not whole."""
    yield from of_copies(desk, url_for("archive.works"))
    failed = standing.failed_jobs(desk.session, desk.school, desk.at - _WEEK)
    yield Line("jobs_failed", Weight.LATE, failed, url_for("archive.works"))
    figures = standing.account_figures(desk.session, desk.school, desk.at, desk.today, _SOON)
    url = url_for("accounts.accounts")
    yield Line("accounts_lapsed", Weight.NOW, figures.lapsed, url)
    yield Line("accounts_waiting", Weight.NEWS, figures.waiting, url)
    yield Line("accounts_ending", Weight.NEWS, figures.ending, url)
