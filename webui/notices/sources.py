"""What the log tells whom: a table of event kinds -> the people that an event is news to, and what they are told.

Ids, titles and days enter a notice; no pupil's name, no mark and no text that somebody typed. An event whose content
was erased is news to nobody. It writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Role
from records.amendments.tables import AmendedValue
from records.gradebook.tables import Remark
from records.log.event import EventKind
from records.registers.tables import Record
from records.school.staff import signer_of
from records.school.tables import Appointment, Person
from records.times import local, rfc3339
from webui.accounts.posts import in_force
from webui.accounts.tables import Account, AccountSession
from webui.notices.journals import journals_titled
from webui.notices.kinds import NoticeKind
from webui.notices.saying import device
from webui.notices.telling import News

WATCHES: Final = (Role.ADMINISTRATOR, Role.SECRETARY, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the log as it is read here."""

    id: int
    kind: EventKind
    at: datetime
    actor: Mapping[str, str | None]
    subject: Mapping[str, str]
    school: str
    zone: str

    @property
    def key(self) -> str:
        """What notices of this event are told once by."""
        return f"event:{self.id}"


Source = Callable[[Session, Told], Iterator[News]]


def news_of(session: Session, told: Told) -> Iterator[News]:
    """To whom the event is news, and what they are told."""
    yield from SOURCES[told.kind](session, told)


def _of_account(kind: NoticeKind) -> Source:
    def told_to_its_owner(session: Session, told: Told) -> Iterator[News]:
        account = session.get(Account, (told.school, told.subject.get("account", "")))
        if account:
            said = {"moment": rfc3339(told.at), "address": told.subject.get("address", "")}
            yield News(account.person_id, kind, told.key, told.at, said)

    return told_to_its_owner


def _signed_in(session: Session, told: Told) -> Iterator[News]:
    """A sign-in is news when the account was used before, and never from this kind of browser and system."""
    here, account = told.actor.get("session"), told.actor.get("account")
    earlier = session.scalars(
        select(AccountSession.agent)
        .where(AccountSession.school_id == told.school, AccountSession.account_id == account)
        .where(AccountSession.id != here, AccountSession.created_at < told.at)
        .distinct()
    ).all()
    found = device(told.subject.get("agent", ""))
    if earlier and found not in {device(agent) for agent in earlier}:
        said = {"device": found, "address": told.subject.get("address", ""), "moment": rfc3339(told.at)}
        yield News(str(told.actor["person"]), NoticeKind.NEW_DEVICE, told.key, told.at, said)


def _delegated(session: Session, told: Told) -> Iterator[News]:
    about = told.subject
    holder = session.get(Person, (told.school, about["holder"]))
    said = {name: about.get(name) or "" for name in ("role", "since", "until", "order")}
    said["holder"] = holder.name if holder else ""
    yield News(about["person"], NoticeKind.DELEGATED, told.key, told.at, said)


def _remarked(session: Session, told: Told) -> Iterator[News]:
    about = told.subject
    remark = session.get(Remark, (told.school, about["remark"]))
    for journal in journals_titled(session, told.school, {about["journal"]}):
        until = remark.deadline.isoformat() if remark and remark.deadline else ""
        said = {
            "journal": journal.title,
            "journal_id": journal.id,
            "period_id": about["period"],
            "until": until,
        }
        yield News(journal.teacher, NoticeKind.REMARK, told.key, told.at, said)


def _amended(session: Session, told: Told) -> Iterator[News]:
    about = told.subject
    touched = session.scalars(
        select(AmendedValue.journal_id)
        .where(AmendedValue.school_id == told.school, AmendedValue.amendment_id == about["amendment"])
        .where(AmendedValue.journal_id.is_not(None))
        .distinct()
    ).all()
    for journal in journals_titled(session, told.school, {one for one in touched if one}):
        said = {"number": about["number"], "date": about["date"], "journal": journal.title}
        key = f"{told.key}:{journal.id}"
        yield News(journal.teacher, NoticeKind.AMENDED, key, told.at, {**said, "journal_id": journal.id})


def _refused(session: Session, told: Told) -> Iterator[News]:
    """Whose entries the record shows, and the deputy heads in office; whoever declined knows it."""
    record, day = session.get(Record, (told.school, told.subject["record"])), local(told.at, told.zone).date()
    if record is None:
        return
    author = signer_of(session, record, Role.TEACHER, day)
    for person in sorted({author, *_holding(session, told.school, (Role.DEPUTY_HEAD,), day)}):
        if person != told.actor["person"]:
            yield News(person, NoticeKind.REFUSED, told.key, told.at, {"title": record.title})


def _holding(session: Session, school: str, roles: Collection[Role], day: date) -> Sequence[str]:
    """The people who hold one of these roles on that day."""
    query = select(Appointment.person_id).where(Appointment.school_id == school, Appointment.role.in_(roles))
    return session.scalars(query.where(in_force(day)).distinct()).all()


def _damaged(session: Session, told: Told) -> Iterator[News]:
    """Once a day for a location, whatever the number of its copies."""
    location, day = told.subject["location"], local(told.at, told.zone).date()
    said = {"location": location, "day": day.isoformat()}
    for person in _holding(session, told.school, WATCHES, day):
        yield News(person, NoticeKind.DAMAGE, f"damage:{location}:{day}", told.at, said)


SOURCES: Mapping[EventKind, Source] = {
    EventKind.SIGNED_IN: _signed_in,
    EventKind.PASSWORD_CHANGED: _of_account(NoticeKind.PASSWORD),
    EventKind.SECOND_FACTOR_CHANGED: _of_account(NoticeKind.FACTOR),
    EventKind.PASSKEY_ADDED: _of_account(NoticeKind.FACTOR),
    EventKind.PASSKEY_REMOVED: _of_account(NoticeKind.FACTOR),
    EventKind.PASSKEY_COPIED: _of_account(NoticeKind.FACTOR),
    EventKind.IDENTITY_LINKED: _of_account(NoticeKind.IDENTITY),
    EventKind.IDENTITY_UNLINKED: _of_account(NoticeKind.IDENTITY),
    EventKind.ACCOUNT_BLOCKED: _of_account(NoticeKind.BLOCKED),
    EventKind.ACCOUNT_RESET: _of_account(NoticeKind.RESET),
    EventKind.ACCOUNT_LOCKED: _of_account(NoticeKind.LOCKED),
    EventKind.POST_DELEGATED: _delegated,
    EventKind.REMARK_MADE: _remarked,
    EventKind.AMENDMENT_ENTERED: _amended,
    EventKind.RECORD_DECLINED: _refused,
    EventKind.REPLICA_DAMAGED: _damaged,
}
