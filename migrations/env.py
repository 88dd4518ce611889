"""Alembic's environment: runs the revisions over the connection and metadata that webui/migrate.py hands in.

It has no connection, transaction or settings of its own and knows no offline mode.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator


def spell_type(kind: str, value: Any, _context: Any) -> str | Literal[False]:
    """Write a type of ours into a revision as the plain type below it: old revisions outlive our classes."""
    if kind == "type" and isinstance(value, TypeDecorator):
        return f"sa.{value.impl_instance!r}"
    return False


attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    render_as_batch=True,
    render_item=spell_type,
)
with context.begin_transaction():
    context.run_migrations()
