"""The small school on SQLite, imported and with its first half-year closed: made once a run, copied for each test.

Its site over such a copy, one for a test or one for a module, with a clock that moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.flow.fixtures import once, shared
from tests.flow.seeds import Seed, make_autumn, make_bare, make_imported
from tests.flow.site import Site
from tests.postgres import Cluster
from tests.webui.clocks import MovingClock
from tests.webui.visitors import app_of, installation_of


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


@pytest.fixture
def app(bare: Site) -> Iterator[Flask]:
    """The site of `bare`, whatever a folder of tests makes of that."""
    with app_of(bare) as made:
        yield made


@pytest.fixture
def clock(app: Flask) -> MovingClock:
    """The clock of `app`, moved by the test."""
    moving = MovingClock()
    app.extensions["letopis"] = replace(installation_of(app), clock=moving)
    return moving


@pytest.fixture(scope="module")
def bare_app(bare_seed: Seed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with nothing closed, one for a module."""
    with app_of(bare_seed.copy(tmp_path_factory.mktemp("bare") / "school").site) as made:
        yield made


@pytest.fixture(scope="module")
def autumn_app(autumn_seed: Seed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with the first half-year closed, one for a module."""
    with app_of(autumn_seed.copy(tmp_path_factory.mktemp("autumn") / "school").site) as made:
        yield made


@pytest.fixture(scope="module")
def postgresql_app(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with nothing closed on PostgreSQL, one for a module: what several do at the same moment."""
    seed = make_bare(tmp_path_factory.mktemp("postgresql"), cluster)
    with app_of(seed.site) as made:
        yield made
    seed.drop()
