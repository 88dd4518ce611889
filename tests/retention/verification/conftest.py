"""The small school with its first half-year closed: three records, two copies each, to be damaged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.fixtures import autumn, bare, closed, imported, kind, peace, school
from tests.flow.seeds import Seed
from tests.retention.verification.archive import Archive

__all__ = ["autumn", "bare", "closed", "imported", "kind", "peace", "school"]

ON_SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def archive(autumn: Seed, tmp_path: Path) -> Iterator[Archive]:
    """A copy of one's own."""
    copy = autumn.copy(tmp_path / "school")
    yield Archive(copy.site)
    copy.drop()
