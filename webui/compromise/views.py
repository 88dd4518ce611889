"""The pages of compromised accounts: importing this module gives the blueprint its views."""

from __future__ import annotations

from webui.compromise import views_case, views_mine, views_reports
from webui.compromise.blueprint import blueprint

__all__ = ["blueprint", "views_case", "views_mine", "views_reports"]
