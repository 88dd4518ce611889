"""Plans the pupils of an imported class and their membership, and finds those whom the school already knows.

The same name and birth date, or the same name and file number, is the same pupil; without either, the only
one of that name in the class. Membership changes by order (R11) as long as the class's year is open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.errors import InputError
from records.gradebook.content import MembershipFacts
from records.identity import Entropy, random_id
from records.school.imports.fields import fold
from records.school.imports.model import ImportedClass, ImportedPupil
from records.school.imports.plan import Plan, Touch
from records.school.tables import Membership, Pupil


def plan_pupils(
    session: Session, imported: ImportedClass, class_id: str, plan: Plan, entropy: Entropy
) -> tuple[str, ...]:
    """The id of each imported pupil. Raises InputError import.pupil_gone, import.time_gone."""
    query = select(Membership).filter_by(school_id=plan.school, class_id=class_id)
    members = defaultdict[str, list[Membership]](list)
    for membership in session.scalars(query):
        members[membership.pupil_id].append(membership)
    known = _namesakes(session, imported, plan.school)
    ids: list[str] = []
    for pupil in imported.pupils:
        row = _recognise(pupil, known[fold(pupil.name)], members, set(ids))
        touch = Touch(f"Класс {imported.class_name}, год {imported.year_label}", pupil.name)
        pupil_id = row.id if row else random_id(entropy)
        if row is None:
            _add_pupil(pupil, pupil_id, plan)
        elif plan.update(
            row, **{name: value for name, value in _facts(pupil).items() if name in imported.stated}
        ):
            plan.touch_year(class_id, touch)
        if _place(pupil, pupil_id, class_id, members.get(pupil_id, []), plan, entropy):
            plan.touch_year(class_id, touch)
        ids.append(pupil_id)
    _refuse_gone(session, set(members) - set(ids), imported, plan.school)
    return tuple(ids)


def _namesakes(session: Session, imported: ImportedClass, school: str) -> dict[str, list[Pupil]]:
    """The school's pupils by folded name. Folding is ours, so surnames cannot be asked of the database."""
    wanted = {fold(pupil.name) for pupil in imported.pupils}
    found: dict[str, list[Pupil]] = defaultdict(list)
    for row in session.scalars(select(Pupil).filter_by(school_id=school)):
        if (key := fold(row.name)) in wanted:
            found[key].append(row)
    return found


def _recognise(
    pupil: ImportedPupil, rows: list[Pupil], members: Container[str], taken: set[str]
) -> Pupil | None:
    def likeness(row: Pupil) -> int:
        born = pupil.birth_date is not None and pupil.birth_date == row.birth_date
        file = pupil.file_no is not None and pupil.file_no == row.file_no
        return 2 * born + file

    free = [row for row in rows if row.id not in taken]
    best = max(free, key=likeness, default=None)
    if best is not None and likeness(best):
        return best
    in_class = [row for row in free if row.id in members and _bare(pupil, row)]
    return in_class[0] if len(in_class) == 1 else None


def _bare(pupil: ImportedPupil, row: Pupil) -> bool:
    """Whether birth date and file number tell nothing: one of the two has neither."""
    return not (pupil.birth_date or pupil.file_no) or not (row.birth_date or row.file_no)


def _add_pupil(pupil: ImportedPupil, pupil_id: str, plan: Plan) -> None:
    plan.insert(
        Pupil,
        id=pupil_id,
        surname=pupil.surname,
        given=pupil.given,
        patronymic=pupil.patronymic,
        **_facts(pupil),
    )


def _facts(pupil: ImportedPupil) -> dict[str, object]:
    """The columns of a pupil beside the name; of one that is known only what the list states is altered."""
    return {
        "birth_date": pupil.birth_date,
        "file_no": pupil.file_no,
        "address": pupil.particulars.address,
        "parents": "\n".join(pupil.particulars.parents) or None,
        "phone": pupil.particulars.phone,
    }


def _place(
    pupil: ImportedPupil, pupil_id: str, class_id: str, rows: list[Membership], plan: Plan, entropy: Entropy
) -> bool:
    """Plan a membership for each time in the class; says whether anything changes. Raises InputError."""
    times = {time.arrived: time for time in pupil.membership.times}
    if len(times) < len(rows):
        raise _time_gone(pupil, len(rows))
    changed = False
    for row in sorted(rows, key=lambda row: (row.arrived not in times, row.arrived or date.min)):
        # The row that says the same day of arrival, else the next in order: who came back gets one more.
        time = times.pop(row.arrived if row.arrived in times else next(iter(times)))
        changed |= plan.update(row, ordinal=pupil.ordinal, **_moved(time))
    for time in times.values():
        facts = {"class_id": class_id, "pupil_id": pupil_id, "ordinal": pupil.ordinal}
        plan.insert(Membership, id=random_id(entropy), **facts, **_moved(time))
        changed = True
    return changed


def _moved(time: MembershipFacts) -> dict[str, object]:
    """The columns of a time in the class."""
    return {
        "arrived": time.arrived,
        "arrived_order": time.arrived_order,
        "left": time.left,
        "left_order": time.left_order,
    }


def _time_gone(pupil: ImportedPupil, known: int) -> InputError:
    return InputError(
        "import.time_gone",
        f"{pupil.name}: в школе записано пребываний в классе: {known}, в списке строк меньше. "
        "Вернувшемуся ученику отводят строку на каждое пребывание; прежние не удаляют.",
        f"{pupil.name} was in the class {known} times and the list has fewer rows; keep a row for each",
    )


def _refuse_gone(session: Session, gone: set[str], imported: ImportedClass, school: str) -> None:
    if not gone:
        return
    rows = session.scalars(select(Pupil).where(Pupil.school_id == school, Pupil.id.in_(gone)))
    names = ", ".join(sorted(row.name for row in rows))
    raise InputError(
        "import.pupil_gone",
        f"В списке класса {imported.class_name} нет учеников, которые в нём числятся: {names}. "
        "Выбытие записывают датой и приказом, строку не удаляют.",
        f"pupils of {imported.class_name} are missing: {names}; leaving needs a date and an order",
    )
