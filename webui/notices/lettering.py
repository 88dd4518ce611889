"""Notices -> letters for those who want them and have an address, in the transaction that notes it: once a notice.

What happened more than two days ago is told on the site alone: nobody wants a week's letters at once after the worker
stood still. It carries nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.school.tables import School
from webui.installation import Installation
from webui.mail.addresses import address_of
from webui.mail.carrier import writes_letters
from webui.mail.writing import addressee, write
from webui.notices.kinds import NoticeKind
from webui.notices.saying import say
from webui.notices.tables import Notice
from webui.notices.telling import wants_letter

FRESH = timedelta(days=2)
A_ROUND = 100


def write_letters(opened: Installation, at: datetime) -> None:
    """Weigh every notice that nobody has weighed, and write what letters are wanted."""
    workshop = opened.workshop
    waiting = select(Notice).where(Notice.school_id == workshop.school, Notice.weighed_at.is_(None))
    with workshop.reading() as session:
        if session.scalars(waiting.limit(1)).first() is None:
            return
    with workshop.transaction() as session:
        rows = waiting.order_by(Notice.at, Notice.id).limit(A_ROUND).with_for_update(skip_locked=True)
        for row in session.scalars(rows).all():
            row.weighed_at = at
            if at - row.at <= FRESH and writes_letters(opened):
                _write(opened, session, row, at)


def _write(opened: Installation, session: Session, row: Notice, at: datetime) -> None:
    kind, address = NoticeKind(row.kind), address_of(session, row.school_id, row.person_id)
    if address and address.confirmed_at and wants_letter(session, row.school_id, row.person_id, kind):
        to = addressee(address)
        zone = session.get_one(School, row.school_id).zone
        sentence = say(kind, row.told, to.language, zone)
        write(opened, session, to, sentence.title, sentence.text, at)
