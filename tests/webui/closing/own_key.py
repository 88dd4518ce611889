"""A person of the small school with a signing key of their own, held by the test in place of browser or program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from records.actor import Actor
from retention.steps.question import Question, put_question
from retention.workshop import Workshop
from signing.invitation import invite
from signing.qualified import begin_qualified, complete_qualified, words_of_request
from signing.registration import begin, complete
from tests.flow.site import AT
from tests.signing.browser_key import BrowserKey
from tests.signing.gost_people import GostOwner, Outsiders
from tests.webui.closing.desk import waiting


class Key(Protocol):
    """What signs the octets of a question."""

    def sign(self, asked: bytes) -> bytes:
        """The answer."""


@dataclass(frozen=True)
class Owner:
    """Somebody with a key: who acts, the key, the digest of its certificate."""

    actor: Actor
    key: Key
    certificate: str


@dataclass(frozen=True)
class Qualified:
    """A qualified certificate's key, asked as the plug-in asks it: it signs the digest that it is given."""

    owner: GostOwner

    def sign(self, asked: bytes) -> bytes:
        """The detached CMS."""
        return self.owner.sign_digest(asked)


def owner(workshop: Workshop, actor: Actor, at: datetime = AT, label: str = "Кабинет 12") -> Owner:
    """Let a fresh key of this person in."""
    key, entropy = BrowserKey(), workshop.entropy
    with workshop.transaction() as session:
        code = invite(session, actor, actor.person, at, entropy)
        which, info = begin(session, actor, workshop.authority, code, key.spki, label, at, entropy)
        session.flush()
        row = complete(session, actor, workshop.authority, which, key.sign(info), at, entropy)
        return Owner(actor, key, row.sha256)


def trusted(workshop: Workshop, folder: Path, at: datetime = AT) -> Outsiders:
    """An outside authority that the school trusts."""
    authority = Outsiders.make(folder)
    authority.trusted_by(workshop.authority, at)
    return authority


def registered(workshop: Workshop, actor: Actor, owner: GostOwner, at: datetime = AT) -> Owner:
    """Let a qualified certificate of this person be registered."""
    entropy, outside = workshop.entropy, workshop.authority.outside
    with workshop.transaction() as session:
        which = begin_qualified(session, actor, at, entropy)
        session.flush()
        words, _ = words_of_request(session, actor, which, at)
        row = complete_qualified(session, actor, outside, which, owner.sign(words), at, entropy)
        return Owner(actor, Qualified(owner), row.sha256)


def questions(workshop: Workshop, asked: Owner, at: datetime = AT, order: str = "") -> list[Question]:
    """What the key is asked to sign of all that waits for its owner."""
    person = asked.actor.on_behalf_of or asked.actor.person
    seen = waiting(workshop)[person]
    return [
        put_question(workshop, asked.actor, asked.certificate, record, file, order, at)
        for record, file in sorted(seen.items())
    ]


def answers(asked: Owner, put: list[Question]) -> dict[str, bytes]:
    """The key's signatures."""
    return {one.id: asked.key.sign(one.asked) for one in put}
