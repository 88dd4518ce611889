"""Workers answer in the order of the questions, end when they are dismissed, and their death hides nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from retention import crew as crews
from retention.crew import Crew
from retention.disk import DiskLocation
from retention.fixity import FEW, CopyToCheck, check_copies
from retention.intact import CopyOnDisk
from tests.retention.samples import BAG, PREFIX, disk

WHOLE = (len(BAG.files), BAG.octets)


@pytest.fixture
def place(tmp_path: Path) -> DiskLocation:
    return disk(tmp_path)


def copy(place: DiskLocation, prefix: str = PREFIX) -> CopyOnDisk:
    return (str(place.root), prefix, BAG.digest)


def test_answers_come_in_the_order_of_the_questions(place: DiskLocation) -> None:
    with Crew(2) as crew:
        for number in range(5):
            crew.ask([copy(place)] * number + [copy(place, "records/none")])
        answers = [crew.answer() for _ in range(5)]
    assert answers == [[WHOLE] * number + [None] for number in range(5)]


def test_a_question_about_nothing_has_an_answer() -> None:
    with Crew(1) as crew:
        crew.ask([])
        assert crew.answer() == []


def test_more_questions_than_a_pipe_holds_are_answered(place: DiskLocation) -> None:
    with Crew(1) as crew:
        for _ in range(5):
            crew.ask([copy(place, "records/none")] * 500)
        assert [len(crew.answer()) for _ in range(5)] == [500] * 5


def test_a_crew_that_is_dismissed_early_ends(place: DiskLocation) -> None:
    with Crew(3) as crew:
        crew.ask([copy(place)])
    assert crew._process.returncode == 0


def test_the_death_of_the_crew_hides_nothing(place: DiskLocation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews, "_CHILD", (sys.executable, "-S", "-c", "pass"))
    (place.root / PREFIX / "data/record.pdf").write_bytes(b"rot")
    checked = list(check_copies([CopyToCheck(place, PREFIX, BAG.digest)] * 2 * FEW))
    assert [[f.code.value for f in c.findings] for c in checked] == [["file.changed"]] * 2 * FEW
