"""The pages of closing: importing this module gives the blueprint its views."""

from __future__ import annotations

from webui.closing import (
    batch,
    by_file,
    declining,
    deputy,
    period,
    signing,
    tasks,
    with_key,
    with_token,
    year,
)
from webui.closing.blueprint import blueprint

__all__ = [
    "batch",
    "blueprint",
    "by_file",
    "declining",
    "deputy",
    "period",
    "signing",
    "tasks",
    "with_key",
    "with_token",
    "year",
]
