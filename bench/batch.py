"""A batch of period journals that wait for their last signature, of a person whose key lies in a browser.

The records are real: cut off, printed and signed by their teachers in a made-up school. The bench plays the browser,
its key costs next to nothing. It measures nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bench.classes import class_name, school_with_classes
from bench.school import AT, DirectRunner, collector_at_rest, opened, quarter_keys
from records.actor import Actor, Role
from records.gradebook.reading import JournalKey
from records.lifecycle import RecordState
from records.registers.record import get_record
from records.school.staff import holder
from retention.closing import Task, close_period
from retention.conveyor import advance, state_of
from retention.signatures import answer_questions
from retention.staging import fetch
from retention.steps.asked import current_file, requests_of
from retention.steps.question import Question, put_answer, put_question
from retention.workshop import Workshop
from signing.enrolment import Certificate
from signing.invitation import invite
from signing.registration import begin, complete

QUARTER: Final = 1
JOURNALS: Final = 15  # of a class of the sample
_HALF: Final = 32  # octets of either number of a P-256 signature


@dataclass(frozen=True, slots=True)
class Owner:
    """Who signs, with a key that no server has: its certificate, and the digest by which the catalogue knows it."""

    actor: Actor
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    sha256: str

    def signature(self, data: bytes) -> bytes:
        """What the browser answers (W3C WebCrypto, 23.7): two numbers side by side."""
        return _signature(self.key, data)


@dataclass(frozen=True, slots=True)
class Batch:
    """An installation where documents wait for their owner: the file of each record, by digest."""

    data: Path
    owner: Owner
    waiting: Mapping[str, str]
    files: Sequence[bytes]


@contextmanager
def batch_of(documents: int) -> Iterator[Batch]:
    """A batch of that many documents, gone afterwards."""
    journals = min(documents, JOURNALS)
    classes = -(-documents // journals)
    with school_with_classes(classes, journals) as data:
        with opened(data) as workshop:
            waiting: dict[str, str] = {}
            for number in range(classes):
                wanted = min(journals, documents - len(waiting))
                keys = quarter_keys(workshop, QUARTER, wanted, class_name(number))
                waiting |= _up_to_the_last(workshop, keys)
            files = [fetch(workshop.locations, digest) for digest in waiting.values()]
            owner = _let_in(workshop)
        yield Batch(data, owner, waiting, files)


def ask_all(workshop: Workshop, batch: Batch, at: datetime = AT) -> list[Question]:
    """The first half: what the key has to sign of each document."""
    owner = batch.owner
    return [
        put_question(workshop, owner.actor, owner.sha256, record, file, "", at)
        for record, file in batch.waiting.items()
    ]


def answer_all(workshop: Workshop, batch: Batch, questions: Sequence[Question], at: datetime = AT) -> None:
    """The second half: take the answers, and put each into its file, validated and entered."""
    answers = {one.id: batch.owner.signature(one.asked) for one in questions}
    answer_questions(workshop, batch.owner.actor, answers, at)
    for one in questions:
        with collector_at_rest():
            put_answer(workshop, one.id, at)


class _UpToTheLast(DirectRunner):
    """Takes records as far as to their last signature."""

    def __init__(self, workshop: Workshop) -> None:
        super().__init__(workshop)
        self._school = workshop

    def run(self, task: Task, keys: Sequence[str], at: datetime, title: str) -> None:
        """Do the task for every key, but sign nothing last."""
        if task is not Task.COMPLETE:
            super().run(task, keys, at, title)
            return
        for record in keys:
            while not _waits_for_the_last(self._school, record):
                advance(self._school, record, at)


def _waits_for_the_last(workshop: Workshop, record: str) -> bool:
    if state_of(workshop, record) is not RecordState.SIGNING:
        return False
    with workshop.reading() as session:
        *before, _ = requests_of(session, workshop.school, record)
        return all(one.signed_at for one in before)


def _up_to_the_last(workshop: Workshop, keys: Sequence[JournalKey]) -> dict[str, str]:
    """Close these journals' period but for the last signature; record -> digest of the file that waits."""
    records = close_period(workshop, _UpToTheLast(workshop), keys, AT).records
    with workshop.reading() as session:
        return {
            record: current_file(
                get_record(session, workshop.school, record), requests_of(session, workshop.school, record)
            )
            for record in records
        }


def _let_in(workshop: Workshop) -> Owner:
    """The deputy head, with a fresh key of a browser."""
    key, entropy = ec.generate_private_key(ec.SECP256R1()), workshop.entropy
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    with workshop.transaction() as session:
        actor = Actor(holder(session, workshop.school, Role.DEPUTY_HEAD, AT.date()), "bench", workshop.school)
        code = invite(session, actor, actor.person, AT, entropy)
        which, info = begin(session, actor, workshop.authority, code, spki, "Кабинет 12", AT, entropy)
        session.flush()
        row: Certificate = complete(
            session, actor, workshop.authority, which, _signature(key, info), AT, entropy
        )
        return Owner(actor, key, row.x509(), row.sha256)


def _signature(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    r, s = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(_HALF) + s.to_bytes(_HALF)
