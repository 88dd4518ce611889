"""Names hidden by the school's order: who sees none of them in the archive, and gets no file that is full of them.

The order is policy data (records/school/policy.py); whoever plays another role as well is not masked.
"""

from __future__ import annotations

from records.errors import StateError
from webui.access import installation, visitor


def masked() -> bool:
    """Whether the school's order hides names from every role that the visitor plays."""
    workshop = installation().workshop
    with workshop.transaction() as session:
        hidden = workshop.policy(session).masked_roles
    return bool(visitor().roles) and visitor().roles <= hidden


def refuse_masked() -> None:
    """Raise StateError for whoever may see no names."""
    if masked():
        raise StateError(
            "archive.masked",
            "По приказу школы имена вам не показываются, поэтому и файл не выдаётся: сверяйте по контрольным суммам.",
            "by the school's order you see no names, so the file is not handed out: compare by the digests",
        )
