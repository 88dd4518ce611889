"""Audits the log: in the database and as published in every location, and whether they tell one story.

RFC 9162 tree, C2SP checkpoints and tiles; bodies and salts against their entries. A rolled-back or forked copy is
found by comparing tree heads. It repairs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.errors import LetopisError
from records.log.errors import TileError
from records.log.merkle import root, root_of
from records.log.sequencer import latest_head
from records.log.store import LogHead, LogStore
from records.log.tile_audit import Read, damage
from records.log.tiles import bundle_path, decode_bundle, widths
from records.log.treehead import TreeHead, parse_and_verify
from retention.errors import AbsentError, RetentionError
from retention.location import TRUST, Location
from retention.publication import CHECKPOINT, FOLDER, KEY
from retention.verification.broken import UNREADABLE, broken_table
from retention.verification.log_files import HEADS, check_named, check_others
from retention.verification.report import Problem, Report
from retention.verification.stored_log import EntryTree, check_events, check_tree, signed_head
from retention.workshop import Workshop


@dataclass(frozen=True, slots=True)
class _Stored:
    """The log of the database: its newest head, its entries, the checkpoints that the log's key signed."""

    head: TreeHead
    tree: EntryTree
    notes: dict[int, bytes]

    @property
    def is_sound(self) -> bool:
        """Whether the entries lead to the head."""
        return root(self.tree, self.head.size) == self.head.root


def check_log(workshop: Workshop, report: Report) -> None:
    """Check the log in the database and in each location."""
    try:
        with workshop.transaction() as session:
            stored = _read(workshop, session)
            check_events(session, workshop.school, report)
            if stored.is_sound:
                check_tree(workshop, session, stored.tree, report)
            else:
                ru = "Записи журнала событий в базе не дают подписанного корня."
                en = "the log's entries in the database do not give the signed root"
                report.problems.append(Problem("", "", "", "log.database_altered", ru, en))
    except LetopisError as error:
        report.problems.append(_problem("", "", error))
        return
    except UNREADABLE as error:
        report.problems.append(broken_table(LogHead, "", error))
        return
    for location in workshop.locations:
        _check_location(workshop, location, stored, report)


def _read(workshop: Workshop, session: Session) -> _Stored:
    newest = latest_head(session, workshop.school).head
    tree = EntryTree.of(LogStore(session, workshop.school).entries(0, newest.size))
    rows = session.scalars(select(LogHead).where(LogHead.school_id == workshop.school)).all()
    signed = {row.size: head for row in rows if (head := signed_head(workshop, row))}
    notes = {row.size: row.note.encode() for row in rows if row.size in signed}
    return _Stored(signed.get(newest.size, newest), tree, notes)


def _problem(location: str, path: str, error: LetopisError) -> Problem:
    return Problem("", location, path, error.code, error.ru, error.en)


def _check_location(workshop: Workshop, location: Location, stored: _Stored, report: Report) -> None:
    try:
        note = location.get(CHECKPOINT).decode("utf-8", "replace")
        published = parse_and_verify(note, workshop.log_signer.verifier()).head
    except AbsentError:
        ru = "В хранилище нет контрольной точки журнала событий."
        en = "the location has no checkpoint of the log"
        report.problems.append(Problem("", location.name, CHECKPOINT, "log.checkpoint_missing", ru, en))
        return
    except LetopisError as error:
        report.problems.append(_problem(location.name, CHECKPOINT, error))
        return

    asked = set[str]()

    def read(path: str) -> bytes:
        asked.add(f"{FOLDER}/{path}")
        try:
            return location.get(f"{FOLDER}/{path}")
        except RetentionError as error:
            raise FileNotFoundError(path) from error

    code = _disagreement(read, published, stored)
    if code:
        report.problems.append(_apart(code, location.name, published.size, stored.head.size))
    for found in damage(read, published):
        report.problems.append(_problem(location.name, f"{FOLDER}/{found.path}", found))
    # Two stories differ in every file; naming each would hide what happened.
    size = 0 if code == "log.forked" else published.size
    named = _named(workshop, stored, size)
    check_named(location, named, report)
    if stored.is_sound and code in (None, "log.behind"):
        ahead = {f"{HEADS}{n}" for n in stored.notes}  # a crash leaves them before the checkpoint
        verifier = workshop.log_signer.verifier()
        check_others(location, {*asked, *named, *ahead}, stored.tree, verifier, report)


def _named(workshop: Workshop, stored: _Stored, size: int) -> dict[str, bytes]:
    """The key, the trust anchor and every checkpoint to `size`: what an outsider would compare with."""
    notes = {f"{HEADS}{n}": note for n, note in stored.notes.items() if n <= size}
    key = workshop.log_signer.verifier().text().encode() + b"\n"
    return notes | {KEY: key, TRUST: workshop.authority.trust_pem()}


def _disagreement(read: Read, published: TreeHead, stored: _Stored) -> str | None:
    """The code of how the two logs differ: one is the beginning of the other, or they tell different stories."""
    head = stored.head
    if published.size > head.size:
        told = _told(read, published)
        same = told is None or root_of(told[: head.size]) == head.root
        return "log.database_behind" if same else "log.forked"
    if published.size == head.size:
        return None if published.root == head.root else "log.forked"
    return "log.behind" if root(stored.tree, published.size) == published.root else "log.forked"


def _told(read: Read, published: TreeHead) -> list[bytes] | None:
    """The entries that the location tells of; None when its files are damaged, which is found by the audit."""
    told: list[bytes] = []
    try:
        for index, width in widths(published.size):
            path = bundle_path(index, width)
            told += decode_bundle(path, read(path), width)
    except (TileError, FileNotFoundError):
        return None
    return told if root_of(told) == published.root else None


_APART = {
    "log.behind": (
        "Журнал в хранилище отстал: событий {published}, в базе {size}. Хранилище откатили, подложили в него старую "
        "контрольную точку, или оно было недоступно.",
        "the location's log is behind: {published} events, {size} in the database; it was rolled back, an old "
        "checkpoint was replayed, or it was away",
    ),
    "log.database_behind": (
        "База данных отстала: событий {size}, в хранилище {published}. Базу откатили назад; верно хранилище.",
        "the database is behind: {size} events, {published} in the location; the database was rolled back",
    ),
    "log.forked": (
        "Журнал событий в хранилище ({published}) и в базе ({size}) рассказывают разное: одна из сторон подделана.",
        "the log in the location ({published}) and in the database ({size}) tell different stories: one is forged",
    ),
}


def _apart(code: str, location: str, published: int, size: int) -> Problem:
    ru, en = (text.format(published=published, size=size) for text in _APART[code])
    return Problem("", location, CHECKPOINT, code, ru, en)
