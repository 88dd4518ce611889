"""Reads back a sealed PDF from the archive and judges it: digest first, then every signature.

Takes the first healthy copy. What is expected of the signatures comes from the catalogue, not from the file
(findings.md, Signing: a cut-back file cannot show what it lacks). It repairs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from records.digest import sha256
from records.lifecycle import ReplicaState
from records.registers.record import get_record
from retention.errors import LocationError, StagingError
from retention.location import Location
from retention.replica import Replica
from retention.steps.asked import certificate_of, chain_of, requests_of, revision_of
from retention.workshop import Workshop
from signing.report import Expectation, SignatureReport, expect
from signing.request import SignatureRequest
from signing.trust import trust_from_pem
from signing.validate import validate

PDF_IN_BAG = "data/record.pdf"


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A signed PDF as the archive holds it, what is expected of its signatures, and the copy that it is of."""

    record: str
    title: str
    pdf: bytes
    expectation: Expectation
    location: Location
    folder: str


def read_sealed(workshop: Workshop, record_id: str) -> SealedFile:
    """The sealed PDF of a record from the first copy whose digest is right. Raises StagingError."""
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        title, digest = record.title, record.sealed_sha256
        expectation = expectation_of(requests_of(session, workshop.school, record_id))
        copies = session.scalars(
            select(Replica).where(Replica.school_id == workshop.school, Replica.record_id == record_id)
        ).all()
    healthy = {c.location: c.path for c in copies if c.state == ReplicaState.HEALTHY}
    for location in workshop.locations:
        if location.name in healthy:
            try:
                pdf = location.get(f"{healthy[location.name]}/{PDF_IN_BAG}")
            except LocationError:
                continue
            if sha256(pdf) == digest:
                return SealedFile(record_id, title, pdf, expectation, location, healthy[location.name])
    raise StagingError(
        "source.lost",
        f"«{title}» ({record_id}): нет ни одной целой копии. Выполните letopis verify и letopis repair.",
        f"'{title}' ({record_id}) has no intact copy; run letopis verify and letopis repair",
    )


def expectation_of(requests: Sequence[SignatureRequest]) -> Expectation:
    """What the catalogue expects of a sealed file: every step, with certificate and revision on record."""
    return expect(chain_of(requests), list(map(certificate_of, requests)), list(map(revision_of, requests)))


def validate_sealed(workshop: Workshop, sealed: SealedFile, at: datetime) -> SignatureReport:
    """Judge every signature as of `at`. Raises SignatureInvalid."""
    return validate(sealed.pdf, sealed.expectation, trust_from_pem(workshop.authority.trust_pem()), at)
