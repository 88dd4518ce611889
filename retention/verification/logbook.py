"""Audits the log: in the database and as published in every location, and whether they tell one story.

RFC 9162 tree, C2SP checkpoints and tiles; bodies and salts against their entries. A rolled-back or forked copy is
found by comparing tree heads. It repairs nothing.
"""

from __future__ import annotations

from sqlalchemy import select

from records.errors import LetopisError
from records.log.errors import TileError
from records.log.event import entry_of
from records.log.merkle import root_of
from records.log.sequencer import latest_head
from records.log.store import LogEvent, LogHead, LogStore
from records.log.tile_audit import Read, damage
from records.log.tiles import bundle_path, decode_bundle, widths
from records.log.treehead import SignedTreeHead, TreeHead, parse_and_verify
from retention.errors import AbsentError, RetentionError
from retention.location import Location
from retention.publication import CHECKPOINT, FOLDER, KEY, TRUST
from retention.verification.report import Problem, Report
from retention.workshop import Workshop


def check_log(workshop: Workshop, report: Report) -> None:
    """Check the log in the database and in each location."""
    try:
        with workshop.transaction() as session:
            head = latest_head(session, workshop.school)
            entries = LogStore(session, workshop.school).entries(0, head.head.size)
            events = session.scalars(select(LogEvent).where(LogEvent.school_id == workshop.school)).all()
    except LetopisError as error:
        report.problems.append(_problem("", "", error))
        return
    _check_database(head, entries, events, report)
    for location in workshop.locations:
        _check_location(workshop, location, head, entries, report)


def _problem(location: str, path: str, error: LetopisError) -> Problem:
    return Problem("", location, path, error.code, error.ru, error.en)


def _check_database(head: SignedTreeHead, entries: list[bytes], events: object, report: Report) -> None:
    if root_of(entries) != head.head.root:
        report.problems.append(
            Problem(
                "",
                "",
                "",
                "log.database_altered",
                "Записи журнала событий в базе не дают подписанного корня.",
                "the log's entries in the database do not give the signed root",
            )
        )
    for event in events:  # type: ignore[attr-defined]
        if not _is_told_truly(event):
            report.problems.append(
                Problem(
                    "",
                    "",
                    "",
                    "log.event_altered",
                    f"Событие {event.id} изменено: его текст не соответствует записи журнала.",
                    f"event {event.id} was altered: its body does not match its entry",
                )
            )
        if event.idx is None:
            report.warnings.append(
                Problem(
                    "",
                    "",
                    "",
                    "log.waiting",
                    f"Событие {event.id} ещё не опубликовано.",
                    f"event {event.id} waits",
                )
            )


def _is_told_truly(event: LogEvent) -> bool:
    """Whether the event's text gives its entry; an erased one tells nothing, a column of another type lies."""
    if event.body is None or event.salt is None:
        return True
    try:
        return entry_of(event.salt, event.body) == event.entry
    except (TypeError, ValueError):
        return False


def _check_location(
    workshop: Workshop, location: Location, head: SignedTreeHead, entries: list[bytes], report: Report
) -> None:
    try:
        note = location.get(CHECKPOINT).decode("utf-8", "replace")
        published = parse_and_verify(note, workshop.log_signer.verifier()).head
    except AbsentError:
        report.problems.append(
            Problem(
                "",
                location.name,
                CHECKPOINT,
                "log.checkpoint_missing",
                "В хранилище нет контрольной точки журнала событий.",
                "the location has no checkpoint of the log",
            )
        )
        return
    except LetopisError as error:
        report.problems.append(_problem(location.name, CHECKPOINT, error))
        return

    def read(path: str) -> bytes:
        try:
            return location.get(f"{FOLDER}/{path}")
        except RetentionError as error:
            raise FileNotFoundError(path) from error

    if code := _disagreement(read, published, head.head, entries):
        report.problems.append(_apart(code, location.name, published.size, head.head.size))
    _check_beside(workshop, location, head.head.size, report)
    for found in damage(read, published):
        report.problems.append(_problem(location.name, f"{FOLDER}/{found.path}", found))


def _check_beside(workshop: Workshop, location: Location, size: int, report: Report) -> None:
    """The key, the trust anchor and every earlier checkpoint: what an outsider would compare with."""
    with workshop.transaction() as session:
        heads = session.scalars(
            select(LogHead).where(LogHead.school_id == workshop.school, LogHead.size <= size)
        ).all()
    expected = {f"{FOLDER}/checkpoints/{row.size}": row.note.encode() for row in heads}
    expected[KEY] = workshop.log_signer.verifier().text().encode() + b"\n"
    expected[TRUST] = workshop.authority.trust_pem()
    for path, data in sorted(expected.items()):
        try:
            same = location.get(path) == data
        except RetentionError:
            same = False
        if not same:
            ru = "Файл рядом с журналом событий изменён или пропал. Восстановите: letopis repair."
            en = "a file beside the log was altered or is gone; run letopis repair"
            report.problems.append(Problem("", location.name, path, "log.file_altered", ru, en))


def _disagreement(read: Read, published: TreeHead, head: TreeHead, entries: list[bytes]) -> str | None:
    """The code of how the two logs differ: one is the beginning of the other, or they tell different stories."""
    if published.size > head.size:
        told = _told(read, published)
        return (
            "log.database_behind" if told is None or root_of(told[: head.size]) == head.root else "log.forked"
        )
    if published.size == head.size:
        return None if published.root == head.root else "log.forked"
    return "log.behind" if root_of(entries[: published.size]) == published.root else "log.forked"


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
