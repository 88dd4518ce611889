"""An issued paper is answered for by its code: as long as its event is what the log holds, and until a revision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from records.db import transaction
from records.log.event import EventKind, body_of, entry_of
from records.log.sequencer import integrate, position
from records.log.store import LogEvent
from records.registers.issued import Paper, issue_paper
from records.registers.paper import PaperAnswer, PrintedCode, Standing, answer_for_paper
from records.registers.record import get_record, replace_record
from tests.cast import CLASS, CUT_AT, PAVEL, SCHOOL, SeededEntropy
from tests.records.log.trees import SIGNER
from tests.records.registers.catalogue import CONVEYOR, RECORD, enter

DIGEST = "0123456789abcdef" * 4
LATER = CUT_AT + timedelta(days=1)
EXTRACT = Paper("extract", "Выписка годовых отметок", DIGEST, CLASS)


def issue(engine: Engine, paper: Paper = EXTRACT) -> PrintedCode:
    """Issue a paper on the day after the record; the code at its foot."""
    with transaction(engine) as session:
        number, event = issue_paper(session, PAVEL, paper, LATER, SeededEntropy())
    integrate(engine, SCHOOL, LATER, SIGNER)
    with transaction(engine) as session:
        return PrintedCode(number, position(session, SCHOOL, event), paper.digest[:16])


def asked(engine: Engine, code: PrintedCode, **other: object) -> PaperAnswer:
    found: Mapping[str, object] = {
        **{"record": code.record, "index": code.index, "digest": code.digest},
        **other,
    }
    with transaction(engine) as session:
        return answer_for_paper(session, SCHOOL, PrintedCode(**found))  # type: ignore[arg-type]


def revise(engine: Engine) -> None:
    """Put a second revision in the record's place, two days after the first."""
    with transaction(engine) as session:
        replace_record(
            session, CONVEYOR, get_record(session, SCHOOL, RECORD), "record-2", LATER, SeededEntropy()
        )
        enter(session, 2, "record-2", RECORD, LATER + timedelta(days=1))


def test_an_issued_paper_is_known_by_its_title_and_day(catalogue: Engine) -> None:
    code = issue(catalogue)
    assert asked(catalogue, code) == PaperAnswer(Standing.ISSUED, EXTRACT.title, issued_at=LATER)


def test_the_whole_digest_is_compared(catalogue: Engine) -> None:
    code = issue(catalogue)
    assert asked(catalogue, code, digest=DIGEST).standing is Standing.ISSUED
    assert asked(catalogue, code, digest=DIGEST[:-1] + "0") == PaperAnswer(Standing.OTHER)


@pytest.mark.parametrize("other", [{"record": "z" * 20}, {"index": 0}, {"index": 10**6}])
def test_another_number_or_place_is_unknown(catalogue: Engine, other: dict[str, object]) -> None:
    assert asked(catalogue, issue(catalogue), **other) == PaperAnswer(Standing.UNKNOWN)


def test_a_revision_of_the_class_makes_it_outdated(catalogue: Engine) -> None:
    code = issue(catalogue)
    revise(catalogue)
    assert asked(catalogue, code).standing is Standing.OUTDATED


def test_a_paper_about_no_class_does_not_age(catalogue: Engine) -> None:
    code = issue(catalogue, Paper("file_plan", "Номенклатура дел", DIGEST))
    revise(catalogue)
    assert asked(catalogue, code).standing is Standing.ISSUED


@pytest.mark.parametrize(
    ("told", "standing"),
    [(DIGEST, Standing.ISSUED), ("1" + DIGEST[1:], Standing.UNKNOWN)],
    ids=["true", "forged"],
)
def test_an_event_whose_entry_commits_to_something_else_answers_for_nothing(
    catalogue: Engine, told: str, standing: Standing
) -> None:
    subject = {"paper": "p" * 20, "form": "extract", "title": "Выписка", "class": None}
    salt, kind = bytes(32), EventKind.PAPER_ISSUED
    body, committed = (body_of(kind, PAVEL, LATER, {**subject, "digest": d}) for d in (told, DIGEST))
    row = {"school_id": SCHOOL, "kind": kind.value, "at": LATER, "salt": salt}
    with transaction(catalogue) as session:
        session.add(LogEvent(**row, body=body, entry=entry_of(salt, committed)))
    integrate(catalogue, SCHOOL, LATER, SIGNER)
    assert asked(catalogue, PrintedCode("p" * 20, 1, told)).standing is standing


@pytest.mark.parametrize("part", ["body", "salt"])
def test_an_erased_event_answers_for_nothing(catalogue: Engine, part: str) -> None:
    code = issue(catalogue)
    with transaction(catalogue) as session:
        session.execute(update(LogEvent).where(LogEvent.idx == code.index).values({part: None}))
    assert asked(catalogue, code) == PaperAnswer(Standing.UNKNOWN)


def test_another_school_knows_nothing_of_it(catalogue: Engine) -> None:
    code = issue(catalogue)
    with transaction(catalogue) as session:
        assert answer_for_paper(session, "another", code) == PaperAnswer(Standing.UNKNOWN)
