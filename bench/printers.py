"""The printers of others that come from the package index: which are installed, and the one call of each.

Each takes documents with their anchors and gives one file. WeasyPrint's tables are in plain.py.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from typing import Final, TypeAlias

from pypdf import PdfReader

from bench import reportlab_peer, typst_peer
from bench.measure import Absent, Fact
from records.anchor import Anchor
from records.documents.model import Document

Printer: TypeAlias = Callable[[Sequence[tuple[Document, Anchor]]], bytes]

_PRINTERS: Final[Mapping[str, tuple[str, Printer]]] = {
    typst_peer.NAME: ("typst", typst_peer.print_with_typst),
    reportlab_peer.NAME: ("reportlab", reportlab_peer.print_with_reportlab),
}


def printers() -> Mapping[str, Printer]:
    """Those that are installed, by name."""
    return {name: work for name, (package, work) in _PRINTERS.items() if find_spec(package)}


def absent_printers() -> Sequence[Absent]:
    """Those that are not."""
    return [
        Absent(name, f"не измерялся, пакет {package} не установлен")
        for name, (package, _) in _PRINTERS.items()
        if not find_spec(package)
    ]


def pages_in(pdf: bytes) -> int:
    """The pages of a file, whoever wrote it."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def facts_of(name: str, pdfs: Sequence[bytes]) -> tuple[Fact, Fact]:
    """The pages and the size of what somebody printed."""
    key = name.split()[0].lower()
    return (
        Fact(f"{key}_pages", f"{name}: страниц", sum(map(pages_in, pdfs)), ""),
        Fact(f"{key}_octets", "объём", sum(map(len, pdfs)), "байт"),
    )
