"""The list of pupils as it is read row by row: who left and came back has a row for each time in the class (R11).

Rows of one pupil become one value; a row that is no further time is a repetition and goes to the findings.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from records.gradebook.content import MembershipFacts, joined
from records.gradebook.year_content import Particulars
from records.school.imports.fields import fold
from records.school.imports.grid import address
from records.school.imports.layout import Table
from records.school.imports.model import ImportedPupil
from records.school.imports.problems import Findings

NAME: Final = "Фамилия, имя, отчество"
ARRIVED: Final = "Прибыл"
LEFT: Final = "Выбыл"


@dataclass(slots=True)
class ClassList:
    """The pupils so far, and the first row of each."""

    table: Table
    findings: Findings
    pupils: list[ImportedPupil] = field(default_factory=list)
    _rows: list[int] = field(default_factory=list)
    _named: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, pupil: ImportedPupil, row: int) -> None:
        """Take in a row: another pupil, another time of one who came back, or a repetition."""
        namesakes = self._named[fold(pupil.name)]
        for index in namesakes:
            known = self.pupils[index]
            membership = joined((*known.membership.times, *pupil.membership.times))
            apart = _apart(membership)
            if apart and _alike(known, pupil):
                self.pupils[index] = _united(known, pupil, membership)
                return
            # Namesakes are told apart by birth date or file number; without either the row is a repetition.
            if (known.birth_date, known.file_no) == (pupil.birth_date, pupil.file_no):
                self._refuse(known, pupil, index, row)
                return
        namesakes.append(len(self.pupils))
        self.pupils.append(pupil)
        self._rows.append(row)

    def _refuse(self, known: ImportedPupil, pupil: ImportedPupil, index: int, row: int) -> None:
        columns = self.table.columns
        left = [time.left for time in known.membership.times if time.left]
        if left and pupil.membership.arrived:
            words = {"left": f"{max(left):%d.%m.%Y}"}
            self.findings.at("import.return_order", self.table.sheet, row, columns[ARRIVED], **words)
        else:
            first = address(self._rows[index], columns[NAME])
            self.findings.at("import.pupil_twice", self.table.sheet, row, columns[NAME], first=first)


def _apart(membership: MembershipFacts) -> bool:
    """Whether each time ends before the next begins."""
    return all(
        before.left is not None and after.arrived is not None and before.left < after.arrived
        for before, after in pairwise(membership.times)
    )


def _alike(one: ImportedPupil, other: ImportedPupil) -> bool:
    """Whether two rows with the same name may be one pupil: by birth date, by file, or because one has neither."""
    born = one.birth_date is not None and one.birth_date == other.birth_date
    file = one.file_no is not None and one.file_no == other.file_no
    return born or file or not all(row.birth_date or row.file_no for row in (one, other))


def _united(one: ImportedPupil, other: ImportedPupil, membership: MembershipFacts) -> ImportedPupil:
    """What the row of the last time says, and the other where that one says nothing."""
    last, before = (one, other) if membership.arrived == one.membership.arrived else (other, one)
    said, also = last.particulars, before.particulars
    return replace(
        last,
        birth_date=last.birth_date or before.birth_date,
        file_no=last.file_no or before.file_no,
        membership=membership,
        particulars=Particulars(
            said.address or also.address, said.parents or also.parents, said.phone or also.phone
        ),
        decision=last.decision or before.decision,
    )
