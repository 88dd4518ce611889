"""The class journal is assembled from archived period journals, and from none that does not validate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from records.errors import LetopisError
from records.lifecycle import RecordState
from records.registers.kinds import RecordKind
from records.registers.tables import Record
from signing.errors import Reason, SignatureInvalid
from tests.flow.seeds import Seed
from tests.flow.site import Site
from tests.flow.story import LOCATIONS, close_small_year


@pytest.fixture
def site(autumn: Seed, tmp_path: Path) -> Iterator[Site]:
    """The first half-year closed, the year not."""
    copy = autumn.copy(tmp_path / "school")
    yield copy.site
    copy.drop()


def spoil(site: Site, *locations: str) -> None:
    """Flip a byte of the first period journal in these locations."""
    for name in locations:
        pdf = min((site.location(name) / "records").rglob("record.pdf"))
        data = bytearray(pdf.read_bytes())
        data[len(data) // 2] ^= 1
        pdf.write_bytes(data)


def close(site: Site) -> str | None:
    """The code of what stopped the closing of the year, or None."""
    with site.workshop() as workshop:
        try:
            close_small_year(workshop)
        except LetopisError as error:
            return error.code
    return None


def class_journal(site: Site) -> str:
    """The state of the class journal."""
    with site.workshop() as workshop, workshop.transaction() as session:
        query = select(Record.state).where(Record.kind == RecordKind.CLASS_JOURNAL.value)
        return session.scalars(query).one()


def test_a_source_damaged_in_every_location_stops_the_class_journal(site: Site) -> None:
    spoil(site, *LOCATIONS)
    assert (close(site), class_journal(site)) == ("source.lost", RecordState.COMPOSED)


def test_a_source_damaged_in_one_location_is_taken_from_the_other(site: Site) -> None:
    spoil(site, LOCATIONS[0])
    assert (close(site), class_journal(site)) == (None, RecordState.REPLICATED)


def test_a_source_whose_signatures_do_not_validate_stops_the_class_journal(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise SignatureInvalid(Reason.BROKEN, "Teacher")

    monkeypatch.setattr("retention.sealed.validate", refuse)
    assert (close(site), class_journal(site)) == ("signature.broken", RecordState.COMPOSED)


def test_a_class_journal_that_was_stopped_is_finished_once_the_source_is_mended(site: Site) -> None:
    pdf = min((site.location(LOCATIONS[0]) / "records").rglob("record.pdf"))
    whole = pdf.read_bytes()
    spoil(site, *LOCATIONS)
    close(site)
    pdf.write_bytes(whole)
    assert (close(site), class_journal(site)) == (None, RecordState.REPLICATED)
