"""The command `report-signatures`: make the validation report of a record a record, for the person who will sign it.

It orders and prints; `letopis sign` signs, and takes the report into its copies.
"""

from __future__ import annotations

from datetime import datetime

import click
from sqlalchemy.orm import Session

from records.actor import Actor, Role
from records.errors import StateError
from records.registers.kinds import RecordKind
from records.registers.record import get_record
from records.school.signing_rules import MAY_SIGN
from records.school.staff import holders
from records.times import local
from retention import conveyor
from retention.publication import publish
from retention.reporting import Order, order_report, seen_of
from retention.validation import validate_record
from retention.workshop import Workshop
from webui.cli.context import installation, now, say_json
from webui.cli.sign import person_named


@click.command(name="report-signatures")
@click.argument("record")
@click.option("--as", "name", required=True, help="Фамилия, имя, отчество: кто заказывает и подпишет отчёт.")
@click.option("--json", "as_json", is_flag=True, help="Номер и название отчёта в JSON.")
def report_signatures(record: str, name: str, as_json: bool) -> None:
    """Оформить отчёт о проверке подписей документом: его подписывает тот, кто заказал, и он хранится в архиве."""
    opened = installation()
    workshop, at = opened.workshop, now(opened)
    actor = person_named(workshop, name)
    with workshop.transaction() as session:
        role = _role_of(session, workshop, actor, at)
    seen = seen_of(validate_record(workshop, record, at))
    report = order_report(workshop, actor, role, Order(record, at, seen), at)
    conveyor.go_on(workshop, report, at)
    publish(workshop, at)
    with workshop.transaction() as session:
        title = get_record(session, workshop.school, report).title
    if as_json:
        say_json({"id": report, "title": title})
    else:
        click.echo(f"{report}  {title}: ждёт подписи. Подписать: letopis sign {report} --as «{name}»")


def _role_of(session: Session, workshop: Workshop, actor: Actor, at: datetime) -> Role:
    """The post in which a person orders a report. Raises StateError where none lets them."""
    on = local(at, workshop.zone(session)).date()
    for role in MAY_SIGN[RecordKind.SIGNATURE_REPORT]:
        if actor.person in holders(session, workshop.school, role, on):
            return role
    raise StateError(
        "report.not_in_post",
        "Отчёт, который будет подписан, заказывает завуч или директор. Укажите одного из них в --as.",
        "a report that is to be signed is ordered by a deputy head or the director; name one of them by --as",
    )


COMMANDS = (report_signatures,)
