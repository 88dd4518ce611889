"""corrections that teachers ask for, the way from a substitute to the lessons, signatures by order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_REFERENCES = (
    (("class_id",), "school_class", ("id",)),
    (("journal_id", "period_id"), "journal_period", ("journal_id", "period_id")),
    (("pupil_id",), "pupil", ("id",)),
    (("asked_by",), "person", ("id",)),
    (("decided_by",), "person", ("id",)),
    (("amendment_id",), "amendment", ("id",)),
)


def upgrade() -> None:
    """Take the schema one step on."""
    op.create_table(
        "correction_request",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("journal_id", sa.String(), nullable=False),
        sa.Column("period_id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("amendment_id", sa.String(), nullable=True),
        *(_reference(*one) for one in _REFERENCES),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_correction_request")),
    )
    op.create_index("ix_correction_request_class", "correction_request", ["school_id", "class_id", "state"])
    op.create_index(
        "ix_correction_request_journal",
        "correction_request",
        ["school_id", "journal_id", "period_id", "state"],
    )
    op.add_column("signature_request", sa.Column("signed_by", sa.String(), nullable=True))
    op.add_column("signature_request", sa.Column("order_no", sa.String(), nullable=True))
    op.create_index("ix_lesson_substitute", "lesson", ["school_id", "substitute_id", "date"])


def _reference(columns: tuple[str, ...], table: str, keys: tuple[str, ...]) -> sa.ForeignKeyConstraint:
    """A foreign key that cannot leave the school."""
    return sa.ForeignKeyConstraint(
        ["school_id", *columns],
        [f"{table}.school_id", *(f"{table}.{key}" for key in keys)],
        name=op.f("fk_correction_request_" + "_".join(("school_id", *columns))),
    )
