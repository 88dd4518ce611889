"""Prints painted pages: content streams -> PDF/A-3u (ISO 19005-3, level U), with pydyf and type cast beforehand.

The same pages give the same bytes. The snapshot is embedded as associated file of relationship Data (6.8).
It paints nothing and measures nothing.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import pydyf

from records.documents.attachment import NAME as SNAPSHOT_NAME
from records.documents.geometry import PAGE_HEIGHT, PAGE_WIDTH, POINTS
from records.documents.qr import QrCode
from records.documents.typecase import TypeCase
from records.documents.xmp import CREATOR, Imprint, write_packet

MARK_NAME: Final = "LetopisMark"
PRODUCER: Final = f"pydyf {pydyf.VERSION}"
PROFILE_NAME: Final = "sRGB2014.icc"
SNAPSHOT_SAYS: Final = "Снимок записи: каноническая запись JSON (RFC 8785)"
_LEVEL: Final = 6  # of zlib: nine costs twice the time for a fiftieth of the size


class _Finished(pydyf.Object):  # type: ignore[misc]
    """An object whose bytes are settled; the library would compress a stream each time that it looks at it."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data

    @property
    def data(self) -> bytes:
        return self._data


def print_pages(
    pages: Sequence[bytes], imprint: Imprint, case: TypeCase, mark: QrCode | None, snapshot: bytes | None
) -> bytes:
    """The file. Pages name the fonts as Face does, and the mark MARK_NAME; a draft has no mark and no snapshot."""
    pdf = pydyf.PDF()
    for data in case.objects:
        pdf.add_object(_Finished(data))
    resources = _add(pdf, _resources(pdf, case, mark))
    for content in pages:
        _add_page(pdf, _add(pdf, _stream(content)), resources)
    if snapshot is not None:
        attach(pdf, Enclosure(SNAPSHOT_NAME, SNAPSHOT_SAYS, snapshot), imprint.created)
    _describe(pdf, imprint, case)
    output = io.BytesIO()
    pdf.write(output, version="1.7", identifier=True)
    return output.getvalue()


def _add(pdf: Any, item: Any) -> bytes:
    pdf.add_object(item)
    reference: bytes = item.reference
    return reference


def _stream(content: bytes, extra: Mapping[str, object] = {}) -> _Finished:
    packed = zlib.compress(content, _LEVEL)
    head = pydyf.Dictionary({**extra, "Filter": "/FlateDecode", "Length": len(packed)})
    return _Finished(b"\n".join((head.data, b"stream", packed, b"endstream")))


def _resources(pdf: Any, case: TypeCase, mark: QrCode | None) -> Any:
    fonts = {str(face): f"{number} 0 R" for face, number in case.fonts.items()}
    resources = pydyf.Dictionary({"Font": pydyf.Dictionary(fonts)})
    if mark is not None:
        box = pydyf.Array([0, 0, mark.side, mark.side])
        form = _stream(mark.path, {"Type": "/XObject", "Subtype": "/Form", "BBox": box})
        resources["XObject"] = pydyf.Dictionary({MARK_NAME: _add(pdf, form)})
    return resources


def _add_page(pdf: Any, content: bytes, resources: bytes) -> None:
    box = pydyf.Array([0, 0, round(PAGE_WIDTH * POINTS, 3), round(PAGE_HEIGHT * POINTS, 3)])
    pdf.add_page(
        pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": pdf.pages.reference,
                "MediaBox": box,
                "TrimBox": box,
                "Contents": content,
                "Resources": resources,
            }
        )
    )


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What a file carries for programs: its name, what it is in words, its bytes."""

    name: str
    says: str
    data: bytes


def attach(pdf: Any, enclosure: Enclosure, created: datetime) -> None:
    """Embed it as the file's one associated file, of relationship Data (ISO 19005-3, 6.8)."""
    data, moment = enclosure.data, _moment(created)
    parameters = pydyf.Dictionary(
        {
            "CheckSum": f"<{hashlib.md5(data, usedforsecurity=False).hexdigest()}>",
            "Size": len(data),
            "CreationDate": moment,
            "ModDate": moment,
        }
    )
    extra = {"Type": "/EmbeddedFile", "Subtype": "/application#2fjson", "Params": parameters}
    file = _add(pdf, _stream(data, extra))
    name = pydyf.String(enclosure.name)
    specification = _add(
        pdf,
        pydyf.Dictionary(
            {
                "Type": "/Filespec",
                "F": name,
                "UF": name,
                "EF": pydyf.Dictionary({"F": file}),
                "Desc": pydyf.String(enclosure.says),
                "AFRelationship": "/Data",
            }
        ),
    )
    names = pydyf.Dictionary({"Names": pydyf.Array([name, specification])})
    pdf.catalog["Names"] = pydyf.Dictionary({"EmbeddedFiles": names})
    pdf.catalog["AF"] = pydyf.Array([specification])


def _describe(pdf: Any, imprint: Imprint, case: TypeCase) -> None:
    moment = _moment(imprint.created)
    pdf.info.update(
        {
            "Title": pydyf.String(imprint.title),
            "Author": pydyf.String(imprint.author),
            "Subject": pydyf.String(imprint.subject),
            "Creator": pydyf.String(CREATOR),
            "Producer": pydyf.String(PRODUCER),
            "CreationDate": moment,
            "ModDate": moment,
        }
    )
    packet = _stream(write_packet(imprint, PRODUCER), {"Type": "/Metadata", "Subtype": "/XML"})
    profile = pydyf.String(PROFILE_NAME)
    intent = pydyf.Dictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": profile,
            "Info": profile,
            "DestOutputProfile": f"{case.profile} 0 R",
        }
    )
    pdf.catalog.update(
        {
            "Lang": pydyf.String("ru"),
            "ViewerPreferences": pydyf.Dictionary({"DisplayDocTitle": "true"}),
            "Metadata": _add(pdf, packet),
            "OutputIntents": pydyf.Array([intent]),
        }
    )


def _moment(at: datetime) -> Any:
    return pydyf.String(f"D:{at.astimezone(UTC):%Y%m%d%H%M%S}Z")
