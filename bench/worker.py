"""What a process that only prints takes: it begins afresh, prints documents and tells its peak.

It imports nothing but the printer, so that no peer's libraries count.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from bench.peak import peak
from records.anchor import Anchor
from records.documents.model import Document
from records.documents.pdfa import render


def memory_of_a_worker(printouts: Sequence[tuple[Document, Anchor]]) -> int:
    """The peak in bytes of a fresh process that has printed these, one after the other."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_print_and_weigh, printouts).result()


def _print_and_weigh(printouts: Sequence[tuple[Document, Anchor]]) -> int:
    for document, anchor in printouts:
        render(document, anchor)
    return peak()
