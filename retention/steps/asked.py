"""Reads the signatures that are asked of a record: in order, whose turn it is, and the file as it stands.

Rows in, answers out; steps/sign.py and steps/turn.py act on them.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.errors import StateError
from records.lifecycle import RequestState
from records.registers.tables import Record
from records.times import rfc3339
from signing.credential import CertificateFacts
from signing.report import Revision
from signing.request import SignatureRequest


def requests_of(session: Session, school: str, record: str) -> Sequence[SignatureRequest]:
    """A record's signature requests in the order of signing."""
    query = select(SignatureRequest).where(
        SignatureRequest.school_id == school, SignatureRequest.record_id == record
    )
    return session.scalars(query.order_by(SignatureRequest.position)).all()


def next_of(asked: Sequence[SignatureRequest]) -> SignatureRequest | None:
    """The first of a record's requests that waits."""
    return next((r for r in asked if r.state == RequestState.WAITING), None)


def next_request(session: Session, school: str, record: str) -> SignatureRequest | None:
    """The signature that a record waits for, if it waits for one."""
    return next_of(requests_of(session, school, record))


def current_file(record: Record, asked: Sequence[SignatureRequest]) -> str:
    """The digest of the file as it stands: the last signed revision, or the rendition."""
    revisions = [r.revision_sha256 for r in asked if r.revision_sha256]
    digest = revisions[-1] if revisions else record.rendition_sha256
    if digest is None:
        raise StateError(
            "sign.not_rendered",
            f"Документ {record.id} ещё не напечатан.",
            f"record {record.id} is not rendered",
        )
    return digest


def check_seen(record: Record, asked: Sequence[SignatureRequest], seen: str) -> None:
    """Raise StateError when the file with digest `seen` is not what stands to be signed.

    Between the look and the signature the file changes only by a signature of another, and then it is not this
    person's turn.
    """
    if current_file(record, asked) != seen:
        raise StateError(
            "sign.other_file",
            f"«{record.title}»: это уже не тот файл, который вам показали. Откройте его заново и подпишите.",
            f"'{record.title}' is not the file that you were shown; open it again and sign",
        )


def certificate_of(request: SignatureRequest) -> str | None:
    """SHA-256 of the certificate that a request was signed with, if it was."""
    return request.certificate["sha256"] if request.certificate else None


def revision_of(request: SignatureRequest) -> Revision | None:
    """The file as it was logged after that signature, if there is one."""
    if request.revision_sha256 is None or request.revision_size is None:
        return None
    return Revision(request.revision_sha256, request.revision_size)


def certificate_json(certificate: CertificateFacts) -> dict[str, str]:
    """The facts of a certificate as the catalogue and the class journal keep them."""
    return {
        "sha256": certificate.sha256,
        "serial": certificate.serial,
        "subject": certificate.subject,
        "not_before": rfc3339(certificate.not_before),
        "not_after": rfc3339(certificate.not_after),
    }
