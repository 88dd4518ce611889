"""The pages of accounts: importing this module gives the blueprint its views."""

from __future__ import annotations

from webui.accounts import (
    views_admin,
    views_own,
    views_passkeys,
    views_proof,
    views_sign_in,
    views_staff,
)
from webui.accounts.blueprint import blueprint

__all__ = [
    "blueprint",
    "views_admin",
    "views_own",
    "views_passkeys",
    "views_proof",
    "views_sign_in",
    "views_staff",
]
