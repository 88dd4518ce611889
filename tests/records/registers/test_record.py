"""A record is entered once with snapshot and event, found while it lives, and moved with one event each time."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from records.anchor import Anchor
from records.closing.snapshot import parse
from records.closing.tables import SnapshotRow
from records.db import transaction
from records.errors import NotFoundError, StateError
from records.lifecycle import RecordState
from records.log.sequencer import integrate
from records.log.store import LogEvent
from records.registers.kinds import RecordKind
from records.registers.record import anchor_of, get_record, identity, live_record, move_record
from records.registers.tables import Record
from tests.cast import CUT_AT, SCHOOL, SeededEntropy
from tests.records.closing.frozen import run
from tests.records.log.trees import ORIGIN, SIGNER
from tests.records.registers.catalogue import CONVEYOR, RECORD, WHAT, enter


def move(engine: Engine, *states: RecordState, **values: object) -> None:
    for state in states:
        with transaction(engine) as session:
            record = get_record(session, SCHOOL, RECORD)
            move_record(session, CONVEYOR, record, state, CUT_AT, SeededEntropy(), {}, **values)


def events(engine: Engine) -> list[str]:
    with transaction(engine) as session:
        return list(session.scalars(select(LogEvent.kind).order_by(LogEvent.id)))


def test_a_record_starts_composed(catalogue: Engine) -> None:
    with transaction(catalogue) as session:
        record = get_record(session, SCHOOL, RECORD)
    assert (record.state, record.identity, record.revision, record.created_at) == (
        RecordState.COMPOSED,
        WHAT,
        1,
        CUT_AT,
    )


def test_its_snapshot_is_stored_with_it(catalogue: Engine) -> None:
    with transaction(catalogue) as session:
        row = session.get_one(SnapshotRow, (SCHOOL, RECORD))
    assert parse(row.body).digest == row.digest


def test_entering_it_is_one_event_that_carries_the_digest(catalogue: Engine) -> None:
    with transaction(catalogue) as session:
        row = session.get_one(SnapshotRow, (SCHOOL, RECORD))
        (event,) = session.scalars(select(LogEvent))
    assert (event.kind, event.id, row.digest in (event.body or b"").decode()) == (
        "snapshot.taken",
        row.event_id,
        True,
    )


@pytest.mark.parametrize(("revision", "identifier"), [(1, "record-2"), (2, RECORD)])
def test_a_record_is_entered_once(catalogue: Engine, revision: int, identifier: str) -> None:
    with pytest.raises(IntegrityError), transaction(catalogue) as session:
        enter(session, revision, identifier)


def test_a_live_record_is_found_by_what_it_records(catalogue: Engine) -> None:
    with transaction(catalogue) as session:
        found = live_record(session, SCHOOL, WHAT)
    assert found is not None
    assert found.id == RECORD


@pytest.mark.parametrize("state", ["replaced", "destroyed"])
def test_a_record_that_is_gone_is_not_live(catalogue: Engine, state: str) -> None:
    run(catalogue, f"UPDATE record SET state = '{state}'")
    with transaction(catalogue) as session:
        assert live_record(session, SCHOOL, WHAT) is None


def test_a_replaced_record_gives_way_to_its_next_revision(catalogue: Engine) -> None:
    run(catalogue, "UPDATE record SET state = 'replaced'")
    with transaction(catalogue) as session:
        enter(session, 2, "record-2")
        found = live_record(session, SCHOOL, WHAT)
    assert found is not None
    assert found.revision == 2


@pytest.mark.parametrize(("owner", "record"), [(SCHOOL, "nothing"), ("school-57", RECORD)])
def test_an_unknown_record_is_not_found(catalogue: Engine, owner: str, record: str) -> None:
    with transaction(catalogue) as session, pytest.raises(NotFoundError, match=r"^record\.unknown"):
        get_record(session, owner, record)


def test_each_move_is_one_event(catalogue: Engine) -> None:
    states = (RecordState.RENDERED, RecordState.SIGNING, RecordState.SEALED, RecordState.PACKED)
    move(catalogue, *states, RecordState.REPLICATED)
    assert events(catalogue) == [
        "snapshot.taken",
        "record.rendered",
        "record.submitted",
        "record.sealed",
        "record.packed",
        "record.replicated",
    ]


def test_a_move_sets_what_comes_with_it(catalogue: Engine) -> None:
    move(catalogue, RecordState.RENDERED, rendition_sha256="a" * 64, rendition_size=7)
    with transaction(catalogue) as session:
        assert get_record(session, SCHOOL, RECORD).rendition_sha256 == "a" * 64


def test_a_record_skips_no_stage(catalogue: Engine) -> None:
    with pytest.raises(StateError, match=r"^state\.move_refused"):
        move(catalogue, RecordState.SEALED)


def test_of_two_hands_that_move_a_record_one_loses(catalogue: Engine) -> None:
    with transaction(catalogue) as session:
        seen = get_record(session, SCHOOL, RECORD)
    move(catalogue, RecordState.RENDERED)
    with transaction(catalogue) as session, pytest.raises(StateError, match=r"^state\.lost_race"):
        move_record(session, CONVEYOR, seen, RecordState.RENDERED, CUT_AT, SeededEntropy(), {})


def test_a_lost_race_is_no_event(catalogue: Engine) -> None:
    with transaction(catalogue) as session:
        seen = get_record(session, SCHOOL, RECORD)
    move(catalogue, RecordState.RENDERED)
    before = events(catalogue)
    with pytest.raises(StateError), transaction(catalogue) as session:
        move_record(session, CONVEYOR, seen, RecordState.RENDERED, CUT_AT, SeededEntropy(), {})
    assert events(catalogue) == before


def test_before_the_tree_has_it_a_record_has_no_anchor(catalogue: Engine) -> None:
    with transaction(catalogue) as session, pytest.raises(StateError, match=r"^log\.event\.waiting"):
        anchor_of(session, get_record(session, SCHOOL, RECORD), ORIGIN)


def test_the_anchor_says_where_the_digest_stands(catalogue: Engine) -> None:
    integrate(catalogue, SCHOOL, CUT_AT, SIGNER)
    with transaction(catalogue) as session:
        digest = session.get_one(SnapshotRow, (SCHOOL, RECORD)).digest
        found = anchor_of(session, get_record(session, SCHOOL, RECORD), ORIGIN)
    assert found == Anchor(ORIGIN, 0, RECORD, digest)


def test_an_identity_names_kind_and_parts() -> None:
    assert identity(RecordKind.CLASS_JOURNAL, "9a") == "class_journal/9a"


def test_the_kind_of_a_record_is_that_of_its_snapshot(catalogue: Engine) -> None:
    with transaction(catalogue) as session:
        assert session.scalar(select(Record.kind)) == RecordKind.PERIOD_JOURNAL
