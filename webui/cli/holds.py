"""Commands of terms and holds: due, hold, unhold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.actor import Actor, Role
from records.digest import Json
from records.registers.dossier import holds_on, lift_hold, set_hold, term_of
from records.registers.tables import Dossier, FilePlanEntry, Record
from records.registers.term import StorageTerm
from records.school.staff import holder
from records.sheets import Cell
from records.times import local
from retention.publication import publish
from retention.workshop import Workshop
from webui.cli.context import installation, now, say_json
from webui.cli.form import Form, report_form, say_csv

_HEADINGS = (
    "Индекс",
    "Дело",
    "Документов",
    "Хранить до",
    "В акт не ранее",
    "Уничтожение запрещено",
    "Срок",
    "Номер дела",
)


@dataclass(frozen=True, slots=True)
class _Due:
    """A dossier with its term and what stands in the way of its destruction."""

    dossier: str
    index: str
    heading: str
    records: int
    term: StorageTerm | None
    holds: list[str]

    @property
    def words(self) -> str:
        return self.term.words() if self.term else "Дело не закрыто: срок начнётся с 1 января после закрытия."

    def cells(self) -> tuple[Cell, ...]:
        last_day, act_from = (self.term.last_day, self.term.act_from) if self.term else (None, None)
        held = ", ".join(self.holds)
        return (self.index, self.heading, self.records, last_day, act_from, held, self.words, self.dossier)

    def json(self) -> Json:
        term = self.term
        return {
            "dossier": self.dossier,
            "index": self.index,
            "heading": self.heading,
            "records": self.records,
            "term": self.words,
            "retain_until": term.last_day.isoformat() if term and term.last_day else None,
            "act_from": term.act_from.isoformat() if term and term.act_from else None,
            "holds": self.holds,
        }


@click.command()
@report_form
def due(form: Form) -> None:
    """Сроки хранения словами: что в какой акт может войти и что этому мешает."""
    opened = installation()
    with opened.workshop.transaction() as session:
        zone = opened.workshop.zone(session)
        rows = [
            _due(session, opened.workshop, dossier, zone) for dossier in _dossiers(session, opened.workshop)
        ]
    if form is Form.JSON:
        say_json([row.json() for row in rows])
    elif form is Form.CSV:
        say_csv(_HEADINGS, [row.cells() for row in rows])
    else:
        _say_due(rows)


def _say_due(rows: list[_Due]) -> None:
    for row in rows:
        click.echo(f"{row.index}  {row.heading}  (документов: {row.records})\n    {row.words}")
        for held in row.holds:
            click.echo(f"    Уничтожение запрещено: {held}")
    if not rows:
        click.echo("Дел пока нет.")


def _dossiers(session: Session, workshop: Workshop) -> list[Dossier]:
    query = select(Dossier).where(Dossier.school_id == workshop.school)
    return list(session.scalars(query.order_by(Dossier.heading)))


def _due(session: Session, workshop: Workshop, dossier: Dossier, zone: str) -> _Due:
    entry = session.get_one(FilePlanEntry, (workshop.school, dossier.entry_id))
    records = select(func.count()).where(Record.school_id == workshop.school, Record.dossier_id == dossier.id)
    held = holds_on(session, workshop.school, dossier.id)
    return _Due(
        dossier.id,
        entry.index,
        dossier.heading,
        session.scalars(records).one(),
        term_of(session, dossier, zone),
        [f"{h.reason} ({h.order_no}) [{h.id}]" for h in held],
    )


@click.group()
def hold() -> None:
    """Запрет на уничтожение дела."""


@hold.command(name="set")
@click.argument("dossier")
@click.option("--reason", required=True, help="Почему дело нельзя уничтожать.")
@click.option("--order", "order_no", required=True, help="Номер и дата приказа или запроса.")
def set_command(dossier: str, reason: str, order_no: str) -> None:
    """Запретить уничтожение дела (номер дела показывает letopis due --json)."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    with workshop.transaction() as session:
        row = set_hold(
            session, _director(session, opened.workshop, at), dossier, reason, order_no, at, workshop.entropy
        )
        number = row.id
    publish(workshop, at)
    click.echo(f"Запрет установлен: {number}.")


@hold.command(name="lift")
@click.argument("number")
def lift_command(number: str) -> None:
    """Снять запрет."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    with workshop.transaction() as session:
        lift_hold(session, _director(session, workshop, at), number, at, workshop.entropy)
    publish(workshop, at)
    click.echo(f"Запрет снят: {number}.")


def _director(session: Session, workshop: Workshop, at: datetime) -> Actor:
    on = local(at, workshop.zone(session)).date()
    return Actor(holder(session, workshop.school, Role.DIRECTOR, on), "console", workshop.school)


COMMANDS = (due, hold)
