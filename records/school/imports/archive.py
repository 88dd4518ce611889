"""From the bytes of an .xlsx file to a stored copy of its archive, within limits that a crafted file cannot pass.

In the copy (ECMA-376 part 2, Open Packaging Conventions) every size is true and nothing is compressed, so that
who reads it later meets no bomb. What OPC forbids (a document type, a password) and what a journal has no use
for (macros) is refused. It reads no sheet.
"""

from __future__ import annotations

import io
import zipfile
from typing import NoReturn

from records.errors import InputError

MAX_FILE = 20 << 20
MAX_UNPACKED = 64 << 20  # a class's year takes one
MAX_RATIO = 200  # journals compress 8 to 1, deflate can reach 1000 to 1
SMALL_ENTRY = 1 << 20  # below it the ratio says nothing
MAX_ENTRIES = 1000
MAX_DIRECTORY = 1 << 20  # octets of the archive's table of contents
MAX_TAGS = 600_000  # in a part that is no sheet: a spreadsheet has 65,490 formats at most
_SHEETS = "xl/worksheets/"
_PACKINGS = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
)  # all that OPC allows; zipfile inflates others at one stroke
_CHUNK = 1 << 20

_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_END_RECORD = b"PK\x05\x06"
_DOCUMENT_TYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_MACROS = "vbaproject.bin"


class WorkbookError(InputError):
    """The file as a whole cannot be read."""


def unpack(data: bytes) -> bytes:
    """The archive without compression, each of its files once.

    Raises WorkbookError: import.too_large, import.password, import.not_a_workbook, import.bomb, import.macros,
    import.document_type; zipfile.BadZipFile where it is damaged.
    """
    if len(data) > MAX_FILE:
        refuse_size()
    if data.startswith(_OLE_MAGIC):
        _refuse_old_format(data)
    end = data.rfind(_END_RECORD)
    if end >= 0 and int.from_bytes(data[end + 12 : end + 16], "little") > MAX_DIRECTORY:
        _refuse_bomb()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        _check(list(entries.values()))
        stored = io.BytesIO()
        with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as copy:
            for name, entry in entries.items():
                copy.writestr(name, _body(archive, entry))
    return stored.getvalue()


def _check(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        _refuse_password()
    packed_otherwise = any(entry.compress_type not in _PACKINGS for entry in entries)
    if packed_otherwise or not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise not_a_workbook()
    unpacked = sum(entry.file_size for entry in entries)
    dense = any(e.file_size > SMALL_ENTRY and e.file_size > MAX_RATIO * e.compress_size for e in entries)
    if unpacked > MAX_UNPACKED or dense or len(entries) > MAX_ENTRIES:
        _refuse_bomb()
    if any(name.lower().endswith(_MACROS) for name in names):
        raise WorkbookError(
            "import.macros",
            "В файле есть макросы: сохраните его как .xlsx (книга без макросов).",
            "the file has macros; save it as .xlsx (a workbook without macros)",
        )


def _body(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes, read in pieces: zipfile inflates a whole read at once, past the size that the entry states."""
    with archive.open(entry) as source:
        body = b"".join(iter(lambda: source.read(_CHUNK), b""))
    if body.count(b"<") > MAX_TAGS and not entry.filename.startswith(_SHEETS):
        _refuse_bomb()
    if any(word in body for word in _DOCUMENT_TYPES) and entry.filename.endswith((".xml", ".rels", ".vml")):
        raise WorkbookError(
            "import.document_type",
            "В файле есть объявление DOCTYPE: таким он не бывает. Откройте его и сохраните заново как .xlsx.",
            "the file has a DOCTYPE, which no workbook has; open it and save it again as .xlsx",
        )
    return body


def refuse_size() -> NoReturn:
    """Refuse a file of more than MAX_FILE octets."""
    megabytes = MAX_FILE >> 20
    raise WorkbookError(
        "import.too_large", f"Файл больше {megabytes} МБ: это не журнал.", f"the file is over {megabytes} MB"
    )


def _refuse_bomb() -> NoReturn:
    raise WorkbookError(
        "import.bomb",
        f"Файл разворачивается больше допустимого ({MAX_UNPACKED >> 20} МБ, {MAX_ENTRIES} частей): это не журнал.",
        f"the file unpacks to more than allowed ({MAX_UNPACKED >> 20} MB, {MAX_ENTRIES} parts): this is no journal",
    )


def _refuse_old_format(data: bytes) -> NoReturn:
    if _ENCRYPTED in data:
        _refuse_password()
    raise WorkbookError(
        "import.not_a_workbook",
        "Это файл старого формата (.xls): сохраните его как .xlsx.",
        "this is a file of the old .xls format; save it as .xlsx",
    )


def _refuse_password() -> NoReturn:
    raise WorkbookError(
        "import.password",
        "Файл закрыт паролем: снимите пароль и сохраните файл заново.",
        "the file is protected by a password; take it off and save the file again",
    )


def not_a_workbook() -> WorkbookError:
    """The refusal of a file that is something else."""
    ru = "Это не книга .xlsx: нужен файл журнала в формате .xlsx."
    return WorkbookError("import.not_a_workbook", ru, "this is not an .xlsx workbook")
