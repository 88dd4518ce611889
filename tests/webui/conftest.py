"""The small school on SQLite, imported and with its first half-year closed: made once a run, copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.fixtures import once, shared
from tests.flow.seeds import Seed, make_autumn, make_bare, make_imported
from tests.flow.site import Site


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the workers of a run keep the seeds on SQLite; tests/flow has the same."""
    return shared(tmp_path_factory, "small-sqlite")


@pytest.fixture(scope="session")
def bare_seed(seeds: Path) -> Seed:
    return once(seeds, "bare", lambda: make_bare(seeds, None))


@pytest.fixture(scope="session")
def autumn_seed(bare_seed: Seed, seeds: Path) -> Seed:
    imported = once(seeds, "imported", lambda: make_imported(bare_seed, seeds))
    return once(seeds, "autumn", lambda: make_autumn(imported, seeds))


@pytest.fixture
def bare(bare_seed: Seed, tmp_path: Path) -> Site:
    """One class imported, nothing closed, nobody enrolled."""
    return bare_seed.copy(tmp_path / "school").site


@pytest.fixture
def autumn(autumn_seed: Seed, tmp_path: Path) -> Site:
    """The first half-year of the class is closed: three records in two locations."""
    return autumn_seed.copy(tmp_path / "school").site
