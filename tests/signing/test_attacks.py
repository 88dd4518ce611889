"""Published attacks on signed PDFs, each refused with its code; docs/signatures.md lists them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import enumerate_sig_fields

from signing.errors import Reason
from signing.reading import open_signed
from signing.report import Expectation
from signing.trust import Trust
from tests.signing.attacks import BOTH, JOURNAL, appended_alone, reason
from tests.signing.making import AT, School, sign_step

Change = Callable[[IncrementalPdfFileWriter], None]


# --- universal signature forgery (Mladenov et al., 2019): the signature is made impossible to check


def _last(pdf: bytes, pattern: bytes) -> re.Match[bytes]:
    *_, found = re.finditer(pattern, pdf, re.DOTALL)
    return found


def _overwritten(pdf: bytes, pattern: bytes, text: bytes) -> bytes:
    """The last match of the pattern overwritten by `text`, filled up with blanks: nothing moves."""
    start, end = _last(pdf, pattern).span()
    return pdf[:start] + text.ljust(end - start) + pdf[end:]


_RANGE, _CONTENTS = rb"/ByteRange \[[^]]*\]", rb"/Contents <[0-9a-fA-F]*>"
FORGERIES: dict[str, tuple[bytes, bytes]] = {
    "no byte range": (_RANGE, b""),
    "a byte range of nothing": (_RANGE, b"/ByteRange [0 0 0 0]"),
    "a byte range that is null": (_RANGE, b"/ByteRange null"),
    "a negative byte range": (_RANGE, b"/ByteRange [0 -1 0 -1]"),
    "a byte range over everything": (_RANGE, b"/ByteRange [0 9999999 0 0]"),
    "a byte range of three numbers": (_RANGE, b"/ByteRange [0 9 9]"),
    "no contents": (_CONTENTS, b""),
    "contents that are null": (_CONTENTS, b"/Contents null"),
    "empty contents": (_CONTENTS, b"/Contents <>"),
    "contents of a zero": (_CONTENTS, b"/Contents <00>"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_universal_forgery_is_refused(trust: Trust, period_journal: list[bytes], name: str) -> None:
    forged = _overwritten(period_journal[-1], *FORGERIES[name])
    assert reason(forged, BOTH, trust) in {Reason.UNREADABLE, Reason.BROKEN, Reason.CHANGED_AFTER}


def test_a_widened_byte_range_is_refused(trust: Trust, period_journal: list[bytes]) -> None:
    """The hole of the second signature swallows the bytes beside it."""
    pdf = period_journal[-1]
    first, last, start, length = open_signed(pdf).signatures[-1].byte_range
    old = f"[{first} {last} {start} {length}]".encode()
    assert pdf.count(old) == 1
    new = f"[{first} {last - 9} {start} {length}]".encode()
    assert reason(pdf.replace(old, new.ljust(len(old))), BOTH, trust) in {Reason.UNREADABLE, Reason.BROKEN}


# --- a signature from elsewhere


def _put(pdf: bytes, place: int, digits: bytes) -> bytes:
    _, start, end, _ = open_signed(pdf).signatures[place].byte_range
    return pdf[: int(start) + 1] + digits.ljust(int(end - start) - 2, b"0") + pdf[int(end) - 1 :]


def test_a_swapped_signature_is_refused(trust: Trust, period_journal: list[bytes]) -> None:
    pdf = period_journal[-1]
    teacher = bytes(open_signed(pdf).signatures[0].pkcs7_content).rstrip(b"\0").hex().upper().encode()
    assert reason(_put(pdf, 1, teacher), BOTH, trust) is Reason.BROKEN


def test_a_signature_replayed_from_another_document_is_refused(
    school: School, trust: Trust, page: bytes, period_journal: list[bytes]
) -> None:
    def retouch(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name("/Lang")] = pdf_string("en")
        writer.update_root()  # type: ignore[no-untyped-call]

    other = sign_step(school, appended_alone(page, retouch), JOURNAL, 0, AT)
    taken = bytes(open_signed(other).signatures[0].pkcs7_content).rstrip(b"\0").hex().upper().encode()
    assert reason(_put(period_journal[-1], 0, taken), BOTH, trust) is Reason.BROKEN


# --- increments: what is shown changes and what is signed does not (shadow attacks, Mainka et al., 2021)


def _page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    page: generic.DictionaryObject = writer.root["/Pages"]["/Kids"][0]
    return page


def _hide(writer: IncrementalPdfFileWriter) -> None:
    """What covered a hidden text is taken away."""
    _page(writer)[pdf_name("/Resources")] = generic.DictionaryObject()  # type: ignore[no-untyped-call]
    writer.update_container(_page(writer))


def _replace(writer: IncrementalPdfFileWriter) -> None:
    """The font that shows a number becomes another."""
    fonts = _page(writer)["/Resources"]["/Font"]
    font = fonts[sorted(fonts)[0]]
    font[pdf_name("/BaseFont")] = pdf_name("/Other")
    writer.update_container(font)


def _hide_and_replace(writer: IncrementalPdfFileWriter) -> None:
    """The whole tree of pages becomes one that lay in the file unseen."""
    pages = writer.root["/Pages"]
    hidden = generic.DictionaryObject(dict(pages))  # type: ignore[no-untyped-call]
    writer.root[pdf_name("/Pages")] = writer.add_object(hidden)
    writer.update_root()  # type: ignore[no-untyped-call]


def _annotate(writer: IncrementalPdfFileWriter) -> None:
    note = generic.DictionaryObject(  # type: ignore[no-untyped-call]
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 200))),
            pdf_name("/Contents"): pdf_string("5"),
        }
    )
    page = _page(writer)
    old = list(page["/Annots"]) if "/Annots" in page else []
    page[pdf_name("/Annots")] = generic.ArrayObject([*old, writer.add_object(note)])
    writer.update_container(page)


def _certify_anew(writer: IncrementalPdfFileWriter) -> None:
    """The permissions that certify are taken out of the catalogue."""
    del writer.root["/Perms"]
    writer.update_root()  # type: ignore[no-untyped-call]


def _fill_in(writer: IncrementalPdfFileWriter) -> None:
    """A text field, filled in, among the fields of the form."""
    form = writer.root["/AcroForm"]
    field = generic.DictionaryObject(  # type: ignore[no-untyped-call]
        {
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): pdf_string("Mark"),
            pdf_name("/V"): pdf_string("5"),
        }
    )
    form["/Fields"].append(writer.add_object(field))
    writer.update_container(form["/Fields"])


def _rename(writer: IncrementalPdfFileWriter) -> None:
    """The signature that still waits gets another name."""
    ((_, _, reference),) = enumerate_sig_fields(writer, with_name="DeputyHead")
    reference.get_object()[pdf_name("/TU")] = pdf_string("Директор")
    writer.mark_update(reference)


def _attach(writer: IncrementalPdfFileWriter) -> None:
    stream = EmbeddedFileObject.from_file_data(writer, b'{"schema":2}', mime_type="application/json")
    embed_file(writer, FileSpec("snapshot-2.json", embedded_data=stream))


def _outline(writer: IncrementalPdfFileWriter) -> None:
    """An action runs when the file is opened."""
    action = generic.DictionaryObject(  # type: ignore[no-untyped-call]
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(5)")}
    )
    writer.root[pdf_name("/OpenAction")] = writer.add_object(action)
    writer.update_root()  # type: ignore[no-untyped-call]


INCREMENTS: dict[str, Change] = {
    "hide": _hide,
    "replace": _replace,
    "hide and replace": _hide_and_replace,
    "annotation": _annotate,
    "certification taken away": _certify_anew,
    "form": _fill_in,
    "name of a waiting field": _rename,
    "attachment": _attach,
    "action": _outline,
}


@pytest.mark.parametrize("name", INCREMENTS)
def test_an_increment_that_changes_what_is_shown_is_refused(
    trust: Trust, period_journal: list[bytes], name: str
) -> None:
    spoilt = appended_alone(period_journal[0], INCREMENTS[name])
    assert reason(spoilt, Expectation(), trust) is Reason.CHANGED_AFTER
