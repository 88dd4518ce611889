"""What the tests of reports that are records do in place of people: open the report, order it, sign it."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from records.closing.tables import SnapshotRow
from records.registers.tables import Record
from retention.steps.compose_report import judged_by
from retention.workshop import Workshop
from tests.flow.site import Site
from tests.webui.closing.desk import sign_all, work
from tests.webui.closing.test_archive_pages import record_page
from tests.webui.visitors import DEPUTY, signed_in

BUTTON = "Оформить отчёт документом"


def shown(client: FlaskClient, record: str) -> dict[str, str]:
    """What the form of the report's page sends: the moment and the digest of what is shown."""
    page = client.get(f"{record}/signatures").text
    return dict(re.findall(r'<input type="hidden" name="(at|seen)" value="([^"]+)">', page))


def order(client: FlaskClient, record: str) -> str:
    """The address of the report that was ordered of the record at that address."""
    answer = client.post(f"{record}/signatures/order", data=shown(client, record))
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def archived(app: Flask, site: Site, name: str = DEPUTY) -> tuple[str, str]:
    """The addresses of a record and of the report on it that this person ordered and signed."""
    client = signed_in(app, name)
    record = record_page(client)
    report = order(client, record)
    work(site)
    sign_all(site)
    return record, report


def reports(workshop: Workshop) -> list[Record]:
    """The reports of the catalogue in the order of their making."""
    with workshop.reading() as session:
        rows = session.scalars(select(Record).order_by(Record.created_at, Record.revision, Record.id)).all()
    return [row for row in rows if judged_by(row)]


def id_of(place: str) -> str:
    """The id of the record at that address."""
    return place.rpartition("/")[2]


def body_of(workshop: Workshop, record: str) -> Any:
    """The body of its snapshot."""
    with workshop.reading() as session:
        return json.loads(session.get_one(SnapshotRow, (workshop.school, record)).body)
