"""of a power of attorney, the certificates above the one that signed it; of a question, the power asked under."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the schema one step on."""
    op.add_column("power_of_attorney", sa.Column("issuers", sa.LargeBinary(), nullable=True))
    op.add_column("signing_question", sa.Column("power", sa.String(), nullable=True))
