"""Benchmark `closing`: a class's quarter from cutoff to two read-back copies, against a plain script.

Ours is the whole chain in one process: drafts, confirmation, cutoff, snapshots, log, printing, two signatures
and their validation, bags, two locations. The script (plain.py) has its pages ready and does what it must.
Certificates are issued before, on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Fact, Outcome, Progress, Scale, Side, Work, compare
from bench.plain import Desk, make_desk, print_plainly, sign_plainly, store_plainly
from bench.school import (
    AT,
    DirectRunner,
    Sheet,
    compose_sheets,
    copied,
    opened,
    quarter_keys,
    school_with_class,
)
from records.gradebook.reading import JournalKey
from retention.closing import close_period
from signing.quicker import as_released

QUARTER = 1


def run(scale: Scale, progress: Progress) -> Outcome:
    """Measure it."""
    with school_with_class() as data, TemporaryDirectory(prefix="letopis-bench-") as folder:
        with opened(data) as workshop:
            keys = quarter_keys(workshop, QUARTER, scale.journals)
            sheets = compose_sheets(workshop, keys)
        desk = make_desk(Path(folder))
        comparison = compare(
            "закрытие четверти 9А",
            "документ",
            Side("Летопись", len(keys), partial(_our_closing, data, keys)),
            [Side("скрипт: WeasyPrint и pyHanko", len(sheets), partial(_their_closing, sheets, desk))],
            scale.rounds,
            progress,
        )
    pages = sum(len(sheet.document.pages) for sheet in sheets)
    facts = (Fact("documents", "документов", len(keys), ""), Fact("pages", "страниц", pages, ""))
    return Outcome((comparison,), facts)


@contextmanager
def _our_closing(data: Path, keys: Sequence[JournalKey]) -> Iterator[Work]:
    with copied(data) as workshop:
        yield lambda: close_period(workshop, DirectRunner(workshop), keys, AT)


@contextmanager
def _their_closing(sheets: Sequence[Sheet], desk: Desk) -> Iterator[Work]:
    with (
        TemporaryDirectory(prefix="letopis-bench-") as one,
        TemporaryDirectory(prefix="letopis-bench-") as two,
        as_released(),
    ):
        yield lambda: _close_plainly(sheets, desk, (Path(one), Path(two)))


def _close_plainly(sheets: Sequence[Sheet], desk: Desk, folders: Sequence[Path]) -> None:
    for sheet in sheets:
        signed = sign_plainly(print_plainly(sheet.document), desk)
        store_plainly(signed, sheet.record, folders)
