"""The one blueprint of the archive's pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("archive", __name__)
