"""The pages of corrections: importing this module gives the blueprint its views."""

from __future__ import annotations

from webui.amending import asking, deciding, supplementing
from webui.amending.blueprint import blueprint

__all__ = ["asking", "blueprint", "deciding", "supplementing"]
