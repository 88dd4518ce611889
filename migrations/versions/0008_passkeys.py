"""passkeys, their challenges, and when a session's person last proved who they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the schema one step on."""
    op.add_column("account_session", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "passkey_challenge",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("bound_to", sa.String(), nullable=False),
        sa.Column("challenge", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_passkey_challenge_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_passkey_challenge")),
    )
    op.create_table(
        "passkey",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("credential", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("aaguid", sa.String(), nullable=False),
        sa.Column("transports", sa.String(), nullable=False),
        sa.Column("may_be_copied", sa.Boolean(), nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "account_id"],
            ["account.school_id", "account.id"],
            name=op.f("fk_passkey_school_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("school_id", "credential", name=op.f("uq_passkey_school_id_credential")),
    )
    op.create_index("ix_passkey_account", "passkey", ["school_id", "account_id"], unique=False)
