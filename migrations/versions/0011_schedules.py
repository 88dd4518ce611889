"""what the worker does by itself; a job that no person has asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the schema one step on."""
    with op.batch_alter_table("job") as batch:
        batch.alter_column("person_id", existing_type=sa.String(), nullable=True)
    op.create_table(
        "schedule",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_schedule_school_id")),
        sa.PrimaryKeyConstraint("school_id", "kind", name=op.f("pk_schedule")),
    )
    op.create_table(
        "schedule_run",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "job_id"],
            ["job.school_id", "job.id"],
            name=op.f("fk_schedule_run_school_id_job_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "kind", "due_at", name=op.f("pk_schedule_run")),
    )
