"""† The doctor's round: reads each part of an installation, applies its rules, goes on where a part refuses.

An installation that cannot be opened is itself a finding, told with what needs no database. It mends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from records.documents.fonts import load_faces
from records.errors import LetopisError
from signing import lta_corrections
from signing.gost.digests import teach
from signing.quicker import quicken
from webui.health import catalogue, places
from webui.health.files import of_files
from webui.health.finding import Finding, Weight
from webui.health.keeping import of_copies, of_dossier, of_signing
from webui.health.outside import of_outside
from webui.health.people import of_people
from webui.health.post import of_post
from webui.health.proof import of_proof
from webui.health.setup import of_database, of_setup
from webui.health.storage import Room, of_storage
from webui.installation import Installation, open_installation
from webui.secrets import SITE_KEY, read_site_key
from webui.settings import FILE, Environment, Settings
from webui.unexpected import explain


def examine(environment: Environment, environ: Mapping[str, str], room: Room) -> tuple[Finding, ...]:
    """Every finding, the bad ones first, else in the order of the round."""
    return _bad_first(_round(environment, environ, room))


def examine_running(opened: Installation, environ: Mapping[str, str], room: Room) -> tuple[Finding, ...]:
    """The same of an installation that is open already: the one whose site shows it."""
    return _bad_first((*_closed(opened.settings, environ, room), *_opened(opened)))


def _bad_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda finding: finding.weight is not Weight.BAD))


def _round(environment: Environment, environ: Mapping[str, str], room: Room) -> Iterator[Finding]:
    try:
        settings = Settings.load(environment)
    except LetopisError as error:
        yield Finding.refused(error, FILE)
        return
    yield from _closed(settings, environ, room)
    try:
        opened = open_installation(environment)
    except Exception as error:
        yield Finding.refused(explain(error), "LETOPIS_DATABASE")
        return
    yield from _opened(opened)
    yield from of_outside(opened)


def _closed(settings: Settings, environ: Mapping[str, str], room: Room) -> Iterator[Finding]:
    """What needs no database."""
    yield from of_setup(places.setup_of(settings, environ))
    yield from of_files(places.files_of(settings))
    yield from of_storage(places.storage_of(settings), room)
    yield from _refusals("libharfbuzz, fonts-paratype", load_faces)
    yield from _refusals("pyHanko", lta_corrections.check, quicken, teach)
    yield from _refusals(SITE_KEY, lambda: read_site_key(settings.data))


def _refusals(where: str, *checks: Callable[[], object]) -> Iterator[Finding]:
    """What refuses to work; one finding for each."""
    for check in checks:
        try:
            check()
        except LetopisError as error:
            yield Finding.refused(error, where)


def _opened(opened: Installation) -> Iterator[Finding]:
    workshop, at = opened.workshop, opened.clock.now()
    with workshop.transaction() as session:
        yield from of_database(catalogue.database_of(session, opened))
        yield from of_proof(catalogue.proof_of(session, opened), at)
        yield from of_signing(catalogue.signing_of(session, opened, at))
        for copies in catalogue.copies_of(session, workshop.school):
            yield from of_copies(copies, at)
        for dossier in catalogue.dossiers_of(session, workshop.school, workshop.zone(session)):
            yield from of_dossier(dossier, at)
        yield from of_people(catalogue.people_of(session, opened, at))
        yield from of_post(catalogue.post_of(session, opened, at), at)
