"""The small school on SQLite, imported and with its first half-year closed: made once, copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.seeds import Seed, make_autumn, make_bare, make_imported
from tests.flow.site import Site


@pytest.fixture(scope="session")
def bare_seed(tmp_path_factory: pytest.TempPathFactory) -> Seed:
    return make_bare(tmp_path_factory.mktemp("webui"), None)


@pytest.fixture(scope="session")
def autumn_seed(bare_seed: Seed) -> Seed:
    folder = bare_seed.data.parent
    return make_autumn(make_imported(bare_seed, folder), folder)


@pytest.fixture
def bare(bare_seed: Seed, tmp_path: Path) -> Site:
    """One class imported, nothing closed, nobody enrolled."""
    return bare_seed.copy(tmp_path / "school").site


@pytest.fixture
def autumn(autumn_seed: Seed, tmp_path: Path) -> Site:
    """The first half-year of the class is closed: three records in two locations."""
    return autumn_seed.copy(tmp_path / "school").site
