"""The small school's site with a clock that moves."""

from __future__ import annotations

from tests.webui.accounts.conftest import app, clock

__all__ = ["app", "clock"]
