"""A room that could not be cleared on a failing disk is cleared by a later sweep: its lock stays until then."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from retention.workroom import room, sweep_rooms
from tests.faults.kinds import Fault, Kind
from tests.faults.layer import Disk


@pytest.mark.parametrize("number", range(10))
@pytest.mark.parametrize("kind", [Kind.BEFORE, Kind.EROFS, Kind.READ])
def test_whatever_fails_in_a_room_a_sweep_clears_it(tmp_path: Path, kind: Kind, number: int) -> None:
    rooms = tmp_path / "rooms"
    rooms.mkdir()
    with Disk(rooms, Fault(kind, number)).watched(), suppress(OSError), room(rooms) as place:
        (place / "folder").mkdir()
    sweep_rooms(rooms)
    assert list(rooms.iterdir()) == []
