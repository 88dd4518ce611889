"""The doctor on files, folders and disks."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from tests.flow.site import Site
from tests.webui.health.patient import make_real, rewrite, say
from webui.health.examine import examine
from webui.health.storage import PlaceFact, Room, StorageFacts, of_storage
from webui.settings import Environment

WHOLE_EARTH = 2**80
APART = StorageFacts(
    False, PlaceFact("data", 1, WHOLE_EARTH), (PlaceFact("a", 1, WHOLE_EARTH), PlaceFact("b", 2, WHOLE_EARTH))
)


@pytest.mark.parametrize(
    ("file", "mode", "code"),
    [
        ("keys/log.key", 0o640, "key.readable"),
        ("keys/site.key", 0o604, "key.readable"),
        ("authority/root.pem", 0o644, "key.readable"),
        ("letopis.db", 0o644, "data.readable"),
        ("locations/safe", 0o755, "data.readable"),
        ("letopis.toml", 0o660, "settings.writable"),
        ("letopis.toml", 0o646, "settings.writable"),
    ],
)
def test_a_file_that_others_can_get_at_is_bad(bare: Site, file: str, mode: int, code: str) -> None:
    (bare.data / file).chmod(mode)
    assert say(bare)[code] == ("bad", file)


def test_the_files_of_a_new_installation_are_closed(bare: Site) -> None:
    assert not {"key.readable", "data.readable", "settings.writable"} & say(bare).keys()


def test_a_location_that_is_away_is_bad(bare: Site) -> None:
    shutil.rmtree(bare.location("safe"))
    assert say(bare)["location.absent"] == ("bad", "safe")


def test_one_location_alone_is_bad(bare: Site) -> None:
    rewrite(bare, '[[locations]]\nname = "safe"\npath = "locations/safe"\n', "")
    assert say(bare)["location.single"] == ("bad", "server")


def test_locations_on_one_disk_are_weak_in_a_demo_and_bad_in_real_work(bare: Site) -> None:
    demo = say(bare)["location.same_device"]
    real = say(make_real(bare), now=None)["location.same_device"]
    assert (demo, real) == (("weak", "server, safe"), ("bad", "server, safe"))


def test_locations_on_two_disks_with_room_are_well() -> None:
    assert list(of_storage(APART, Room())) == []


@pytest.mark.parametrize(
    ("room", "weight"), [(Room(WHOLE_EARTH, 0), "weak"), (Room(WHOLE_EARTH, WHOLE_EARTH), "bad")]
)
def test_a_disk_with_little_room_is_told_for_each_place(bare: Site, room: Room, weight: str) -> None:
    found = examine(Environment.read(bare.environ()), {}, room)
    told = {(one.where, one.weight.value) for one in found if one.code == "disk.little_room"}
    assert told == {(place, weight) for place in ("LETOPIS_DATA", "server", "safe")}


def test_a_location_that_is_away_is_not_said_to_be_full() -> None:
    gone = replace(APART, locations=(APART.locations[0], PlaceFact("b", None, None)))
    assert [one.code for one in of_storage(gone, Room())] == ["location.absent"]
