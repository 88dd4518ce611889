"""A small school at the stages of closing its first half-year, and its site.

A stage is reached once a run; a test copies it by naming the fixture of the stage.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.flow.fixtures import once
from tests.flow.seeds import Seed
from tests.flow.site import Site
from tests.webui.closing.desk import cut, set_policy, sign_all
from tests.webui.visitors import TEACHER, signed_in

STAGES = ("ready", "kept", "cut_site", "asked_site")


def reached(before: Seed, seeds: Path, stage: str, take: Callable[[Site], None]) -> Seed:
    """The seed of a stage: what `take` makes of a copy of the one before."""

    def make() -> Seed:
        seed = before.copy(seeds / stage)
        take(seed.site)
        return seed

    return once(seeds, stage, make)


def cut_both(site: Site) -> None:
    """Both half-years, to their copies."""
    for period in ("1", "2"):
        assert site.run("cutoff", "--class", "9А", "--period", period).code == 0


def cut_with_keys(site: Site) -> None:
    """The first half-year, by a policy that asks the teacher for a key of their own, the deputy head for КЭП."""
    steps = [{"role": "teacher", "key": "own"}, {"role": "deputy_head", "key": "qualified"}]
    with site.workshop() as workshop:
        set_policy(workshop, {"signatures": {"period_journal": {"steps": steps}}})
    cut(site)


def sign_all_round(site: Site) -> None:
    """The teachers sign, then the deputy head."""
    sign_all(site)
    sign_all(site)


@pytest.fixture(scope="session")
def cut_site_seed(bare_seed: Seed, seeds: Path) -> Seed:
    return reached(bare_seed, seeds, "cut_site", cut)


@pytest.fixture(scope="session")
def asked_site_seed(bare_seed: Seed, seeds: Path) -> Seed:
    return reached(bare_seed, seeds, "asked_site", cut_with_keys)


@pytest.fixture(scope="session")
def kept_seed(cut_site_seed: Seed, seeds: Path) -> Seed:
    return reached(cut_site_seed, seeds, "kept", sign_all_round)


@pytest.fixture(scope="session")
def ready_seed(bare_seed: Seed, seeds: Path) -> Seed:
    return reached(bare_seed, seeds, "ready", cut_both)


@pytest.fixture
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    """The school of the test: at the stage whose fixture the test names, else with nothing closed."""
    stage = next((name for name in STAGES if name in request.fixturenames), "bare")
    seed: Seed = request.getfixturevalue(f"{stage}_seed")
    return seed.copy(tmp_path / "school").site


@pytest.fixture
def algebra(app: Flask) -> str:
    """The address of the closing page of a journal of the teacher's."""
    page = signed_in(app, TEACHER).get("/tasks").text
    return str(re.findall(r'href="(/closing/[^"/]+/[^"/]+)"', page)[0])


@pytest.fixture
def cut_site(bare: Site) -> Site:
    """The first half-year is cut off and waits for its teachers."""
    return bare


@pytest.fixture
def asked_site(bare: Site) -> Site:
    """The same by a policy that asks for keys: the teacher's own, then the deputy head's qualified one."""
    return bare


@pytest.fixture
def kept(bare: Site) -> Site:
    """The first half-year is in the archive."""
    return bare


@pytest.fixture
def ready(bare: Site) -> Site:
    """Both half-years are in the archive; the year is open."""
    return bare
