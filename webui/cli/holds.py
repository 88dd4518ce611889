"""Commands of terms and holds: due, hold, unhold."""

from __future__ import annotations

from datetime import datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor, Role
from records.digest import Json
from records.registers.dossier import holds_on, lift_hold, set_hold, term_of
from records.registers.tables import Dossier, FilePlanEntry, Record
from records.school.staff import holder
from records.times import local
from retention.publication import publish
from retention.workshop import Workshop
from webui.cli.context import installation, now, say_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Отчёт в JSON.")
def due(as_json: bool) -> None:
    """Сроки хранения словами: что в какой акт может войти и что этому мешает."""
    opened = installation()
    with opened.workshop.transaction() as session:
        zone = opened.workshop.zone(session)
        today = local(now(opened), zone).date()
        rows = [_due(session, opened.workshop, dossier, zone) for dossier in _dossiers(session, opened.workshop)]
    if as_json:
        say_json([{**row, "today": today.isoformat()} for row in rows])
        return
    for row in rows:
        click.echo(f"{row['index']}  {row['heading']}  (документов: {row['records']})")
        click.echo(f"    {row['term']}")
        for hold in row["holds"]:
            click.echo(f"    Уничтожение запрещено: {hold}")
    if not rows:
        click.echo("Дел пока нет.")


def _dossiers(session: Session, workshop: Workshop) -> list[Dossier]:
    query = select(Dossier).where(Dossier.school_id == workshop.school)
    return list(session.scalars(query.order_by(Dossier.heading)))


def _due(session: Session, workshop: Workshop, dossier: Dossier, zone: str) -> dict[str, Json]:
    entry = session.get_one(FilePlanEntry, (workshop.school, dossier.entry_id))
    term = term_of(session, dossier, zone)
    records = select(Record.id).where(Record.school_id == workshop.school, Record.dossier_id == dossier.id)
    return {
        "dossier": dossier.id,
        "index": entry.index,
        "heading": dossier.heading,
        "records": len(session.scalars(records).all()),
        "term": term.words() if term else "Дело не закрыто: срок начнётся с 1 января после закрытия.",
        "retain_until": term.last_day.isoformat() if term and term.last_day else None,
        "act_from": term.act_from.isoformat() if term and term.act_from else None,
        "holds": [f"{h.reason} ({h.order_no}) [{h.id}]" for h in holds_on(session, workshop.school, dossier.id)],
    }


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
        row = set_hold(session, _director(session, opened.workshop, at), dossier, reason, order_no, at, workshop.entropy)
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
