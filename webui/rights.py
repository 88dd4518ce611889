"""Who may do what, and how far (R71-R79): a table of role x permission -> reach, as data.

docs/rights.md is drawn from it (`drawn()`), and a test compares the two. Nothing is granted that the table does not
grant. It knows no person, no row and no page: webui/doors asks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from records.actor import Role


class Permission(StrEnum):
    """What can be done on the site."""

    JOURNAL_READ = "journal.read"
    JOURNAL_WRITE = "journal.write"
    CORRECTION_ASK = "correction.ask"
    CORRECTION_APPROVE = "correction.approve"
    REMARK_WRITE = "remark.write"
    SUBSTITUTION_GIVE = "substitution.give"
    PERIOD_CONFIRM = "period.confirm"
    PERIOD_CLOSE = "period.close"
    CLASS_READ = "class.read"
    YEAR_CONFIRM = "year.confirm"
    YEAR_CLOSE = "year.close"
    RECORD_READ = "record.read"
    RECORD_SIGN = "record.sign"
    REPORT_ORDER = "report.order"
    ARCHIVE_READ = "archive.read"
    ARCHIVE_VERIFY = "archive.verify"
    AUDIT_READ = "audit.read"
    STAFF_APPOINT = "staff.appoint"
    ACCOUNTS_MANAGE = "accounts.manage"
    KEYS_MANAGE = "keys.manage"
    HEALTH_READ = "health.read"
    SCHEDULE_MANAGE = "schedule.manage"
    POLICY_MANAGE = "policy.manage"
    COMPROMISE_READ = "compromise.read"
    COMPROMISE_REPORT = "compromise.report"


class Reach(StrEnum):
    """How far a permission goes: nowhere, the lessons given in substitution, the journals that one teaches, …"""

    NONE = "none"
    OWN_LESSONS = "own_lessons"
    OWN_JOURNALS = "own_journals"
    OWN_CLASS = "own_class"
    SCHOOL = "school"


Grants = Mapping[Permission, Reach]

RIGHTS: Mapping[Role, Grants] = {
    Role.TEACHER: {
        Permission.JOURNAL_READ: Reach.OWN_JOURNALS,
        Permission.JOURNAL_WRITE: Reach.OWN_JOURNALS,
        Permission.CORRECTION_ASK: Reach.OWN_JOURNALS,
        Permission.PERIOD_CONFIRM: Reach.OWN_JOURNALS,
        Permission.RECORD_READ: Reach.OWN_JOURNALS,
        Permission.RECORD_SIGN: Reach.OWN_JOURNALS,
    },
    Role.SUBSTITUTE: {
        Permission.JOURNAL_READ: Reach.OWN_LESSONS,
        Permission.JOURNAL_WRITE: Reach.OWN_LESSONS,
    },
    Role.CLASS_TEACHER: {
        Permission.JOURNAL_READ: Reach.OWN_CLASS,
        Permission.CLASS_READ: Reach.OWN_CLASS,
        Permission.YEAR_CONFIRM: Reach.OWN_CLASS,
        Permission.RECORD_READ: Reach.OWN_CLASS,
        Permission.RECORD_SIGN: Reach.OWN_CLASS,
    },
    Role.DEPUTY_HEAD: {
        Permission.JOURNAL_READ: Reach.SCHOOL,
        Permission.CORRECTION_APPROVE: Reach.SCHOOL,
        Permission.REMARK_WRITE: Reach.SCHOOL,
        Permission.SUBSTITUTION_GIVE: Reach.SCHOOL,
        Permission.PERIOD_CLOSE: Reach.SCHOOL,
        Permission.CLASS_READ: Reach.SCHOOL,
        Permission.YEAR_CLOSE: Reach.SCHOOL,
        Permission.RECORD_READ: Reach.SCHOOL,
        Permission.RECORD_SIGN: Reach.SCHOOL,
        Permission.REPORT_ORDER: Reach.SCHOOL,
        Permission.ARCHIVE_READ: Reach.SCHOOL,
        Permission.AUDIT_READ: Reach.SCHOOL,
        Permission.STAFF_APPOINT: Reach.SCHOOL,
        Permission.COMPROMISE_READ: Reach.SCHOOL,
    },
    Role.DIRECTOR: {
        Permission.JOURNAL_READ: Reach.SCHOOL,
        Permission.CLASS_READ: Reach.SCHOOL,
        Permission.RECORD_READ: Reach.SCHOOL,
        Permission.RECORD_SIGN: Reach.SCHOOL,
        Permission.REPORT_ORDER: Reach.SCHOOL,
        Permission.ARCHIVE_READ: Reach.SCHOOL,
        Permission.AUDIT_READ: Reach.SCHOOL,
        Permission.STAFF_APPOINT: Reach.SCHOOL,
        Permission.HEALTH_READ: Reach.SCHOOL,
        Permission.POLICY_MANAGE: Reach.SCHOOL,
        Permission.COMPROMISE_READ: Reach.SCHOOL,
        Permission.COMPROMISE_REPORT: Reach.SCHOOL,
    },
    # Who keeps the archive and hands out codes for keys does not attest to it: the secretary orders no signed report.
    # Who hands out codes makes no accounts, and the reverse: nobody alone can sign as somebody else.
    Role.SECRETARY: {
        Permission.KEYS_MANAGE: Reach.SCHOOL,
        Permission.CLASS_READ: Reach.SCHOOL,
        Permission.YEAR_CLOSE: Reach.SCHOOL,
        Permission.RECORD_READ: Reach.SCHOOL,
        Permission.ARCHIVE_READ: Reach.SCHOOL,
        Permission.ARCHIVE_VERIFY: Reach.SCHOOL,
    },
    Role.AUDITOR: {
        Permission.RECORD_READ: Reach.SCHOOL,
        Permission.ARCHIVE_READ: Reach.SCHOOL,
        Permission.ARCHIVE_VERIFY: Reach.SCHOOL,
        Permission.AUDIT_READ: Reach.SCHOOL,
        Permission.HEALTH_READ: Reach.SCHOOL,
    },
    Role.ADMINISTRATOR: {
        Permission.AUDIT_READ: Reach.SCHOOL,
        Permission.STAFF_APPOINT: Reach.SCHOOL,
        Permission.ACCOUNTS_MANAGE: Reach.SCHOOL,
        Permission.HEALTH_READ: Reach.SCHOOL,
        Permission.SCHEDULE_MANAGE: Reach.SCHOOL,
        Permission.POLICY_MANAGE: Reach.SCHOOL,
        Permission.COMPROMISE_READ: Reach.SCHOOL,
        Permission.COMPROMISE_REPORT: Reach.SCHOOL,
    },
}

# R71: the director names deputies and administrators, they name the rest. A teacher is named by the journal, a
# substitute by the lesson, a class teacher by the class; the director comes with the installation
# (`letopis account appoint`).
NAMES: Mapping[Role, frozenset[Role]] = {
    Role.DIRECTOR: frozenset({Role.DEPUTY_HEAD, Role.ADMINISTRATOR}),
    Role.DEPUTY_HEAD: frozenset({Role.SECRETARY, Role.AUDITOR}),
    Role.ADMINISTRATOR: frozenset({Role.SECRETARY, Role.AUDITOR}),
}
# Whose posts they hand to another for a time, by order: whom they name, and teachers; the director anybody's.
HANDS: Mapping[Role, frozenset[Role]] = {
    Role.DIRECTOR: frozenset(Role) - {Role.SUBSTITUTE},
    Role.DEPUTY_HEAD: NAMES[Role.DEPUTY_HEAD] | {Role.TEACHER, Role.CLASS_TEACHER},
    Role.ADMINISTRATOR: NAMES[Role.ADMINISTRATOR] | {Role.TEACHER, Role.CLASS_TEACHER},
}


def reach(role: Role, permission: Permission) -> Reach:
    """How far the role's permission goes; what the table does not grant goes nowhere."""
    return RIGHTS[role].get(permission, Reach.NONE)


