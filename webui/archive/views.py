"""The pages of the archive: importing this module gives the blueprint its views."""

from __future__ import annotations

from webui.archive import records, report, verification, works
from webui.archive.blueprint import blueprint

__all__ = ["blueprint", "records", "report", "verification", "works"]
