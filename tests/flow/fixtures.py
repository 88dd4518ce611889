"""Fixtures of the whole story: the small school imported, half closed and closed, on both databases.

Each is made once a run, whichever worker comes first; a test copies it. Import what a conftest needs.
"""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest

from tests.flow.amending import LATER, amend_small_year
from tests.flow.kill import Undisturbed, undisturbed
from tests.flow.seeds import Seed, make_autumn, make_bare, make_imported
from tests.flow.site import Site
from tests.postgres import Cluster

__all__ = ["amended", "amended_seed", "autumn", "bare", "closed", "imported", "kind", "peace", "school"]

Made = TypeVar("Made")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return str(request.param)


@pytest.fixture(scope="session")
def school(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the workers of a run keep the seeds of this kind of database."""
    return shared(tmp_path_factory, f"small-{kind}")


def shared(factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder of the run, the same for all its workers."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    found = folder / name
    found.mkdir(exist_ok=True)
    return found


def once(folder: Path, name: str, make: Callable[[], Made]) -> Made:
    """What `make` gives, made by the first worker that asks and kept for the others."""
    kept = folder / f"{name}.pickle"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make()))
    made: Made = pickle.loads(kept.read_bytes())
    return made


@pytest.fixture(scope="session")
def bare(kind: str, school: Path, request: pytest.FixtureRequest) -> Seed:
    """Imported; nobody has a certificate."""
    cluster: Cluster | None = request.getfixturevalue("cluster") if kind == "postgresql" else None
    return once(school, "bare", lambda: make_bare(school, cluster))


@pytest.fixture(scope="session")
def imported(bare: Seed, school: Path) -> Seed:
    """Imported, everybody enrolled, nothing closed."""
    return once(school, "imported", lambda: make_imported(bare, school))


@pytest.fixture(scope="session")
def autumn(imported: Seed, school: Path) -> Seed:
    """The first half-year closed."""
    return once(school, "autumn", lambda: make_autumn(imported, school))


@pytest.fixture(scope="session")
def peace(autumn: Seed, school: Path) -> Undisturbed:
    """The year closed by a run that nobody interrupted."""
    return once(school, "peace", lambda: undisturbed(autumn, school / "closed"))


@pytest.fixture
def closed(peace: Undisturbed, tmp_path: Path) -> Iterator[Site]:
    """A copy of the closed school."""
    copy = peace.closed.copy(tmp_path / "school")
    yield copy.site
    copy.drop()


@pytest.fixture(scope="session")
def amended_seed(peace: Undisturbed, school: Path) -> Seed:
    """The closed school with both acts carried out."""
    return with_acts(peace.closed, school, LATER)


def with_acts(closed: Seed, school: Path, at: datetime) -> Seed:
    """A closed school with a supplement and a correction of that moment, made once a run."""
    name = f"acts-{at:%m-%d}"

    def make() -> Seed:
        seed = closed.copy(school / name)
        with seed.site.workshop() as workshop:
            amend_small_year(workshop, at)
        return seed

    return once(school, name, make)


@pytest.fixture
def amended(amended_seed: Seed, tmp_path: Path) -> Iterator[Site]:
    """A copy of the closed school with a supplement and a correction."""
    copy = amended_seed.copy(tmp_path / "school")
    yield copy.site
    copy.drop()
