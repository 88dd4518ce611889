"""Gathers pages of several renditions in one PDF file, equal objects once (ISO 32000-1, 7.3.10).

An object is known by its bytes once its references are those of the volume, so whole trees (resources, fonts, font
files) are recognised from their leaves up, in one pass and unparsed. It draws nothing.
"""

from __future__ import annotations

import io
import re
from typing import IO, Any, Final, cast

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    read_object,
)

from records.documents.part import STREAM, Part, refused

HEADER: Final = "%PDF-1.7"
# A string may hold what looks like a reference: it is skipped.
_REFERENCE: Final = re.compile(rb"\((?:[^()\\]|\\.)*\)|\b(\d+) \d+ R\b", re.DOTALL)
_CONTENTS: Final = re.compile(rb"/Contents (?:\[([^\]]*)\]|(\d+ 0 R))")


class Volume:
    """A PDF file that grows by pages. `writer` takes what belongs to no page."""

    def __init__(self) -> None:
        self.writer: Final = PdfWriter()
        self.writer.pdf_header = HEADER
        self.tree: Final[int] = self.writer.root_object.raw_get("/Pages").idnum
        self.pages: Final[list[IndirectObject]] = []
        self._numbers: Final[dict[bytes, int]] = {}

    def take_over(self, frame: Part) -> None:
        """Continue the catalog and Info of this part: its output intent, XMP, attachments, title."""
        transfer = _Transfer(self, frame)
        self.writer.root_object.update(self.parse(transfer.text(frame.catalog)))
        self.writer.add_metadata(self.parse(transfer.text(frame.info)))

    def take_in(self, part: Part) -> list[bytes]:
        """The pages of a part as they will be written. The volume has their contents then and shows none yet."""
        transfer = _Transfer(self, part)
        return [transfer.text(number) for number in part.pages]

    def show(self, page: bytes, over: bytes = b"") -> None:
        """Append a page, with a content stream `over` its own ones if there is any."""
        if over:
            stream = self.keep(b"<</Length %d>>%s%s\nendstream" % (len(over), STREAM, over))
            page, found = _CONTENTS.subn(rb"/Contents [\1\2 %d 0 R]" % stream, page)
            if not found:
                raise refused("a page shows nothing")
        self.pages.append(self._write(page))

    def keep(self, text: bytes) -> int:
        """The number of the object that is written so; it is written once."""
        if text not in self._numbers:
            self._numbers[text] = self._write(text).idnum
        return self._numbers[text]

    def parse(self, text: bytes) -> DictionaryObject:
        """A dictionary whose references are the volume's."""
        return cast(DictionaryObject, read_object(io.BytesIO(text), cast(Any, self.writer)))

    def written(self) -> bytes:
        """The file."""
        tree = cast(DictionaryObject, self.writer.get_object(self.tree))
        tree[NameObject("/Kids")] = ArrayObject(self.pages)
        tree[NameObject("/Count")] = NumberObject(len(self.pages))
        output = io.BytesIO()
        self.writer.write(output)
        return output.getvalue()

    def _write(self, text: bytes) -> IndirectObject:
        return self.writer._add_object(_Verbatim(text))


class _Transfer:
    """Brings objects of one part into the volume, what they refer to first."""

    def __init__(self, volume: Volume, part: Part) -> None:
        self._volume, self._part = volume, part
        # Pages refer to the tree they hang on: that is the volume's from now on.
        self._placed = {part.tree: volume.tree}

    def text(self, number: int) -> bytes:
        """The object as the volume writes it."""
        dictionary, stream = self._part.written(number)
        return _REFERENCE.sub(self._refer, dictionary) + stream

    def _refer(self, match: re.Match[bytes]) -> bytes:
        if match[1] is None:
            return match[0]
        number = int(match[1])
        if number not in self._placed:
            self._placed[number] = self._volume.keep(self.text(number))
        return b"%d 0 R" % self._placed[number]


class _Verbatim(PdfObject):
    """An object that is written as it was read."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    def write_to_stream(self, stream: IO[Any]) -> None:
        stream.write(self._text)
