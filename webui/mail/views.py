"""The pages of the post: importing this module gives the blueprint its views."""

from __future__ import annotations

from webui.mail import views_forgotten, views_own, views_staff
from webui.mail.blueprint import blueprint

__all__ = ["blueprint", "views_forgotten", "views_own", "views_staff"]
