"""signatures that were declined, with the reason, and the last day of each turn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the schema one step on."""
    op.add_column("signature_request", sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("signature_request", sa.Column("reason", sa.String(), nullable=True))
    op.add_column("signature_request", sa.Column("due", sa.Date(), nullable=True))
