"""Where the copies lie: each location with its disk, room and copies, what is weak in it, what a repair would do."""

from __future__ import annotations

from collections.abc import Iterable

from flask import render_template

from retention.overview import places
from retention.suggest import suggestions
from webui.access import Permission, installation, load_school
from webui.administration.blueprint import blueprint
from webui.administration.words import WORDS
from webui.health.places import storage_of
from webui.health.storage import MIB, PlaceFact, Room, of_storage
from webui.language import language, words_of
from webui.masking import masked


@blueprint.get("/locations")
def locations() -> str:
    """Every location, and the folder of the data."""
    load_school(Permission.HEALTH_READ)
    opened = installation()
    storage = storage_of(opened.settings)
    with opened.workshop.reading() as session:
        broken = suggestions(session, opened.workshop.school)
    return render_template(
        "administration/locations.html",
        places=places(opened.workshop),
        facts={fact.name: fact for fact in storage.locations},
        paths={entry.name: entry.path for entry in opened.settings.locations},
        data=storage.data,
        disks=_disks((storage.data, *storage.locations)),
        mib=MIB,
        found=tuple(of_storage(storage, Room())),
        broken=broken,
        masked=masked(),
        language=language(),
        words=words_of(WORDS),
    )


def _disks(facts: Iterable[PlaceFact]) -> dict[str, str]:
    """Place -> a number for its disk: equal numbers share one."""
    devices: dict[int, str] = {}
    named = {}
    for fact in facts:
        if fact.device is not None:
            named[fact.name] = devices.setdefault(fact.device, str(len(devices) + 1))
    return named
