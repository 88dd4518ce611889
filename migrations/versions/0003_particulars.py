"""what the class journal says of pupils: address, parents, phone, and the council's decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the schema one step on."""
    op.add_column("pupil", sa.Column("address", sa.String(), nullable=True))
    op.add_column("pupil", sa.Column("parents", sa.String(), nullable=True))
    op.add_column("pupil", sa.Column("phone", sa.String(), nullable=True))
    op.create_table(
        "council_decision",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("protocol", sa.String(), nullable=True),
        sa.Column("protocol_date", sa.Date(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "value = '' OR (protocol IS NOT NULL AND protocol_date IS NOT NULL)",
            name=op.f("ck_council_decision_minutes"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_council_decision_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "class_id"],
            ["class_year.school_id", "class_year.class_id"],
            name=op.f("fk_council_decision_school_id_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"],
            ["pupil.school_id", "pupil.id"],
            name=op.f("fk_council_decision_school_id_pupil_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "class_id", "pupil_id", "seq", name=op.f("pk_council_decision")),
    )