def drawn() -> str:
    """docs/rights.md: the two tables for readers."""
    signs = {
        Reach.NONE: "·",
        Reach.OWN_LESSONS: "lessons",
        Reach.OWN_JOURNALS: "journals",
        Reach.OWN_CLASS: "class",
        Reach.SCHOOL: "school",
    }
    lines = [
        "# Rights",
        "Drawn from webui/rights.py (`make rights`). *journals*: the journals that the person teaches; *class*: the",
        "class that the person leads; *school*: all of the own school; ·: nothing. Another school is never reached.",
        "*lessons*: the journal's period of a lesson given in substitution, from the day of the lesson to its last",
        "deadline; of it the substitute reads the whole and writes the topic, the homework and the columns of that",
        "lesson alone. A delegation may be narrowed to one journal or one class.",
        "",
        "| permission | " + " | ".join(role.value for role in RIGHTS) + " |",
        "|-|" + "-|" * len(RIGHTS),
    ]
    for permission in Permission:
        cells = [signs[reach(role, permission)] for role in RIGHTS]
        lines.append(f"| {permission.value} | " + " | ".join(cells) + " |")
    lines += ["", "## Who names whom, and whose post they hand to another, by order (R71)"]
    lines += ["| role | names | hands |", "|-|-|-|"]
    for role, names in NAMES.items():
        lines.append(f"| {role.value} | {', '.join(sorted(names))} | {', '.join(sorted(HANDS[role]))} |")
    lines += ["", "Nobody names themselves or hands a post to themselves."]
    return "\n".join(lines) + "\n"
