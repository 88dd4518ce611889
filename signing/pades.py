"""Signs a PDF: PAdES B-LT or B-LTA (EN 319 142-1), a revision for each signature, one for the archive stamp.

The first signer creates every signature field and certifies (DocMDP, form filling only); the last one locks
all fields and forbids changes. Validation data go into the revision of the signature itself, metadata stay as
they are, the same input gives the same bytes. It validates no earlier signature and paints nothing but the mark of
its own (stamp.py), in the frame that the page keeps for it.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import (
    MDPPerm,
    SigSeedSubFilter,
    enumerate_sig_fields,
)
from pyhanko.sign.general import SigningError as LibraryRefusal
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.stamp.noop import NoOpStampStyle

from records.documents.places import StampPlaces
from signing.appearance import create_fields, show_mark
from signing.container import ContainerBridge, ContainerSigner
from signing.credential import certificate_facts
from signing.errors import SigningRefusedError
from signing.gost.digests import teach
from signing.policy import Level, PolicyStep
from signing.quicker import quicken
from signing.services import Services
from signing.signer import KeyIsElsewhere, PdfBridge, Signer
from signing.stamp import Mark

_DIGEST = "sha256"
_ARCHIVE = "ArchiveTimestamp1"
_SLACK = 1024  # hexadecimal digits: room for a token a little longer than the one it was measured with
_WITH_SIGNATURE = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
)
_BEFORE_STAMP = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)


@dataclass(frozen=True, slots=True)
class SigningOrder:
    """One signature to be made: the policy step, every field of the record in order, the words, the time.

    Marks show times in `zone`. The first signature lays the fields on `places`; without these all stay invisible.
    """

    step: PolicyStep
    all_fields: tuple[str, ...]
    reason: str
    at: datetime
    zone: str = "UTC"
    places: StampPlaces | None = None


class _Writer(IncrementalPdfFileWriter):
    """Appends a revision and nothing else: no new metadata, and a file id that follows from the content."""

    def _update_meta(self) -> None:
        # The parent rewrites XMP and Info at every update; ours belong to the unsigned rendition.
        pass

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> ArrayObject:
        prev.stream.seek(0)
        second = ByteStringObject(hashlib.sha256(prev.stream.read()).digest()[:16])
        first = prev.trailer["/ID"][0] if "/ID" in prev.trailer else second
        return ArrayObject([ByteStringObject(first.original_bytes), second])


class _QuietSigner(PdfSigner):
    """Announces the PAdES extension and nothing else."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:  # noqa: ARG002
        # For ECDSA the parent would also raise the version to 2.0 and announce ISO 32002: no PDF/A-3 has either.
        pdf_out.register_extension(ESIC_EXTENSION_1)


def sign(pdf: bytes, order: SigningOrder, signer: Signer | ContainerSigner, services: Services) -> bytes:
    """The file with one more signature, as the order says.

    Raises SigningRefusedError: signing.unreadable (not a PDF we can extend), signing.order (the field is
    absent, taken, or not the next one), signing.certificate (not valid or revoked at `order.at`).
    """
    _check_time(order, services)
    quicken()
    teach()
    try:
        writer = _Writer(io.BytesIO(pdf))
        _check_turn(writer.prev, order)
        return asyncio.run(_sign(writer, order, signer, services)).getvalue()
    except (SigningRefusedError, KeyIsElsewhere):
        raise
    except LibraryRefusal as error:
        raise _refused(
            "certificate",
            "Сертификат подписи недействителен или отозван на время подписания.",
            "the signing certificate is not valid or is revoked at the time of signing",
        ) from error
    except Exception as error:
        # Damaged input fails deep inside and with any type (findings.md, Signing): this is the boundary.
        raise _refused(
            "unreadable",
            "Файл нельзя подписать: он не читается как PDF.",
            "the file cannot be signed: it cannot be read as a PDF",
        ) from error


def _refused(code: str, ru: str, en: str) -> SigningRefusedError:
    return SigningRefusedError(f"signing.{code}", ru, en)


def _check_time(order: SigningOrder, services: Services) -> None:
    if order.at != services.at:
        raise ValueError("the order and the services are of different moments")


def _check_turn(reader: PdfFileReader, order: SigningOrder) -> None:
    """The step's field is the next one of the record: none of its own before the first, one waiting after."""
    found = [(name, value is not None) for name, value, _ in enumerate_sig_fields(reader)]
    turn = order.all_fields.index(order.step.field)
    due = [(name, place < turn) for place, name in enumerate(order.all_fields)]
    if found != ([] if order.step.certifies else due):
        raise _refused(
            "order",
            f"Подпись «{order.step.field}» сейчас не на очереди в этом файле.",
            f"the signature {order.step.field} is not the next one in this file",
        )


async def _sign(
    writer: _Writer, order: SigningOrder, signer: Signer | ContainerSigner, services: Services
) -> io.BytesIO:
    # No bytes: asyncio.run spells the result of its task out, twice and whole (reprlib shortens afterwards).
    if order.step.certifies:
        create_fields(writer, order.all_fields, order.places)
    show_mark(writer, order.step.field, Mark(certificate_facts(signer.certificate), order.at, order.zone))
    library = _QuietSigner(
        _metadata(order, services),
        ContainerBridge(signer) if isinstance(signer, ContainerSigner) else PdfBridge(signer),
        timestamper=services.timestamper,
        stamp_style=NoOpStampStyle(),  # the mark stands already
    )
    output = await _sign_revision(writer, library, order)
    if order.step.level is Level.B_LTA:
        output = await _stamp_revision(output, services)
    return output


def _metadata(order: SigningOrder, services: Services) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=order.step.field,
        md_algorithm=_DIGEST,
        reason=order.reason,
        certify=order.step.certifies,
        docmdp_permissions=MDPPerm.NO_CHANGES if order.step.locks else MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=True,
        validation_context=services.context,
        dss_settings=_WITH_SIGNATURE,
    )


async def _sign_revision(writer: _Writer, signer: PdfSigner, order: SigningOrder) -> io.BytesIO:
    """One revision with the signature, its timestamp and its validation data."""
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = order.at  # pyHanko would take the machine's clock
    known = await session.perform_presign_validation(writer)
    room = await session.estimate_signature_container_size(known, tight=True)
    document = session.prepare_tbs_document(known, bytes_reserved=room + _SLACK)
    output = io.BytesIO()
    digest, _ = document.digest_tbs_document(output=output)
    if isinstance(signer.signer, ContainerBridge):
        before, after = digest.reserved_region_start, digest.reserved_region_end
        signer.signer.covers(output.getvalue()[:before] + output.getvalue()[after:])
    attributes = PdfCMSSignedAttributes(signing_time=order.at)
    await document.perform_signature(digest.document_digest, attributes)
    return output


async def _stamp_revision(signed: BinaryIO, services: Services) -> io.BytesIO:
    """One more revision: the document timestamp that proves everything before it (EN 319 142-1, 5.4.3)."""
    token = await services.timestamper.async_dummy_response(_DIGEST)
    output = io.BytesIO()
    await PdfTimeStamper(services.timestamper, field_name=_ARCHIVE).async_timestamp_pdf(
        _Writer(signed),
        _DIGEST,
        services.context,
        bytes_reserved=2 * len(token.dump()) + _SLACK,
        output=output,
        dss_settings=_BEFORE_STAMP,
    )
    return output
