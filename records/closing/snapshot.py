"""Freezes content into Snapshot v1: canonical JSON (RFC 8785) with a salted leaf for each pupil.

The digest commits to the leaves, so one pupil's rows can be shown or erased alone (docs/snapshot-v1.md,
ADR 0008). Pure: the same content, facts and seed give the same bytes. It reads and stores nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from records.digest import Json, canonical, derive, salted, sha256
from records.errors import InputError
from records.gradebook.content import ClassFacts, JournalContent, iso
from records.registers.kinds import RecordKind
from records.school.policy import Policy
from records.school.signing_rules import frozen
from records.times import offset_text, rfc3339

SCHEMA = "letopis/snapshot/1"
LEAF_DOMAIN = "letopis/leaf/1"


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """The record that a snapshot is for."""

    id: str
    kind: RecordKind
    revision: int
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class CutoffFacts:
    """Who cut off, when, with what reason; who had confirmed which draft."""

    by: str
    at: datetime
    reason: str | None
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    draft: str | None = None


@dataclass(frozen=True, slots=True)
class ActFacts:
    """A correction act or supplement that a snapshot shows: its record, its place in the log, when it was entered."""

    record: str
    kind: str
    number: str
    date: date
    digest: str
    index: int
    at: datetime

    def json(self) -> Json:
        """The element of `corrections`: it names nobody."""
        return {
            "record": self.record,
            "kind": self.kind,
            "number": self.number,
            "date": iso(self.date),
            "digest": self.digest,
            "index": self.index,
        }


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The frozen content of one record: parsed body, canonical bytes and digest."""

    body: Mapping[str, Any]
    data: bytes
    digest: str


def freeze(body: Mapping[str, Any], pupils: Sequence[Mapping[str, Json]], seed: bytes) -> Snapshot:
    """Add salted pupil elements to `body` and compute the digest. `seed` is the 32 bytes of the cut row."""
    record = str(body["record"]["id"])
    full = {**body, "pupils": [_salt(pupil, seed, record) for pupil in pupils]}
    return Snapshot(full, canonical(full), digest_of(full))


def parse(data: bytes) -> Snapshot:
    """Read a stored or embedded snapshot and check what it says about itself.

    Raises InputError when it is not canonical Snapshot v1 or a leaf does not match its rows.
    """
    try:
        body = json.loads(data)
        if body["schema"] != SCHEMA or canonical(body) != data:
            raise ValueError("not canonical Snapshot v1")
        for pupil in body["pupils"]:
            if leaf_of(pupil) != pupil["leaf"]:
                raise ValueError(f"the leaf of pupil {pupil['ordinal']} does not match its rows")
        return Snapshot(body, data, digest_of(body))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise InputError(
            "snapshot.broken", f"Снимок журнала повреждён: {problem}.", f"the snapshot is damaged: {problem}"
        ) from problem


def leaf_of(pupil: Mapping[str, Any]) -> str:
    """The salted digest of a pupil's element without its salt and leaf."""
    rows = {key: value for key, value in pupil.items() if key not in {"salt", "leaf"}}
    return salted(LEAF_DOMAIN, bytes.fromhex(pupil["salt"]), canonical(rows))


def digest_of(body: Mapping[str, Any]) -> str:
    """The snapshot's digest: SHA-256 of the canonical body with each pupil reduced to the leaf."""
    leaves: Json = [{"leaf": pupil["leaf"]} for pupil in body["pupils"]]
    return sha256(canonical({**body, "pupils": leaves}))


def _salt(pupil: Mapping[str, Json], seed: bytes, record: str) -> dict[str, Json]:
    salt = derive(seed, "salt", record, str(pupil["id"])).hex()
    return {**pupil, "salt": salt, "leaf": leaf_of({**pupil, "salt": salt})}


def head(
    record: RecordFacts,
    facts: ClassFacts,
    policy: Policy,
    cutoff: CutoffFacts,
    people: Mapping[str, str],
    acts: Sequence[ActFacts] = (),
) -> dict[str, Json]:
    """The members that every snapshot of cut off rows has."""
    return {
        **common(record, facts, policy, as_of(cutoff, acts), people),
        "cutoff": {"by": cutoff.by, "at": rfc3339(cutoff.at), "reason": cutoff.reason},
        "corrections": [act.json() for act in acts],
    }


def as_of(cutoff: CutoffFacts, acts: Sequence[ActFacts]) -> datetime:
    """Since when the content stands so: the cutoff, or the last act that is shown."""
    return max([cutoff.at, *(act.at for act in acts)])


def common(
    record: RecordFacts, facts: ClassFacts, policy: Policy, since: datetime, people: Mapping[str, str]
) -> dict[str, Json]:
    """The members that every kind of snapshot has."""
    return {
        "schema": SCHEMA,
        "kind": record.kind.value,
        "record": {"id": record.id, "revision": record.revision, "replaces": record.replaces},
        "school": {
            "id": facts.school.id,
            "name": facts.school.name,
            "branch": facts.branch.json() if facts.branch else None,
        },
        "class": {"id": facts.id, "name": facts.name, "grade": facts.grade},
        "year": {
            "id": facts.year_id,
            "label": facts.year_label,
            "starts": iso(facts.year_starts),
            "ends": iso(facts.year_ends),
        },
        "zone": {"name": facts.zone, "offset": offset_text(since, facts.zone)},
        "policy": {
            "labels": dict(policy.labels),
            "roles": dict(policy.roles),
            "work_kinds": dict(policy.work_kinds),
            **frozen(record.kind, policy.signatures[record.kind]),
        },
        "as_of": rfc3339(since),
        "people": dict(people),
    }


def journal_snapshot(
    content: JournalContent,
    record: RecordFacts,
    policy: Policy,
    cutoff: CutoffFacts,
    people: Mapping[str, str],
    seed: bytes,
    acts: Sequence[ActFacts] = (),
) -> Snapshot:
    """Freeze a journal's period. `people` names everyone the snapshot refers to, `acts` is what it shows of later."""
    rows = content.rows()
    confirmation: Json = None
    if cutoff.confirmed_by and cutoff.confirmed_at:
        confirmation = {"by": cutoff.confirmed_by, "at": rfc3339(cutoff.confirmed_at), "draft": cutoff.draft}
    body = {
        **head(record, content.facts, policy, cutoff, people, acts),
        "subgroup": content.subgroup.json() if content.subgroup else None,
        "subject": content.subject.json(),
        "teacher": content.teacher,
        "period": content.period.json(),
        "confirmation": confirmation,
        "lessons": rows["lessons"],
        "columns": rows["columns"],
    }
    pupils = [pupil.json(n) for n, pupil in enumerate(content.pupils, start=1)]
    return freeze(body, pupils, seed)
