"""The pages of closing: importing this module gives the blueprint its views."""

from __future__ import annotations

from webui.closing import batch, deputy, period, signing, tasks, with_key, year
from webui.closing.blueprint import blueprint

__all__ = ["batch", "blueprint", "deputy", "period", "signing", "tasks", "with_key", "year"]
