"""A workshop without locations and keys: enough for whatever works on the database alone."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from records.identity import Entropy
from retention.workshop import Workshop
from tests.cast import SCHOOL


def bare_workshop(engine: Engine, entropy: Entropy, run_lock: Path = Path("none")) -> Workshop:
    """The cast's school at work on this database."""
    return Workshop(
        engine=engine,
        school=SCHOOL,
        locations=(),
        authority=None,  # type: ignore[arg-type]
        log_signer=None,  # type: ignore[arg-type]
        entropy=entropy,
        run_lock=run_lock,
    )
