"""Benchmark `log`: appending events, proving one, auditing all, against a plain table and a plain list.

Ours goes through the database: outbox, sequencer, stored hashes. What the peers are is in plain_log.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Comparison, Outcome, Progress, Scale, Side, Work, compare
from bench.plain_log import append_plainly, audit_path, tree_hash
from bench.school import AT, copied, empty_school, opened
from records.log.audit import EventKind, append_event
from records.log.merkle import leaf_hash, root_of, verify_inclusion
from records.log.sequencer import integrate, latest_head, proof
from records.log.store import LogStore
from retention.workshop import Workshop

BATCH = 1000  # events in a transaction, on both sides
PROOFS, PLAIN_PROOFS = 500, 3


def run(scale: Scale, progress: Progress) -> Outcome:
    """Measure it."""
    with empty_school() as data:
        appending = _compare_appending(data, scale, progress)
        with opened(data) as workshop:
            fill(workshop, scale.entries)
            questions = _compare_questions(workshop, scale, progress)
    return Outcome((appending, *questions))


def _compare_appending(data: Path, scale: Scale, progress: Progress) -> Comparison:
    return compare(
        f"запись событий ({scale.entries})",
        "событие",
        Side("Летопись: событие и дерево", scale.entries, partial(_our_appending, data, scale.entries)),
        [Side("таблица SQLite без доказательств", scale.entries, partial(_their_appending, scale.entries))],
        scale.rounds,
        progress,
    )


@contextmanager
def _our_appending(data: Path, entries: int) -> Iterator[Work]:
    with copied(data) as workshop:
        yield lambda: fill(workshop, entries)


@contextmanager
def _their_appending(entries: int) -> Iterator[Work]:
    with TemporaryDirectory(prefix="letopis-bench-") as folder:
        yield lambda: append_plainly(Path(folder) / "events.db", entries, BATCH)


def fill(workshop: Workshop, entries: int) -> None:
    """Append `entries` events and give them their places in the tree."""
    for start in range(0, entries, BATCH):
        with workshop.transaction() as session:
            for number in range(start, min(start + BATCH, entries)):
                subject = {"record": f"{number:020}"}
                append_event(
                    session,
                    workshop.school,
                    EventKind.RECORD_RENDERED,
                    workshop.actor,
                    AT,
                    subject,
                    workshop.entropy,
                )
        integrate(workshop.engine, workshop.school, AT, workshop.log_signer)


def _compare_questions(workshop: Workshop, scale: Scale, progress: Progress) -> tuple[Comparison, ...]:
    with workshop.transaction() as session:
        size = latest_head(session, workshop.school).head.size
        entries = LogStore(session, workshop.school).entries(0, size)
    leaves = [leaf_hash(entry) for entry in entries]
    few, many = spaced(size, PLAIN_PROOFS), spaced(size, PROOFS)
    proving = compare(
        f"доказательство и его проверка ({size})",
        "доказательство",
        Side("Летопись: из базы", len(many), lambda: nullcontext(partial(prove, workshop, leaves, many))),
        [
            Side(
                "пересчёт списка по RFC 9162",
                len(few),
                lambda: nullcontext(partial(prove_plainly, leaves, few)),
            )
        ],
        scale.rounds,
        progress,
    )
    auditing = compare(
        f"перепроверка всего дерева ({size})",
        "событие",
        Side("Летопись: из базы", size, lambda: nullcontext(partial(audit, workshop))),
        [Side("пересчёт списка по RFC 9162", size, lambda: nullcontext(partial(audit_plainly, entries)))],
        scale.rounds,
        progress,
    )
    return proving, auditing


def spaced(size: int, count: int) -> list[int]:
    """At most `count` indexes spread evenly over a tree of `size` leaves."""
    return list(range(0, size, max(1, size // count)))[:count]


def prove(workshop: Workshop, leaves: Sequence[bytes], indexes: Sequence[int]) -> None:
    """Make the proofs from the database and verify each against the signed head. Raises ProofError."""
    with workshop.transaction() as session:
        head = latest_head(session, workshop.school).head
        for index in indexes:
            path = proof(session, workshop.school, index, head.size)
            verify_inclusion(leaves[index], index, head.size, path, head.root)


def prove_plainly(leaves: Sequence[bytes], indexes: Sequence[int]) -> None:
    """Recompute each path from all leaves."""
    for index in indexes:
        audit_path(index, leaves)


def audit(workshop: Workshop) -> None:
    """Read all entries and recompute the root. Raises ValueError when it is not the signed one."""
    with workshop.transaction() as session:
        head = latest_head(session, workshop.school).head
        if root_of(LogStore(session, workshop.school).entries(0, head.size)) != head.root:
            raise ValueError("the log does not give its signed root")


def audit_plainly(entries: Sequence[bytes]) -> bytes:
    """The root from entries that already lie in memory."""
    return tree_hash([leaf_hash(entry) for entry in entries])
