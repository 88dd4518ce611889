"""the power of attorney that a signature was made under."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the schema one step on."""
    op.add_column("signature_request", sa.Column("power", sa.String(), nullable=True))
