"""Fixtures of the whole story: the small school imported, half closed and closed, on both databases.

Each is made once a run, whichever worker comes first; a test copies it. Import what a conftest needs.
"""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from tests.flow.kill import Undisturbed, undisturbed
from tests.flow.seeds import Seed, make_autumn, make_bare, make_imported
from tests.flow.site import Site
from tests.postgres import Cluster

__all__ = ["autumn", "bare", "closed", "imported", "kind", "peace", "school"]

Made = TypeVar("Made")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return str(request.param)


@pytest.fixture(scope="session")
def school(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the workers of a run keep the seeds of this kind of database."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    found = folder / f"small-{kind}"
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
