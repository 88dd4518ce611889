"""Two schools' installations on one PostgreSQL: each works as if it were alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from records.identity import SystemEntropy
from records.school.tables import School, SchoolClass
from retention.publication import publish
from tests.flow.seeds import Seed, make_bare
from tests.flow.site import AT, Site
from tests.postgres import Cluster
from webui import demo
from webui.settings import FILE, Environment


@pytest.fixture(scope="module")
def first(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seed]:
    """School № 16 with one class."""
    seed = make_bare(tmp_path_factory.mktemp("first"), cluster)
    yield seed
    seed.drop()


@pytest.fixture(scope="module")
def second(first: Seed, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """School № 57 in the same database, in a folder of its own, with no class."""
    site = Site(tmp_path_factory.mktemp("second") / "school", first.site.database, first.site.owner)
    other = demo.NewSchool("Школа № 57", demo.ZONE, demo.STAFF, demo=True)
    demo.make_installation(Environment.read(site.environ()), other, AT, SystemEntropy())
    with site.workshop() as workshop:
        publish(workshop, AT)
    return site


def schools(site: Site) -> list[str]:
    """The schools that an installation sees."""
    with site.workshop() as workshop, workshop.transaction() as session:
        return list(session.scalars(select(School.name)))


def test_each_sees_itself_alone(first: Seed, second: Site) -> None:
    assert (schools(first.site), schools(second)) == ([demo.SCHOOL], ["Школа № 57"])


def test_a_query_that_forgot_its_school_finds_no_class_of_the_other(first: Seed, second: Site) -> None:
    with second.workshop() as workshop, workshop.transaction() as session:
        assert session.scalar(select(func.count()).select_from(SchoolClass)) == 0


def test_a_class_of_the_other_is_not_known(first: Seed, second: Site) -> None:
    ran = second.run("cutoff", "--class", "9А", "--period", "1")
    assert (ran.code, "[class.not_named]" in ran.err) == (2, True)


def test_both_logs_grow_apart(first: Seed, second: Site) -> None:
    assert [site.run("verify", "--json").json["problems"] for site in (first.site, second)] == [[], []]


def test_a_demo_begun_again_finds_its_school(first: Seed, second: Site) -> None:
    kept = (first.data / FILE).read_bytes()
    (first.data / FILE).unlink()
    demo.make_demo(Environment.read(first.site.environ()), AT, SystemEntropy())
    assert (first.data / FILE).read_bytes() == kept
