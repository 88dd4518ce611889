"""Drafts a revision: `python migrations/draft.py 0002 "legal holds"` writes versions/0002_legal_holds.py.

Compares the tables in the code with a throwaway SQLite database at the newest revision. The draft is for
reading and mending: Alembic sees neither renamed columns nor what must become of the rows.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from records.db import close_engine
from webui.migrate import configuration, owner_engine


def draft(number: str, title: str) -> None:
    """Write revision `number` with what the code has and the newest revision has not."""
    with tempfile.TemporaryDirectory() as folder:
        engine = owner_engine(f"sqlite:///{Path(folder) / 'draft.db'}")
        with engine.begin() as connection:
            config = configuration(connection)
            _format_by_ruff(config)
            command.upgrade(config, "head")
            command.revision(config, title, autogenerate=True, rev_id=number)
        close_engine(engine)


def _format_by_ruff(config: Config) -> None:
    hook = {"hooks": "ruff", "ruff.type": "module", "ruff.module": "ruff"}
    hook["ruff.options"] = "format --quiet REVISION_SCRIPT_FILENAME"
    for name, value in hook.items():
        config.set_section_option("post_write_hooks", name, value)


if __name__ == "__main__":
    draft(*sys.argv[1:])
