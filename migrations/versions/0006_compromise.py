"""reports of a compromised account, and what follows from them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the schema one step on."""
    op.create_table(
        "compromise",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_director_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_support_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_by", sa.String(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "closed_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_compromise_school_id_closed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_compromise_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "reported_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_compromise_school_id_reported_by"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_compromise")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_compromise_school_id_number")),
    )
    op.create_table(
        "compromised_operation",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("compromise_id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("remedy", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "answered_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_compromised_operation_school_id_answered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "compromise_id"],
            ["compromise.school_id", "compromise.id"],
            name=op.f("fk_compromised_operation_school_id_compromise_id"),
        ),
        sa.PrimaryKeyConstraint(
            "school_id", "compromise_id", "reference", name=op.f("pk_compromised_operation")
        ),
    )
