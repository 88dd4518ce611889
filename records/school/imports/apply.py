"""Writes an imported class into the database: all of it or nothing, in the caller's transaction.

The same file twice changes nothing; a changed file appends versions of marks and alters lessons of open
periods; a change behind a cutoff is refused whole. It reads no workbook and commits nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.identity import Entropy
from records.school.imports.decision_rows import plan_decisions
from records.school.imports.fields import fold
from records.school.imports.frame_rows import DEFAULT_ZONE, plan_frame
from records.school.imports.kept_marks import refuse_lost_marks
from records.school.imports.lesson_rows import plan_lessons
from records.school.imports.mark_rows import plan_marks
from records.school.imports.model import ImportedClass
from records.school.imports.plan import Plan
from records.school.imports.statistics import count_frame
from records.school.imports.target import Target
from records.school.policy import Policy
from records.school.tables import Membership, School
from records.times import local


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did: rows created and changed, by table name.

    `other_school` is the file's name for the school when the installation knows it by another.
    """

    class_id: str
    created: Mapping[str, int]
    changed: Mapping[str, int]
    other_school: str | None

    @property
    def unchanged(self) -> bool:
        """Whether everything was there already."""
        return not self.created and not self.changed


def apply(
    session: Session, actor: Actor, imported: ImportedClass, at: datetime, entropy: Entropy
) -> ImportOutcome:
    """Store the class in the actor's school; the school is made when there is none yet.

    Raises FrozenError import.frozen, import.correction_late; InputError import.period_differs, import.pupil_gone,
    import.time_gone,
    import.marks_lost, import.group_member_gone.
    """
    plan = Plan(actor.school)
    school = session.get(School, actor.school)
    frame = plan_frame(session, imported, plan, entropy)
    policy = Policy.from_json(school.policy) if school else Policy()
    today = local(at, school.zone if school else DEFAULT_ZONE).date()
    for index in range(len(imported.journals)):
        target = Target(session, actor, at, entropy, imported, frame, plan, index, policy, today)
        plan_marks(target, plan_lessons(target))
    plan_decisions(session, actor, imported, frame, plan, at)
    plan.carry_out(session)
    moved = {row.pupil_id for row in plan.altered(Membership)}
    refuse_lost_marks(session, plan.school, frame.class_id, moved)
    if plan.created():
        count_frame(session.connection())
    differs = school is not None and fold(school.name) != fold(imported.school_name)
    return ImportOutcome(
        frame.class_id, plan.created(), plan.changed(), imported.school_name if differs else None
    )
