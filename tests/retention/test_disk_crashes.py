from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from retention import workroom
from retention.disk import ROOMS, DiskLocation
from retention.workroom import room, sweep_rooms
from tests.retention.samples import BAG, PREFIX, dies_at, disk


@pytest.fixture
def place(tmp_path: Path) -> DiskLocation:
    return disk(tmp_path, bag=None)


def standing(location: DiskLocation) -> dict[str, bytes]:
    return {entry.path: location.get(entry.path) for entry in location.list("")}


ACTS: dict[str, tuple[Callable[[DiskLocation], object], dict[str, bytes]]] = {
    "put": (lambda place: place.put("records/a", b"x" * 99), {"records/a": b"x" * 99}),
    "put_bag": (
        lambda place: place.put_bag(PREFIX, BAG.files),
        {f"{PREFIX}/{path}": data for path, data in BAG.files.items()},
    ),
    "replace": (lambda place: place.replace("log/checkpoint", b"new"), {"log/checkpoint": b"new"}),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_writer_that_dies_leaves_nothing_or_all_and_a_second_try_ends_right(
    tmp_path: Path, act: str
) -> None:
    write, wanted = ACTS[act]
    call = 0
    died = True
    while died:
        call += 1
        place = DiskLocation("подвал", tmp_path / str(call))
        place.root.mkdir()
        died = dies_at(call, lambda place=place: write(place))  # type: ignore[misc]
        assert standing(place) in ({}, wanted)
        write(place)
        place.sweep()
        assert (standing(place), list((place.root / ROOMS).iterdir())) == (wanted, [])
    assert call > 8


def test_moving_aside_survives_a_death_at_any_call(tmp_path: Path) -> None:
    call = 0
    died = True
    while died:
        call += 1
        place = disk(tmp_path, str(call))
        died = dies_at(call, lambda place=place: place.move_aside(PREFIX, "x"))  # type: ignore[misc]
        place.move_aside(PREFIX, "x")
        kept = {
            path.removeprefix("quarantine/x/").removeprefix(PREFIX + "/"): b
            for path, b in standing(place).items()
        }
        assert kept == BAG.files
    assert call > 3


def test_a_sweep_spares_the_room_of_a_living_writer(tmp_path: Path) -> None:
    with room(tmp_path) as mine:
        (mine / "half").write_bytes(b"x")
        assert (sweep_rooms(tmp_path), (mine / "half").exists()) == ((), True)


def test_a_sweep_clears_the_room_of_a_dead_writer(tmp_path: Path) -> None:
    def die() -> None:
        with room(tmp_path) as mine:
            (mine / "half").write_bytes(b"x")
            os._exit(0)

    assert not dies_at(99, die)
    assert (len(sweep_rooms(tmp_path)), list(tmp_path.iterdir())) == (1, [])


def test_a_room_swept_before_it_was_locked_is_taken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[Path] = []
    real = workroom._still_there

    def sweep_came_first(lock: Path, descriptor: int) -> bool:
        if not swept:
            swept.append(lock)
            lock.unlink()
        return real(lock, descriptor)

    monkeypatch.setattr(workroom, "_still_there", sweep_came_first)
    with room(tmp_path) as mine:
        assert mine.with_suffix(".lock") not in swept


def test_a_lock_that_goes_while_sweeping_is_no_fault(tmp_path: Path) -> None:
    assert workroom._clear_if_dead(tmp_path / "gone.lock") is False


def test_many_writers_of_one_bag_and_a_sweeper_do_not_disturb_each_other(place: DiskLocation) -> None:
    failures: list[Exception] = []

    def write() -> None:
        try:
            for _ in range(5):
                place.put_bag(PREFIX, BAG.files)
                place.put("staging/a", b"x")
                place.sweep()
        except Exception as error:
            failures.append(error)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (failures, len(standing(place))) == ([], len(BAG.files) + 1)
