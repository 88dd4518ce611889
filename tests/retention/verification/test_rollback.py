"""One side put back by a month, the other not: the report says which one is behind, and nothing is overwritten."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.seeds import Seed
from tests.flow.site import AT, Site
from tests.flow.story import close_autumn
from tests.retention.verification.archive import SAFE, SERVER, Archive, contents
from tests.retention.verification.conftest import ON_SQLITE

BOTH = {SERVER, SAFE}


@pytest.fixture
def earlier(imported: Seed, tmp_path: Path) -> Iterator[Seed]:
    """The same installation as it was before the cutoff."""
    copy = imported.copy(tmp_path / "earlier")
    yield copy
    copy.drop()


@pytest.fixture
def rolled_back(archive: Archive, earlier: Seed) -> Archive:
    """The database as it was before the cutoff, over the locations as they are now."""
    return Archive(Site(archive.site.data, earlier.site.database, earlier.site.owner))


@pytest.fixture
def forked(rolled_back: Archive, tmp_path: Path) -> Archive:
    """The database put back and grown anew beside the locations, past what they hold."""
    aside = rolled_back.site.data / "locations"
    aside.rename(tmp_path / "aside")
    shutil.copytree(tmp_path / "earlier" / "locations", aside)
    with rolled_back.site.workshop() as workshop:
        close_autumn(workshop, AT)
    (rolled_back.bag() / "bagit.txt").unlink()
    rolled_back.site.run("verify")
    rolled_back.site.run("repair")
    shutil.rmtree(aside)
    (tmp_path / "aside").rename(aside)
    return rolled_back


def put_back(archive: Archive, earlier: Seed, folder: str) -> None:
    """Replace a folder of the safe by what it was."""
    shutil.rmtree(archive.site.location(SAFE) / folder)
    before = earlier.site.location(SAFE) / folder
    if before.exists():
        shutil.copytree(before, archive.site.location(SAFE) / folder)


def told(archive: Archive) -> set[tuple[str, str | None]]:
    """(code, location) of what `letopis verify` finds."""
    return {(code, location) for code, _, location, _ in archive.verify()}


def test_a_location_put_back_is_behind_and_lacks_its_copies(archive: Archive, earlier: Seed) -> None:
    for folder in ("log", "records"):
        put_back(archive, earlier, folder)
    assert told(archive) == {("log.behind", SAFE), ("copy.missing", SAFE)}


@ON_SQLITE
def test_a_log_put_back_in_one_location_is_behind(archive: Archive, earlier: Seed) -> None:
    put_back(archive, earlier, "log")
    assert told(archive) == {("log.behind", SAFE)}


@ON_SQLITE
def test_a_log_put_back_is_brought_up_to_date_by_a_repair_and_not_by_a_verification(
    archive: Archive, earlier: Seed
) -> None:
    put_back(archive, earlier, "log")
    before = told(archive), told(archive)
    archive.site.run("repair")
    assert (*before, told(archive)) == ({("log.behind", SAFE)}, {("log.behind", SAFE)}, set())


@ON_SQLITE
def test_a_replayed_partial_tile_is_found_at_its_path(archive: Archive) -> None:
    tiles = archive.site.location(SAFE) / "log" / "tile" / "0" / "000.p"
    older, newest = sorted(tiles.iterdir(), key=lambda path: int(path.name))[-2:]
    shutil.copyfile(older, newest)
    assert archive.verify() == {("log.tile.length", None, SAFE, f"log/tile/0/000.p/{newest.name}")}


def test_a_database_put_back_is_behind_both_locations(rolled_back: Archive) -> None:
    behind = {("log.database_behind", location) for location in BOTH}
    assert told(rolled_back) == behind | {("bag.unknown", location) for location in BOTH}


@ON_SQLITE
def test_a_database_put_back_writes_nothing_into_the_locations(rolled_back: Archive) -> None:
    before = contents(rolled_back.site.data / "locations")
    rolled_back.verify()
    assert contents(rolled_back.site.data / "locations") == before


@ON_SQLITE
def test_a_database_behind_a_location_with_a_damaged_log_is_behind_all_the_same(
    rolled_back: Archive,
) -> None:
    bundles = rolled_back.site.location(SAFE) / "log" / "tile" / "entries" / "000.p"
    shutil.rmtree(bundles)
    assert ("log.database_behind", SAFE) in told(rolled_back)


@ON_SQLITE
def test_a_database_put_back_and_grown_anew_is_a_fork(forked: Archive) -> None:
    assert {code for code, _ in told(forked) if code.startswith("log.")} == {"log.forked"}


@ON_SQLITE
def test_a_fork_that_grew_longer_does_not_overwrite_the_log_of_a_location(forked: Archive) -> None:
    before = contents(forked.site.data / "locations")
    forked.verify()
    assert contents(forked.site.data / "locations") == before
