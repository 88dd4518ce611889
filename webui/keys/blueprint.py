"""The one blueprint of signing keys; the views beside it register themselves on it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("keys", __name__)
