"""Papers that the school has issued: the log is their register (an event each, no table beside it).

A paper's code names its event, and the event the paper's content by digest. A crash between event and print leaves a
number that no sheet bears, as in a register kept by pen. What the paper says is not kept: the school keeps its file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.identity import Entropy, random_id
from records.log.audit import EventKind, append_event
from records.log.event import entry_of
from records.log.store import LogEvent


@dataclass(frozen=True, slots=True)
class Paper:
    """What is issued: the form's name, its title, its content's digest (SHA-256, hex), the class that it is about."""

    form: str
    title: str
    digest: str
    class_id: str | None = None


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper of the register: its id, what it is, and when it was issued."""

    id: str
    paper: Paper
    at: datetime


def issue_paper(
    session: Session, actor: Actor, paper: Paper, at: datetime, entropy: Entropy
) -> tuple[str, int]:
    """Enter a paper into the log; its new id, and the id of the event (not its place in the tree)."""
    number = random_id(entropy)
    subject = {"paper": number, "form": paper.form, "title": paper.title, "digest": paper.digest}
    about = {**subject, "class": paper.class_id}
    return number, append_event(session, actor.school, EventKind.PAPER_ISSUED, actor, at, about, entropy)


def find_issued(session: Session, school: str, place: int) -> IssuedPaper | None:
    """The paper whose event stands at that place of the tree; None for another event, an erased or an altered one."""
    row = session.scalar(
        select(LogEvent).where(
            LogEvent.school_id == school,
            LogEvent.idx == place,
            LogEvent.kind == EventKind.PAPER_ISSUED.value,
        )
    )
    if row is None or row.body is None or row.salt is None or entry_of(row.salt, row.body) != row.entry:
        return None
    told = json.loads(row.body)["subject"]
    return IssuedPaper(
        told["paper"], Paper(told["form"], told["title"], told["digest"], told["class"]), row.at
    )
