"""identities of a provider, letters to send, notices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _person(table: str, column: str = "person_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["school_id", column], ["person.school_id", "person.id"], name=op.f(f"fk_{table}_school_id_{column}")
    )


def _account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["school_id", "account_id"],
        ["account.school_id", "account.id"],
        name=op.f(f"fk_{table}_school_id_account_id"),
    )


def upgrade() -> None:
    """Take the schema one step on."""
    _mail()
    _notices()
    _oidc()


def _mail() -> None:
    op.create_table(
        "mail_address",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        _person("mail_address"),
        sa.PrimaryKeyConstraint("school_id", "person_id", name=op.f("pk_mail_address")),
    )
    op.create_table(
        "mail_code",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _person("mail_code"),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_mail_code")),
        sa.UniqueConstraint("school_id", "digest", name=op.f("uq_mail_code_school_id_digest")),
    )
    op.create_index("ix_mail_code_person", "mail_code", ["school_id", "person_id", "purpose"], unique=False)
    op.create_table(
        "letter",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        _person("letter"),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_letter")),
    )
    op.create_index("ix_letter_waiting", "letter", ["school_id", "state", "next_at"], unique=False)


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("weighed_at", MOMENT, nullable=True),
        _person("notice"),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_notice")),
        sa.UniqueConstraint("school_id", "person_id", "key", name=op.f("uq_notice_school_id_person_id_key")),
    )
    op.create_index("ix_notice_unread", "notice", ["school_id", "person_id", "read_at"], unique=False)
    op.create_index("ix_notice_weighed", "notice", ["school_id", "weighed_at"], unique=False)
    op.create_table(
        "notice_choice",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("letter", sa.Boolean(), nullable=False),
        _person("notice_choice"),
        sa.PrimaryKeyConstraint("school_id", "person_id", "kind", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "notice_cursor",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("followed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_notice_cursor_school_id")),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_notice_cursor")),
    )
    # What happened before there were notices is told to nobody.
    op.execute(
        "INSERT INTO notice_cursor (school_id, followed) "
        "SELECT school_id, MAX(idx) + 1 FROM log_event WHERE idx IS NOT NULL GROUP BY school_id"
    )


def _oidc() -> None:
    op.create_table(
        "identity",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("expected", sa.String(), nullable=True),
        sa.Column("linked_by", sa.String(), nullable=False),
        sa.Column("linked_at", MOMENT, nullable=False),
        sa.CheckConstraint("subject IS NOT NULL OR expected IS NOT NULL", name=op.f("ck_identity_named")),
        _account("identity"),
        _person("identity", "linked_by"),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_identity")),
        sa.UniqueConstraint("school_id", "issuer", "subject", name=op.f("uq_identity_school_id_issuer_subject")),
        sa.UniqueConstraint("school_id", "issuer", "expected", name=op.f("uq_identity_school_id_issuer_expected")),
        sa.UniqueConstraint(
            "school_id", "issuer", "account_id", name=op.f("uq_identity_school_id_issuer_account_id")
        ),
    )
    op.create_table(
        "oidc_try",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("session_id", sa.String(), nullable=True),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_oidc_try_school_id")),
        _account("oidc_try"),
        sa.PrimaryKeyConstraint("school_id", "state", name=op.f("pk_oidc_try")),
    )
