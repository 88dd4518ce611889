"""Opens a rendition as the bytes of its objects (ISO 32000-1, 7.3.10 and 7.5.7), without parsing them.

It knows what our renderers write: a single revision, cross-reference table or stream, a flat page tree; anything
else is refused. It changes nothing and decodes no stream of a page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final, TypeAlias, cast

from pypdf import PdfReader
from pypdf.generic import StreamObject

from records.errors import RecordsError

STREAM: Final = b"\nstream\n"
_END: Final = b"\nendobj\n"
_START: Final = re.compile(rb"startxref\n(\d+)\n%%EOF\n?\Z")
# What stands before the keyword `stream`, and the rest: nothing but data.
Written: TypeAlias = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """The objects of a rendition by number; those that everything hangs on; its pages in order."""

    objects: Mapping[int, Written]
    catalog: int
    info: int
    tree: int
    pages: Sequence[int]

    def written(self, number: int) -> Written:
        """An object as it is written. Raises RecordsError where the rendition has none of this number."""
        if number not in self.objects:
            raise refused(f"object {number} is missing")
        return self.objects[number]


def open_part(pdf: bytes) -> Part:
    """Find every object of a rendition. Raises RecordsError where its shape is not the renderer's."""
    try:
        reader = PdfReader(io.BytesIO(pdf))
        objects = dict(chain(_apart(pdf, reader.xref[0]), _packed(reader)))
        catalog, info = (reader.trailer.raw_get(key).idnum for key in ("/Root", "/Info"))
        (tree,) = _references(objects[catalog][0], rb"/Pages (\d+ 0 R)")
        pages = _references(objects[tree][0], rb"/Kids \[([^\]]*)\]")
        if any(b"/Kids" in objects[page][0] for page in pages):
            raise ValueError("the page tree is not flat")
        return Part(objects, catalog, info, tree, pages)
    except MemoryError:
        raise
    except Exception as error:
        # Damaged input fails deep inside the reader and with any type: this is the boundary.
        raise refused(str(error)) from error


def refused(detail: str) -> RecordsError:
    """The refusal of a rendition that another program wrote, or that is damaged."""
    return RecordsError(
        "documents.part",
        f"Журнал за период не разобрать для сборки: {detail}. Сообщите разработчикам.",
        f"a rendition cannot be taken apart: {detail}",
    )


def _apart(pdf: bytes, offsets: Mapping[int, int]) -> Iterator[tuple[int, Written]]:
    """Objects that lie by themselves, up to the cross-references: nobody needs these, be they a stream or a table."""
    found = _START.search(pdf)
    if found is None:
        raise ValueError("the file has no end")
    last = int(found[1])
    starts = sorted((start, number) for number, start in offsets.items() if start < last)
    for (start, number), (end, _) in pairwise([*starts, (last, 0)]):
        head, text = b"%d 0 obj\n" % number, pdf[start:end]
        if not (text.startswith(head) and text.endswith(_END)):
            raise ValueError(f"object {number} is not where it should be")
        dictionary, keyword, data = text[len(head) : -len(_END)].partition(STREAM)
        yield number, (dictionary, keyword + data)


def _packed(reader: PdfReader) -> Iterator[tuple[int, Written]]:
    """Objects that lie in object streams."""
    for container in sorted({stream for stream, _ in reader.xref_objStm.values()}):
        stream = reader.get_object(container)
        if not isinstance(stream, StreamObject):
            raise TypeError(f"object {container} is no object stream")
        data, first = stream.get_data(), cast(int, stream["/First"])
        index = [int(word) for word in data[:first].split()]
        starts = [first + offset for offset in index[1::2]]
        for number, start, end in zip(index[::2], starts, [*starts[1:], len(data)], strict=True):
            yield number, (data[start:end], b"")


def _references(text: bytes, pattern: bytes) -> list[int]:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"{pattern!r} is not there")
    return [int(word) for word in found[1].split()[::3]]
