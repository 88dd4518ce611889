"""Commands of terms and holds: due, hold, unhold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import click
from sqlalchemy.orm import Session

from records.actor import CONSOLE, Actor, Role
from records.digest import Json
from records.registers.dossier import lift_hold, set_hold
from records.registers.facts import DossierFacts
from records.registers.reading import read_dossiers
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
    """A dossier with its term and what stands in the way of its destruction, as `due` tells it."""

    dossier: DossierFacts

    @property
    def words(self) -> str:
        term = self.dossier.term
        return term.words() if term else "Дело не закрыто: срок начнётся с 1 января после закрытия."

    @property
    def holds(self) -> list[str]:
        return [f"{hold.reason} ({hold.order_no}) [{hold.id}]" for hold in self.dossier.holds]

    @property
    def last_day(self) -> date | None:
        return self.dossier.term.last_day if self.dossier.term else None

    def cells(self) -> tuple[Cell, ...]:
        of = self.dossier
        held = ", ".join(self.holds)
        return (
            *(of.index, of.heading, len(of.records), self.last_day, of.act_from, held),
            *(self.words, of.id),
        )

    def json(self) -> Json:
        of = self.dossier
        return {
            "dossier": of.id,
            "index": of.index,
            "heading": of.heading,
            "records": len(of.records),
            "term": self.words,
            "retain_until": self.last_day.isoformat() if self.last_day else None,
            "act_from": of.act_from.isoformat() if of.act_from else None,
            "holds": self.holds,
        }


@click.command()
@report_form
def due(form: Form) -> None:
    """Сроки хранения словами: что в какой акт может войти и что этому мешает."""
    opened = installation()
    with opened.workshop.transaction() as session:
        found = read_dossiers(session, opened.workshop.school)
    rows = [_Due(dossier) for dossier in sorted(found, key=lambda dossier: dossier.heading)]
    if form is Form.JSON:
        say_json([row.json() for row in rows])
    elif form is Form.CSV:
        say_csv(_HEADINGS, [row.cells() for row in rows])
    else:
        _say_due(rows)


def _say_due(rows: list[_Due]) -> None:
    for row in rows:
        of = row.dossier
        click.echo(f"{of.index}  {of.heading}  (документов: {len(of.records)})\n    {row.words}")
        for held in row.holds:
            click.echo(f"    Уничтожение запрещено: {held}")
    if not rows:
        click.echo("Дел пока нет.")


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
    return Actor(holder(session, workshop.school, Role.DIRECTOR, on), CONSOLE, workshop.school)


COMMANDS = (due, hold)
