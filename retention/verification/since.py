"""Compares the log with a checkpoint that an auditor kept from before: does it still extend it (RFC 9162, 2.1.4)?

The only defence against an operator who forges and back-dates everything he has: what left the installation he
cannot change. The old root is recomputed from the present entries; nothing is taken from stored hashes or heads.
"""

from __future__ import annotations

from records.errors import InputError, LetopisError
from records.log.errors import NoteError
from records.log.merkle import root_of
from records.log.sequencer import latest_head
from records.log.store import LogStore
from records.log.treehead import TreeHead, parse_and_verify
from retention.verification.report import Problem
from retention.workshop import Workshop


def compare_with_kept(workshop: Workshop, note: str) -> tuple[Problem, ...]:
    """What the kept checkpoint exposes: `log.not_extension`, `log.other_key`; nothing when the log extends it.

    Raises InputError when the note cannot tell: `since.unreadable` (no checkpoint, or altered), `since.other_log`.
    """
    # E-mail and editors change line ends, a shell drops the last one; the signature covers neither change.
    note = note.replace("\r\n", "\n").rstrip("\n") + "\n"
    try:
        kept = parse_and_verify(note, workshop.log_signer.verifier()).head
    except NoteError as error:
        return (_other_key(_unverified(workshop, note, error)),)
    try:
        return _compare(workshop, kept)
    except LetopisError as error:
        return (Problem("", "", "", error.code, error.ru, error.en),)


def _unverified(workshop: Workshop, note: str, error: NoteError) -> str:
    """The origin of a note in order that our key did not sign. Raises InputError for any other note."""
    if error.code not in ("log.note.unsigned", "log.head.origin"):
        raise InputError(
            "since.unreadable",
            f"Это не контрольная точка журнала событий, или она изменена: {error.ru} "
            "Дайте файл log/checkpoint таким, каким он был сохранён.",
            f"no checkpoint of a log, or an altered one: {error.en}; give the file log/checkpoint as it was kept",
        ) from error
    origin = note.partition("\n")[0]
    if origin != workshop.log:
        raise InputError(
            "since.other_log",
            f"Это контрольная точка другого журнала: «{origin}», а здесь «{workshop.log}».",
            f"the checkpoint is of another log: {origin!r}, here is {workshop.log!r}",
        ) from error
    return origin


def _compare(workshop: Workshop, kept: TreeHead) -> tuple[Problem, ...]:
    with workshop.transaction() as session:
        size = latest_head(session, workshop.school).head.size
        entries = LogStore(session, workshop.school).entries(0, min(size, kept.size))
    if size < kept.size:
        ru = f"В журнале событий {size} записей, а в сохранённой контрольной точке {kept.size}"
        return (_not_extension(ru, f"the log has {size} entries, the kept checkpoint {kept.size}"),)
    if root_of(entries) != kept.root:
        ru = f"Первые {kept.size} записей журнала событий не те, что в сохранённой контрольной точке"
        return (
            _not_extension(
                ru, f"the first {kept.size} entries of the log are not those of the kept checkpoint"
            ),
        )
    return ()


def _not_extension(ru: str, en: str) -> Problem:
    return Problem(
        "",
        "",
        "",
        "log.not_extension",
        f"{ru}: историю переписали или откатили назад. Всей установке верить нельзя; сохраните контрольную точку.",
        f"{en}: history was rewritten or rolled back; trust nothing of this installation, keep the checkpoint",
    )


def _other_key(origin: str) -> Problem:
    return Problem(
        "",
        "",
        "",
        "log.other_key",
        f"Сохранённая контрольная точка журнала «{origin}» подписана не нынешним ключом: ключ журнала подменили, "
        "или точку составил кто-то другой. Сравните log/log.vkey с ключом, сохранённым вместе с ней.",
        f"the kept checkpoint of {origin!r} is not signed by the present key: the log's key was replaced, or somebody "
        "else made the checkpoint; compare log/log.vkey with the key that was kept with it",
    )
