"""Publishes the log: sequences the outbox, then writes tiles and checkpoints to every location (C2SP tlog-tiles).

Entry bundles first, hash tiles next, the checkpoint last: a crash leaves files that no checkpoint asks for, and
the next run writes the same bytes. Every checkpoint also stays under its size, so an auditor can compare.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select

from records.errors import LetopisError
from records.log.merkle import root
from records.log.sequencer import integrate
from records.log.store import LogHead, LogStore
from records.log.tiles import new_tiles
from records.log.treehead import SignedTreeHead, TreeHead, parse_and_verify
from retention.errors import AbsentError, LocationError, OccupiedError, RepairError
from retention.location import TRUST, Location
from retention.runlock import in_turn
from retention.workshop import Workshop

FOLDER = "log"
CHECKPOINT = f"{FOLDER}/checkpoint"
KEY = f"{FOLDER}/log.vkey"
TURN = "publish.lock"  # beside the run lock


def publish(workshop: Workshop, at: datetime) -> SignedTreeHead:
    """Sequence what waits, bring every location's log up to the new head, and remove what dead writers left there.

    A location that fails does not hold up the others; its LocationError is raised when they are done. One run at a
    time: else the slower of two would put an older checkpoint over the newer.
    """
    with in_turn(workshop.run_lock.with_name(TURN)):
        return _publish(workshop, at)


def _publish(workshop: Workshop, at: datetime) -> SignedTreeHead:
    head = integrate(workshop.engine, workshop.school, at, workshop.log_signer)
    failures: list[LocationError] = []
    for location in workshop.locations:
        try:
            _publish_to(workshop, location, head)
            location.sweep()
        except LocationError as error:
            failures.append(error)
    if failures:
        raise failures[0]
    return head


def published_head(workshop: Workshop, location: Location) -> TreeHead | None:
    """The tree head of a location's checkpoint; None without one. Raises NoteError, LocationError."""
    with suppress(AbsentError):
        note = location.get(CHECKPOINT).decode("utf-8", "replace")
        return parse_and_verify(note, workshop.log_signer.verifier()).head
    return None


def _publish_to(workshop: Workshop, location: Location, head: SignedTreeHead) -> None:
    there = published_head(workshop, location)
    if there == head.head:
        return
    if there:
        _check_extends(workshop, location, there, head.head.size)
    old = there.size if there else 0
    for path, data in _files(workshop, old, head.head.size).items():
        _put(location, path, data, workshop.authority.was_trust if path == TRUST else None)
    _set_checkpoint(location, head.note.encode())


def _check_extends(workshop: Workshop, location: Location, there: TreeHead, size: int) -> None:
    """Refuse to write over a log that the database's does not go on from: it may be the only true one."""
    if there.size > size:
        raise LocationError(
            "log.rolled_back",
            f"Журнал событий в «{location.name}» ({there.size}) новее базы данных ({size}): базу откатили. "
            "Ничего не записано; выполните letopis verify.",
            f"the log in {location.name} ({there.size}) is newer than the database ({size}): the database was "
            "rolled back; nothing was written, run letopis verify",
        )
    if not _is_part(workshop, there, size):
        raise LocationError(
            "log.diverged",
            f"Журнал событий в «{location.name}» не является началом журнала базы данных: одну из сторон "
            "подделали или откатили. Ничего не записано; выполните letopis verify.",
            f"the log in {location.name} is no beginning of the database's: one of them was forged or rolled "
            "back; nothing was written, run letopis verify",
        )


def _is_part(workshop: Workshop, there: TreeHead, size: int) -> bool:
    """Whether the database's log of `size` entries begins with the tree of that head."""
    with workshop.transaction() as session:
        return there.size <= size and root(LogStore(session, workshop.school), there.size) == there.root


def _files(workshop: Workshop, old: int, size: int) -> dict[str, bytes]:
    """Every file that a location's log needs when it grows from `old` to `size`, the checkpoint excepted."""
    with workshop.transaction() as session:
        tiles = {
            f"{FOLDER}/{path}": data
            for path, data in new_tiles(LogStore(session, workshop.school), old, size)
        }
        heads = select(LogHead).where(
            LogHead.school_id == workshop.school, LogHead.size > old, LogHead.size <= size
        )
        notes = {f"{FOLDER}/checkpoints/{row.size}": row.note.encode() for row in session.scalars(heads)}
    keys = {
        KEY: workshop.log_signer.verifier().text().encode() + b"\n",
        TRUST: workshop.authority.trust_pem(),
    }
    return tiles | notes | keys


def _put(
    location: Location, path: str, data: bytes, gives_way: Callable[[bytes], bool] | None = None
) -> None:
    """Write once and read back; what reads otherwise goes to quarantine, and the next publication writes it anew.

    The trust file gives way to one with more authorities in it; anything else there stays, and is refused.
    """
    there = _read(location, path) if gives_way else None
    if gives_way and there is not None and there != data and gives_way(there):
        location.replace(path, data)
    else:
        location.put(path, data)
    if location.get(path) != data:
        location.move_aside(path, "log")
        raise _reads_otherwise(location, path)


def _set_checkpoint(location: Location, note: bytes) -> None:
    location.replace(CHECKPOINT, note)
    if location.get(CHECKPOINT) != note:
        raise _reads_otherwise(location, CHECKPOINT)


def _reads_otherwise(location: Location, path: str) -> LocationError:
    return LocationError(
        "log.not_readable",
        f"Журнал событий в «{location.name}»: {path} после записи читается иначе. Проверьте носитель и повторите.",
        f"the log in {location.name}: {path} reads back differently; check the medium and repeat",
    )


def restore_log(workshop: Workshop, location: Location, head: SignedTreeHead) -> tuple[str, ...]:
    """Write every file of the log anew where it differs, the old one going to quarantine; the paths restored.

    Raises RepairError, touching nothing, when the location's checkpoint is not a part of the database's log:
    then it is the database that may be wrong. A crash leaves some files restored; the next run does the rest.
    """
    with in_turn(workshop.run_lock.with_name(TURN)):
        return _restore_log(workshop, location, head)


def _restore_log(workshop: Workshop, location: Location, head: SignedTreeHead) -> tuple[str, ...]:
    _check_same_history(workshop, location, head.head.size)
    restored = []
    for path, data in _files(workshop, 0, head.head.size).items():
        if _restore(location, path, data):
            restored.append(path)
    if _read(location, CHECKPOINT) != head.note.encode():
        location.move_aside(CHECKPOINT, "log")
        _set_checkpoint(location, head.note.encode())
        restored.append(CHECKPOINT)
    return tuple(restored)


def _restore(location: Location, path: str, data: bytes) -> bool:
    if _read(location, path) == data:
        return False
    try:
        location.put(path, data)
    except OccupiedError:
        location.move_aside(path, "log")
        location.put(path, data)
    return True


def _read(location: Location, path: str) -> bytes | None:
    with suppress(AbsentError):
        return location.get(path)
    return None


def _check_same_history(workshop: Workshop, location: Location, size: int) -> None:
    try:
        there = published_head(workshop, location)
    except LocationError:
        raise
    except LetopisError:
        return  # an unreadable checkpoint says nothing; it goes to quarantine
    if there is None:
        return
    if not _is_part(workshop, there, size):
        raise RepairError(
            "log.forked",
            f"Журнал событий в «{location.name}» не является частью журнала базы данных: неизвестно, "
            "кто прав. Ничего не тронуто; сравните с контрольной точкой, сохранённой вне школы.",
            f"the log in {location.name} is no part of the database's log; nothing was touched: "
            "compare with a checkpoint kept outside",
        )
