"""Commands about one record that waits for signatures: sign, decline, resend (a demo installation's, R70)."""

from __future__ import annotations

import click
from sqlalchemy import select

from records.actor import Actor
from records.errors import NotFoundError
from records.lifecycle import RecordState
from records.registers.record import get_record
from records.school.tables import Person
from retention import conveyor
from retention.publication import publish
from retention.resending import resend
from retention.runlock import working
from retention.steps.asked import current_file, requests_of
from retention.steps.decline import decline
from retention.steps.sign import sign_next
from retention.workshop import Workshop
from webui.cli.context import installation, now

_record = click.argument("record")
_as = click.option("--as", "name", required=True, help="Фамилия, имя, отчество сотрудника.")


def person_named(workshop: Workshop, name: str) -> Actor:
    """The member of staff of that name, at the console. Raises NotFoundError."""
    query = select(Person.id).where(Person.school_id == workshop.school, Person.name == name)
    with workshop.transaction() as session:
        person = session.scalar(query)
    if person is None:
        raise NotFoundError("person.unknown", f"Сотрудника «{name}» нет.", f"there is no person {name!r}")
    return Actor(person, "console", workshop.school)


def _title(workshop: Workshop, record: str) -> str:
    with workshop.transaction() as session:
        return get_record(session, workshop.school, record).title


@click.command()
@_record
@_as
def sign(record: str, name: str) -> None:
    """Подписать документ ключом, который хранит сервер (учебная установка)."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    title, person = _title(workshop, record), person_named(workshop, name).person
    with working(workshop.run_lock):
        sign_next(workshop, record, person, at)
    stands = conveyor.go_on(workshop, record, at)  # after the last signature into its copies
    publish(workshop, at)
    kept = " Документ в хранилищах." if stands is RecordState.REPLICATED else ""
    click.echo(f"Подписано: {title}.{kept}")


@click.command(name="decline")
@_record
@_as
@click.option("--reason", required=True, help="Что не так, словами.")
def decline_command(record: str, name: str, reason: str) -> None:
    """Отказаться подписать документ: его никто не подпишет, пока его не исправят или не отправят снова."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    with workshop.transaction() as session:
        row = get_record(session, workshop.school, record)
        file, title = current_file(row, requests_of(session, workshop.school, record)), row.title
    decline(workshop, person_named(workshop, name), record, file, reason, at)
    publish(workshop, at)
    click.echo(f"Отказано в подписи: {title}.")


@click.command(name="resend")
@_record
@_as
@click.option("--reason", required=True, help="Почему исправлять нечего, словами.")
def resend_command(record: str, name: str, reason: str) -> None:
    """Отправить документ, в подписи которого отказано, снова: следующей редакцией, подписи собираются заново."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    resend(workshop, person_named(workshop, name), record, reason, at)
    with workshop.transaction() as session:
        after = get_record(session, workshop.school, record).replaced_by_id or ""
    conveyor.go_on(workshop, after, at)
    publish(workshop, at)
    click.echo(f"Отправлено снова: {_title(workshop, after)}, документ {after}.")


COMMANDS = (sign, decline_command, resend_command)
