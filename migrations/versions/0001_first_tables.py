"""first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the schema one step on."""
    op.create_table(
        "school",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
    )
    op.create_table(
        "branch",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_branch_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_branch")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_branch_school_id_name")),
    )
    op.create_table(
        "log_event",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("idx", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("length(entry) = 32", name=op.f("ck_log_event_entry")),
        sa.CheckConstraint("length(salt) = 32", name=op.f("ck_log_event_salt")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_log_event_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_event")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_log_event_school_id_id")),
        sa.UniqueConstraint("school_id", "idx", name=op.f("uq_log_event_school_id_idx")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "log_hash",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("idx", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_log_hash_hash")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_log_hash_school_id")),
        sa.PrimaryKeyConstraint("school_id", "level", "idx", name=op.f("pk_log_hash")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "log_head",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(root) = 32", name=op.f("ck_log_head_root")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_log_head_school_id")),
        sa.PrimaryKeyConstraint("school_id", "size", name=op.f("pk_log_head")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "person",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_person_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_person")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_person_school_id_name")),
    )
    op.create_table(
        "pupil",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("surname", sa.String(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("patronymic", sa.String(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("file_no", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_pupil_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_pupil")),
    )
    op.create_table(
        "school_year",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.CheckConstraint("starts < ends", name=op.f("ck_school_year_order")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_year_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_school_year")),
        sa.UniqueConstraint("school_id", "label", name=op.f("uq_school_year_school_id_label")),
    )
    op.create_table(
        "subject",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_subject_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_subject")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_subject_school_id_name")),
    )
    op.create_table(
        "appointment",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("order_no", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_appointment_school_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "person_id", "role", "since", name=op.f("pk_appointment")),
    )
    op.create_table(
        "certificate",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_certificate_school_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "sha256", name=op.f("pk_certificate")),
    )
    op.create_table(
        "file_plan_entry",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("index", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("term_years", sa.Integer(), nullable=True),
        sa.Column("article", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "year_id"],
            ["school_year.school_id", "school_year.id"],
            name=op.f("fk_file_plan_entry_school_id_year_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_file_plan_entry")),
        sa.UniqueConstraint(
            "school_id", "year_id", "index", name=op.f("uq_file_plan_entry_school_id_year_id_index")
        ),
    )
    op.create_table(
        "period",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.CheckConstraint("starts < ends", name=op.f("ck_period_order")),
        sa.ForeignKeyConstraint(
            ["school_id", "year_id"],
            ["school_year.school_id", "school_year.id"],
            name=op.f("fk_period_school_id_year_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_period")),
        sa.UniqueConstraint(
            "school_id", "year_id", "kind", "number", name=op.f("uq_period_school_id_year_id_kind_number")
        ),
    )
    op.create_table(
        "school_class",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("branch_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("graded", sa.Boolean(), nullable=False),
        sa.Column("class_teacher_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "branch_id"],
            ["branch.school_id", "branch.id"],
            name=op.f("fk_school_class_school_id_branch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "class_teacher_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_school_class_school_id_class_teacher_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "year_id"],
            ["school_year.school_id", "school_year.id"],
            name=op.f("fk_school_class_school_id_year_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_school_class")),
        sa.UniqueConstraint(
            "school_id", "year_id", "name", name=op.f("uq_school_class_school_id_year_id_name")
        ),
    )
    op.create_table(
        "class_year",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_content", sa.String(), nullable=True),
        sa.Column("draft", sa.String(), nullable=True),
        sa.Column("cut_by", sa.String(), nullable=True),
        sa.Column("cut_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cut_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_class_year_school_id_class_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "class_id", name=op.f("pk_class_year")),
    )
    op.create_table(
        "dossier",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_dossier_school_id_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "entry_id"],
            ["file_plan_entry.school_id", "file_plan_entry.id"],
            name=op.f("fk_dossier_school_id_entry_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_dossier")),
        sa.UniqueConstraint(
            "school_id", "entry_id", "class_id", name=op.f("uq_dossier_school_id_entry_id_class_id")
        ),
    )
    op.create_table(
        "membership",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("arrived", sa.Date(), nullable=True),
        sa.Column("arrived_order", sa.String(), nullable=True),
        sa.Column("left", sa.Date(), nullable=True),
        sa.Column("left_order", sa.String(), nullable=True),
        sa.CheckConstraint(
            '"left" IS NULL OR arrived IS NULL OR arrived <= "left"', name=op.f("ck_membership_order")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_membership_school_id_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"],
            ["pupil.school_id", "pupil.id"],
            name=op.f("fk_membership_school_id_pupil_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "school_id",
            "class_id",
            "pupil_id",
            "arrived",
            name=op.f("uq_membership_school_id_class_id_pupil_id_arrived"),
        ),
    )
    op.create_table(
        "subgroup",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_subgroup_school_id_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_subgroup_school_id_subject_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_subgroup")),
        sa.UniqueConstraint(
            "school_id",
            "class_id",
            "subject_id",
            "name",
            name=op.f("uq_subgroup_school_id_class_id_subject_id_name"),
        ),
    )
    op.create_table(
        "journal",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("subgroup_id", sa.String(), nullable=True),
        sa.Column("teacher_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_journal_school_id_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subgroup_id"],
            ["subgroup.school_id", "subgroup.id"],
            name=op.f("fk_journal_school_id_subgroup_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_journal_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "teacher_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_journal_school_id_teacher_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_journal")),
        sa.UniqueConstraint(
            "school_id", "class_id", "position", name=op.f("uq_journal_school_id_class_id_position")
        ),
    )
    op.create_table(
        "legal_hold",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("dossier_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "dossier_id"],
            ["dossier.school_id", "dossier.id"],
            name=op.f("fk_legal_hold_school_id_dossier_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_legal_hold")),
    )
    op.create_table(
        "subgroup_member",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("subgroup_id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"],
            ["pupil.school_id", "pupil.id"],
            name=op.f("fk_subgroup_member_school_id_pupil_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subgroup_id"],
            ["subgroup.school_id", "subgroup.id"],
            name=op.f("fk_subgroup_member_school_id_subgroup_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "subgroup_id", "pupil_id", name=op.f("pk_subgroup_member")),
    )
    op.create_table(
        "journal_period",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("journal_id", sa.String(), nullable=False),
        sa.Column("period_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_content", sa.String(), nullable=True),
        sa.Column("draft", sa.String(), nullable=True),
        sa.Column("cut_by", sa.String(), nullable=True),
        sa.Column("cut_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cut_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "journal_id"],
            ["journal.school_id", "journal.id"],
            name=op.f("fk_journal_period_school_id_journal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "period_id"],
            ["period.school_id", "period.id"],
            name=op.f("fk_journal_period_school_id_period_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "journal_id", "period_id", name=op.f("pk_journal_period")),
    )
    op.create_table(
        "record",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("journal_id", sa.String(), nullable=True),
        sa.Column("period_id", sa.String(), nullable=True),
        sa.Column("dossier_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces_id", sa.String(), nullable=True),
        sa.Column("replaced_by_id", sa.String(), nullable=True),
        sa.Column("rendition_sha256", sa.String(), nullable=True),
        sa.Column("rendition_size", sa.Integer(), nullable=True),
        sa.Column("sealed_sha256", sa.String(), nullable=True),
        sa.Column("sealed_size", sa.Integer(), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bag_digest", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_record_school_id_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "dossier_id"],
            ["dossier.school_id", "dossier.id"],
            name=op.f("fk_record_school_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "journal_id"],
            ["journal.school_id", "journal.id"],
            name=op.f("fk_record_school_id_journal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "period_id"],
            ["period.school_id", "period.id"],
            name=op.f("fk_record_school_id_period_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "year_id"],
            ["school_year.school_id", "school_year.id"],
            name=op.f("fk_record_school_id_year_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_record")),
        sa.UniqueConstraint(
            "school_id", "identity", "revision", name=op.f("uq_record_school_id_identity_revision")
        ),
    )
    op.create_table(
        "remark",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("journal_id", sa.String(), nullable=True),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("fulfilled", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_remark_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "class_id"],
            ["class_year.school_id", "class_year.class_id"],
            name=op.f("fk_remark_school_id_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "journal_id"],
            ["journal.school_id", "journal.id"],
            name=op.f("fk_remark_school_id_journal_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_remark")),
    )
    op.create_table(
        "year_mark",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("journal_id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_year_mark_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "class_id"],
            ["class_year.school_id", "class_year.class_id"],
            name=op.f("fk_year_mark_school_id_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "journal_id"],
            ["journal.school_id", "journal.id"],
            name=op.f("fk_year_mark_school_id_journal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"],
            ["pupil.school_id", "pupil.id"],
            name=op.f("fk_year_mark_school_id_pupil_id"),
        ),
        sa.PrimaryKeyConstraint(
            "school_id", "class_id", "journal_id", "pupil_id", "kind", "seq", name=op.f("pk_year_mark")
        ),
    )
    op.create_table(
        "lesson",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("journal_id", sa.String(), nullable=False),
        sa.Column("period_id", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("homework", sa.String(), nullable=True),
        sa.Column("substitute_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "journal_id", "period_id"],
            ["journal_period.school_id", "journal_period.journal_id", "journal_period.period_id"],
            name=op.f("fk_lesson_school_id_journal_id_period_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "substitute_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_lesson_school_id_substitute_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_lesson")),
        sa.UniqueConstraint(
            "school_id",
            "journal_id",
            "period_id",
            "date",
            "number",
            name=op.f("uq_lesson_school_id_journal_id_period_id_date_number"),
        ),
        sa.UniqueConstraint(
            "school_id",
            "journal_id",
            "period_id",
            "id",
            name=op.f("uq_lesson_school_id_journal_id_period_id_id"),
        ),
    )
    op.create_table(
        "period_mark",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("journal_id", sa.String(), nullable=False),
        sa.Column("period_id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_period_mark_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "journal_id", "period_id"],
            ["journal_period.school_id", "journal_period.journal_id", "journal_period.period_id"],
            name=op.f("fk_period_mark_school_id_journal_id_period_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"],
            ["pupil.school_id", "pupil.id"],
            name=op.f("fk_period_mark_school_id_pupil_id"),
        ),
        sa.PrimaryKeyConstraint(
            "school_id", "journal_id", "period_id", "pupil_id", "seq", name=op.f("pk_period_mark")
        ),
    )
    op.create_table(
        "replica",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "record_id"],
            ["record.school_id", "record.id"],
            name=op.f("fk_replica_school_id_record_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "record_id", "location", name=op.f("pk_replica")),
    )
    op.create_table(
        "signature_request",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certificate", sa.JSON(), nullable=True),
        sa.Column("revision_sha256", sa.String(), nullable=True),
        sa.Column("revision_size", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_signature_request_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "record_id"],
            ["record.school_id", "record.id"],
            name=op.f("fk_signature_request_school_id_record_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "record_id", "position", name=op.f("pk_signature_request")),
    )
    op.create_table(
        "snapshot",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "event_id"],
            ["log_event.school_id", "log_event.id"],
            name=op.f("fk_snapshot_school_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "record_id"],
            ["record.school_id", "record.id"],
            name=op.f("fk_snapshot_school_id_record_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "record_id", name=op.f("pk_snapshot")),
    )
    op.create_table(
        "lesson_column",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("journal_id", sa.String(), nullable=False),
        sa.Column("period_id", sa.String(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "journal_id", "period_id", "lesson_id"],
            ["lesson.school_id", "lesson.journal_id", "lesson.period_id", "lesson.id"],
            name=op.f("fk_lesson_column_school_id_journal_id_period_id_lesson_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_lesson_column")),
        sa.UniqueConstraint(
            "school_id",
            "journal_id",
            "period_id",
            "id",
            name=op.f("uq_lesson_column_school_id_journal_id_period_id_id"),
        ),
        sa.UniqueConstraint(
            "school_id",
            "journal_id",
            "period_id",
            "lesson_id",
            "position",
            name=op.f("uq_lesson_column_school_id_journal_id_period_id_lesson_id_position"),
        ),
    )
    op.create_table(
        "mark_version",
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("journal_id", sa.String(), nullable=False),
        sa.Column("period_id", sa.String(), nullable=False),
        sa.Column("column_id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_mark_version_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "journal_id", "period_id", "column_id"],
            [
                "lesson_column.school_id",
                "lesson_column.journal_id",
                "lesson_column.period_id",
                "lesson_column.id",
            ],
            name=op.f("fk_mark_version_school_id_journal_id_period_id_column_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"],
            ["pupil.school_id", "pupil.id"],
            name=op.f("fk_mark_version_school_id_pupil_id"),
        ),
        sa.PrimaryKeyConstraint(
            "school_id",
            "journal_id",
            "period_id",
            "column_id",
            "pupil_id",
            "seq",
            name=op.f("pk_mark_version"),
        ),
    )
