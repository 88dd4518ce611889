"""accounts, sessions and rights."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the schema one step on."""
    op.create_table(
        "sign_in_failure",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_sign_in_failure_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index(
        "ix_sign_in_failure_address", "sign_in_failure", ["school_id", "address", "at"], unique=False
    )
    op.create_index("ix_sign_in_failure_login", "sign_in_failure", ["school_id", "login", "at"], unique=False)
    op.create_table(
        "account",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("password_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("totp", sa.String(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("login = lower(login)", name=op.f("ck_account_login")),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_account_school_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_account")),
        sa.UniqueConstraint("school_id", "login", name=op.f("uq_account_school_id_login")),
        sa.UniqueConstraint("school_id", "person_id", name=op.f("uq_account_school_id_person_id")),
    )
    op.create_table(
        "account_session",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "account_id"],
            ["account.school_id", "account.id"],
            name=op.f("fk_account_session_school_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("token", name=op.f("uq_account_session_token")),
    )
    op.create_index(
        "ix_account_session_account", "account_session", ["school_id", "account_id"], unique=False
    )
    op.create_table(
        "recovery_code",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "account_id"],
            ["account.school_id", "account.id"],
            name=op.f("fk_recovery_code_school_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "account_id", "digest", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "delegation",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("holder_id", sa.String(), nullable=False),
        sa.Column("delegate_id", sa.String(), nullable=False),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("journal_id", sa.String(), nullable=True),
        sa.Column("class_id", sa.String(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("holder_id <> delegate_id", name=op.f("ck_delegation_another")),
        sa.CheckConstraint("since <= until", name=op.f("ck_delegation_order")),
        sa.ForeignKeyConstraint(
            ["school_id", "class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_delegation_school_id_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "delegate_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_delegation_school_id_delegate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "holder_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_delegation_school_id_holder_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "journal_id"],
            ["journal.school_id", "journal.id"],
            name=op.f("fk_delegation_school_id_journal_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_delegation")),
    )
    op.create_index("ix_delegation_delegate", "delegation", ["school_id", "delegate_id"], unique=False)
