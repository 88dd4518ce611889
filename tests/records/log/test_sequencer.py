"""Events enter the outbox with their transaction and the tree by the sequencer, once, also when two run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from records.actor import Actor
from records.db import transaction
from records.errors import NotFoundError, StateError
from records.log import sequencer
from records.log.audit import EventKind, append_event, entry_of
from records.log.errors import ProofError, TreeError
from records.log.merkle import EMPTY_ROOT, Node, leaf_hash, root_of, verify_consistency, verify_inclusion
from records.log.sequencer import extension_proof, head_after, integrate, latest_head, position, proof
from records.log.store import LogEvent, LogHead, LogStore
from records.log.tile_audit import audit
from records.log.tiles import new_tiles
from records.log.treehead import SignedTreeHead, parse_and_verify
from tests.records.log.events import AT, ENTROPY, MARIA, OTHER, SCHOOL, append, entries
from tests.records.log.trees import SIGNER, reading


def put_in(engine: Engine, count: int) -> SignedTreeHead:
    """Append and integrate `count` events."""
    append(engine, count)
    return integrate(engine, SCHOOL, AT, SIGNER)


def test_an_event_is_stored_with_the_salt_and_body_of_its_entry(schools: Engine) -> None:
    (event_id,) = append(schools, 1)
    with transaction(schools) as session:
        event = session.get_one(LogEvent, event_id)
    assert event.entry == entry_of(event.salt or b"", event.body or b"")


def test_an_event_vanishes_with_the_transaction_it_tells_of(schools: Engine) -> None:
    with Session(schools) as session:
        append_event(session, SCHOOL, EventKind.PERIOD_CUT, MARIA, AT, {}, ENTROPY)
        session.rollback()
    assert integrate(schools, SCHOOL, AT, SIGNER).head.size == 0


def test_an_actor_of_another_school_writes_no_event(schools: Engine) -> None:
    stranger = Actor("ivan", "ivan", OTHER)
    with pytest.raises(StateError, match=r"^log\.event\.foreign"), transaction(schools) as session:
        append_event(session, SCHOOL, EventKind.PERIOD_CUT, stranger, AT, {}, ENTROPY)


def test_the_log_begins_with_the_signed_empty_tree(schools: Engine) -> None:
    signed = integrate(schools, SCHOOL, AT, SIGNER)
    assert (signed.head.size, signed.head.root) == (0, EMPTY_ROOT)


def test_the_head_covers_every_event_in_the_order_of_ids(schools: Engine) -> None:
    ids = append(schools, 7)
    head = integrate(schools, SCHOOL, AT, SIGNER).head
    with transaction(schools) as session:
        assert [position(session, SCHOOL, event_id) for event_id in ids] == list(range(7))
        stored = [session.get_one(LogEvent, event_id).entry for event_id in ids]
    assert (head.size, head.root) == (7, root_of(stored))


def test_the_stored_head_carries_the_signature_of_the_log(schools: Engine) -> None:
    signed = put_in(schools, 3)
    with transaction(schools) as session:
        assert parse_and_verify(latest_head(session, SCHOOL).note, SIGNER.verifier()) == signed


def test_nothing_new_makes_no_new_head(schools: Engine) -> None:
    first = put_in(schools, 3)
    assert integrate(schools, SCHOOL, AT + timedelta(days=1), SIGNER) == first
    with transaction(schools) as session:
        assert session.scalar(select(func.count()).select_from(LogHead)) == 1


def test_batches_give_the_tree_that_one_would(schools: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 4)
    head = put_in(schools, 13).head
    assert (head.size, head.root) == (13, root_of(entries(schools)))


def test_every_event_is_proved_in_every_head_that_covers_it(schools: Engine) -> None:
    heads = [put_in(schools, count).head for count in (1, 2, 5, 9)]
    leaves = [leaf_hash(entry) for entry in entries(schools)]
    assert [head.size for head in heads] == [1, 3, 8, len(leaves)]
    with transaction(schools) as session:
        for head in heads:
            for idx in range(head.size):
                verify_inclusion(
                    leaves[idx], idx, head.size, proof(session, SCHOOL, idx, head.size), head.root
                )
        path = proof(session, SCHOOL, 3, heads[-1].size)
    with pytest.raises(ProofError):  # another event is not proved by it
        verify_inclusion(leaves[4], 3, heads[-1].size, path, heads[-1].root)


def test_each_head_extends_every_earlier_one(schools: Engine) -> None:
    heads = [put_in(schools, count).head for count in (1, 2, 5, 9)]
    with transaction(schools) as session:
        for old in heads:
            for new in heads[heads.index(old) :]:
                path = extension_proof(session, SCHOOL, old.size, new.size)
                verify_consistency(old.size, new.size, path, old.root, new.root)
        path = extension_proof(session, SCHOOL, heads[1].size, heads[2].size)
    with pytest.raises(ProofError):  # another head is not extended by it
        verify_consistency(heads[1].size, heads[2].size, path, heads[0].root, heads[2].root)


def test_the_head_after_an_index_is_the_smallest_that_covers_it(schools: Engine) -> None:
    heads = [put_in(schools, count) for count in (2, 3, 4)]
    with transaction(schools) as session:
        covering = [head_after(session, SCHOOL, idx) for idx in (0, 1, 2, 4, 5, 8)]
    assert covering == [heads[0], heads[0], heads[1], heads[1], heads[2], heads[2]]


def test_an_index_that_no_head_covers_is_refused(schools: Engine) -> None:
    put_in(schools, 2)
    with pytest.raises(NotFoundError, match=r"^log\.head\.none"), transaction(schools) as session:
        head_after(session, SCHOOL, 2)


def test_a_log_that_was_never_integrated_has_no_head(schools: Engine) -> None:
    with pytest.raises(NotFoundError, match=r"^log\.head\.none"), transaction(schools) as session:
        latest_head(session, SCHOOL)


def test_an_event_that_waits_has_no_position(schools: Engine) -> None:
    (event_id,) = append(schools, 1)
    with pytest.raises(StateError, match=r"^log\.event\.waiting"), transaction(schools) as session:
        position(session, SCHOOL, event_id)


def test_an_event_of_another_school_has_no_position_here(schools: Engine, neighbour: Engine) -> None:
    (event_id,) = append(neighbour, 1, Actor("ivan", "ivan", OTHER))
    integrate(neighbour, OTHER, AT, SIGNER)
    with pytest.raises(NotFoundError, match=r"^log\.event\.none"), transaction(schools) as session:
        position(session, SCHOOL, event_id)


def test_each_school_has_a_tree_of_its_own(schools: Engine, neighbour: Engine) -> None:
    append(schools, 2)
    append(neighbour, 3, Actor("ivan", "ivan", OTHER))
    both = ((schools, SCHOOL), (neighbour, OTHER))
    assert [integrate(engine, one, AT, SIGNER).head.size for engine, one in both] == [2, 3]


def test_a_proof_beyond_the_tree_is_refused(schools: Engine) -> None:
    put_in(schools, 2)
    with pytest.raises(ProofError, match=r"^log\.proof\.index"), transaction(schools) as session:
        proof(session, SCHOOL, 2, 2)


def test_a_hash_that_is_not_there_is_named(schools: Engine) -> None:
    with pytest.raises(TreeError, match=r"^log\.tree\.hash_missing.* 3/5"), transaction(schools) as session:
        LogStore(session, SCHOOL).read([Node(3, 5)])


def test_an_entry_that_is_not_there_is_missed(schools: Engine) -> None:
    put_in(schools, 2)
    with pytest.raises(TreeError, match=r"^log\.tree\.entry_missing"), transaction(schools) as session:
        LogStore(session, SCHOOL).entries(0, 3)


def test_tiles_from_the_database_pass_the_audit(schools: Engine) -> None:
    old = put_in(schools, 200).head
    with transaction(schools) as session:
        files = dict(new_tiles(LogStore(session, SCHOOL), 0, old.size))
    head = put_in(schools, 100).head
    with transaction(schools) as session:
        files |= dict(new_tiles(LogStore(session, SCHOOL), old.size, head.size))
    assert audit(reading(files), head).entries == 300


def test_erased_bodies_leave_every_proof(schools: Engine) -> None:
    head = put_in(schools, 5).head
    with transaction(schools) as session:
        session.execute(text("UPDATE log_event SET body = NULL, salt = NULL"))
    with transaction(schools) as session:
        assert list(session.scalars(select(LogEvent.body))) == [None] * 5
        leaf = leaf_hash(LogStore(session, SCHOOL).entries(2, 3)[0])
        verify_inclusion(leaf, 2, 5, proof(session, SCHOOL, 2, 5), head.root)


def test_two_sequencers_at_once_take_each_event_once(
    schools: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 5)
    append(schools, 60)
    start = Barrier(2)

    def run(_: int) -> SignedTreeHead:
        start.wait()
        return integrate(schools, SCHOOL, AT, SIGNER)

    with ThreadPoolExecutor(2) as pool:
        heads = list(pool.map(run, range(2)))
    assert {signed.head.size for signed in heads} == {60}
    assert heads[0].head.root == root_of(entries(schools))


def test_events_written_while_the_sequencer_runs_all_arrive(schools: Engine) -> None:
    start = Barrier(3)

    def write(_: int) -> None:
        start.wait()
        for _ in range(10):
            append(schools, 2)

    def sequence() -> None:
        start.wait()
        for _ in range(10):
            integrate(schools, SCHOOL, AT, SIGNER)

    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(write, 0), pool.submit(write, 1), pool.submit(sequence)]
        for future in running:
            future.result()
    head = integrate(schools, SCHOOL, AT, SIGNER).head
    assert (head.size, head.root) == (40, root_of(entries(schools)))


def test_a_crash_before_the_commit_leaves_no_trace(schools: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    append(schools, 3)

    def crash(*_: object) -> SignedTreeHead:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sequencer, "sign", crash)
        with pytest.raises(KeyboardInterrupt):
            integrate(schools, SCHOOL, AT, SIGNER)
    assert entries(schools) == []
    assert integrate(schools, SCHOOL, AT, SIGNER).head.root == root_of(entries(schools))


def test_a_tree_changed_behind_the_log_is_not_signed_on(schools: Engine, owner_engine: Engine) -> None:
    put_in(schools, 4)
    append(schools, 1)
    with owner_engine.begin() as owner:
        on = "" if owner.dialect.name == "sqlite" else " ON log_hash"
        owner.exec_driver_sql(f"DROP TRIGGER letopis_guard_log_hash_update{on}")
        owner.execute(text("UPDATE log_hash SET hash = :other WHERE level = 2"), {"other": bytes(32)})
    with pytest.raises(TreeError, match=r"^log\.tree\.root"):
        integrate(schools, SCHOOL, AT, SIGNER)
