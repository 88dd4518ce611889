"""Compares what the catalogue says of a record with the description sealed in its bag (record.json).

Title, term, dossier, digests, signatures and anchor stand in both; the bag is behind its digest, the catalogue
is a table that somebody can edit. It repairs neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress

from sqlalchemy import select

from records.digest import Json
from records.errors import LetopisError
from records.lifecycle import ReplicaState
from records.registers.tables import Record
from retention.description import SCHEMA, describe
from retention.errors import LocationError
from retention.replica import Replica
from retention.verification.broken import UNREADABLE, broken_row
from retention.verification.report import Problem, Report
from retention.workshop import Workshop

DESCRIPTION_IN_BAG = "data/record.json"


def check_catalogue(workshop: Workshop, record: Record, report: Report) -> None:
    """Report what the catalogue says otherwise than the bag. Without a healthy copy there is nothing to compare."""
    try:
        sealed = _sealed_description(workshop, record)
        if sealed is None:
            return
        with workshop.transaction() as session:
            now = describe(session, record, workshop.log_signer.verifier())
    except LetopisError as error:
        report.problems.append(Problem(record.id, "", "", error.code, error.ru, error.en))
        return
    except UNREADABLE as error:
        report.problems.append(broken_row(record.id, error))
        return
    before = json.loads(sealed)
    if now == sealed or before.get("schema") != SCHEMA:
        return
    where = ", ".join(sorted(_differing(before, json.loads(now))))
    ru = f"Каталог говорит о документе не то, что описание в его пакете: {where}. Верен пакет; каталог изменён."
    en = f"the catalogue says otherwise than the description in the bag: {where}; the catalogue was altered"
    report.problems.append(Problem(record.id, "", "", "catalogue.differs", ru, en))


def _sealed_description(workshop: Workshop, record: Record) -> bytes | None:
    """record.json of the first copy that was found healthy."""
    query = select(Replica).where(Replica.school_id == workshop.school, Replica.record_id == record.id)
    with workshop.transaction() as session:
        copies = session.scalars(query.where(Replica.state == ReplicaState.HEALTHY.value)).all()
    paths = {copy.location: copy.path for copy in copies}
    for location in workshop.locations:
        if location.name in paths:
            with suppress(LocationError):
                return location.get(f"{paths[location.name]}/{DESCRIPTION_IN_BAG}")
    return None


def _differing(before: Json, now: Json, place: str = "") -> Iterator[str]:
    """The places in which two JSON values differ: `dossier.term_years`."""
    if isinstance(before, dict) and isinstance(now, dict):
        for name in before.keys() | now.keys():
            yield from _differing(before.get(name), now.get(name), f"{place}.{name}".lstrip("."))
    elif before != now:
        yield place
