"""Audits the log: in the database and as published in every location, and whether they tell one story.

RFC 9162 tree, C2SP checkpoints and tiles; bodies and salts against their entries. A rolled-back or forked copy is
found by comparing tree heads. It repairs nothing.
"""

from __future__ import annotations

from sqlalchemy import select

from records.errors import LetopisError
from records.log.event import entry_of
from records.log.merkle import root_of
from records.log.sequencer import latest_head
from records.log.store import LogEvent, LogStore
from records.log.tile_audit import damage
from records.log.treehead import SignedTreeHead, parse_and_verify
from retention.errors import AbsentError, RetentionError
from retention.location import Location
from retention.publication import CHECKPOINT, FOLDER
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
        if (
            event.body is not None
            and event.salt is not None
            and entry_of(event.salt, event.body) != event.entry
        ):
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
    if published.size != head.head.size:
        report.problems.append(_out_of_step(location.name, published.size, head.head.size))
    elif published.root != head.head.root:
        report.problems.append(_forked(location.name))
    if published.size < head.head.size and root_of(entries[: published.size]) != published.root:
        report.problems.append(_forked(location.name))

    def read(path: str) -> bytes:
        try:
            return location.get(f"{FOLDER}/{path}")
        except RetentionError as error:
            raise FileNotFoundError(path) from error

    for found in damage(read, published):
        report.problems.append(_problem(location.name, f"{FOLDER}/{found.path}", found))


def _out_of_step(location: str, published: int, size: int) -> Problem:
    return Problem(
        "",
        location,
        CHECKPOINT,
        "log.out_of_step",
        f"Журнал в хранилище содержит {published} событий, в базе {size}: одна из сторон отстала или откатилась.",
        f"the location's log has {published} events, the database {size}: one of them is behind or rolled back",
    )


def _forked(location: str) -> Problem:
    return Problem(
        "",
        location,
        CHECKPOINT,
        "log.forked",
        "Журнал событий в хранилище и в базе рассказывают разное: одна из сторон подделана.",
        "the log in the location and in the database tell different stories: one of them is forged",
    )
