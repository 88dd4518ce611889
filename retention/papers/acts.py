"""The acts as printed forms: handover, presence and condition, and the draft of a destruction act (R89-R91).

A presence act verifies every copy of the year on the way. Nothing is handed over, repaired or destroyed here.
"""

from __future__ import annotations

from collections.abc import Sequence

from records.documents.forms.destruction_act import DestructionAct
from records.documents.forms.handover_act import HandoverAct
from records.documents.forms.parts import Signatory
from records.documents.forms.presence_act import PresenceAct
from records.registers.destruction import build_destruction_act
from records.registers.handover import build_handover_act
from records.registers.inventory import number_dossiers
from records.registers.kinds import RecordKind
from records.registers.presence import NO_CHANGES, Flaw, PresenceGiven, build_presence_act
from retention.disposition import Disposition, SummaryStanding, compare_marks, decide
from retention.papers.desk import Desk
from retention.papers.reading import snapshot_of
from retention.verification.report import Report
from retention.verify import verify_archive

CHECKERS = 2
BY = "реестр классных журналов; опись дел свыше 10 лет хранения"
_GONE = frozenset({"copy.missing", "replica.missing", "location.unreachable", "location.empty"})


def handover_act(desk: Desk) -> HandoverAct:
    """The handover of a class's or a year's closed dossiers; deputy head to secretary unless told otherwise."""
    given = desk.order.given
    closed = [dossier for dossier in desk.asked if dossier.closed]
    return build_handover_act(
        *(desk.head, closed, desk.copies, desk.bindings(closed), given.basis, given.condition),
        given.giver or desk.staff.deputy_head,
        given.taker or desk.staff.secretary,
    )


def presence_act(desk: Desk) -> PresenceAct:
    """The act over the year's closed dossiers, after every byte of every copy has been read."""
    given = desk.order.given
    closed = [dossier for dossier in desk.asked if dossier.closed]
    report = verify_archive(desk.workshop, desk.year.label, desk.at, desk.progress)
    two = (*given.people, *[Signatory("")] * CHECKERS)[: max(CHECKERS, len(given.people))]
    said = PresenceGiven(given.basis, BY, given.condition, NO_CHANGES if not report.problems else "", two)
    return build_presence_act(
        *(desk.head, desk.today, closed, number_dossiers(desk.dossiers)),
        *([location.name for location in desk.workshop.locations], _flaws(report), said, desk.staff),
    )


def _flaws(report: Report) -> Sequence[Flaw]:
    return [Flaw(p.record, p.location, p.code in _GONE, p.ru) for p in report.problems]


def destruction_act(desk: Desk) -> DestructionAct:
    """The draft over every dossier that may enter the act of the year."""
    given = desk.order.given
    chosen = [found.dossier for found in dispositions(desk) if found.eligible]
    return build_destruction_act(
        *(desk.head, chosen, number_dossiers(desk.dossiers), desk.copies),
        *(given.protocol, given.people, desk.staff),
    )


def dispositions(desk: Desk) -> Sequence[Disposition]:
    """The decision on each dossier for the act of the year asked for, or of this one."""
    year = desk.order.act_year or desk.today.year
    return [decide(dossier, _standing(desk, dossier.class_id), year) for dossier in desk.dossiers]


def _standing(desk: Desk, class_id: str) -> SummaryStanding:
    """How the class's summary sheet in the archive stands to its class journal."""
    of_class = [dossier for dossier in desk.dossiers if dossier.class_id == class_id]
    found = [
        next((record for dossier in of_class if (record := dossier.current(kind))), None)
        for kind in (RecordKind.CLASS_JOURNAL, RecordKind.SUMMARY_SHEET)
    ]
    with desk.workshop.transaction() as session:
        journal, sheet = (snapshot_of(desk.workshop, session, r.id) if r else None for r in found)
    return compare_marks(journal, sheet)
