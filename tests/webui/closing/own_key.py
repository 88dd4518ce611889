"""A person of the small school with a signing key of their own, which the test holds in the browser's place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from records.actor import Actor
from retention.steps.question import Question, put_question
from retention.workshop import Workshop
from signing.invitation import invite
from signing.registration import begin, complete
from tests.flow.site import AT
from tests.signing.browser_key import BrowserKey
from tests.webui.closing.desk import waiting


@dataclass(frozen=True)
class Owner:
    """Somebody with a key: who acts, the key, the digest of its certificate."""

    actor: Actor
    key: BrowserKey
    certificate: str


def owner(workshop: Workshop, actor: Actor, at: datetime = AT, label: str = "Кабинет 12") -> Owner:
    """Let a fresh key of this person in."""
    key, entropy = BrowserKey(), workshop.entropy
    with workshop.transaction() as session:
        code = invite(session, actor, actor.person, at, entropy)
        which, info = begin(session, actor, workshop.authority, code, key.spki, label, at, entropy)
        session.flush()
        row = complete(session, actor, workshop.authority, which, key.sign(info), at, entropy)
        return Owner(actor, key, row.sha256)


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
