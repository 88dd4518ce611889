"""The administrator's pages: importing this module gives the blueprint its views."""

from __future__ import annotations

from webui.administration import health, locations, policy, schedules
from webui.administration.blueprint import blueprint

__all__ = ["blueprint", "health", "locations", "policy", "schedules"]
