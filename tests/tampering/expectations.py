"""What verification must find when a cell of the catalogue is changed: every column of every table, or why it need not.

A key is a code, or several of which one must be found. A column that stands in neither list fails the tests: whoever
adds one says what rests on it.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.tampering.edits import columns

_VERSION = "pupil_id seq value author_id account on_behalf_of at"
_CLOSING = "state seed confirmed_by confirmed_at confirmed_content draft cut_by cut_at cut_reason"

FOUND: Mapping[str, Mapping[str, str]] = {
    "school": {
        "catalogue.broken": "id",
        "facts.changed": "name policy",
        "catalogue.broken|facts.changed": "zone",
    },
    "branch": {"facts.changed": "school_id id name"},
    "log_event": {
        "log.tree.entry_missing": "school_id idx",
        "log.event_altered": "kind at body salt entry",
    },
    "log_hash": {"log.hash_altered": "school_id level idx hash"},
    "log_head": {
        "log.head_lost|log.database_behind": "school_id",
        "log.head_altered|log.head_lost|log.tree.entry_missing": "size",
        "log.head_altered": "root note",
    },
    "person": {"facts.changed": "school_id id name"},
    "pupil": {
        "rows.changed": "school_id id",
        "facts.changed": "surname given patronymic birth_date file_no address parents phone",
    },
    "school_year": {
        "catalogue.broken": "school_id id",
        "catalogue.differs": "label",
        "facts.changed": "starts ends",
    },
    "subject": {"catalogue.broken": "school_id id", "facts.changed": "name"},
    "certificate": {
        "catalogue.row_gone": "school_id sha256",
        "catalogue.contradicts_log": "person_id registered_at held label der revoked_at revoked_why",
        "certificate.differs": "serial subject not_before not_after",
    },
    "power_of_attorney": {
        "catalogue.row_gone": "school_id number",
        "catalogue.contradicts_log": "person_id xml cms issuers issued until registered_at revoked_at revoked_why",
    },
    "file_plan_entry": {
        "dossier.misfit": "school_id id year_id",
        "catalogue.differs": "index term_years article",
    },
    "period": {"rows.altered": "school_id id year_id kind number title starts ends"},
    "school_class": {"rows.altered": "school_id id year_id branch_id name grade graded class_teacher_id"},
    "class_year": {"rows.altered": f"school_id class_id {_CLOSING}"},
    "dossier": {
        "catalogue.row_gone": "school_id id",
        "dossier.misfit": "entry_id class_id opened_at",
        "catalogue.differs": "heading",
        "catalogue.contradicts_log": "closed_at",
    },
    "membership": {
        "rows.altered": "school_id id class_id pupil_id ordinal arrived arrived_order left left_order"
    },
    "subgroup": {"rows.altered": "school_id id class_id subject_id name"},
    "journal": {"rows.altered": "school_id id class_id subject_id subgroup_id teacher_id position"},
    "legal_hold": {
        "catalogue.row_gone": "school_id id",
        "catalogue.contradicts_log": "dossier_id reason order_no set_by set_at lifted_by lifted_at",
    },
    "subgroup_member": {"rows.altered": "school_id subgroup_id pupil_id"},
    "journal_period": {"rows.altered": f"school_id journal_id period_id {_CLOSING}"},
    "record": {
        "catalogue.row_gone": "school_id id",
        "catalogue.differs": (
            "kind identity revision class_id journal_id period_id title replaces_id rendition_size sealed_size"
        ),
        "dossier.misfit": "year_id",
        "catalogue.broken|catalogue.differs": "dossier_id",
        "catalogue.contradicts_log": (
            "state created_at replaced_by_id rendition_sha256 sealed_sha256 bag_digest"
        ),
        "catalogue.differs|record.not_sealed": "sealed_at",
    },
    "remark": {"rows.altered": "school_id id class_id journal_id date text author_id deadline fulfilled"},
    "council_decision": {"rows.altered": f"school_id class_id protocol protocol_date {_VERSION}"},
    "amendment": {
        "catalogue.row_gone": "school_id id",
        "catalogue.contradicts_log": "class_id seq kind number date author_id at",
        "rows.altered": "basis decided_by account",
    },
    "amended_value": {
        "rows.altered": (
            "school_id amendment_id position journal_id period_id pupil_id place what before after reason"
        ),
    },
    "year_mark": {"rows.altered": f"school_id class_id journal_id kind {_VERSION}"},
    "lesson": {
        "rows.altered": "school_id id journal_id period_id date number hours topic homework substitute_id"
    },
    "period_mark": {"rows.altered": f"school_id journal_id period_id {_VERSION}"},
    "replica": {
        "replica.missing": "school_id record_id location",
        "bag.unknown": "path",
        "catalogue.broken|replica.missing": "state",
        "replica.size": "bytes",
    },
    "signature_request": {
        "catalogue.row_gone": "school_id record_id position",
        "catalogue.contradicts_log": (
            "role level person_id state asked_at signed_at revision_sha256 signed_by order_no declined_at reason due "
            "asked_key power"
        ),
        "catalogue.differs|catalogue.broken": "field certificate revision_size",
    },
    "snapshot": {
        "catalogue.row_gone": "school_id record_id",
        "catalogue.contradicts_log": "digest taken_at event_id",
        "snapshot.differs": "body",
    },
    "lesson_column": {"rows.altered": "school_id id journal_id period_id lesson_id position kind"},
    "mark_version": {"rows.altered": f"school_id journal_id period_id column_id {_VERSION}"},
}

# Who may sign in, what waits to be done, what was reported. The log tells of each sign-in, appointment, delegation,
# report and judgement; what follows from them for marks is a version or an act.
_SITE = {
    "account": "who may sign in proves nothing of a record",
    "account_session": "a signed-in browser",
    "sign_in_failure": "a refused try",
    "recovery_code": "a code of a second factor",
    "passkey": "a way to sign in; the log tells when it came and went",
    "passkey_challenge": "what an authenticator is asked to sign, for five minutes",
    "delegation": "the order is paper; who acted on whose behalf is in the log",
    "job": "work that is asked for; the log says what was done",
    "schedule": "when work comes round; who set it is in the log",
    "schedule_run": "which job a run of a schedule was",
    "correction_request": "a wish; what was decided is in the log, what was mended is an act",
    "compromise": "a case; report and end are in the log",
    "compromised_operation": "a list for the owner; each judgement is in the log",
    "mail_address": "where letters go",
    "mail_code": "what a letter brought, used once",
    "letter": "a letter that waits or has left; what it tells of is in the log",
    "notice": "a retelling of the log for one reader",
    "notice_choice": "of what somebody wants letters",
    "notice_cursor": "how far the log was retold",
    "identity": "who may sign in through a provider; linking and unlinking are in the log",
    "oidc_try": "a sign-in that has begun",
    "key_agreement": "the paper lies in the personal file; its number and day are in the log",
    "key_invitation": "a code, used once; the log tells who was given one",
    "key_request": "what a new key is asked to sign, for a quarter of an hour",
    "signing_question": "what a key was asked to sign; what it signed is in the file and in the log",
}

# Not a record: no evidence rests on it.
NO_RECORD: Mapping[str, str] = {
    "log_event.id": "a surrogate: the place in the log is idx; where a snapshot names it, it is compared",
    "log_head.at": "a checkpoint carries no time; the events carry their own",
    "subject.position": "the order of a list on the screen; a record has journal.position",
    "file_plan_entry.heading": "a title for the screen; index, term and article are sealed in every bag",
    "replica.written_at": "a note of the conveyor; the log says when the record was replicated",
    "replica.checked_at": "a note of the last verification, written anew by each",
    **{
        f"appointment.{column}": "the order of appointment is paper; who signed in what role is sealed and logged"
        for column in ("school_id", "person_id", "role", "since", "until", "order_no")
    },
    **{str(column): _SITE[column.table.name] for column in columns() if column.table.name in _SITE},
}

# Values of a state that each verification replaces by what the bytes say.
NOTES: Mapping[str, frozenset[str]] = {
    "replica.state": frozenset({"writing", "suspect", "damaged", "lost", "healthy"})
}

# A row of these tables that nothing refers to is the living school: another pupil, class or colleague.
LIVING = {
    *_SITE,
    "school",
    "branch",
    "school_year",
    "period",
    "person",
    "appointment",
    "school_class",
    "subject",
    "pupil",
}
# A row of these tables may be deleted without a trace.
FORGETTABLE = {*_SITE, "appointment"}


def codes_of(column: str) -> frozenset[str]:
    """The codes of which one must be found when this column, `table.column`, is changed."""
    table, _, name = column.partition(".")
    found = [codes for codes, columns in FOUND.get(table, {}).items() if name in columns.split()]
    if len(found) + (column in NO_RECORD) != 1:
        raise LookupError(f"{column} must stand in exactly one list of {__name__}")
    return frozenset(found[0].split("|")) if found else frozenset()
