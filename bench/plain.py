"""The peer of closing and printing: the script that a capable user would write with the same libraries.

One HTML table design through WeasyPrint to PDF/A-3u with the snapshot attached, two signatures by pyHanko's
SimpleSigner with timestamps and validation data (the second one B-LTA), two copies with a SHA-256. It takes the
pages ready from us and has no database, drafts, log, validation or journal of what it did.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.timestamps import DummyTimeStamper, TimeStamper
from pyhanko_certvalidator import ValidationContext
from weasyprint import HTML, Attachment

from records.clock import SystemClock
from records.documents.model import Cell, Document, HeadCell, Noted, Row, Table, TablePage
from signing.authority import SchoolAuthority
from signing.credential import to_asn1

PEOPLE: Final = (("Teacher", "Громова Мария Ивановна"), ("DeputyHead", "Орлов Павел Сергеевич"))
STYLE: Final = """
@page { size: A4 landscape; margin: 10mm;
        @bottom-right { content: counter(page) " / " counter(pages); font: 7pt 'PT Sans' } }
html { font: 7.5pt 'PT Sans', sans-serif }
h2 { font: bold 11pt 'PT Serif', serif; margin: 0 0 2mm }
section { break-after: page }
table { width: 100%; border-collapse: collapse }
th, td { border: 0.5pt solid #444; padding: 1px 2px; text-align: center; vertical-align: middle }
td.text { text-align: left }
tr:nth-child(even) td { background: #f3f3f3 }
.mark { font-weight: bold }
.upright { writing-mode: vertical-rl }
p { margin: 1mm 0 }
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the script signs with, loaded once: two signers, a validation context, a timestamp authority."""

    signers: tuple[tuple[str, SimpleSigner], ...]
    context: ValidationContext
    timestamper: TimeStamper


def print_plainly(document: Document) -> bytes:
    """The document's pages as one HTML text with ordinary tables, printed by WeasyPrint."""
    snapshot = Attachment(
        string=document.snapshot.decode(),
        name="snapshot.json",
        created=document.created,
        modified=document.created,
        relationship="Data",
    )
    pdf: bytes = HTML(string=to_html(document)).write_pdf(pdf_variant="pdf/a-3u", attachments=[snapshot])
    return pdf


def to_html(document: Document) -> str:
    """The text that is printed: a section and a table for each page."""
    pages = [page.content for page in document.pages if isinstance(page.content, TablePage)]
    return (
        f'<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>{escape(document.title)}</title>'
        f'<meta name="author" content="{escape(document.organisation)}"><style>{STYLE}</style></head><body>'
        f"{''.join(map(_section, pages))}</body></html>"
    )


def _section(page: TablePage) -> str:
    closing = page.closing
    lines = (
        [*closing.facts, *closing.legends, *(f"{s.role}: {s.person}" for s in closing.stamps)]
        if closing
        else []
    )
    heading = f"{page.heading.title} · {page.heading.aside}"
    notes = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f"<section><h2>{escape(heading)}</h2>{_table(page.table)}{notes}</section>"


def _table(table: Table) -> str:
    head = "".join(
        f"<tr>{''.join(_head_cell(cell) for cell in table.head if cell.row == row)}</tr>"
        for row in range(len(table.head_heights))
    )
    body = "".join(map(_row, table.rows))
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def _head_cell(cell: HeadCell) -> str:
    upright = ' class="upright"' if cell.upright else ""
    return f'<th rowspan="{cell.rows}" colspan="{cell.columns}"{upright}>{escape(cell.text)}</th>'


def _row(row: Row) -> str:
    return f"<tr>{''.join(map(_cell, row.cells))}</tr>"


def _cell(cell: Cell) -> str:
    text = f"{cell.text} ({cell.note})" if isinstance(cell, Noted) else cell
    if len(text) > 3:
        return f'<td class="text">{escape(text)}</td>'
    return f'<td><span class="mark">{escape(text)}</span></td>' if text else "<td></td>"


def make_desk(folder: Path) -> Desk:
    """Keys and certificates of the kinds that Letopis uses, in `folder`, as the script finds them.

    The script signs with the machine's time, so they begin now.
    """
    at = SystemClock().now()
    authority = SchoolAuthority.create(
        folder / "authority", "МБОУ «Средняя общеобразовательная школа № 16»", at
    )
    root = folder / "root.pem"
    root.write_bytes(authority.trust_pem())
    tsa_key = authority.tsa.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Desk(
        tuple((field, _load_signer(authority, folder, root, field, name)) for field, name in PEOPLE),
        ValidationContext(
            trust_roots=[to_asn1(authority.root)], crls=[authority.crl(at)], allow_fetching=False
        ),
        DummyTimeStamper(to_asn1(authority.tsa.certificate), PrivateKeyInfo.load(tsa_key)),
    )


def _load_signer(authority: SchoolAuthority, folder: Path, root: Path, field: str, name: str) -> SimpleSigner:
    credential = authority.issue(field, name, "", SystemClock().now())
    key, certificate = folder / f"{field}.key", folder / f"{field}.pem"
    key.write_bytes(credential.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    certificate.write_bytes(credential.certificate.public_bytes(Encoding.PEM))
    load: Callable[..., SimpleSigner | None] = SimpleSigner.load
    signer = load(str(key), str(certificate), ca_chain_files=(str(root),))
    if signer is None:
        raise ValueError(f"pyHanko does not load {key.name}")
    return signer


def sign_plainly(pdf: bytes, desk: Desk) -> bytes:
    """The file signed by everyone at the desk, the last signature at level B-LTA."""
    for place, (field, signer) in enumerate(desk.signers, start=1):
        metadata = PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            embed_validation_info=True,
            validation_context=desk.context,
            use_pades_lta=place == len(desk.signers),
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        pdf = sign_pdf(writer, metadata, signer, timestamper=desk.timestamper).getvalue()
    return pdf


def store_plainly(pdf: bytes, name: str, folders: Sequence[Path]) -> None:
    """A copy in each folder with its SHA-256 beside it, read back. Raises OSError when one differs."""
    digest = hashlib.sha256(pdf).hexdigest()
    for folder in folders:
        copy = folder / f"{name}.pdf"
        copy.write_bytes(pdf)
        (folder / f"{name}.sha256").write_text(f"{digest}  {copy.name}\n")
        if hashlib.sha256(copy.read_bytes()).hexdigest() != digest:
            raise OSError(f"{copy} reads back differently")
