"""Snapshot v1: canonical, the same for the same input, tamper-evident, and committed to by salted leaves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.closing.snapshot import Snapshot, digest_of, freeze, journal_snapshot, leaf_of, parse
from records.digest import canonical
from records.errors import InputError
from records.gradebook.content import Named
from records.registers.kinds import RecordKind
from records.school.policy import Policy
from tests.records.closing.contents import CUTOFF, NAMES, SEED, algebra, english, record
from tests.snapshots import period_journal

COMMON = "schema kind record school class year zone policy as_of cutoff people corrections pupils"
JOURNAL = f"{COMMON} subgroup subject teacher period confirmation lessons columns"
BODY = {"schema": "letopis/snapshot/1", "record": {"id": "r"}}
PUPILS = st.lists(
    st.fixed_dictionaries(
        {"ordinal": st.integers(1, 40), "name": st.text(max_size=20), "cells": st.lists(st.text(max_size=5))}
    ),
    max_size=5,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
).filter(lambda value: value not in ([], {}, ""))


def snapshot(seed: bytes = SEED, identifier: str = "record") -> Snapshot:
    facts = record(RecordKind.PERIOD_JOURNAL, identifier)
    return journal_snapshot(algebra(), facts, Policy(), CUTOFF, NAMES, seed)


def keys(value: object) -> object:
    """The names of the members of an object; of a list those of its first element."""
    if isinstance(value, list):
        return keys(value[0]) if value else []
    return {name: keys(member) for name, member in value.items()} if isinstance(value, Mapping) else None


def names(text: str) -> set[str]:
    return set(text.split())


def test_the_bytes_are_canonical() -> None:
    assert canonical(json.loads(snapshot().data)) == snapshot().data


def test_the_same_input_gives_the_same_bytes() -> None:
    assert snapshot().data == snapshot().data


def test_what_was_frozen_is_read_back() -> None:
    assert parse(snapshot().data) == snapshot()


def test_a_period_journal_has_exactly_the_members_of_the_document() -> None:
    assert set(snapshot().body) == names(JOURNAL)


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("record", "id revision replaces"),
        ("school", "id name branch"),
        ("class", "id name grade"),
        ("year", "id label starts ends"),
        ("zone", "name offset"),
        ("policy", "labels work_kinds roles"),
        ("cutoff", "by at reason"),
        ("subject", "id name"),
        ("period", "id number title kind starts ends"),
        ("confirmation", "by at draft"),
    ],
)
def test_a_member_has_exactly_its_parts(member: str, expected: str) -> None:
    assert set(snapshot().body[member]) == names(expected)


def test_the_rows_have_exactly_the_members_of_the_document() -> None:
    body = snapshot().body
    pupil = next(p for p in body["pupils"] if p["period_mark"])
    assert [set(row) for row in (body["lessons"][0], body["columns"][0], pupil, pupil["membership"])] == [
        names("id date number hours topic homework substitute"),
        names("id lesson kind"),
        names("id name ordinal membership cells period_mark salt leaf"),
        names("arrived arrived_order left left_order"),
    ]


def test_cells_and_period_marks_have_exactly_the_members_of_the_document() -> None:
    pupil = next(p for p in snapshot().body["pupils"] if p["period_mark"])
    assert [set(pupil["cells"][0]), set(pupil["period_mark"])] == [
        names("column marks absence author at"),
        names("value author at"),
    ]


def test_it_has_the_shape_that_the_printers_samples_have() -> None:
    sample = period_journal()
    assert {
        name: keys(sample[name]) for name in ("record", "class", "year", "period", "lessons", "columns")
    } == {
        name: keys(snapshot().body[name])
        for name in ("record", "class", "year", "period", "lessons", "columns")
    }


def test_the_offset_is_that_of_the_moment_of_the_cutoff() -> None:
    assert snapshot().body["zone"] == {"name": "Europe/Moscow", "offset": "+03:00"}


def test_a_subgroup_and_an_unconfirmed_cutoff_are_told() -> None:
    cutoff = replace(CUTOFF, confirmed_by=None, confirmed_at=None, draft=None, reason="учитель болен")
    facts = record(RecordKind.PERIOD_JOURNAL)
    body = journal_snapshot(english(), facts, Policy(), cutoff, NAMES, SEED).body
    assert (body["subgroup"], body["confirmation"], body["cutoff"]["reason"]) == (
        {"id": "english-1", "name": "1 группа"},
        None,
        "учитель болен",
    )


def test_a_branch_is_told() -> None:
    content = replace(algebra(), facts=replace(algebra().facts, branch=Named("b", "Филиал")))
    facts = record(RecordKind.PERIOD_JOURNAL)
    body = journal_snapshot(content, facts, Policy(), CUTOFF, NAMES, SEED).body
    assert body["school"]["branch"] == {"id": "b", "name": "Филиал"}


# --- Leaves -----------------------------------------------------------------------------------------------


def test_salts_differ_by_pupil() -> None:
    salts = [pupil["salt"] for pupil in snapshot().body["pupils"]]
    assert len(set(salts)) == len(salts) > 1


def test_salts_differ_by_record() -> None:
    one, other = snapshot(identifier="one"), snapshot(identifier="other")
    assert one.body["pupils"][0]["salt"] != other.body["pupils"][0]["salt"]


def test_salts_differ_by_seed() -> None:
    assert snapshot().body["pupils"][0]["salt"] != snapshot(bytes(32)).body["pupils"][0]["salt"]


def test_the_digest_can_be_computed_without_a_pupils_rows() -> None:
    body = dict(snapshot().body)
    first, *others = body["pupils"]
    assert digest_of({**body, "pupils": [{"leaf": first["leaf"]}, *others]}) == snapshot().digest


def test_the_digest_commits_to_each_leaf() -> None:
    body = dict(snapshot().body)
    _, *others = body["pupils"]
    assert digest_of({**body, "pupils": [{"leaf": "0" * 64}, *others]}) != snapshot().digest


def test_the_digest_commits_to_the_order_of_pupils() -> None:
    body = dict(snapshot().body)
    assert digest_of({**body, "pupils": body["pupils"][::-1]}) != snapshot().digest


@given(pupils=PUPILS, seed=st.binary(min_size=32, max_size=32))
def test_whatever_was_frozen_is_read_back(pupils: list[dict[str, Any]], seed: bytes) -> None:
    rows = [{"id": str(n), **pupil} for n, pupil in enumerate(pupils)]
    frozen = freeze(BODY, rows, seed)
    assert parse(frozen.data) == frozen


@given(pupils=PUPILS.filter(bool), seed=st.binary(min_size=32, max_size=32))
def test_whatever_is_erased_the_digest_stays(pupils: list[dict[str, Any]], seed: bytes) -> None:
    frozen = freeze(BODY, [{"id": str(n), **pupil} for n, pupil in enumerate(pupils)], seed)
    erased = [{"leaf": pupil["leaf"]} for pupil in frozen.body["pupils"]]
    assert digest_of({**frozen.body, "pupils": erased}) == frozen.digest


# --- Damage -----------------------------------------------------------------------------------------------


def altered(change: str) -> bytes:
    """The snapshot with one thing changed, canonical again."""
    body = json.loads(snapshot().data)
    pupil = body["pupils"][0]
    match change:
        case "mark":
            pupil["period_mark"]["value"] = "2"
        case "leaf":
            pupil["leaf"] = "0" * 64
        case "salt":
            pupil["salt"] = "0" * 64
        case "short salt":
            pupil["salt"] = "00"
        case "no salt":
            del pupil["salt"]
        case "schema":
            body["schema"] = "letopis/snapshot/2"
        case "no pupils":
            del body["pupils"]
        case "pupils are text":
            body["pupils"] = ["Лена"]
    return canonical(body)


@pytest.mark.parametrize(
    "change",
    ["mark", "leaf", "salt", "short salt", "no salt", "schema", "no pupils", "pupils are text"],
)
def test_a_changed_snapshot_is_refused(change: str) -> None:
    with pytest.raises(InputError, match=r"^snapshot\.broken"):
        parse(altered(change))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b"[" * 100_000,
        snapshot().data + b"\n",
        snapshot().data[:-1],
        json.dumps(snapshot().body).encode(),
    ],
    ids=[
        "empty",
        "not text",
        "null",
        "list",
        "string",
        "object",
        "deep",
        "longer",
        "shorter",
        "not canonical",
    ],
)
def test_a_broken_snapshot_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^snapshot\.broken"):
        parse(data)


@given(pupils=JSON)
def test_any_other_json_for_the_pupils_is_refused(pupils: Any) -> None:
    body = {**snapshot().body, "pupils": pupils}
    with pytest.raises(InputError, match=r"^snapshot\.broken"):
        parse(canonical(body))


def test_the_leaf_is_what_the_document_says() -> None:
    pupil = dict(snapshot().body["pupils"][0])
    salt, leaf = bytes.fromhex(pupil.pop("salt")), pupil.pop("leaf")
    expected = sha256(b"letopis/leaf/1\0" + salt + canonical(pupil)).hexdigest()
    assert leaf == expected == leaf_of({**pupil, "salt": salt.hex()})
