"""Changes of a signed PDF by region, and a forger who makes everything else fit: manifests, both copies, the catalogue.

A region is where a byte stands: header, bodies, tables of a revision, room and ranges of a signature, the snapshot.
The file may also grow, or be cut back to an earlier revision.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import Enum
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from records.digest import sha256
from records.registers.tables import Record
from retention.description import describe
from retention.package import Bag, pack, unpack
from retention.replica import Replica
from retention.steps.asked import requests_of
from signing.reading import open_signed
from tests.retention.verification.archive import BAGS, contents
from tests.tampering.carriers import LOCATIONS
from tests.tampering.ground import Ground
from tests.tampering.operations import Choose, flipped, pick

Span = tuple[int, int]
Change = Callable[[bytes, Choose], bytes]
_PACKING = ("Bagging-Date", "Payload-Oxum")


@lru_cache(maxsize=32)
def regions(pdf: bytes) -> Mapping[str, tuple[Span, ...]]:
    """Name of a region -> where it lies, once for each revision or signature."""
    signatures = [tuple(map(int, one.byte_range)) for one in open_signed(pdf).everything]
    ends = [match.end() for match in re.finditer(rb"%%EOF", pdf)]
    starts = [0, *ends[:-1]]
    tables = [(int(m[1]), m.start()) for m in re.finditer(rb"startxref\s+(\d+)", pdf)]
    return {
        "header": ((0, 9),),
        "body of the rendition": ((9, tables[0][0]),),
        "body of a signed revision": tuple((a, t) for a, (t, _) in zip(starts[1:], tables[1:], strict=True)),
        "signature": tuple((end, start) for _, end, start, _ in signatures),
        "byte range": tuple(_after(pdf, rb"/ByteRange \[[^]]*\]", start) for _, _, start, _ in signatures),
        "xref": tuple(tables),
        "trailer": tuple((at, end) for (_, at), end in zip(tables, ends, strict=True)),
        "embedded snapshot": (_snapshot(pdf),),
    }


def _after(pdf: bytes, pattern: bytes, start: int) -> Span:
    found = re.compile(pattern, re.DOTALL).search(pdf, start)
    assert found, "every region is there"
    return found.span()


def _snapshot(pdf: bytes) -> Span:
    _, start = _after(pdf, rb"/Type /EmbeddedFile\b.*?stream\n", 0)
    return start, pdf.index(b"endstream", start)


def _flip_in(region: str) -> Change:
    return lambda pdf, choose: flipped(pdf, choose, *pick(regions(pdf)[region], choose))


def _append(pdf: bytes, choose: Choose) -> bytes:
    return pdf + pick((b"\n", b"% more", b"\0" * 64, b"\n%%EOF\n"), choose)


def _cut_back(pdf: bytes, choose: Choose) -> bytes:
    ends = [match.end() for match in re.finditer(rb"%%EOF", pdf)]
    return pdf[: pick(ends[:-1], choose)] + b"\n"


def _truncate(pdf: bytes, choose: Choose) -> bytes:
    return pdf[: choose(len(pdf))]


NAMES = (
    *("header", "body of the rendition", "body of a signed revision", "signature", "byte range"),
    *("xref", "trailer", "embedded snapshot"),
)
CHANGES: Mapping[str, Change] = {
    **{f"flip in {name}": _flip_in(name) for name in NAMES},
    "trailing bytes": _append,
    "cut back to a revision": _cut_back,
    "truncate": _truncate,
}


class Forger(Enum):
    """How far the forger goes after changing the PDF."""

    ONE_COPY = "one copy, manifests recomputed"
    BOTH_COPIES = "both copies, manifests recomputed"
    EVERYTHING = "both copies, manifests, record.json and every digest of the catalogue"


BY_LOG = "catalogue.contradicts_log"
EXPECTED: Mapping[Forger, frozenset[str]] = {
    Forger.ONE_COPY: frozenset({"bag.swapped"}),
    Forger.BOTH_COPIES: frozenset({"bag.swapped", "source.lost"}),
    # The log alone would do; the file must give itself away as well.
    Forger.EVERYTHING: frozenset({BY_LOG}),
}


@contextmanager
def forged(
    ground: Ground, connection: Connection, change: Change, forger: Forger, choose: Choose
) -> Iterator[str]:
    """One record's PDF changed and everything up to `forger` made to fit it, while inside; the record."""
    records = sorted(path.name for path in (ground.locations / LOCATIONS[0] / BAGS).iterdir())
    record = pick(records, choose)
    places = [ground.locations / name / BAGS / record for name in LOCATIONS]
    if forger is Forger.ONE_COPY:
        places = [pick(places, choose)]
    old = unpack(contents(places[0]))
    pdf = change(old.payload["record.pdf"], choose)
    point = connection.begin_nested()
    description = old.payload["record.json"]
    if forger is Forger.EVERYTHING:
        description = _catalogued(ground, connection, record, pdf)
    bag = _packed(old.info, {"record.pdf": pdf, "record.json": description})
    if forger is Forger.EVERYTHING:
        connection.execute(update(Record).where(Record.id == record).values(bag_digest=bag.digest))
        connection.execute(update(Replica).where(Replica.record_id == record).values(bytes=bag.octets))
    for place in places:
        _write(place, bag)
    yield record
    point.rollback()
    ground.restore()


def _packed(info: tuple[tuple[str, str], ...], payload: dict[str, bytes]) -> Bag:
    labels = dict(info)
    return pack(
        payload,
        {name: value for name, value in info if name not in _PACKING},
        date.fromisoformat(labels[_PACKING[0]]),
    )


def _catalogued(ground: Ground, connection: Connection, record: str, pdf: bytes) -> bytes:
    """Enter the changed file into the catalogue wherever its digests stand; record.json as it would be then."""
    with Session(connection) as session, session.begin():
        row = session.scalars(select(Record).where(Record.id == record)).one()
        row.sealed_sha256, row.sealed_size = sha256(pdf), len(pdf)
        row.rendition_sha256 = sha256(pdf[: row.rendition_size])
        requests = requests_of(session, row.school_id, record)
        for request in requests:
            last = request is requests[-1]
            request.revision_size = len(pdf) if last else min(request.revision_size or 0, len(pdf))
            request.revision_sha256 = sha256(pdf[: request.revision_size])
        session.flush()
        return describe(session, row, ground.workshop.log_signer.verifier())


def _write(place: Path, bag: Bag) -> None:
    for path, data in bag.files.items():
        (place / path).write_bytes(data)


__all__ = ["BY_LOG", "CHANGES", "EXPECTED", "Forger", "forged", "regions"]
