"""The pages of signing keys: importing this module gives the blueprint its views."""

from __future__ import annotations

from webui.keys import views_office, views_own, views_powers, views_qualified
from webui.keys.blueprint import blueprint

__all__ = ["blueprint", "views_office", "views_own", "views_powers", "views_qualified"]
