"""Lays signature fields on the frames of a record, and gives a field the mark of its signature as appearance.

Fields of ISO 32000-1, 12.7.4.5, with widgets that print (12.5.3) and always have an appearance (ISO 19005-3, 6.3.3):
an empty one until they are signed. It signs nothing and chooses no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    PdfObject,
    StreamObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
    enumerate_sig_fields,
)

from records.documents.places import StampPlaces
from signing.lettering import lettering
from signing.stamp import FACES, Mark, paint_mark

_LOCK: Final = FieldMDPSpec(FieldMDPAction.ALL)


def create_fields(
    writer: IncrementalPdfFileWriter, names: tuple[str, ...], places: StampPlaces | None
) -> None:
    """Every field of the record; the last one locks all of them and forbids further changes.

    Raises ValueError when there is not a frame for each of the names.
    """
    where = _invisible(names) if places is None else _visible(places)
    for name, place in zip(names[:-1], where[:-1], strict=True):
        append_signature_field(writer, SigFieldSpec(name, **place))
    lock = SigFieldSpec(names[-1], field_mdp_spec=_LOCK, doc_mdp_update_value=MDPPerm.NO_CHANGES, **where[-1])
    append_signature_field(writer, lock)


def _invisible(names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{} for _ in names]


def _visible(places: StampPlaces) -> list[dict[str, Any]]:
    # The library's types want whole points; it writes what it is given.
    return [
        {"on_page": places.page, "box": (area.left, area.bottom, area.right, area.top)}
        for area in places.areas
    ]


def show_mark(writer: IncrementalPdfFileWriter, field: str, mark: Mark) -> None:
    """Make the mark the appearance of a field, in the revision being written. An invisible field stays as it is."""
    for _, _, reference in enumerate_sig_fields(writer, with_name=field):
        widget = reference.get_object()
        left, bottom, right, top = map(float, widget["/Rect"])
        width, height = round(right - left, 2), round(top - bottom, 2)
        if width and height:
            form = _form(mark, width, height, widget["/P"])
            widget["/AP"] = _dictionary({"/N": writer.add_object(form)})
            writer.mark_update(reference)


def _form(mark: Mark, width: float, height: float, page: Any) -> StreamObject:
    """The form XObject of a mark (ISO 32000-1, 8.10), set in the fonts that the page has."""
    letters = lettering(page, FACES)
    form = StreamObject(
        _dictionary(
            {
                "/Type": NameObject("/XObject"),
                "/Subtype": NameObject("/Form"),
                "/BBox": ArrayObject(map(FloatObject, (0, 0, width, height))),
                "/Resources": _dictionary(
                    {"/Font": _dictionary({f"/{face}": font for face, font in letters.fonts.items()})}
                ),
            }
        ),
        stream_data=paint_mark(mark, width, height, letters.faces),
    )
    form.compress()  # type: ignore[no-untyped-call]
    return form


def _dictionary(entries: Mapping[str, PdfObject]) -> DictionaryObject:
    named = {NameObject(name): value for name, value in entries.items()}
    return DictionaryObject(named)  # type: ignore[no-untyped-call]
