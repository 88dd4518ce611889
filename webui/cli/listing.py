"""The command `records`: what the archive holds, in words, JSON or a table.

It reads the catalogue and no copy; `verify` reads those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import click
from sqlalchemy.orm import Session

from records.closing.tables import SnapshotRow
from records.digest import Json
from records.registers.dossier import term_of
from records.registers.tables import Dossier, Record
from records.school.tables import SchoolClass, SchoolYear
from records.sheets import Cell
from records.times import rfc3339
from retention.replica import Replica
from retention.steps.asked import declined_of, requests_of
from retention.verify import records_of
from signing.request import SignatureRequest
from webui.cli.context import installation, say_json
from webui.cli.form import Form, report_form, say_csv
from webui.installation import Installation
from webui.status.words import RU

_HEADINGS = (
    "Номер",
    "Документ",
    "Класс",
    "Учебный год",
    "Редакция",
    "Стадия",
    "Подписей",
    "Хранить до",
    "Хранилища",
    "Папки",
)


@dataclass(frozen=True, slots=True)
class _Listed:
    """A record with its class, year, last day of keeping, signatures and places."""

    record: Record
    of_class: str
    year: str
    last_day: date | None
    snapshot: str
    requests: Sequence[SignatureRequest]
    places: Mapping[str, str]

    @property
    def signed(self) -> int:
        return sum(request.signed_at is not None for request in self.requests)

    def words(self) -> str:
        places = ", ".join(self.places) or "—"
        state = RU[self.record.state]
        if self.record.revision > 1:
            state = f"редакция {self.record.revision} взамен {self.record.replaces_id}, {state}"
        if refused := declined_of(self.requests):
            state = f"{state}, отказано: {refused.reason}"
        head = f"{self.record.id}  {self.record.title}"
        return f"{head}\n    {state}; подписей {self.signed}; хранилища: {places}"

    def cells(self) -> tuple[Cell, ...]:
        record = self.record
        names, paths = ", ".join(self.places), ", ".join(self.places.values())
        return (
            *(record.id, record.title, self.of_class, self.year, record.revision, RU[record.state]),
            *(self.signed, self.last_day, names, paths),
        )

    def json(self) -> Json:
        record = self.record
        return {
            "id": record.id,
            "kind": record.kind,
            "title": record.title,
            "class": self.of_class,
            "year": self.year,
            "revision": record.revision,
            "replaces": record.replaces_id,
            "replaced_by": record.replaced_by_id,
            "stage": record.state,
            "retain_until": self.last_day.isoformat() if self.last_day else None,
            "snapshot": self.snapshot,
            "rendition": record.rendition_sha256,
            "sealed": record.sealed_sha256,
            "signatures": [_signature(request) for request in self.requests],
            "locations": [{"name": name, "path": path} for name, path in self.places.items()],
        }


def _signature(request: SignatureRequest) -> Json:
    return {
        "role": request.role,
        "person": request.person_id,
        "level": request.level,
        "state": request.state,
        "due": request.due.isoformat() if request.due else None,
        "signed_at": rfc3339(request.signed_at) if request.signed_at else None,
        "declined_at": rfc3339(request.declined_at) if request.declined_at else None,
        "reason": request.reason,
        "certificate": request.certificate,
    }


@click.command()
@click.option("--year", help="Только этот учебный год, например 2025/2026.")
@report_form
def records(form: Form, year: str | None) -> None:
    """Список документов: что это, кем подписано, где лежит, до какого срока хранится."""
    opened = installation()
    found = records_of(opened.workshop, year)
    with opened.workshop.transaction() as session:
        listed = [_listed(session, opened, record) for record in found]
        if form is Form.JSON:
            say_json([one.json() for one in listed])
        elif form is Form.CSV:
            say_csv(_HEADINGS, [one.cells() for one in listed])
        else:
            click.echo("\n".join(one.words() for one in listed) or "Документов пока нет.")


def _listed(session: Session, opened: Installation, record: Record) -> _Listed:
    dossier = session.get_one(Dossier, (record.school_id, record.dossier_id))
    term = term_of(session, dossier, opened.workshop.zone(session))
    return _Listed(
        record,
        session.get_one(SchoolClass, (record.school_id, record.class_id)).name,
        session.get_one(SchoolYear, (record.school_id, record.year_id)).label,
        term.last_day if term else None,
        session.get_one(SnapshotRow, (record.school_id, record.id)).digest,
        requests_of(session, record.school_id, record.id),
        _places(session, opened, record),
    )


def _places(session: Session, opened: Installation, record: Record) -> dict[str, str]:
    """Location name -> the bag's path, relative to the data folder for local locations."""
    places = {}
    for setting in opened.settings.locations:
        row = session.get(Replica, (record.school_id, record.id, setting.name))
        if row:
            places[setting.name] = f"{setting.path}/{row.path}"
    return places


COMMANDS = (records,)
