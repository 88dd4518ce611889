"""Questions to qualified certificates, answered by files: which are open, and which signature answers which.

A signature is matched by the digest that it itself names (messageDigest, RFC 5652, 11.2), whatever its file is called;
that it holds is asked when it is taken (steps/question.py).
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from records.actor import Actor
from records.errors import InputError
from records.registers.tables import Record
from retention.workshop import Workshop
from signing.detached import read_detached, readable
from signing.enrolment import Certificate, Held
from signing.question import SigningQuestion


@dataclass(frozen=True, slots=True)
class Open:
    """A question that waits for a file: the record's title, until when, the digest asked for, under which power."""

    id: str
    record: str
    title: str
    until: datetime
    digest: bytes
    power: str | None


def open_questions(workshop: Workshop, actor: Actor, at: datetime) -> tuple[Open, ...]:
    """The actor's open questions to qualified certificates, of each record the newest, by title."""
    row = SigningQuestion
    query = (
        select(row, Record.title)
        .join(Record, (Record.school_id == row.school_id) & (Record.id == row.record_id))
        .join(
            Certificate,
            (Certificate.school_id == row.school_id) & (Certificate.sha256 == row.certificate),
        )
        .where(row.school_id == workshop.school, row.person_id == actor.person)
        .where(row.account_id == actor.account, row.answered_at.is_(None))
        .where(row.asked_at <= at, row.until >= at, Certificate.held == Held.QUALIFIED.value)
        .order_by(row.asked_at, row.id)
    )
    with workshop.reading() as session:
        newest = {one.record_id: _shown(one, title) for one, title in session.execute(query)}
    return tuple(sorted(newest.values(), key=lambda one: (one.title, one.record)))


def _shown(row: SigningQuestion, title: str) -> Open:
    return Open(row.id, row.record_id, title, row.until, base64.b64decode(row.asked), row.power)


def matched(waiting: Sequence[Open], given: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Question -> signature, of the files given, each with its name.

    Raises InputError (sign.no_match, sign.two_match) when one answers no question, or two the same.
    """
    by_digest = {one.digest: one for one in waiting}
    found: dict[str, bytes] = {}
    for name, signature in given:
        asked = by_digest.get(_named_digest(signature))
        if asked is None:
            raise InputError(
                "sign.no_match",
                f"«{name}» — подпись не того, что сейчас ждёт подписи: другой файл, вложенная подпись или время вышло. "
                "Ничего не подписано: скачайте файлы и подпишите их заново.",
                f"'{name}' signs nothing that waits now: another file, not a detached signature, or too late; nothing "
                "was signed, download the files and sign them again",
            )
        if asked.id in found:
            raise InputError(
                "sign.two_match",
                f"«{asked.title}»: загружены две подписи. Ничего не подписано: оставьте одну.",
                f"'{asked.title}' has two signatures; nothing was signed, leave one of them",
            )
        found[asked.id] = signature
    return found


def _named_digest(signature: bytes) -> bytes:
    """The digest that a CMS says it signs; b"" where it says none. Raises SigningRefusedError signing.cms_…"""
    signed = read_detached(signature)
    with readable():
        attributes = signed["signer_infos"][0]["signed_attrs"]
        named = [one["values"][0].native for one in attributes if one["type"].native == "message_digest"]
        return bytes(named[0]) if named else b""
