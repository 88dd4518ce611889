"""A paper copy is answered for by the code at its foot, scanned or typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from records.anchor import Anchor
from records.closing.tables import SnapshotRow
from records.db import transaction
from records.errors import InputError
from records.lifecycle import RecordState
from records.log.sequencer import integrate
from records.registers.paper import PaperAnswer, PrintedCode, Standing, answer_for_paper, parse_printed
from records.registers.record import get_record, move_record
from tests.cast import CUT_AT, SCHOOL, SeededEntropy
from tests.records.log.trees import SIGNER
from tests.records.registers.catalogue import CONVEYOR, RECORD

DIGEST = "0123456789abcdef" * 4
ANCHOR = Anchor("letopis.example/school", 41, "k3" * 10, DIGEST)


def test_the_scanned_code_is_read() -> None:
    assert parse_printed(ANCHOR.code()) == PrintedCode(ANCHOR.record, 41, DIGEST)


@pytest.mark.parametrize("between", [" · ", " ", "  ", ":", " - ", "\n"])
@pytest.mark.parametrize("change", [str, str.upper])
def test_the_typed_code_is_read(between: str, change: type[str]) -> None:
    typed = change(ANCHOR.words()).replace(" · ", between)
    assert parse_printed(f" {typed} ") == PrintedCode(ANCHOR.record, 41, DIGEST[:16])


@given(st.text())
def test_anything_else_is_no_code(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_printed(text)
    assert refusal.value.code == "paper.code"


def asked(engine: Engine, **other: object) -> PaperAnswer:
    """The answer for the record of the cast, its code changed as `other` says."""
    with transaction(engine) as session:
        digest = session.scalars(select(SnapshotRow.digest)).one()
        code = {"record": RECORD, "index": 0, "digest": digest[:16], **other}
        return answer_for_paper(session, SCHOOL, PrintedCode(**code))  # type: ignore[arg-type]


@pytest.fixture
def printed(catalogue: Engine) -> Engine:
    """The record with its anchor in the log."""
    integrate(catalogue, SCHOOL, CUT_AT, SIGNER)
    return catalogue


def move(engine: Engine, *states: RecordState) -> None:
    for state in states:
        with transaction(engine) as session:
            move_record(
                session, CONVEYOR, get_record(session, SCHOOL, RECORD), state, CUT_AT, SeededEntropy(), {}
            )


TO_REPLICATED = (
    RecordState.RENDERED,
    RecordState.SIGNING,
    RecordState.SEALED,
    RecordState.PACKED,
    RecordState.REPLICATED,
)


def test_a_record_that_is_not_archived_yet_waits(printed: Engine) -> None:
    assert asked(printed).standing is Standing.WAITING


def test_an_archived_record_is_in_force(printed: Engine) -> None:
    move(printed, *TO_REPLICATED)
    answer = asked(printed)
    assert (answer.standing, answer.title, answer.revision) == (Standing.IN_FORCE, "Журнал: Алгебра", 1)


def test_the_whole_digest_is_compared_where_it_is_given(printed: Engine) -> None:
    move(printed, *TO_REPLICATED)
    assert asked(printed, digest="0" * 64).standing is Standing.OTHER


@pytest.mark.parametrize("other", [{"digest": "0" * 16}, {"index": 1}])
def test_a_paper_of_another_content_or_place_is_not_ours(printed: Engine, other: dict[str, object]) -> None:
    assert asked(printed, **other) == PaperAnswer(Standing.OTHER)


def test_a_record_that_nobody_knows_is_unknown(printed: Engine) -> None:
    assert asked(printed, record="z" * 20) == PaperAnswer(Standing.UNKNOWN)
