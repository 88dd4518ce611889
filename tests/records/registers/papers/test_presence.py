"""The presence act counts dossiers, not files: gone where nothing of one is left in a location, else damaged."""

from __future__ import annotations

from datetime import date

import pytest

from records.documents.forms.parts import Signatory
from records.documents.forms.presence_act import PresenceAct
from records.registers.presence import PAPER, Flaw, PresenceGiven, build_presence_act
from tests.records.registers.papers.school import HEAD, STAFF, dossier, record

DOSSIERS = (
    dossier("one", records=(record("a"), record("b"))),
    dossier("two", years=25, records=(record("c"),)),
)
DAY = date(2026, 6, 20)
GIVEN = PresenceGiven("", "", "", "", (Signatory(""), Signatory("")))


def act(*flaws: Flaw) -> PresenceAct:
    numbers = {"one": 1, "two": 1}
    return build_presence_act(HEAD, DAY, DOSSIERS, numbers, ("server", "safe"), flaws, GIVEN, STAFF)


def counts(form: PresenceAct) -> list[tuple[int | None, ...]]:
    """Listed, found, missing, damaged of each location."""
    return [(c.listed, c.found, c.missing, c.damaged) for c in form.counts if c.carrier != PAPER]


WHOLE = (2, 2, 0, 0)


@pytest.mark.parametrize(
    ("flaws", "found"),
    [
        ((), [WHOLE, WHOLE]),
        ((Flaw("a", "safe", True, ""),), [WHOLE, (2, 2, 0, 1)]),
        ((Flaw("a", "safe", True, ""), Flaw("b", "safe", True, "")), [WHOLE, (2, 1, 1, 0)]),
        ((Flaw("a", "safe", True, ""), Flaw("b", "safe", False, "")), [WHOLE, (2, 2, 0, 1)]),
        ((Flaw("c", "server", True, ""),), [(2, 1, 1, 0), WHOLE]),
        ((Flaw("c", "", False, ""),), [(2, 2, 0, 1), (2, 2, 0, 1)]),
        ((Flaw("", "", False, ""),), [WHOLE, WHOLE]),
        ((Flaw("stranger", "safe", True, ""),), [WHOLE, WHOLE]),
    ],
)
def test_dossiers_are_counted_by_what_was_found(
    flaws: tuple[Flaw, ...], found: list[tuple[int, ...]]
) -> None:
    assert counts(act(*flaws)) == found


def test_paper_is_counted_by_hand() -> None:
    paper = act().counts[0]
    assert (paper.carrier, paper.listed, paper.found) == (PAPER, None, None)


def test_a_defect_names_dossier_document_and_copy() -> None:
    (defect,) = act(Flaw("c", "safe", False, "Файл изменён")).defects
    assert (defect.number, defect.finding) == ("1", "Документ c: копия «safe»: Файл изменён")


def test_a_finding_that_belongs_to_no_dossier_is_not_lost() -> None:
    (defect,) = act(Flaw("", "safe", False, "Журнал событий повреждён")).defects
    assert (defect.heading, defect.finding) == ("Архив в целом", "копия «safe»: Журнал событий повреждён")
