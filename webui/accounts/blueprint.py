"""The one blueprint of accounts; the views beside it register themselves on it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
