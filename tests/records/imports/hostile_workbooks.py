"""Workbooks made to hurt who reads them: bombs, entities, tables without end. Small on disk, made quickly."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Final

from tests.records.imports.raw_workbook import raw_entries
from tests.records.imports.small_class import small_book

SHEET: Final = "xl/worksheets/sheet1.xml"
_MEGABYTE: Final = 1 << 20


def packed(entries: Mapping[str, bytes]) -> bytes:
    """The archive of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return made.getvalue()


def journal(**changed: bytes) -> dict[str, bytes]:
    """The files of a right workbook, some with another body."""
    return {**raw_entries(small_book()), **changed}


def with_rows(rows: bytes) -> bytes:
    """The workbook with these rows at the end of its first sheet."""
    files = journal()
    return packed({**files, SHEET: files[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")})


def dense() -> bytes:
    """A picture of 30 MB of zeros."""
    return packed({**journal(), "xl/media/image1.png": bytes(30 * _MEGABYTE)})


def many_parts() -> bytes:
    """Seventy parts of just under a megabyte."""
    return packed({**journal(), **{f"xl/media/{n}.png": bytes(_MEGABYTE - 1) for n in range(70)}})


def many_entries() -> bytes:
    """Five thousand empty parts."""
    return packed({**journal(), **{f"x/{n}": b"" for n in range(5000)}})


def endless_directory() -> bytes:
    """A table of contents of 3 MB."""
    return packed({**journal(), **{f"{n:0200}": b"" for n in range(10_000)}})


def lying_size() -> bytes:
    """A sheet that says that it is a kilobyte long and inflates to half a gigabyte."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in journal().items():
            if name != SHEET:
                archive.writestr(name, body)
        with archive.open(SHEET, "w") as sheet:
            for _ in range(512):
                sheet.write(bytes(_MEGABYTE))
    data = bytearray(made.getvalue())
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (1024).to_bytes(4, "little")
    return bytes(data)


def nested() -> bytes:
    """An archive in an archive in an archive."""
    return packed({**journal(), "xl/embeddings/1.zip": packed({"2.zip": dense()})})


def laughs(part: str = SHEET) -> bytes:
    """A billion laughs: ten entities, each ten times the one before."""
    names = [f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)]
    declared = f"<!DOCTYPE x [<!ENTITY l0 'ha'>{''.join(names)}]>".encode()
    head, _, rest = journal()[part].partition(b"?>")
    return packed(
        {**journal(), part: head + b"?>" + declared + rest.replace(b"preserve'>", b"preserve'>&l9;", 1)}
    )


def outside_entity(part: str = SHEET) -> bytes:
    """An entity whose text is a file of the machine."""
    declared = b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
    head, _, rest = journal()[part].partition(b"?>")
    return packed(
        {**journal(), part: head + b"?>" + declared + rest.replace(b"preserve'>", b"preserve'>&e;", 1)}
    )


def wide_entity() -> bytes:
    """A document type in UTF-16."""
    text = (
        "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE x [<!ENTITY e 'x'>]>"
        + journal()[SHEET].decode()[38:]
    )
    return packed({**journal(), SHEET: text.encode("utf-16")})


def million_rows() -> bytes:
    """A million rows with something in them."""
    rows = b"".join(b"<row r='%d'><c><v>5</v></c></row>" % n for n in range(100, 1_000_100))
    return with_rows(rows)


def million_blank_rows() -> bytes:
    """A million rows with nothing in them."""
    return with_rows(b"".join(b"<row r='%d'/>" % n for n in range(100, 1_000_100)))


def wide_blank_rows() -> bytes:
    """A blank cell in the last column of each of 100,000 rows."""
    return with_rows(b"".join(b"<row r='%d'><c r='XFD%d'/></row>" % (n, n) for n in range(100, 100_100)))


def million_cells() -> bytes:
    """One row of two million empty cells."""
    return with_rows(b"<row>" + b"<c/>\n" * 2_000_000 + b"</row>")


def last_row() -> bytes:
    """A cell in the last row of any spreadsheet, and nothing before it."""
    return with_rows(b"<row r='1048576'><c r='A1048576'/></row>")


def long_text() -> bytes:
    """A text of forty million letters in a cell."""
    letters = bytes(range(97, 122)) * 1_600_000
    return with_rows(b"<row r='90'><c t='inlineStr'><is><t>" + letters + b"</t></is></c></row>")


def million_formats() -> bytes:
    """A million formats of cells."""
    styles = journal()["xl/styles.xml"]
    return packed(
        {
            **journal(),
            "xl/styles.xml": styles.replace(b"<cellXfs count='2'>", b"<cellXfs>" + b"<xf/>" * 10**6),
        }
    )


def deep_xml() -> bytes:
    """A hundred thousand elements in each other."""
    return with_rows(b"<a>" * 100_000 + b"</a>" * 100_000)


def lying_bzip2() -> bytes:
    """A sheet packed by bzip2, which zipfile inflates at one stroke, to half a gigabyte and not to a kilobyte."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_BZIP2) as archive:
        for name, body in {**journal(), SHEET: bytes(512 * _MEGABYTE)}.items():
            archive.writestr(name, body)
    data = bytearray(made.getvalue())
    entry = data.rfind(b"PK\x01\x02", 0, data.rfind(SHEET.encode()))
    data[entry + 24 : entry + 28] = (1024).to_bytes(4, "little")
    return bytes(data)


def overlapping() -> bytes:
    """A table of contents that names one megabyte nine hundred times, each time truly."""
    data = packed({**journal(), "xl/media/00000": bytes(_MEGABYTE - 1)})
    end = data.rfind(b"PK\x05\x06")
    entry = data[data.rfind(b"PK\x01\x02", 0, end) : end]
    more = b"".join(entry.replace(b"xl/media/00000", b"xl/media/%05d" % n) for n in range(1, 900))
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    count = (len(journal()) + 900).to_bytes(2, "little") * 2
    size = (end - start + len(more)).to_bytes(4, "little")
    tail = data[end : end + 8] + count + size + data[end + 16 :]
    return data[:end] + more + tail


def wrong_crc() -> bytes:
    """A part whose checksum is another."""
    data = bytearray(packed(journal()))
    data[data.rfind(b"PK\x01\x02") + 16] ^= 1
    return bytes(data)


def with_strings(strings: bytes) -> bytes:
    """The workbook with a table of shared strings."""
    files = journal()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    listed = f"<Override PartName='/xl/sharedStrings.xml' ContentType='{kind}'/></Types>"
    types = files["[Content_Types].xml"].replace(b"</Types>", listed.encode())
    table = b"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>" + strings + b"</sst>"
    return packed({**files, "[Content_Types].xml": types, "xl/sharedStrings.xml": table})


def million_strings() -> bytes:
    """A million shared strings."""
    return with_strings(b"".join(b"<si><t>%d</t></si>" % n for n in range(10**6)))


def million_runs() -> bytes:
    """One shared string of 700,000 pieces, each in a style of its own."""
    return with_strings(b"<si>" + b"".join(b"<r><t>%d</t></r>" % n for n in range(700_000)) + b"</si>")


def million_links() -> bytes:
    """A sheet with a million and a half hyperlinks, which openpyxl keeps as objects."""
    files = journal()
    links = b"".join(b"<hyperlink ref='A%d'/>" % n for n in range(1_500_000))
    ending = b"<hyperlinks>" + links + b"</hyperlinks></worksheet>"
    return packed({**files, SHEET: files[SHEET].replace(b"</worksheet>", ending)})


def megabyte_of_text() -> bytes:
    """A text of 300,000 letters that 1800 cells repeat: half a gigabyte to look through."""
    text = "".join(chr(33 + n * n % 89) for n in range(300_000)).replace("<", "(").replace("&", "+")
    rows = b"".join(b"<row r='%d'><c t='s'><v>0</v></c></row>" % n for n in range(100, 1900))
    data = with_strings(f"<si><t>{text}</t></si>".encode())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return packed({**files, SHEET: files[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")})


def million_mistakes() -> bytes:
    """More than half a million cells, each of them wrong."""
    rows = (b"".join(b"<c><v>%d</v></c>" % (n * m) for m in range(300)) for n in range(100, 1900))
    return with_rows(b"".join(b"<row r='%d'>%b</row>" % (n, row) for n, row in enumerate(rows, start=100)))


def macros() -> bytes:
    """A workbook with a program in it."""
    return packed({**journal(), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


ATTACKS: Final[Mapping[Callable[[], bytes], str]] = {
    dense: "import.bomb",
    many_parts: "import.bomb",
    many_entries: "import.bomb",
    endless_directory: "import.bomb",
    lying_size: "import.not_a_workbook",
    nested: "read",
    laughs: "import.document_type",
    outside_entity: "import.document_type",
    wide_entity: "import.document_type",
    million_rows: "import.too_many_cells",
    million_blank_rows: "import.too_many_cells",
    wide_blank_rows: "import.too_many_cells",
    million_cells: "import.bomb",
    last_row: "read",
    long_text: "import.bomb",
    million_formats: "import.bomb",
    deep_xml: "read",
    macros: "import.macros",
    lying_bzip2: "import.not_a_workbook",
    overlapping: "import.bomb",
    wrong_crc: "import.not_a_workbook",
    million_strings: "import.bomb",
    million_runs: "import.bomb",
    megabyte_of_text: "import.damaged",
    million_mistakes: "read",
}
