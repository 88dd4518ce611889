"""A report on the signatures of the small school's first period journal, ordered, signed and archived in one run."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from records.actor import Role
from records.registers.kinds import RecordKind
from records.registers.tables import Record
from retention.closing import sweep_leftovers
from retention.conveyor import complete
from retention.publication import publish
from retention.reporting import Order, order_report, seen_of
from retention.validation import validate_record
from retention.workshop import Workshop
from tests.flow.amending import LATER, deputy


def report_signatures(workshop: Workshop, at: datetime = LATER) -> None:
    """As the deputy head does; an interrupted run is repeated as it was."""
    with workshop.transaction() as session:
        journals = select(Record.id).where(Record.kind == RecordKind.PERIOD_JOURNAL.value)
        record = session.scalars(journals.order_by(Record.identity)).all()[0]
    order = Order(record, at, seen_of(validate_record(workshop, record, at)))
    report = order_report(workshop, deputy(workshop), Role.DEPUTY_HEAD, order, at)
    publish(workshop, at)
    complete(workshop, report, at)
    publish(workshop, at)
    sweep_leftovers(workshop)
