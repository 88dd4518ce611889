"""The kinds of notices, and of which a letter always goes out: what touches the safety of an account or of the archive.

Pure. What each says stands in words.py, what it comes from in sources.py and reminding.py.
"""

from __future__ import annotations

from enum import StrEnum


class NoticeKind(StrEnum):
    """What somebody is told of."""

    NEW_DEVICE = "new_device"
    PASSWORD = "password"  # noqa: S105
    FACTOR = "factor"
    IDENTITY = "identity"
    BLOCKED = "blocked"
    RESET = "reset"
    LOCKED = "locked"
    DAMAGE = "damage"
    DELEGATED = "delegated"
    REMARK = "remark"
    AMENDED = "amended"
    DEADLINE = "deadline"
    TO_SIGN = "to_sign"
    SIGN_TODAY = "sign_today"
    SIGN_LATE = "sign_late"
    REFUSED = "refused"


ALWAYS = frozenset(
    {
        NoticeKind.NEW_DEVICE,
        NoticeKind.PASSWORD,
        NoticeKind.FACTOR,
        NoticeKind.IDENTITY,
        NoticeKind.BLOCKED,
        NoticeKind.RESET,
        NoticeKind.LOCKED,
        NoticeKind.DAMAGE,
    }
)
CHOSEN = tuple(kind for kind in NoticeKind if kind not in ALWAYS)
