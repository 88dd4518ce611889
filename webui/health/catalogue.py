"""† Reads the opened installation's database and locations -> facts for the rules of the doctor.

It checks no copy and no signature: `letopis verify` does. It changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records import wall
from records.actor import Role
from records.lifecycle import ReplicaState
from records.log.errors import NoteError
from records.log.store import LogEvent, LogHead
from records.registers.dossier import holds_on, term_of
from records.registers.tables import Dossier
from records.school.tables import School
from records.times import local
from retention.declined import declined_records
from retention.errors import LocationError
from retention.lacking import people_without_key
from retention.publication import published_head
from retention.replica import Replica
from retention.waiting import count_late
from signing.authority import SchoolAuthority
from signing.credential import certificate_facts
from webui.accounts.passkeys import passkeys_of
from webui.accounts.posts import posts_of
from webui.accounts.second_factor import Demand, demanded
from webui.accounts.sessions import open_account
from webui.accounts.tables import Account
from webui.health.keeping import CopyFacts, DossierFact, SigningFacts
from webui.health.people import AccountFact, PeopleFacts
from webui.health.post import REMEMBERED, PostFacts
from webui.health.proof import ProofFacts
from webui.health.setup import DatabaseFacts
from webui.installation import Installation
from webui.mail.tables import Letter, LetterState

_SIGNATURE = "\n— "  # each line of a note that a signature stands on (C2SP signed-note)


def database_of(session: Session, opened: Installation) -> DatabaseFacts:
    """Whom the database lets do what."""
    connection = session.connection()
    schools = select(func.count()).select_from(School)
    passwords = select(func.count()).where(
        Account.school_id == opened.workshop.school, Account.password.is_not(None)
    )
    in_file = session.scalars(schools).one() if connection.dialect.name == "sqlite" else 0
    return DatabaseFacts(
        opened.settings.demo, wall.exempt_role(connection), in_file, session.scalars(passwords).one()
    )


def proof_of(session: Session, opened: Installation) -> ProofFacts:
    """The log, the locations' copies of it, and who signs."""
    workshop = opened.workshop
    event, head = LogEvent, LogHead
    newest = select(event.at).where(event.school_id == workshop.school).order_by(event.id.desc()).limit(1)
    notes = session.execute(select(head.size, head.note).where(head.school_id == workshop.school)).all()
    authority = workshop.authority
    return ProofFacts(
        demo=opened.settings.demo,
        newest_event=session.scalar(newest),
        log_size=max((row.size for row in notes), default=0),
        cosigned_heads=sum(row.note.count(_SIGNATURE) > 1 for row in notes),
        published=tuple(_published(opened)),
        own_timestamps=isinstance(authority, SchoolAuthority),
        authority_until=min(
            issuer.certificate.not_valid_after_utc for issuer in (authority.issuer, authority.tsa)
        ),
        server_keys=workshop.policy(session).server_keys,
        outside_lists=tuple(
            (certificate_facts(one.certificate).name, one.next_update)
            for one in authority.outside.authorities()
            if not one.retired
        ),
    )


def _published(opened: Installation) -> Iterator[tuple[str, int]]:
    for location in opened.workshop.locations:
        try:
            head = published_head(opened.workshop, location)
        except NoteError:
            head = None  # no head of this log at all
        except LocationError:
            continue  # that the location is away is said by the rules of places
        yield location.name, head.size if head else 0


def signing_of(session: Session, opened: Installation, at: datetime) -> SigningFacts:
    """What waits to be signed for too long, what was declined, and who has not the key that is asked for."""
    school = opened.workshop.school
    today = local(at, opened.workshop.zone(session)).date()
    lacking = people_without_key(opened.workshop, session, at)
    return SigningFacts(count_late(session, school, today), len(declined_records(session, school)), lacking)


def copies_of(session: Session, school: str) -> tuple[CopyFacts, ...]:
    """The copies of every location."""
    rows: dict[str, list[Replica]] = defaultdict(list)
    query = select(Replica).where(Replica.school_id == school, Replica.state != ReplicaState.ERASED)
    for row in session.scalars(query.order_by(Replica.location)):
        rows[row.location].append(row)
    return tuple(_copies(location, found) for location, found in rows.items())


def _copies(location: str, rows: list[Replica]) -> CopyFacts:
    working = (ReplicaState.HEALTHY, ReplicaState.WRITING)
    return CopyFacts(
        location, sum(row.state not in working for row in rows), tuple(row.checked_at for row in rows)
    )


def dossiers_of(session: Session, school: str, zone: str) -> tuple[DossierFact, ...]:
    """Every dossier whose term runs or that is held."""
    dossiers = session.scalars(select(Dossier).where(Dossier.school_id == school).order_by(Dossier.heading))
    return tuple(_dossier(session, dossier, zone) for dossier in dossiers)


def _dossier(session: Session, dossier: Dossier, zone: str) -> DossierFact:
    term = term_of(session, dossier, zone)
    held = tuple(hold.set_at for hold in holds_on(session, dossier.school_id, dossier.id))
    return DossierFact(dossier.heading, term.act_from if term else None, held)


def people_of(session: Session, opened: Installation, at: datetime) -> PeopleFacts:
    """The accounts in force."""
    school = session.get_one(School, opened.workshop.school)
    rows = session.scalars(select(Account).where(Account.school_id == school.id).order_by(Account.login))
    return PeopleFacts(
        opened.settings.demo,
        tuple(_account(session, row, school, at) for row in rows if open_account(row, at, school.zone)),
        frozenset(role for role in Role if demanded(school.policy, {role}) is not Demand.NONE),
    )


def post_of(session: Session, opened: Installation, at: datetime) -> PostFacts:
    """How the letters fare."""
    of_school = Letter.school_id == opened.workshop.school
    given_up = select(func.count()).where(
        of_school, Letter.state == LetterState.GIVEN_UP.value, Letter.ended_at > at - REMEMBERED
    )
    oldest = select(func.min(Letter.made_at)).where(of_school, Letter.ended_at.is_(None))
    settings = opened.settings
    return PostFacts(
        settings.demo,
        settings.mail is not None,
        settings.site,
        session.scalars(given_up).one(),
        session.scalars(oldest).one(),
    )


def _account(session: Session, row: Account, school: School, at: datetime) -> AccountFact:
    posts = posts_of(session, school.id, row.person_id, local(at, school.zone).date())
    roles = {post.role for post in posts}
    demand, passkeys = demanded(school.policy, roles), bool(passkeys_of(session, school.id, row.id))
    content = passkeys or (demand is Demand.ANY and row.totp is not None)
    return AccountFact(row.login, demand is not Demand.NONE, content, bool(posts))
