"""The installation under attack: made once a run on each kind of database, copied once a worker."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.fixtures import bare, imported, kind, once, school
from tests.flow.seeds import Seed
from tests.tampering.ground import Ground, opened
from tests.tampering.operations import Choose
from tests.tampering.seed import Stages, make_stages

__all__ = ["bare", "imported", "kind", "school"]

ON_SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture(scope="session")
def stages(imported: Seed, school: Path) -> Stages:
    """The installation at two moments, a month apart."""
    return once(school, "stages", lambda: make_stages(imported, school))


@pytest.fixture(scope="session")
def ground(stages: Stages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A copy on which every change is taken back."""
    copy = stages.whole.copy(tmp_path_factory.mktemp("tampering") / "school")
    with opened(copy, stages.earlier) as found:
        yield found
    copy.drop()


@pytest.fixture
def choose(request: pytest.FixtureRequest) -> Choose:
    """The name of the test is the seed: always the same choices, and others in each test."""
    return random.Random(request.node.nodeid).randrange
