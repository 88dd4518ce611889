"""of journals and classes, whose they are, since every request asks it; of remarks, on which journal."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the schema one step on."""
    op.create_index("ix_journal_teacher", "journal", ["school_id", "teacher_id"])
    op.create_index("ix_remark_journal", "remark", ["school_id", "journal_id"])
    op.create_index("ix_school_class_teacher", "school_class", ["school_id", "class_teacher_id"])
