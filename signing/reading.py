"""Opens a signed PDF from anywhere and finds its signatures and revisions (ISO 32000-2, 12.8.1).

The one boundary towards pyHanko: whatever damaged input makes it raise becomes a coded SignatureInvalid.
It verifies nothing.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from asn1crypto.cms import SignedData
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from records.digest import sha256
from records.errors import LetopisError
from signing.errors import Reason, SignatureInvalid
from signing.gost.digests import lend_streebog, teach
from signing.quicker import quicken

_END = b"%%EOF"
MAX_SIGNATURES = 100  # each costs time: a file with more was made to waste it


@dataclass(frozen=True, slots=True, eq=False)
class SignedFile:
    """A file, its signatures and document timestamps in the order they were made, its empty fields."""

    data: bytes
    reader: PdfFileReader
    signatures: tuple[EmbeddedPdfSignature, ...]
    timestamps: tuple[EmbeddedPdfSignature, ...]
    empty_fields: tuple[str, ...]

    @property
    def everything(self) -> tuple[EmbeddedPdfSignature, ...]:
        """Signatures and document timestamps together, in the order they were made."""
        return tuple(self.reader.embedded_signatures)


@contextmanager
def damage_is_coded() -> Iterator[None]:
    """Within the block, any exception that is not ours becomes SignatureInvalid (signature.unreadable).

    MemoryError passes: it says what the process may take, not what is wrong with the file.
    """
    try:
        yield
    except (LetopisError, MemoryError):
        raise
    except Exception as error:
        # pyHanko and asn1crypto raise anything, NotImplementedError and RecursionError included.
        raise SignatureInvalid(Reason.UNREADABLE, detail=repr(error)) from error


def open_signed(pdf: bytes) -> SignedFile:
    """The file with its signatures. Raises SignatureInvalid (unreadable, encrypted)."""
    quicken()
    teach()
    with damage_is_coded():
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            raise SignatureInvalid(Reason.ENCRYPTED)
        if len(reader.embedded_signatures) > MAX_SIGNATURES:
            raise SignatureInvalid(Reason.UNREADABLE, detail=f"more than {MAX_SIGNATURES} signatures")
        for signature in reader.embedded_signatures:
            lend_streebog(signature, pdf)
        empty = tuple(name for name, _, _ in enumerate_sig_fields(reader, filled_status=False))
        return SignedFile(
            data=pdf,
            reader=reader,
            signatures=tuple(reader.embedded_regular_signatures),
            timestamps=tuple(reader.embedded_timestamp_signatures),
            empty_fields=empty,
        )


def covered_end(signature: EmbeddedPdfSignature) -> int:
    """The offset of the first byte after what the signature covers."""
    _, _, start, length = signature.byte_range
    return int(start) + int(length)


def stamped_at(signature: EmbeddedPdfSignature) -> datetime | None:
    """The time of a document timestamp, or of the timestamp on a signature; None of a signature without one."""
    if signature.sig_object_type == "/DocTimeStamp":
        return generated_at(signature.signed_data)
    stamps = map(generated_at, extract_tst_data_iter(signature.signer_info, signed=False))
    return next(stamps, None)


def generated_at(token: SignedData) -> datetime:
    """The time that a timestamp token states (RFC 3161, 2.4.2)."""
    moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def digest_names(pdf: bytes) -> frozenset[str]:
    """What the signatures of a file begin with: the names of their digests. Raises SignatureInvalid."""
    signed = open_signed(pdf)
    with damage_is_coded():
        return frozenset(str(signature.md_algorithm) for signature in signed.signatures)


def revision_digests(pdf: bytes) -> tuple[str, ...]:
    """SHA-256 of the file as it was after each signature and each document timestamp, in order.

    Raises SignatureInvalid (unreadable, encrypted).
    """
    signed = open_signed(pdf)
    with damage_is_coded():
        return tuple(sha256(pdf[: covered_end(signature)]) for signature in signed.everything)


def unsigned_prefix(pdf: bytes, size: int) -> bytes:
    """The unsigned rendition that a signed file begins with; `size` is its length in bytes, from the record.

    Raises SignatureInvalid (unreadable) when the file has no revision that ends there.
    """
    prefix = pdf[:size]
    if len(prefix) < size or not prefix.rstrip(b"\r\n").endswith(_END):
        raise SignatureInvalid(Reason.UNREADABLE, detail=f"no revision ends at {size}")
    return prefix


def ends_with_its_last_revision(pdf: bytes) -> bool:
    """Nothing but an end of line follows the last end-of-file marker."""
    return pdf.rstrip(b"\r\n").endswith(_END)
