"""The validation report as a paper that is issued: the moment is the desk's, words Russian, times by the school clock.

The copies are read and judged on the way. Nothing is repaired, and no name is hidden: who may see none gets no paper.
The report that is signed and archived is a record of its own (retention/reporting.py).
"""

from __future__ import annotations

from records.documents.forms.judged import Reading, judged
from records.documents.forms.signature_report import SignatureReport
from retention.papers.desk import Desk
from retention.validation import validate_record


def signature_report(desk: Desk) -> SignatureReport:
    """The report on the record that is asked for. Raises NotFoundError, StateError (report.not_kept)."""
    found = validate_record(desk.workshop, desk.order.record, desk.at)
    with desk.workshop.transaction() as session:
        zone, roles = desk.workshop.zone(session), desk.workshop.policy(session).roles
    return judged(desk.head, found.json(), Reading(found.words(), roles, zone), desk.staff.secretary)
