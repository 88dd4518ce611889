"""The samples of seed 003, from the filled workbook to verified records, by commands and with two worker processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.identity import SystemEntropy
from tests.flow.site import AT, Site
from tests.flow.story import outcome
from webui.demo import make_demo
from webui.settings import DATABASE_FILE, Environment

SAMPLES = Path(__file__).parents[1] / "samples"
# class -> a subject and how many journals it has
CASES = {"9А": ("Технология", 1), "5Б": ("Технология", 2)}


@pytest.fixture(scope="module", params=CASES)
def name(request: pytest.FixtureRequest) -> str:
    """The class."""
    return str(request.param)


def _file(name: str) -> str:
    return str(SAMPLES / f"{name}-2025-2026.xlsx")


@pytest.fixture(scope="module")
def site(name: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A demo installation with one subject's first quarter closed."""
    data = tmp_path_factory.mktemp("sample") / "data"
    url = f"sqlite:///{data / DATABASE_FILE}"
    site = Site(data, url, url)
    make_demo(Environment.read(site.environ()), AT, SystemEntropy())
    assert site.run("import", _file(name)).code == 0
    subject, _ = CASES[name]
    words = ("cutoff", "--class", name, "--period", "1", "--subject", subject, "--workers", "2")
    ran = site.run(*words)
    assert ran.code == 0, ran.err
    return site


def test_every_group_has_its_record(site: Site, name: str) -> None:
    records = site.run("records", "--json").json
    assert [(r["class"], r["stage"], len(r["locations"])) for r in records] == [
        (name, "replicated", 2) for _ in range(CASES[name][1])
    ]


def test_every_record_lies_where_the_list_says(site: Site) -> None:
    paths = [
        site.data / place["path"] for r in site.run("records", "--json").json for place in r["locations"]
    ]
    assert all((path / "data/record.pdf").is_file() for path in paths)


def test_every_record_is_signed_by_teacher_and_deputy_head(site: Site) -> None:
    chains = [[s["role"] for s in r["signatures"]] for r in site.run("records", "--json").json]
    assert {tuple(chain) for chain in chains} == {("teacher", "deputy_head")}


def test_the_archive_verifies(site: Site) -> None:
    ran = site.run("verify", "--json")
    assert (ran.code, ran.json["problems"]) == (0, [])


def test_the_same_file_again_changes_nothing(site: Site, name: str) -> None:
    before = outcome(site)
    ran = site.run("import", _file(name))
    assert (ran.code, outcome(site)) == (0, before)


def test_the_same_cutoff_again_changes_nothing(site: Site, name: str) -> None:
    before = outcome(site)
    subject, _ = CASES[name]
    assert site.run("cutoff", "--class", name, "--period", "1", "--subject", subject).code == 0
    assert outcome(site) == before
