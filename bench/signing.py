"""Benchmark `signing`: a B-LTA signature, its validation, and a batch signed by a key that is elsewhere.

The peers are pyHanko's own calls (plain_signing.py) with the same keys, certificates, revocation list and moment;
authority and timestamp authority are in the process, no network counts. Ours paints a mark, locks the fields, makes
its revocation list anew for each signature, and in the batch validates, stages in two locations and logs each one.
The batch is also signed through the served site with its worker, until all is in both copies; that has no peer.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench.batch import Batch, answer_all, ask_all, batch_of
from bench.batch_site import Stages, site_of
from bench.books import CHAIN, REASON, Book, Office, make_books, open_office
from bench.measure import Comparison, Fact, Outcome, Progress, Scale, Side, Work, compare
from bench.plain_signing import PlainDesk, plain_desk, plain_stamper, sign_field, validate_long_term
from bench.school import AT, copied
from signing.quicker import as_released
from signing.signer import PdfBridge
from signing.trust import trust_from_pem
from signing.validate import validate

TIMES: Final = 10  # the same file in one round
DOCUMENTS: Final = 80
BEFORE: Final = 2  # one for each process of the worker
MS: Final = 1000


def run(scale: Scale, progress: Progress) -> Outcome:
    """Measure it; `scale.journals` documents in the batch, or as many as a head signs at a sitting."""
    with TemporaryDirectory(prefix="letopis-bench-") as folder:
        office = open_office(Path(folder) / "authority")
        books = make_books(office, scale.journals)
        comparisons = [
            compared
            for book in books
            for compared in (
                _compare_signing(office, book, scale, progress),
                _compare_validation(office, book, scale, progress),
            )
        ]
    with batch_of(scale.journals or DOCUMENTS) as batch:
        halves: list[tuple[float, float]] = []
        comparisons.append(_compare_batch(batch, halves, scale, progress))
    stages = list(_through_the_site(len(batch.files), scale, progress))
    facts = (
        *(
            Fact(f"octets_{book.pages}", f"журнал {book.pages} с.", len(book.signed), "байт")
            for book in books
        ),
        Fact("documents", "документов в пачке", len(batch.files), ""),
        Fact("first_half", "первая половина", round(median(one for one, _ in halves) * MS), "мс"),
        Fact("second_half", "вторая половина", round(median(two for _, two in halves) * MS), "мс"),
        Fact("site_asked", "через сайт: вопросы", round(median(one.asked for one in stages) * MS), "мс"),
        Fact("site_answered", "через сайт: ответы", round(median(one.answered for one in stages) * MS), "мс"),
        Fact("site_ended", "через сайт: всё сделано", round(median(one.ended for one in stages) * MS), "мс"),
    )
    return Outcome(tuple(comparisons), facts)


def _compare_signing(office: Office, book: Book, scale: Scale, progress: Progress) -> Comparison:
    step, place = CHAIN[-1], len(CHAIN) - 1
    director, authority = office.people[step.role], office.authority
    desk = plain_desk(authority, director.certificate, director.key, AT)
    desks = {
        "pyHanko, SimpleSigner": desk,
        "то же с DummyTimeStamper": replace(desk, timestamper=plain_stamper(authority, AT)),
        "то же, ключ разобран заранее": replace(desk, signer=PdfBridge(director)),
    }
    return compare(
        f"последняя подпись B-LTA, {book.pages} страниц",
        "подпись",
        _side("Летопись", lambda: office.sign(book.waiting, place, book.places)),
        [
            _released(name, partial(sign_field, book.waiting, step.field, REASON, d))
            for name, d in desks.items()
        ],
        scale.rounds,
        progress,
    )


def _compare_validation(office: Office, book: Book, scale: Scale, progress: Progress) -> Comparison:
    trust, expected = trust_from_pem(office.authority.trust_pem()), office.expectation(book)
    return compare(
        f"проверка трёх подписей, {book.pages} страниц",
        "файл",
        _side("Летопись", lambda: validate(book.signed, expected, trust, AT)),
        [_released("pyHanko, ades_lta_validation", lambda: validate_long_term(book.signed, trust, AT))],
        scale.rounds,
        progress,
    )


def _compare_batch(
    batch: Batch, halves: list[tuple[float, float]], scale: Scale, progress: Progress
) -> Comparison:
    return compare(
        f"пачка из {len(batch.files)}, ключ в браузере",
        "документ",
        Side("Летопись, обе половины", len(batch.files), partial(_our_batch, batch, halves)),
        [Side("pyHanko, ключ под рукой", len(batch.files), partial(_their_batch, batch))],
        scale.rounds,
        progress,
    )


def _through_the_site(documents: int, scale: Scale, progress: Progress) -> Iterator[Stages]:
    """The batch over HTTP, with server and worker as they are in the middle of a day: some were signed before."""
    what = f"пачка из {documents} через сайт"
    with batch_of(documents + BEFORE) as batch:
        for number in range(scale.rounds):
            progress(what, number, scale.rounds)
            with site_of(batch) as owner:
                files = owner.open_page()
                owner.sign(files[:BEFORE])
                yield owner.sign(files[BEFORE:])
    progress(what, scale.rounds, scale.rounds)


def _side(name: str, work: Work) -> Side:
    @contextmanager
    def prepare() -> Iterator[Work]:
        yield lambda: _repeat(work)

    return Side(name, TIMES, prepare)


def _released(name: str, work: Work) -> Side:
    @contextmanager
    def prepare() -> Iterator[Work]:
        with as_released():
            yield lambda: _repeat(work)

    return Side(name, TIMES, prepare)


def _repeat(work: Work) -> None:
    for _ in range(TIMES):
        work()


@contextmanager
def _our_batch(batch: Batch, halves: list[tuple[float, float]]) -> Iterator[Work]:
    with copied(batch.data) as workshop:

        def work() -> None:
            begun = time.perf_counter()
            questions = ask_all(workshop, batch)
            asked = time.perf_counter()
            answer_all(workshop, batch, questions)
            halves.append((asked - begun, time.perf_counter() - asked))

        yield work


@contextmanager
def _their_batch(batch: Batch) -> Iterator[Work]:
    with copied(batch.data) as workshop:
        owner = batch.owner
        desk = plain_desk(workshop.authority, owner.certificate, owner.key, AT)
    with as_released():
        yield lambda: _sign_each(batch, desk)


def _sign_each(batch: Batch, desk: PlainDesk) -> None:
    for pdf in batch.files:
        sign_field(pdf, "DeputyHead", REASON, desk)
