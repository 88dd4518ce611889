"""What an event is: kind, actor, time, subject -> a body of canonical JSON (RFC 8785) -> a 32-byte log entry.

The entry is a salted digest of the body: the tree commits to it and tells nothing of it, so body and salt
can be erased and every proof still holds (design.md, Log). It does not store or order events.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from records.actor import Actor
from records.digest import Json, canonical, salted
from records.times import rfc3339

SALT_SIZE = 32
_DOMAIN = "letopis/event/1"


class EventKind(StrEnum):
    """What can happen that the log must remember (R81)."""

    SCHOOL_CREATED = "school.created"
    IMPORT_APPLIED = "import.applied"
    MARKS_ENTERED = "marks.entered"
    LESSON_WRITTEN = "lesson.written"
    REMARK_MADE = "remark.made"
    REMARK_FULFILLED = "remark.fulfilled"
    DRAFT_CONFIRMED = "draft.confirmed"
    PERIOD_CUT = "period.cut"
    YEAR_CONFIRMED = "year.confirmed"
    YEAR_CUT = "year.cut"
    AMENDMENT_ENTERED = "amendment.entered"
    CORRECTION_ASKED = "correction.asked"
    CORRECTION_DECIDED = "correction.decided"
    SNAPSHOT_TAKEN = "snapshot.taken"
    RECORD_RENDERED = "record.rendered"
    RECORD_SUBMITTED = "record.submitted"
    RECORD_SIGNED = "record.signed"
    RECORD_DECLINED = "record.declined"
    RECORD_SEALED = "record.sealed"
    RECORD_PACKED = "record.packed"
    RECORD_REPLICATED = "record.replicated"
    RECORD_REPLACED = "record.replaced"
    REPORT_ORDERED = "report.ordered"
    PAPER_ISSUED = "paper.issued"
    REPLICA_DAMAGED = "replica.damaged"
    REPLICA_REPAIRED = "replica.repaired"
    DOSSIER_CLOSED = "dossier.closed"
    HOLD_SET = "hold.set"
    HOLD_LIFTED = "hold.lifted"
    ARCHIVE_VERIFIED = "archive.verified"
    SCHEDULE_SET = "schedule.set"
    POLICY_CHANGED = "policy.changed"
    TRUST_CHANGED = "trust.changed"
    CERTIFICATE_ISSUED = "certificate.issued"
    CERTIFICATE_REVOKED = "certificate.revoked"
    CERTIFICATE_REGISTERED = "certificate.registered"
    CERTIFICATE_ENDED = "certificate.ended"
    KEY_AGREED = "key.agreed"
    KEY_INVITED = "key.invited"
    POWER_REGISTERED = "power.registered"
    POWER_REVOKED = "power.revoked"
    ACCOUNT_CREATED = "account.created"
    ACCOUNT_BLOCKED = "account.blocked"
    ACCOUNT_UNBLOCKED = "account.unblocked"
    ACCOUNT_RESET = "account.reset"
    ACCOUNT_LOCKED = "account.locked"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105
    SECOND_FACTOR_CHANGED = "second_factor.changed"
    PASSKEY_ADDED = "passkey.added"
    PASSKEY_REMOVED = "passkey.removed"
    PASSKEY_COPIED = "passkey.copied"
    PASSWORD_FORGOTTEN = "password.forgotten"  # noqa: S105
    ACCOUNT_INVITED = "account.invited"
    MAIL_ADDRESS_CHANGED = "mail_address.changed"
    IDENTITY_LINKED = "identity.linked"
    IDENTITY_UNLINKED = "identity.unlinked"
    SIGNED_IN = "session.started"
    SIGNED_OUT = "session.ended"
    STAFF_APPOINTED = "staff.appointed"
    STAFF_RELEASED = "staff.released"
    POST_DELEGATED = "post.delegated"
    POST_RECLAIMED = "post.reclaimed"
    COMPROMISE_REPORTED = "compromise.reported"
    COMPROMISE_TOLD = "compromise.told"
    COMPROMISE_RESTORED = "compromise.restored"
    COMPROMISE_CLOSED = "compromise.closed"
    OPERATIONS_JUDGED = "operations.judged"
    OPERATIONS_ANSWERED = "operations.answered"
    OPERATIONS_SETTLED = "operations.settled"


def body_of(kind: EventKind, actor: Actor, at: datetime, subject: Mapping[str, Json]) -> bytes:
    """The canonical JSON of an event. `subject` says what it happened to; its keys belong to the kind."""
    who = {
        "account": actor.account,
        "on_behalf_of": actor.on_behalf_of,
        "person": actor.person,
        "school": actor.school,
    }
    if actor.session:
        who["session"] = actor.session
    return canonical({"actor": who, "at": rfc3339(at), "kind": kind.value, "subject": subject})


def entry_of(salt: bytes, body: bytes) -> bytes:
    """The 32 bytes that enter the tree. Raises ValueError unless the salt has 32 bytes."""
    return bytes.fromhex(salted(_DOMAIN, salt, body))
