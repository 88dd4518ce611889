"""The one blueprint of the post; the views beside it register themselves on it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("mail", __name__)
