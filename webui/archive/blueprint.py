"""The one blueprint of the archive's pages, and the moment that its views share."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint

from webui.access import installation

blueprint = Blueprint("archive", __name__)


def now() -> datetime:
    """The one moment of this request."""
    return installation().clock.now().astimezone(UTC)
