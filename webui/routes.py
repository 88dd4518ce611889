"""Every route of the site and for whom it is: a new route is denied until its endpoint stands here.

An endpoint with a Permission must also call a loader of webui/access with that permission: it is the loader that
knows whose journal it is. A view that answers without having called it is refused (webui/access.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from webui.rights import Permission


class Audience(StrEnum):
    """For whom a route is when no permission is asked: anybody, or anybody with an account."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"


ANYONE, SIGNED_IN = Audience.ANYONE, Audience.SIGNED_IN

ROUTES: Mapping[str, Permission | Audience] = {
    # the site itself
    "static": ANYONE,
    "status.home": ANYONE,
    "status.health": ANYONE,
    "status.security": ANYONE,
    "paper.ask": ANYONE,
    # the first page
    "home.page": SIGNED_IN,
    "search.find": SIGNED_IN,
    # accounts
    "accounts.sign_in": ANYONE,
    "accounts.sign_in_code": ANYONE,
    "accounts.sign_in_demo": ANYONE,
    "accounts.sign_out": SIGNED_IN,
    "accounts.account": SIGNED_IN,
    "accounts.end_session": SIGNED_IN,
    "accounts.end_sessions": SIGNED_IN,
    "accounts.password": SIGNED_IN,
    "accounts.second_factor": SIGNED_IN,
    "accounts.add_second_factor": SIGNED_IN,
    "accounts.sign_in_question": ANYONE,
    "accounts.sign_in_passkey": ANYONE,
    "accounts.new_passkey": SIGNED_IN,
    "accounts.new_passkey_question": SIGNED_IN,
    "accounts.add_passkey": SIGNED_IN,
    "accounts.remove_passkey": SIGNED_IN,
    "accounts.prove": SIGNED_IN,
    "accounts.prove_question": SIGNED_IN,
    "accounts.prove_passkey": SIGNED_IN,
    "accounts.accounts": Permission.ACCOUNTS_MANAGE,
    "accounts.create": Permission.ACCOUNTS_MANAGE,
    "accounts.block": Permission.ACCOUNTS_MANAGE,
    "accounts.unblock": Permission.ACCOUNTS_MANAGE,
    "accounts.reset": Permission.ACCOUNTS_MANAGE,
    "accounts.appointments": Permission.STAFF_APPOINT,
    "accounts.appoint": Permission.STAFF_APPOINT,
    "accounts.release": Permission.STAFF_APPOINT,
    "accounts.delegations": Permission.STAFF_APPOINT,
    "accounts.delegate": Permission.STAFF_APPOINT,
    "accounts.reclaim": Permission.STAFF_APPOINT,
    # audit
    "audit.events": Permission.AUDIT_READ,
    "audit.event": Permission.AUDIT_READ,
    # gradebook
    "gradebook.journals": Permission.JOURNAL_READ,
    "gradebook.sheet": Permission.JOURNAL_READ,
    "gradebook.read_cells": Permission.JOURNAL_READ,
    "gradebook.write_cells": Permission.JOURNAL_WRITE,
    "gradebook.lesson": Permission.JOURNAL_READ,
    "gradebook.save_lesson": Permission.JOURNAL_WRITE,
    "gradebook.new_lesson": Permission.JOURNAL_WRITE,
    "gradebook.add": Permission.JOURNAL_WRITE,
    "gradebook.change": Permission.JOURNAL_WRITE,
    "gradebook.remove": Permission.JOURNAL_WRITE,
    "gradebook.results": Permission.JOURNAL_READ,
    "gradebook.save_results": Permission.JOURNAL_WRITE,
    "gradebook.history": Permission.JOURNAL_READ,
    "gradebook.undo_cell": Permission.JOURNAL_WRITE,
    # corrections
    "amending.home": Permission.CORRECTION_ASK,
    "amending.ask": Permission.CORRECTION_ASK,
    "amending.send": Permission.CORRECTION_ASK,
    "amending.withdraw": SIGNED_IN,
    "amending.desk": Permission.CORRECTION_APPROVE,
    "amending.act": Permission.CORRECTION_APPROVE,
    "amending.approve": Permission.CORRECTION_APPROVE,
    "amending.decline": Permission.CORRECTION_APPROVE,
    "amending.reopen": Permission.CORRECTION_APPROVE,
    "amending.supplement": Permission.CORRECTION_APPROVE,
    "amending.add": Permission.CORRECTION_APPROVE,
    # closing
    "closing.tasks": Permission.RECORD_SIGN,
    "closing.sign": Permission.RECORD_SIGN,
    "closing.batch": SIGNED_IN,
    "closing.progress": SIGNED_IN,
    "closing.again": SIGNED_IN,
    "closing.file": Permission.RECORD_READ,
    "closing.period": Permission.JOURNAL_READ,
    "closing.draft": Permission.JOURNAL_READ,
    "closing.confirm": Permission.PERIOD_CONFIRM,
    "closing.remark": Permission.REMARK_WRITE,
    "closing.substitute": Permission.SUBSTITUTION_GIVE,
    "closing.fulfil": Permission.REMARK_WRITE,
    "closing.heat": Permission.PERIOD_CLOSE,
    "closing.of_class": Permission.PERIOD_CLOSE,
    "closing.cut": Permission.PERIOD_CLOSE,
    "closing.year": Permission.YEAR_CLOSE,
    "closing.class_year": Permission.CLASS_READ,
    "closing.year_draft": Permission.CLASS_READ,
    "closing.confirm_year": Permission.YEAR_CONFIRM,
    "closing.cut_year": Permission.YEAR_CLOSE,
    # archive
    "archive.home": Permission.ARCHIVE_READ,
    "archive.verify": Permission.ARCHIVE_VERIFY,
    "archive.check": Permission.ARCHIVE_READ,
    "archive.progress": Permission.ARCHIVE_READ,
    "archive.matrix": Permission.ARCHIVE_READ,
    "archive.head": Permission.ARCHIVE_READ,
    "archive.listing": Permission.ARCHIVE_READ,
    "archive.record": Permission.ARCHIVE_READ,
    "archive.pdf": Permission.RECORD_READ,
    "archive.bag": Permission.RECORD_READ,
    "archive.works": Permission.HEALTH_READ,
    # the design system
    "design.page": SIGNED_IN,
    # administration
    "administration.health": Permission.HEALTH_READ,
    "administration.locations": Permission.HEALTH_READ,
    "administration.schedules": Permission.HEALTH_READ,
    "administration.change_schedule": Permission.SCHEDULE_MANAGE,
    "administration.policy": Permission.HEALTH_READ,
    "administration.policy_file": Permission.HEALTH_READ,
    "administration.change": Permission.POLICY_MANAGE,
    # compromised accounts
    "compromise.reports": Permission.COMPROMISE_READ,
    "compromise.new": Permission.COMPROMISE_REPORT,
    "compromise.report": Permission.COMPROMISE_REPORT,
    "compromise.case": Permission.COMPROMISE_READ,
    "compromise.notice": Permission.COMPROMISE_REPORT,
    "compromise.listing": Permission.COMPROMISE_REPORT,
    "compromise.tell": Permission.COMPROMISE_REPORT,
    "compromise.refuse": Permission.COMPROMISE_REPORT,
    "compromise.restore": Permission.ACCOUNTS_MANAGE,
    "compromise.close": Permission.COMPROMISE_REPORT,
    "compromise.mine": SIGNED_IN,
    "compromise.answer": SIGNED_IN,
    # providers, letters and notices
    "oidc.enter": ANYONE,
    "oidc.back": ANYONE,
    "oidc.own": SIGNED_IN,
    "oidc.link_own": SIGNED_IN,
    "oidc.unlink_own": SIGNED_IN,
    "oidc.of_account": Permission.ACCOUNTS_MANAGE,
    "oidc.name_for": Permission.ACCOUNTS_MANAGE,
    "oidc.unlink_for": Permission.ACCOUNTS_MANAGE,
    "mail.forgotten": ANYONE,
    "mail.new_password": ANYONE,
    "mail.own": SIGNED_IN,
    "mail.set_own": SIGNED_IN,
    "mail.confirm_own": SIGNED_IN,
    "mail.remove_own": SIGNED_IN,
    "mail.of_account": Permission.ACCOUNTS_MANAGE,
    "mail.set_for": Permission.ACCOUNTS_MANAGE,
    "mail.invite_to": Permission.ACCOUNTS_MANAGE,
    "notices.listing": SIGNED_IN,
    "notices.read_all": SIGNED_IN,
    "notices.read_one": SIGNED_IN,
    "notices.choices": SIGNED_IN,
    "notices.set_choices": SIGNED_IN,
}

# What asks password or passkey anew when it was last given more than ten minutes ago (webui/accounts/proof.py).
PROVED = frozenset(
    {
        "accounts.end_session",
        "accounts.end_sessions",
        "accounts.new_passkey",
        "accounts.add_passkey",
        "accounts.remove_passkey",
        "accounts.create",
        "accounts.unblock",
        "accounts.reset",
        "accounts.appoint",
        "accounts.release",
        "accounts.delegate",
        "accounts.reclaim",
        "compromise.report",
        "compromise.restore",
        "administration.change",
        "oidc.link_own",
        "oidc.unlink_own",
        "oidc.name_for",
        "oidc.unlink_for",
        "mail.set_own",
        "mail.remove_own",
        "mail.set_for",
        "mail.invite_to",
    }
)
