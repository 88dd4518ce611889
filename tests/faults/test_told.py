"""What a medium does behind our back is told: by verification that cannot look, by publication that reads back."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from retention.errors import LocationError
from retention.publication import _put
from tests.faults.kinds import Fault, Kind
from tests.faults.layer import Disk
from tests.faults.scenes import damage, verify
from tests.flow.site import AT, Site
from tests.flow.story import outcome
from tests.retention.samples import disk

TILE, DATA = "log/tile/0/000.p/1", b"thirty-two octets of a log's leaf"


@pytest.mark.parametrize("folder", ["records", "log/checkpoints"])
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_folder_that_cannot_be_listed_is_a_problem(closed: Site, folder: str) -> None:
    disk = Disk(closed.data, Fault(Kind.READ, -1))
    disk.failed.append(str(closed.location("safe") / folder))
    with disk.watched():
        assert "location.failed" in verify(closed, AT)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_what_dead_writers_left_goes_with_the_next_publication(closed: Site) -> None:
    room = closed.location("safe") / ".partial" / "room"
    room.mkdir(parents=True)
    room.with_suffix(".lock").touch()
    assert closed.run("demo", "--empty").code == 0
    assert not room.exists()


def test_a_file_of_the_log_that_reads_otherwise_is_set_aside_and_written_by_the_next(tmp_path: Path) -> None:
    place = disk(tmp_path, bag=None)
    changes = Disk(place.root)
    with changes.watched():
        _put(place, "log/tile/0/000.p/2", DATA)
    lying = Disk(place.root, Fault(Kind.LYING, changes.changes.index("write")))
    with lying.watched(), pytest.raises(LocationError, match=r"log\.not_readable"):
        _put(place, TILE, DATA)
    _put(place, TILE, DATA)
    assert (place.get(TILE), place.get(f"quarantine/log/{TILE}")) == (DATA, DATA[: len(DATA) // 2])


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_repair_that_was_interrupted_is_an_event_all_the_same(closed: Site) -> None:
    damage(closed)
    with mock.patch("retention.mend._log_repair", side_effect=KeyboardInterrupt):
        assert closed.run("repair").code == 130
    assert closed.run("repair").code == 0
    events = outcome(closed).events
    assert (events["replica.damaged"], events["replica.repaired"]) == (3, 3)
