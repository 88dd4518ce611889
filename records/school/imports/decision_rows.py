"""Plans the decisions of the pedagogical council as versions: what differs from the current one gets seq+1.

A list without the column leaves decisions as they are; a blank cell takes one back, by an empty version. The author
is the class teacher, who keeps the list; the account through which the file came stands beside (R81).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.gradebook.tables import CouncilDecision
from records.gradebook.year_content import Decision
from records.school.imports.fields import fold
from records.school.imports.frame_rows import Frame
from records.school.imports.model import ImportedClass
from records.school.imports.plan import Plan, Touch


def plan_decisions(
    session: Session, actor: Actor, imported: ImportedClass, frame: Frame, plan: Plan, at: datetime
) -> None:
    """Plan a version for each pupil whose decision differs."""
    if "decision" not in imported.stated:
        return
    query = select(CouncilDecision).filter_by(school_id=plan.school, class_id=frame.class_id)
    current = {row.pupil_id: row for row in session.scalars(query.order_by(CouncilDecision.seq))}
    for pupil, pupil_id in zip(imported.pupils, frame.pupils, strict=True):
        row = current.get(pupil_id)
        if _decided(row) == pupil.decision:
            continue
        plan.insert(
            CouncilDecision,
            class_id=frame.class_id,
            pupil_id=pupil_id,
            seq=row.seq + 1 if row else 1,
            value=pupil.decision.text if pupil.decision else "",
            protocol=pupil.decision.protocol if pupil.decision else None,
            protocol_date=pupil.decision.date if pupil.decision else None,
            author_id=frame.people[fold(imported.class_teacher)],
            account=actor.account,
            on_behalf_of=actor.on_behalf_of,
            at=at,
        )
        where = f"Класс {imported.class_name}, год {imported.year_label}"
        plan.touch_year(frame.class_id, Touch(where, f"{pupil.name}, решение педагогического совета"))


def _decided(row: CouncilDecision | None) -> Decision | None:
    if row is None or row.protocol is None or row.protocol_date is None:
        return None
    return Decision(row.value, row.protocol, row.protocol_date)
