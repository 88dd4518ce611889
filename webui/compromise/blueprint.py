"""The one blueprint of compromised accounts; the views beside it register themselves on it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("compromise", __name__)
