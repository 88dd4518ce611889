"""keys of people in their browsers: certificates, codes, requests, and what a key was asked to sign."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the schema one step on."""
    op.add_column("certificate", sa.Column("held", sa.String(), nullable=False, server_default="server"))
    with op.batch_alter_table("certificate") as batch:
        batch.alter_column("held", existing_type=sa.String(), server_default=None)
    for name in ("label", "der", "revoked_why"):
        op.add_column("certificate", sa.Column(name, sa.String(), nullable=True))
    op.add_column("certificate", sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
    _codes()
    _questions()


def _codes() -> None:
    op.create_table(
        "key_agreement",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("registered_by", sa.String(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_key_agreement_school_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "person_id", name=op.f("pk_key_agreement")),
    )
    op.create_table(
        "key_invitation",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("by_key", sa.String(), nullable=True),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_key_invitation_school_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_key_invitation")),
    )
    op.create_table(
        "key_request",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("invitation_id", sa.String(), nullable=True),
        sa.Column("certificate", sa.String(), nullable=True),
        sa.Column("info", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_key_request_school_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_key_request")),
    )


def _questions() -> None:
    op.create_table(
        "signing_question",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_of", sa.String(), nullable=False),
        sa.Column("order_no", sa.String(), nullable=True),
        sa.Column("signature", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "record_id"],
            ["record.school_id", "record.id"],
            name=op.f("fk_signing_question_school_id_record_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_signing_question_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "certificate"],
            ["certificate.school_id", "certificate.sha256"],
            name=op.f("fk_signing_question_school_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_signing_question")),
    )
