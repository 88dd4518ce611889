"""Rendered documents that several tests read; each is made once."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from records.anchor import Anchor
from records.documents.compose import compose
from records.documents.pdfa import render
from tests import snapshots, year_snapshots

BOOK_ID = "k".ljust(20, "q")


def anchor(record: str, index: int = 7) -> Anchor:
    """An anchor for a record."""
    return Anchor("letopis.example/school", index, record, "ab12" * 16)


def render_snapshot(snapshot: Mapping[str, Any]) -> bytes:
    """The PDF of a snapshot that has no sources."""
    return render(compose(snapshot), anchor(snapshot["record"]["id"]))


@lru_cache
def period_pdf(sheet: int = 0, period: int = 1) -> bytes:
    """A period journal."""
    return render_snapshot(snapshots.period_journal(sheet, period))


@lru_cache
def renditions() -> Mapping[str, bytes]:
    """Two subjects with two periods each, by record id."""
    return {snapshots.record_id(n, k): period_pdf(n, k) for n in (0, 7) for k in (1, 3)}


@lru_cache
def book_pdf() -> bytes:
    """The class journal over `renditions`."""
    return render(compose(year_snapshots.class_journal(renditions())), anchor(BOOK_ID), renditions())


def extract_text(pdf: bytes, directory: Path) -> str:
    """What pdftotext reads out of a PDF, pages ended by form feeds."""
    path = directory / "document.pdf"
    path.write_bytes(pdf)
    result = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return result.stdout.decode()
