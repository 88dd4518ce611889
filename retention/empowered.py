"""What the register of powers of attorney has for the signatures of a record: the tag files of its bag, and the proof.

Names and form of the files are powers.py's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from records.times import local
from retention.powers import names
from signing.power_register import PowerOfAttorney
from signing.request import SignatureRequest


def files_of(session: Session, requests: Iterable[SignatureRequest]) -> dict[str, bytes]:
    """The tag files of a record that was signed under powers."""
    files: dict[str, bytes] = {}
    for request in requests:
        if request.power:
            row = session.get_one(PowerOfAttorney, (request.school_id, request.power))
            files |= _files(row)
    return files


def is_registered(
    row: PowerOfAttorney | None, request: SignatureRequest, zone: str, tags: Mapping[str, bytes]
) -> bool:
    """Whether the bag has the very power of the register, and it was the signer's and in force when they signed."""
    at = request.signed_at
    if row is None or at is None or tags != _files(row):
        return False
    held = row.registered_at <= at and (row.revoked_at is None or row.revoked_at >= at)
    return held and row.person_id == request.signer and row.covers(local(at, zone).date())


def _files(row: PowerOfAttorney) -> dict[str, bytes]:
    files = zip(names(row.number), (row.xml, row.cms, row.issuers), strict=True)
    return {name: body for name, body in files if body is not None}
