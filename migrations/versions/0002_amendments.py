"""corrections and supplements behind a cutoff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the schema one step on."""
    op.create_table(
        "amendment",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_amendment_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "class_id"],
            ["class_year.school_id", "class_year.class_id"],
            name=op.f("fk_amendment_school_id_class_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_amendment")),
        sa.UniqueConstraint(
            "school_id", "class_id", "kind", "number", name=op.f("uq_amendment_school_id_class_id_kind_number")
        ),
        sa.UniqueConstraint("school_id", "class_id", "seq", name=op.f("uq_amendment_school_id_class_id_seq")),
    )
    op.create_table(
        "amended_value",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("amendment_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("journal_id", sa.String(), nullable=True),
        sa.Column("period_id", sa.String(), nullable=True),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "amendment_id"],
            ["amendment.school_id", "amendment.id"],
            name=op.f("fk_amended_value_school_id_amendment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "journal_id"],
            ["journal.school_id", "journal.id"],
            name=op.f("fk_amended_value_school_id_journal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "journal_id", "period_id"],
            ["journal_period.school_id", "journal_period.journal_id", "journal_period.period_id"],
            name=op.f("fk_amended_value_school_id_journal_id_period_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"],
            ["pupil.school_id", "pupil.id"],
            name=op.f("fk_amended_value_school_id_pupil_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "amendment_id", "position", name=op.f("pk_amended_value")),
    )
